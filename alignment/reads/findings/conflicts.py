"""Conflicts over a number: two objectives that claim the same movement, or pull one number in opposite directions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from alignment.reads.findings.graph import GRAPH, Window, rows_of
from alignment.reads.findings.rows import Finding, Found, side

CONFLICTS = ("opposite", "claim")
AT_MOST_EACH = 6  # of one number's claimants on a side that are set against each other: fifteen pairs say enough

# demand: what an objective wants of a number: at least so much ("up") or at most so much ("down"); a move sets out to
# change it, a line or a guard only holds it. One number: the same metric, or the same words and unit.
# An objective and what it serves may share a number: that is a cascade, and no conflict.
FOUND = f"""{GRAPH},
measured AS (
    SELECT k.id, k.objective_id, k.title, coalesce(nullif(k.unit, ''), m.unit, '') AS unit,
           k.start_value, k.target_value, a.period, k.metric_id,
           CASE WHEN k.metric_id IS NOT NULL THEN 'm' || k.metric_id ELSE lower(
               trim(regexp_replace(k.title, '[^[:alnum:]%%]+', ' ', 'g')) || '|' || trim(k.unit)) END AS number,
           CASE WHEN k.kind IN ('', 'metric') THEN k.target_value > k.start_value ELSE k.kind = 'threshold_above' END AS is_up,
           k.kind IN ('', 'metric') AS is_move
    FROM alignment_keyresult k JOIN alive a ON a.id = k.objective_id AND a.is_open
    LEFT JOIN alignment_metric m ON m.id = k.metric_id
    WHERE k.organization_id = %(organization)s AND k.state = 'open' AND k.target_value IS NOT NULL
      AND (k.kind IN ('threshold_above', 'threshold_below') OR (k.kind IN ('', 'metric') AND k.start_value <> k.target_value))
),
demand AS (
    SELECT 'k' || id AS source, objective_id, number, title, unit, start_value, target_value, is_up, is_move, period FROM measured
  UNION ALL
    SELECT 'g' || g.id, g.objective_id, 'm' || g.metric_id, m.title, m.unit, NULL, g.limit_value, g.bound = 'at_least', FALSE,
           a.period
    FROM alignment_guard g JOIN alive a ON a.id = g.objective_id AND a.is_open JOIN alignment_metric m ON m.id = g.metric_id
    WHERE g.organization_id = %(organization)s
),
shared AS (
    SELECT number FROM demand GROUP BY number HAVING count(DISTINCT objective_id) > 1 AND bool_or(is_move)
),
numbered AS (
    SELECT d.*, row_number() OVER (PARTITION BY number, is_up, is_move ORDER BY objective_id, source) AS nth
    FROM demand d JOIN shared USING (number)
),
pair AS (
    SELECT CASE WHEN a.is_up = b.is_up THEN 'claim' ELSE 'opposite' END AS kind,
           a.source AS a_source, b.source AS b_source, a.objective_id AS a_id, b.objective_id AS b_id, a.title, a.unit,
           a.start_value AS a_start, a.target_value AS a_target, a.is_up AS a_up, a.is_move AS a_move,
           b.start_value AS b_start, b.target_value AS b_target, b.is_up AS b_up, b.is_move AS b_move
    FROM numbered a JOIN numbered b ON a.number = b.number AND a.objective_id <> b.objective_id AND a.period && b.period
      AND CASE WHEN a.is_up = b.is_up THEN a.objective_id < b.objective_id AND a.is_move AND b.is_move
          ELSE a.is_up AND (a.is_move AND b.is_move OR (a.is_move OR b.is_move) AND a.target_value > b.target_value) END
    WHERE a.nth <= %(each)s AND b.nth <= %(each)s
),
above AS (
    SELECT id AS low, id AS high FROM (SELECT a_id FROM pair UNION SELECT b_id FROM pair) one(id)
    UNION SELECT above.low, e.parent FROM above JOIN edges e ON e.child = above.high
),
keyed AS (
    SELECT p.*, concat_ws(':', kind, a_source, b_source, a_up, trim_scale(a_target), b_up, trim_scale(b_target)) AS key FROM pair p
    WHERE NOT EXISTS (SELECT 1 FROM above u WHERE u.low = p.a_id AND u.high = p.b_id)
      AND NOT EXISTS (SELECT 1 FROM above u WHERE u.low = p.b_id AND u.high = p.a_id)
),
placed AS (
    SELECT k.*, count(*) OVER (PARTITION BY kind) AS total, row_number() OVER (PARTITION BY kind ORDER BY a_id, b_id, key) AS place
    FROM keyed k
    WHERE (%(only)s = '' OR k.key = %(only)s)
      AND NOT EXISTS (
        SELECT 1 FROM alignment_settlement s WHERE s.organization_id = %(organization)s AND s.finding = k.key)
)
SELECT p.*, a.title AS a_title, at.name AS a_team, aw.name AS a_owner, b.title AS b_title, bt.name AS b_team, bw.name AS b_owner
FROM placed p JOIN alive a ON a.id = p.a_id JOIN alive b ON b.id = p.b_id
LEFT JOIN organizations_team at ON at.id = a.team_id LEFT JOIN organizations_person aw ON aw.id = a.owner_id
LEFT JOIN organizations_team bt ON bt.id = b.team_id LEFT JOIN organizations_person bw ON bw.id = b.owner_id
WHERE p.place BETWEEN %(first)s AND %(last)s ORDER BY p.kind, p.place
"""  # noqa: S608  our own text


def conflicts(window: Window, only: str = "") -> dict[str, Found]:
    """Opposite directions and double claims, by kind; `only` is the key of one finding."""
    rows = rows_of(FOUND, first=window.first, last=window.last, only=only, each=AT_MOST_EACH)
    by_kind = {kind: [row for row in rows if row["kind"] == kind] for kind in CONFLICTS}
    return {kind: Found(kind, [conflict_of(row) for row in of], of[0]["total"] if of else 0) for kind, of in by_kind.items()}


def conflict_of(row: dict[str, Any]) -> Finding:
    sides = [side(row, end, wanted(row, end)) for end in ("a_", "b_")]
    return Finding(row["kind"], row["key"], row["title"], sides)


def wanted(row: dict[str, Any], end: str) -> str:
    """What a side wants of the number: from 610 to 240 s, at most 5 %."""
    start, target, unit = row[f"{end}start"], plain(row[f"{end}target"]), row["unit"]
    unit = f" {unit}" if unit else ""
    if row[f"{end}move"] and start is not None:
        return f"from {plain(start)} to {target}{unit}"
    return f"at {'least' if row[f'{end}up'] else 'most'} {target}{unit}"


def plain(number: Decimal) -> str:
    """4,700 and 0.5: no trailing noughts."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

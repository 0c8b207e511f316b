"""Gaps: priorities that lead to no company objective, company objectives that no team carries, and what nobody owns."""

from __future__ import annotations

from typing import Any

from alignment.reads.findings.graph import GRAPH, Window, rows_of
from alignment.reads.findings.rows import Finding, Found, side

GAPS = ("orphan", "childless", "unowned")
FOUND = f"""{GRAPH},
found AS (
    SELECT 'orphan' AS kind, 'orphan:' || p.id || ':' || coalesce(p.parent_id, 0) AS key, p.*,
           up.title AS above, up.state AS above_state
    FROM priority p LEFT JOIN alignment_objective up ON up.id = p.parent_id
    WHERE NOT EXISTS (SELECT 1 FROM below b WHERE b.id = p.id)
  UNION ALL
    SELECT 'childless', 'childless:' || l.id, l.*, NULL, NULL FROM lowest l
    WHERE l.state <> 'proposed' AND NOT EXISTS (
        SELECT 1 FROM below b JOIN alive a ON a.id = b.id WHERE b.top = l.id AND a.is_open AND NOT a.is_top)
  UNION ALL
    SELECT 'unowned', 'unowned:' || a.id || ':' || coalesce(a.owner_id, 0), a.*, NULL, NULL
    FROM alive a LEFT JOIN organizations_person w ON w.id = a.owner_id
    WHERE a.state = 'active' AND (w.id IS NULL OR w.status = 'inactive')
),
placed AS (
    SELECT f.*, count(*) OVER (PARTITION BY kind) AS total,
           row_number() OVER (PARTITION BY kind ORDER BY f.rank NULLS LAST, f.due_on NULLS LAST, f.id) AS place
    FROM found f
    WHERE (%(only)s = '' OR f.key = %(only)s)
      AND NOT EXISTS (
        SELECT 1 FROM alignment_settlement s WHERE s.organization_id = %(organization)s AND s.finding = f.key)
)
SELECT p.kind, p.key, p.id, p.title, p.above, p.above_state, p.total, t.name AS team, w.name AS owner
FROM placed p LEFT JOIN organizations_team t ON t.id = p.team_id LEFT JOIN organizations_person w ON w.id = p.owner_id
WHERE p.place BETWEEN %(first)s AND %(last)s ORDER BY p.kind, p.place
"""  # noqa: S608  our own text


def gaps(window: Window, only: str = "") -> dict[str, Found]:
    """What has no way up, nobody below, or no owner, by kind; `only` is the key of one finding."""
    rows = rows_of(FOUND, first=window.first, last=window.last, only=only)
    by_kind = {kind: [row for row in rows if row["kind"] == kind] for kind in GAPS}
    return {kind: Found(kind, [gap_of(row) for row in of], of[0]["total"] if of else 0) for kind, of in by_kind.items()}


def gap_of(row: dict[str, Any]) -> Finding:
    return Finding(row["kind"], row["key"], "", [side(row)], why_of(row))


def why_of(row: dict[str, Any]) -> str:
    """What is missing, in words."""
    if row["kind"] == "childless":
        return "no team has a priority for it"
    if row["kind"] == "unowned":
        return f"{row['owner']} has left" if row["owner"] else "nobody owns it"
    if not row["above"]:
        return "it has no parent"
    ended = {"cancelled": "was cancelled", "superseded": "was superseded", "rejected": "was rejected", "missed": "was missed"}
    what = ended.get(row["above_state"], "leads to no company objective itself")
    return f"its parent “{row['above']}” {what}"

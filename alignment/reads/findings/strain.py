"""Strain: teams with more priorities than they can keep in mind, and people whom several teams count on at once."""

from __future__ import annotations

from typing import Any

from alignment.coherence import PRIORITY_LIMIT
from alignment.reads.findings.graph import GRAPH, Window, rows_of
from alignment.reads.findings.rows import Finding, Found, side

FOCUS = f"""{GRAPH},
crowded AS (
    SELECT team_id, count(*) AS priorities FROM priority GROUP BY team_id HAVING count(*) > %(limit)s
)
SELECT t.id AS about_id, t.name AS about, c.priorities, count(*) OVER () AS total
FROM crowded c JOIN organizations_team t ON t.id = c.team_id
ORDER BY c.priorities DESC, t.name, t.id OFFSET %(first)s - 1 LIMIT %(last)s - %(first)s + 1
"""  # noqa: S608  our own text

# A person is counted on by a team whose priority they own or are named to work on; two priorities at the same time, of two teams.
PEOPLE = f"""{GRAPH},
counted_on AS (
    SELECT p.owner_id AS person_id, p.id, p.team_id, p.period FROM priority p WHERE p.owner_id IS NOT NULL
    UNION SELECT c.person_id, p.id, p.team_id, p.period FROM priority p
    JOIN alignment_objectivecontributor c ON c.objective_id = p.id AND c.organization_id = %(organization)s
),
torn AS (
    SELECT person_id, count(DISTINCT team_id) AS teams, count(*) AS priorities, array_agg(id ORDER BY id) AS ids
    FROM counted_on x
    WHERE EXISTS (
        SELECT 1 FROM counted_on y WHERE y.person_id = x.person_id AND y.team_id <> x.team_id AND y.period && x.period)
    GROUP BY person_id
),
keyed AS (
    SELECT t.*, concat_ws(':', 'people', person_id, left(md5((
        SELECT string_agg(o.key, ',' ORDER BY o.key COLLATE "C") FROM alignment_objective o
        WHERE o.id = ANY(t.ids))), 12)) AS key FROM torn t
),
placed AS (
    SELECT k.*, count(*) OVER () AS total, row_number() OVER (ORDER BY teams DESC, priorities DESC, person_id) AS place
    FROM keyed k
    WHERE (%(only)s = '' OR k.key = %(only)s)
      AND NOT EXISTS (
        SELECT 1 FROM alignment_settlement s WHERE s.organization_id = %(organization)s AND s.finding = k.key)
)
SELECT p.key, p.person_id AS about_id, w.name AS about, p.teams, p.priorities, p.total, p.place, a.id, a.title, t.name AS team
FROM placed p JOIN organizations_person w ON w.id = p.person_id CROSS JOIN LATERAL unnest(p.ids[1:%(sides)s]) AS one(id)
JOIN alive a ON a.id = one.id JOIN organizations_team t ON t.id = a.team_id
WHERE p.place BETWEEN %(first)s AND %(last)s ORDER BY p.place, a.id
"""  # noqa: S608  our own text
SIDES = 4  # priorities of one person that are named


def crowded_teams(window: Window) -> dict[str, Found]:
    """Teams with more than seven priorities."""
    rows = rows_of(FOCUS, first=window.first, last=window.last, limit=PRIORITY_LIMIT)
    found = [Finding("focus", "", row["about"], [], about_id=row["about_id"], count=row["priorities"]) for row in rows]
    return {"focus": Found("focus", found, rows[0]["total"] if rows else 0)}


def torn_people(window: Window, only: str = "") -> dict[str, Found]:
    """People whom priorities of two teams or more need at the same time; `only` is the key of one finding."""
    rows = rows_of(PEOPLE, first=window.first, last=window.last, only=only, sides=SIDES)
    by_key: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_key.setdefault(row["key"], []).append(row)
    return {"people": Found("people", [torn(of) for of in by_key.values()], rows[0]["total"] if rows else 0)}


def torn(rows: list[dict[str, Any]]) -> Finding:
    first = rows[0]
    sides = [side(row) for row in rows]
    return Finding("people", first["key"], first["about"], sides, about_id=first["about_id"], count=first["priorities"])

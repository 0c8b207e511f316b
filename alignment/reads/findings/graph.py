"""The graph that findings are read from, in SQL: what is not ended, the company's own objectives, and all that leads to them."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db import connection

from organizations.tenancy import organization_in_hand

# root: the one team above all others, where there is one; its objectives are the company's, as those of no team are.
# alive: what still stands or was reached; a path may lead through it, not through what was cancelled or archived.
# period: from when to when, as in docs/health.md; two things only collide where their periods overlap.
ALIVE = """
root AS (
    SELECT min(t.id) AS id FROM organizations_team t
    WHERE t.organization_id = %(organization)s AND t.parent_id IS NULL AND t.status <> 'archived'
    HAVING count(*) = 1 AND EXISTS (
        SELECT 1 FROM organizations_team c WHERE c.organization_id = %(organization)s AND c.parent_id = min(t.id))
),
alive AS MATERIALIZED (
    SELECT o.id, o.parent_id, o.team_id, o.owner_id, o.title, o.state, o.rank, o.due_on,
           o.team_id IS NULL OR o.team_id IS NOT DISTINCT FROM (SELECT id FROM root) AS is_top,
           o.state IN ('proposed', 'active', 'on_hold') AS is_open,
           daterange(coalesce(o.start_on, c.starts_on), CASE
               WHEN coalesce(o.due_on, c.ends_on) < coalesce(o.start_on, c.starts_on) THEN NULL
               ELSE coalesce(o.due_on, c.ends_on) END, '[]') AS period
    FROM alignment_objective o LEFT JOIN organizations_cycle c ON c.id = o.cycle_id
    WHERE o.organization_id = %(organization)s AND o.archived_on IS NULL
          AND o.state IN ('proposed', 'active', 'on_hold', 'completed')
)"""

# company: the objectives of the whole organization; lowest: those of them that teams serve directly.
# below: each of these with all that leads to it, by parents and by further links; itself included.
# priority: a team's objective under way.
GRAPH = f"""WITH RECURSIVE {ALIVE},
company AS (
    SELECT a.id FROM alive a
    WHERE a.is_top AND NOT EXISTS (SELECT 1 FROM alive p WHERE p.id = a.parent_id)
    UNION SELECT a.id FROM alive a JOIN company c ON a.parent_id = c.id WHERE a.is_top
),
lowest AS (
    SELECT a.* FROM alive a JOIN company c ON c.id = a.id
    WHERE a.is_open AND NOT EXISTS (SELECT 1 FROM company k JOIN alive b ON b.id = k.id WHERE b.parent_id = a.id AND b.is_open)
),
edges AS (
    SELECT id AS child, parent_id AS parent FROM alive WHERE parent_id IS NOT NULL
    UNION SELECT l.objective_id, l.contributes_to_id FROM alignment_objectivelink l WHERE l.organization_id = %(organization)s
),
below AS (
    SELECT a.id AS top, a.id FROM alive a JOIN company c ON c.id = a.id WHERE a.is_open
    UNION SELECT b.top, a.id FROM below b JOIN edges e ON e.parent = b.id JOIN alive a ON a.id = e.child
),
priority AS (SELECT * FROM alive WHERE NOT is_top AND state = 'active')
"""  # noqa: S608  our own text


class Window(NamedTuple):
    """Which rows of a kind of finding: from the first wanted to the last, by their places from 1."""

    first: int = 1
    last: int = 10

    @classmethod
    def of_page(cls, number: int, size: int) -> Window:
        return cls((number - 1) * size + 1, number * size)


def rows_of(sql: str, **values: Any) -> list[dict[str, Any]]:
    """The rows of a statement as dictionaries; the organization in hand is one of its values."""
    with connection.cursor() as cursor:
        cursor.execute(sql, {"organization": organization_in_hand(), **values})
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

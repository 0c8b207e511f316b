"""Line of sight: from an objective up to the sentence of the strategy that it serves, and down to all that carries it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Prefetch

from alignment.models import KeyResult, Objective, StrategyLine
from alignment.reads.findings.graph import ALIVE, GRAPH, rows_of
from alignment.reads.rows import ObjectiveRow, row_of, with_rows
from organizations.listing import Page

MOST_LEVELS = 12
MOST_BELOW = 50

# Every way up, an edge a row; the objective itself comes as the child of its own parents. Bounded by what lies above it.
UP = """WITH RECURSIVE up AS (
    SELECT o.id, 0 AS level FROM alignment_objective o WHERE o.id = %(objective)s AND o.organization_id = %(organization)s
    UNION
    SELECT e.parent, u.level + 1 FROM up u JOIN (
        SELECT id AS child, parent_id AS parent FROM alignment_objective WHERE organization_id = %(organization)s
        UNION SELECT objective_id, contributes_to_id FROM alignment_objectivelink WHERE organization_id = %(organization)s
    ) e ON e.child = u.id WHERE e.parent IS NOT NULL AND u.level < %(levels)s
)
SELECT o.id, o.title, o.parent_id, o.team_id IS NULL AS is_teamless, s.id AS line_id, s.text, s.section,
       (SELECT array_agg(l.contributes_to_id ORDER BY l.id) FROM alignment_objectivelink l WHERE l.objective_id = o.id) AS further
FROM (SELECT DISTINCT id FROM up) u JOIN alignment_objective o ON o.id = u.id
LEFT JOIN alignment_strategyline s ON s.id = o.serves_id AND s.ended_in IS NULL
"""


@dataclass(frozen=True, slots=True)
class Step:
    """An objective on the way up."""

    id: int
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    """The way up, nearest first, and the sentence at its end; without one the way ends at the highest objective."""

    steps: list[Step]
    sentence: str = ""
    section: str = ""
    line_id: int | None = None


def line_up(objective_id: int) -> Line:
    """The shortest way to a sentence of the strategy, the parent's side first; without any, the way of the parents. One query."""
    rows = {row["id"]: row for row in rows_of(UP, objective=objective_id, levels=MOST_LEVELS)}
    came_from: dict[int, int | None] = {objective_id: None}
    waiting = deque([objective_id])
    while waiting:
        at = waiting.popleft()
        if at in rows and rows[at]["line_id"]:
            return line_of(way(came_from, at), rows, rows[at])
        for above in above_of(rows.get(at)):
            if above in rows and above not in came_from:
                came_from[above] = at
                waiting.append(above)
    return line_of(parents_of(objective_id, rows), rows, None)


def above_of(row: dict[str, Any] | None) -> list[int]:
    """The parent first, then the further ones."""
    return [pk for pk in (row["parent_id"], *(row["further"] or [])) if pk] if row else []


def way(came_from: dict[int, int | None], at: int | None) -> list[int]:
    """From the start to where we are."""
    back = []
    while at is not None:
        back.append(at)
        at = came_from[at]
    return back[::-1]


def parents_of(objective_id: int, rows: dict[int, dict[str, Any]]) -> list[int]:
    """Up the tree; where a parent is missing, up the first further link."""
    steps, at = [], objective_id
    while at in rows and at not in steps:
        steps.append(at)
        at = next(iter(above_of(rows[at])), 0)
    return steps


def line_of(ids: list[int], rows: dict[int, dict[str, Any]], end: dict[str, Any] | None) -> Line:
    steps = [Step(pk, rows[pk]["title"]) for pk in ids if pk in rows]
    return Line(steps, end["text"], end["section"], end["line_id"]) if end else Line(steps)


# Down: each objective below with the level at which it is first met; what is archived or was cancelled carries nothing.
DOWN = f"""WITH RECURSIVE {ALIVE},
edges AS (
    SELECT id AS child, parent_id AS parent FROM alive WHERE parent_id IS NOT NULL
    UNION SELECT objective_id, contributes_to_id FROM alignment_objectivelink WHERE organization_id = %(organization)s
),
start AS (
    SELECT id FROM alive WHERE id = %(objective)s
    UNION SELECT a.id FROM alive a JOIN alignment_objective o ON o.id = a.id WHERE o.serves_id = %(line)s
),
down(id, level) AS (
    SELECT id, 0 FROM start
    UNION SELECT a.id, d.level + 1 FROM down d JOIN edges e ON e.parent = d.id JOIN alive a ON a.id = e.child
    WHERE d.level < %(levels)s
)
SELECT id, min(level) AS level, count(*) OVER () AS total FROM down GROUP BY id ORDER BY 2, 1 OFFSET %(skip)s LIMIT %(most)s
"""  # noqa: S608  our own text


@dataclass(frozen=True, slots=True)
class Carrier:
    """An objective below, its measures with their last values, and when it was last reported on."""

    row: ObjectiveRow
    level: int
    measures: list[KeyResult]
    reported_at: Any


@dataclass(frozen=True, slots=True)
class Below:
    """What carries an objective or a sentence: one page of it, from the top down, and how much there is in all."""

    page: Page[Carrier]
    count: int
    ids: list[int]


def carried_by(*, objective_id: int = 0, line_id: int = 0, number: int = 1) -> Below:
    """Everything below, the nearest first; three queries whatever there is."""
    values = {"objective": objective_id, "line": line_id, "levels": MOST_LEVELS, "most": MOST_BELOW}
    found = rows_of(DOWN, skip=(number - 1) * MOST_BELOW, **values)
    if not found and number > 1:
        return carried_by(objective_id=objective_id, line_id=line_id)
    levels = {row["id"]: row["level"] for row in found}
    total = found[0]["total"] if found else 0
    measures = KeyResult.objects.order_by("position", "id")
    objectives = with_rows(Objective.objects.filter(pk__in=levels)).annotate(reported_at=Max("check_ins__at"))
    objectives = objectives.prefetch_related(Prefetch("key_results", queryset=measures, to_attr="measures"))
    carriers = [
        Carrier(row_of(one), levels[one.pk], one.measures[:3], one.reported_at)
        for one in sorted(objectives, key=lambda one: (levels[one.pk], one.title, one.pk))
    ]
    return Below(Page(carriers, number, total > number * MOST_BELOW), total, list(levels))


def sentence(line_id: int) -> StrategyLine | None:
    """A sentence of the strategy, also one that was taken out."""
    found: StrategyLine | None = StrategyLine.objects.filter(pk=line_id).first()
    return found


# What leads to the strategy: to a sentence of it that somebody serves; while none is written, to a company objective.
TRACES = f"""{GRAPH},
served AS (
    SELECT o.id FROM alignment_objective o JOIN alignment_strategyline s ON s.id = o.serves_id AND s.ended_in IS NULL
    JOIN alive a ON a.id = o.id
),
written AS (
    SELECT 1 AS one FROM alignment_strategyline WHERE organization_id = %(organization)s AND ended_in IS NULL LIMIT 1
),
traces AS (
    SELECT id FROM served
    UNION SELECT e.child FROM traces t JOIN edges e ON e.parent = t.id JOIN alive a ON a.id = e.child
),
aligned AS (
    SELECT id FROM traces WHERE EXISTS (SELECT 1 FROM written)
    UNION SELECT id FROM below WHERE NOT EXISTS (SELECT 1 FROM written)
)
"""  # noqa: S608  our own text

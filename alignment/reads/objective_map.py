"""The objectives as a map: boxes, and lines to what they contribute to; around one of them when they are too many to draw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Case, IntegerField, Q, Value, When

from alignment.models import Objective, ObjectiveLink
from alignment.reads.objectives import ObjectiveFilter, linked, top
from alignment.reads.rows import ObjectiveRow, row_of, with_rows, worst_first
from alignment.tree_layout import in_lines, lay_out_tree, line

MOST_AT_ONCE = 40
MOST_BELOW = 24  # of the one in focus
MOST_ABOVE = 4  # levels
MOST_TOPS = 12  # to choose the focus from


@dataclass(frozen=True, slots=True)
class Box:
    """An objective on the map."""

    row: ObjectiveRow
    x: float
    y: float
    lines: list[str]
    initials: str
    is_focus: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A line from an objective to what it contributes to: its parent, or one more."""

    path: str
    is_further: bool
    words: str  # the same for those who do not see it


@dataclass(slots=True)
class ObjectiveMap:
    """Everything that the drawing needs."""

    boxes: list[Box] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    across: int = 0  # its size, with a margin of four all around
    down: int = 0
    focus: Objective | None = None
    tops: list[ObjectiveRow] = field(default_factory=list)  # to look around, when not all are shown
    has_more: bool = False  # below the focus, than are drawn

    def __len__(self) -> int:
        return len(self.boxes)


def objective_map(asked: ObjectiveFilter) -> ObjectiveMap:
    """All of the cycle when they are few, else one with what is above and below it. Eight queries at most."""
    everything = Objective.objects.filter(asked.conditions())
    if asked.focus is None:
        found = list(worst_first(with_rows(everything))[: MOST_AT_ONCE + 1])
        if len(found) <= MOST_AT_ONCE:
            return drawn(found)
    return around(asked)


def around(asked: ObjectiveFilter) -> ObjectiveMap:
    """One objective, the way up from it, what carries it, and what else it is linked with."""
    tops = worst_first(with_rows(Objective.objects.filter(asked.conditions(), top(asked)).annotate(is_linked=linked(asked))))
    choice = list(tops.order_by("is_linked", *tops.query.order_by)[:MOST_TOPS])
    focus = focus_of(asked.focus, choice)
    if focus is None:
        return ObjectiveMap(tops=[row_of(row) for row in choice])
    ids = [*way_above(focus), focus.pk, *linked_with(focus)]
    is_around = Case(When(pk__in=ids, then=Value(0)), default=Value(1), output_field=IntegerField())
    near = worst_first(with_rows(Objective.objects.filter(Q(pk__in=ids) | Q(parent=focus), archived_on=None)))
    rows = list(near.order_by(is_around, *near.query.order_by)[: len(ids) + MOST_BELOW + 1])
    shown = rows[: sum(row.pk in ids for row in rows) + MOST_BELOW]
    picture = drawn(list(shown), focus=focus)
    picture.tops, picture.has_more = [row_of(row) for row in choice], len(rows) > len(shown)
    return picture


def focus_of(wanted: int | None, choice: list[Objective]) -> Objective | None:
    """The one that was asked for; without one the worst of those on top."""
    if wanted is None:
        return choice[0] if choice else None
    found: Objective | None = with_rows(Objective.objects.filter(pk=wanted, archived_on=None)).first()
    return found


def way_above(focus: Objective) -> list[int]:
    """The parents of an objective, the nearest last; at most four levels, in one query."""
    path = "__".join(["parent"] * MOST_ABOVE)
    steps = ["__".join(["parent"] * level) + "_id" for level in range(1, MOST_ABOVE + 1)]
    found = Objective.objects.filter(pk=focus.pk).select_related(path).values_list(*steps).first() or ()
    return [pk for pk in reversed(found) if pk]


def linked_with(focus: Objective) -> list[int]:
    """What it contributes to besides its parent, and what contributes to it."""
    pairs = ObjectiveLink.objects.filter(Q(objective=focus) | Q(contributes_to=focus)).order_by("id")
    return [
        above if below == focus.pk else below
        for below, above in pairs.values_list("objective_id", "contributes_to_id")[:MOST_BELOW]
    ]


def drawn(objectives: list[Objective], focus: Objective | None = None) -> ObjectiveMap:
    """Places for the objectives, and the lines between those of them that are linked."""
    titles = {objective.pk: objective.title for objective in objectives}
    picture = lay_out_tree({objective.pk: objective.parent_id for objective in in_order(objectives)})
    links = ObjectiveLink.objects.filter(objective_id__in=titles, contributes_to_id__in=titles).order_by("id")
    further = list(links.values_list("objective_id", "contributes_to_id"))
    own = [(objective.pk, objective.parent_id) for objective in objectives if objective.parent_id in titles]
    places = picture.places
    return ObjectiveMap(
        boxes=[box_of(objective, *places[objective.pk], focus) for objective in sorted(objectives, key=lambda o: places[o.pk])],
        links=[
            Link(line(places[above], places[below]), is_further, f"{titles[below]} contributes to {titles[above]}")
            for pairs, is_further in ((own, False), (further, True))
            for below, above in pairs
        ],
        across=round(picture.width) + 8,
        down=round(picture.height) + 8,
        focus=focus,
    )


def in_order(objectives: list[Objective]) -> Iterable[Objective]:
    """Trees before what stands alone."""
    ids = {objective.pk for objective in objectives}
    parents = {objective.parent_id for objective in objectives}
    return sorted(objectives, key=lambda objective: objective.parent_id not in ids and objective.pk not in parents)


def box_of(objective: Objective, x: float, y: float, focus: Objective | None) -> Box:
    row = row_of(objective)
    initials = row.owner.initials if row.owner else "?"
    return Box(row, x, y, in_lines(objective.title), initials, focus is not None and focus.pk == objective.pk)

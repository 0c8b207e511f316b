"""The objectives' index, as a tree whose branches are fetched when they are opened, and as a list that can be narrowed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from alignment.models import Objective
from alignment.models.health import Status
from alignment.models.objectives import ObjectiveState
from alignment.reads.rows import OPEN_STATES, ObjectiveRow, row_of, with_rows, worst_first
from organizations.listing import NOBODY, Asked, Named, Page, all_words, page_of, whole
from organizations.models import Cycle, Person, Team

UNFOLDED = 5  # branches that open by themselves, because something in them is off or at risk
OPENED = 12  # branches that an address may open
LEAVES = 20  # rows of such a branch
LEVELS = 3  # below the top that come with the page; deeper ones are fetched when they are opened
VIEWS = ("tree", "map", "list")
MOST_CYCLES = 60
STATUSES = {**dict(Status.choices), "contradicted": "Evidence disagrees"}
STATES = {
    "open": "Under way or proposed",
    "all": "All, ended ones too",
    **dict(ObjectiveState.choices),
    "archived": "Archived",
}


@dataclass(frozen=True, slots=True)
class ObjectiveFilter:
    """What the reader asked the index for."""

    view: str = "tree"
    text: str = ""
    state: str = ""
    status: str = ""
    team: Named = NOBODY
    owner: Named = NOBODY
    cycle: Cycle | None = None
    cycles: Sequence[Cycle] = ()
    page: int = 1
    open: frozenset[int] = frozenset()  # branches of the tree
    focus: int | None = None  # of the map

    @property
    def opening(self) -> str:
        """The address of the tree with the branches that are open, up to the number of one more."""
        return urlencode({"cycle": self.cycle.pk if self.cycle else "all", "open": "".join(f"{pk}," for pk in sorted(self.open))})

    @property
    def is_narrow(self) -> bool:
        return bool(self.text or self.state or self.status or self.team or self.owner)

    def conditions(self) -> Q:
        """The same as one condition; ended objectives are left out unless a cycle or a state was asked for."""
        found = all_words(self.text, "title", "key") & self.team.narrow("team") & self.owner.narrow("owner")
        if self.cycle:
            found &= Q(cycle=self.cycle)
        if self.state == "archived":
            return found & Q(archived_on__isnull=False)
        found &= Q(archived_on=None)
        if self.state in ObjectiveState.values:
            found &= Q(state=self.state)
        elif self.state == "open" or not (self.state or self.cycle):
            found &= Q(state__in=OPEN_STATES)
        if self.status == "contradicted":
            return found & Q(health__is_contradicted=True)
        return found & Q(health__status=self.status) if self.status else found


def asked_objectives(asked: Asked, today: date) -> ObjectiveFilter:
    """The filter that an address means: without one the tree of the cycle that runs; any narrowing makes it a list."""
    cycles = list(Cycle.objects.order_by("-starts_on", "-ends_on", "id")[:MOST_CYCLES])
    asked_for = ObjectiveFilter(
        text=asked.text(),
        state=asked.one_of("state", STATES),
        status=asked.one_of("status", STATUSES),
        team=asked.named("team", Team),
        owner=asked.named("owner", Person),
        cycles=cycles,
        page=asked.page,
        open=frozenset(numbers(asked.text("open", limit=300))),
        focus=asked.number("focus"),
    )
    view = "list" if asked_for.is_narrow else asked.one_of("view", VIEWS, usual="tree")
    chosen = asked.text("cycle")
    cycle = next((c for c in cycles if str(c.pk) == chosen), None) or (None if chosen == "all" else running(cycles, today))
    return replace(asked_for, view=view, cycle=cycle)


def numbers(text: str) -> list[int]:
    """`12,40` as the rows that an address names; what is no number is passed over."""
    found = map(whole, text.split(",")[:OPENED])
    return [number for number in found if number is not None]


def running(cycles: Sequence[Cycle], today: date) -> Cycle | None:
    """The cycle that we are in; of several that overlap the shortest, which is the one that people plan by."""
    now = [cycle for cycle in cycles if cycle.starts_on <= today <= cycle.ends_on]
    return min(now, key=lambda cycle: (cycle.ends_on - cycle.starts_on, -cycle.pk), default=None)


def running_cycle(today: date) -> Cycle | None:
    """The same, straight from the database."""
    return running(list(Cycle.objects.filter(starts_on__lte=today, ends_on__gte=today)), today)


def open_now(today: date) -> QuerySet[Objective]:
    """What their page counts as open when nothing is asked of it: of the cycle that runs, or all where none does."""
    cycles = Cycle.objects.filter(starts_on__lte=today, ends_on__gte=today)
    running_one = cycles.annotate(length=F("ends_on") - F("starts_on")).order_by("length", "-id").values("id")[:1]
    return Objective.objects.filter(Q(cycle=running_one) | ~Exists(cycles), state__in=OPEN_STATES, archived_on=None)


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of the sentence above the tree."""

    objectives: int
    priorities: int
    on_pace: int
    measured: int


def objective_summary(asked: ObjectiveFilter) -> Summary:
    """How many objectives and priorities of the cycle are not ended, and how many of those with a measure are on pace."""
    scope = Q(cycle=asked.cycle) if asked.cycle else Q()
    on_top = Q(is_linked=0)
    figures = (
        Objective.objects.filter(scope, state__in=OPEN_STATES, archived_on=None)
        .annotate(is_linked=linked(asked))
        .aggregate(
            objectives=Count("id", filter=on_top),
            priorities=Count("id", filter=~on_top),
            on_pace=Count("id", filter=Q(health__verdict="on_pace")),
            measured=Count("id", filter=Q(health__pace__isnull=False)),
        )
    )
    return Summary(**figures)


def linked(asked: ObjectiveFilter) -> Case:
    """0 for what stands on top: without a parent in this cycle, and of the whole organization or with others below it."""
    on_top = Q(has_below()) | Q(team=None) | Q(team__parent=None)
    return Case(When(top(asked) & on_top, then=Value(0)), default=Value(1), output_field=IntegerField())


def top(asked: ObjectiveFilter) -> Q:
    """Without a parent, or with one that is archived or belongs to another cycle than the one looked at."""
    alone = Q(parent=None) | Q(parent__archived_on__isnull=False)
    return alone | ~Q(parent__cycle=asked.cycle) if asked.cycle else alone


@dataclass(slots=True)
class Branch:
    """A line of the tree, with the lines below it when it is open."""

    row: ObjectiveRow
    state: str
    weight: Decimal  # in what it contributes to
    has_below: bool
    is_linked: bool = True
    below: list[Branch] = field(default_factory=list)

    @property
    def is_cut(self) -> bool:
        """Whether there is more below than is shown."""
        return self.row.child_count > len(self.below) == LEAVES


def objective_tree(asked: ObjectiveFilter) -> Page[Branch]:
    """The roots: what stands on top first, then what is linked to nothing; open to what is not on track."""
    roots = with_rows(Objective.objects.filter(asked.conditions(), top(asked)), "weight")
    ordered = worst_first(roots.annotate(is_linked=linked(asked), has_below=has_below()))
    page = page_of(ordered.order_by("is_linked", *ordered.query.order_by), asked.page, branch_of)
    unfold(list(page), asked.open)
    return page


def has_below() -> Exists:
    return Exists(Objective.objects.filter(parent=OuterRef("pk"), archived_on=None))


def branch_of(objective: Any) -> Branch:
    is_linked = getattr(objective, "is_linked", 0) == 0
    return Branch(row_of(objective), objective.state, objective.weight, objective.has_below, is_linked)


def unfold(branches: list[Branch], opened: frozenset[int]) -> None:
    """Open the worst branches and those that were asked for, level by level: one query a level."""
    left = UNFOLDED
    for _ in range(LEVELS):
        worst = [branch for branch in branches if branch.has_below and branch.row.mark in ("off_track", "at_risk")][:left]
        asked_for = [branch for branch in branches if branch.has_below and branch.row.id in opened and branch not in worst]
        left -= len(worst)
        wanted = [*worst, *asked_for]
        if not wanted:
            return
        fill(wanted)
        branches = [below for branch in wanted for below in branch.below]


def fill(branches: list[Branch]) -> None:
    """Give each branch its first leaves, in one query for all of them."""
    by_id = {branch.row.id: branch for branch in branches}
    ordered = worst_first(below(Q(parent_id__in=by_id)))
    place = Window(RowNumber(), partition_by=F("parent_id"), order_by=list(ordered.query.order_by))
    for child in ordered.annotate(place=place).filter(place__lte=LEAVES):
        by_id[child.parent_id].below.append(branch_of(child))


def below(condition: Q) -> Any:
    """What carries something, as rows of the tree."""
    return with_rows(Objective.objects.filter(condition, archived_on=None), "weight").annotate(has_below=has_below())


def objective_list(asked: ObjectiveFilter) -> Page[ObjectiveRow]:
    """One page of all that the filter finds, harm first."""
    return page_of(worst_first(with_rows(Objective.objects.filter(asked.conditions()))), asked.page, row_of)


def objective_children(objective: Objective, page: int) -> Page[Branch]:
    """One page of what carries an objective: its children, harm first."""
    return page_of(worst_first(below(Q(parent=objective))), page, branch_of)

"""The objectives' index, as a tree whose branches are fetched when they are opened, and as a list that can be narrowed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Value, When, Window
from django.db.models.functions import RowNumber

from alignment.models import Objective
from alignment.models.health import Status
from alignment.models.objectives import ObjectiveState
from alignment.reads.rows import OPEN_STATES, ObjectiveRow, row_of, with_rows, worst_first
from organizations.listing import NOBODY, Asked, Named, Page, all_words, page_of
from organizations.models import Cycle, Person, Team

UNFOLDED = 5  # branches that open by themselves, because something in them is off or at risk
LEAVES = 20  # rows of such a branch
MOST_CYCLES = 60
STATUSES = {**dict(Status.choices), "contradicted": "Evidence disagrees"}
STATES = {"open": "Under way or proposed", "all": "All, ended ones too", **dict(ObjectiveState.choices)}


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

    @property
    def is_narrow(self) -> bool:
        return bool(self.text or self.state or self.status or self.team or self.owner)

    def conditions(self) -> Q:
        """The same as one condition; ended objectives are left out unless a cycle or a state was asked for."""
        found = all_words(self.text, "title", "key") & self.team.narrow("team") & self.owner.narrow("owner")
        if self.cycle:
            found &= Q(cycle=self.cycle)
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
    )
    view = "list" if asked_for.is_narrow else asked.one_of("view", ("tree", "list"), usual="tree")
    chosen = asked.text("cycle")
    cycle = next((c for c in cycles if str(c.pk) == chosen), None) or (None if chosen == "all" else running(cycles, today))
    return replace(asked_for, view=view, cycle=cycle)


def running(cycles: Sequence[Cycle], today: date) -> Cycle | None:
    """The cycle that we are in; of several that overlap the shortest, which is the one that people plan by."""
    now = [cycle for cycle in cycles if cycle.starts_on <= today <= cycle.ends_on]
    return min(now, key=lambda cycle: (cycle.ends_on - cycle.starts_on, -cycle.pk), default=None)


def running_cycle(today: date) -> Cycle | None:
    """The same, straight from the database."""
    return running(list(Cycle.objects.filter(starts_on__lte=today, ends_on__gte=today)), today)


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
        Objective.objects.filter(scope, state__in=OPEN_STATES)
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
    on_top = Q(Exists(Objective.objects.filter(parent=OuterRef("pk")))) | Q(team=None) | Q(team__parent=None)
    return Case(When(top(asked) & on_top, then=Value(0)), default=Value(1), output_field=IntegerField())


def top(asked: ObjectiveFilter) -> Q:
    """Without a parent, or with one that belongs to another cycle than the one looked at."""
    return Q(parent=None) | ~Q(parent__cycle=asked.cycle) if asked.cycle else Q(parent=None)


@dataclass(slots=True)
class Branch:
    """A line of the tree, with the lines below it when it opens by itself."""

    row: ObjectiveRow
    is_linked: bool
    has_below: bool
    below: list[ObjectiveRow] = field(default_factory=list)


def objective_tree(asked: ObjectiveFilter) -> Page[Branch]:
    """The roots: what stands on top first, then what is linked to nothing; the worst branches come with their leaves."""
    roots = Objective.objects.filter(asked.conditions(), top(asked)).annotate(
        is_linked=linked(asked), has_below=Exists(Objective.objects.filter(parent=OuterRef("pk")))
    )
    ordered = worst_first(with_rows(roots))
    page = page_of(ordered.order_by("is_linked", *ordered.query.order_by), asked.page, branch_of)
    unfold([branch for branch in page if branch.has_below and branch.row.mark in ("off_track", "at_risk")][:UNFOLDED])
    return page


def branch_of(objective: Objective) -> Branch:
    return Branch(row_of(objective), objective.is_linked == 0, objective.has_below)  # type: ignore[attr-defined]


def unfold(branches: list[Branch]) -> None:
    """Give each branch its first leaves, in one query for all of them."""
    if not branches:
        return
    by_id = {branch.row.id: branch for branch in branches}
    children = with_rows(Objective.objects.filter(parent_id__in=by_id))
    ordered = worst_first(children)
    place = Window(RowNumber(), partition_by=F("parent_id"), order_by=list(ordered.query.order_by))
    for child in ordered.annotate(place=place).filter(place__lte=LEAVES):
        by_id[child.parent_id].below.append(row_of(child))


def objective_list(asked: ObjectiveFilter) -> Page[ObjectiveRow]:
    """One page of all that the filter finds, harm first."""
    return page_of(worst_first(with_rows(Objective.objects.filter(asked.conditions()))), asked.page, row_of)


def objective_children(objective: Objective, page: int) -> Page[ObjectiveRow]:
    """One page of what carries an objective: its children, harm first."""
    return page_of(worst_first(with_rows(Objective.objects.filter(parent=objective))), page, row_of)

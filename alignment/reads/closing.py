"""The closing of a cycle as a list: every objective with its scores and its choice, those without one first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, Value, When

from alignment.models import Objective
from alignment.models.objectives import ObjectiveState
from alignment.scores import band, is_hit
from alignment.scoring import Tally, edition, tallies
from organizations.listing import Page, page_of
from organizations.models import Cycle, Person
from organizations.models.cycles import CycleState
from organizations.policy import teams_led

SIZE = 20
MOST = 60
ENDED = [
    ObjectiveState.COMPLETED, ObjectiveState.MISSED, ObjectiveState.CANCELLED, ObjectiveState.SUPERSEDED, ObjectiveState.REJECTED,
]  # fmt: skip
SHOWS = {"left": "Without a choice", "mine": "Yours to choose", "chosen": "Chosen", "all": "All"}
IS_LEFT = Q(outcome="") & ~Q(state__in=ENDED)


@dataclass(frozen=True, slots=True)
class ClosingRow:
    """An objective with what it comes to, and what was chosen for it."""

    objective: Objective
    tally: Tally
    edition: str

    @property
    def score(self) -> Decimal | None:
        """The kept score once there is a choice, else the computed one."""
        return self.objective.score if self.objective.outcome else self.tally.score

    @property
    def original_score(self) -> Decimal | None:
        return self.objective.original_score if self.objective.outcome else self.tally.original_score

    @property
    def mark(self) -> str:
        return band(self.score, self.objective.ambition)

    @property
    def original_mark(self) -> str:
        return band(self.original_score, self.objective.ambition)

    @property
    def is_hit(self) -> bool:
        return is_hit(self.score, self.objective.ambition)

    @property
    def ended_early(self) -> bool:
        return not self.objective.outcome and self.objective.state in ENDED

    @property
    def is_overruled(self) -> bool:
        return bool(self.objective.outcome) and self.objective.score != self.tally.score


@dataclass(frozen=True, slots=True)
class ClosingPage:
    """One page of the list, with how much of the work is left."""

    cycle: Cycle
    show: str
    rows: Page[ClosingRow]
    counts: dict[str, int]

    @property
    def left(self) -> int:
        return self.counts["left"]

    @property
    def of(self) -> int:
        return self.counts["all"]


def closing_page(cycle: Cycle, person: Person, show: str, page: int) -> ClosingPage:
    """`show`: one of SHOWS."""
    ours = Objective.objects.filter(cycle=cycle, archived_on=None)
    counts = ours.aggregate(
        left=Count("id", filter=IS_LEFT),
        mine=Count("id", filter=IS_LEFT & mine(person)),
        chosen=Count("id", filter=~Q(outcome="")),
        all=Count("id"),
    )
    wanted = {"left": IS_LEFT, "mine": IS_LEFT & mine(person), "chosen": ~Q(outcome="")}.get(show, Q())
    found = with_all(ours.filter(wanted)).order_by(LEFT_FIRST, F("team__name").asc(nulls_first=True), "title", "id")
    chosen = page_of(found, page, lambda one: one, size=SIZE)
    return ClosingPage(cycle, show, Page(rows_of(list(chosen.rows)), chosen.number, chosen.has_more), counts)


LEFT_FIRST = Case(When(IS_LEFT, then=Value(0)), When(outcome="", then=Value(2)), default=Value(1), output_field=IntegerField())


def mine(person: Person) -> Q:
    """What the person owns, or what a team they lead owns."""
    return Q(owner=person) | Q(team__in=teams_led(person))


def with_all(objectives: Any) -> Any:
    return objectives.select_related("team", "owner", "cycle", "carried_to__cycle", "organization")


def rows_of(objectives: Sequence[Objective]) -> list[ClosingRow]:
    """Three queries for all of them."""
    found = tallies(objectives)
    return [ClosingRow(one, found[one.pk], edition(one)) for one in objectives]


def cycles_after(cycle: Cycle) -> list[Cycle]:
    """The cycles that something can be carried to: open ones that end later, the nearest first."""
    later = Cycle.objects.filter(ends_on__gt=cycle.ends_on).exclude(pk=cycle.pk).order_by("starts_on", "ends_on", "id")[:MOST]
    return [one for one in later if one.state not in {CycleState.CLOSED, CycleState.CLOSING}]


def takers(objective: Objective) -> list[Objective]:
    """What is already there and may take it on: the team's objectives of later, open cycles."""
    open_states = [ObjectiveState.PROPOSED, ObjectiveState.ACTIVE]
    there = Objective.objects.filter(team=objective.team, state__in=open_states, archived_on=None, cycle__isnull=False)
    later = there.exclude(cycle=objective.cycle).filter(cycle__ends_on__gt=objective.cycle.ends_on)
    found = later.select_related("cycle").order_by("cycle__starts_on", "title", "id")[:MOST]
    return [one for one in found if one.cycle and one.cycle.state not in {CycleState.CLOSED, CycleState.CLOSING}]


def find_to_conclude(pk: int) -> Objective | None:
    found: Objective | None = with_all(Objective.objects.filter(pk=pk)).first()
    return found


def left_in(cycle: Cycle) -> int:
    """How many objectives have no choice yet."""
    return Objective.objects.filter(IS_LEFT, cycle=cycle, archived_on=None).count()

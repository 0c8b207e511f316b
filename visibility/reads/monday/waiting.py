"""What waits: decisions, oldest first, and dependencies that are late or unanswered, worst first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, DateField, F, IntegerField, OuterRef, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, JSONObject

from alignment.models import Dependency
from alignment.models.dependencies import OPEN_STATES
from alignment.reads.dependencies import is_late, is_unanswered
from decisions.models import Decision, DecisionRole, DecisionState, HeldUp, Part
from organizations.statements import Statement

SHOWN_DECISIONS = 4
SHOWN_DEPENDENCIES = 5
SIDES = ("from_team", "to_team", "from_objective__team", "to_objective__team")
SIDE_NAMES = (
    "title", "kind", "state", "needed_by", "from_team__name", "to_team__name", "from_objective__title", "to_objective__title",
    "from_objective__team__name", "to_objective__team__name",
)  # fmt: skip

T = TypeVar("T")


@dataclass(slots=True)
class Waiting(Generic[T]):
    """The first rows, how many there are in all, and one more number: teams held up, or all open ones."""

    rows: list[T]
    count: int
    further: int


@dataclass(slots=True)
class Decider:
    """Enough of a person for an owner chip."""

    pk: int
    name: str
    initials: str


@dataclass(slots=True)
class WaitingDecision:
    """An open decision: how long, on whom, who is held up."""

    pk: int
    title: str
    days: int | None  # unknown when nobody said since when
    deciders: list[Decider]
    teams: list[str]


@dataclass(slots=True)
class DependencyLine:
    """A dependency that hurts: late by days, or unanswered for days."""

    pk: int
    title: str
    state: str  # late | unanswered
    days: int
    needs: str
    needed: str
    needed_by: date | None


def open_decisions() -> Any:
    """Decisions asked for and not made, oldest first; those without a date after them."""
    held = HeldUp.objects.filter(decision__state=DecisionState.PROPOSED).order_by()
    held_teams = held.values("organization").annotate(n=Count("team", distinct=True)).values("n")
    deciders = DecisionRole.objects.filter(decision=OuterRef("pk"), part__in=[Part.DECIDER, Part.APPROVER]).order_by(
        "part", "position"
    )
    teams = HeldUp.objects.filter(decision=OuterRef("pk")).order_by("team__name").values_list("team__name", flat=True)
    return (
        Decision.objects.filter(state=DecisionState.PROPOSED)
        .only("title", "proposed_on")
        .annotate(
            total=Window(Count("id")),
            held_teams=Subquery(held_teams, output_field=IntegerField()),
            deciders=ArraySubquery(deciders.values(json=JSONObject(id="person_id", name="person__name"))[:2]),
            team_names=ArraySubquery(teams.distinct()),
        )
        .order_by(F("proposed_on").asc(nulls_last=True), "id")[:SHOWN_DECISIONS]
    )


OPEN_DECISIONS = Statement(open_decisions)


def waiting_decisions(today: date) -> Waiting[WaitingDecision]:
    """The first of them, with who decides and whom each holds up."""
    rows = list(OPEN_DECISIONS())
    found = [
        WaitingDecision(
            pk=row.pk,
            title=row.title,
            days=(today - row.proposed_on).days if row.proposed_on else None,
            deciders=[Decider(d["id"], d["name"], initials_of(d["name"])) for d in row.deciders],
            teams=row.team_names,
        )
        for row in rows
    ]
    return Waiting(found, rows[0].total if rows else 0, (rows[0].held_teams or 0) if rows else 0)


def initials_of(name: str) -> str:
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()] or ["?"]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else words[0][1:2])).upper()


def in_danger(today: date) -> Any:
    """Agreed ones past their day, then requests without an answer, each the longest first."""
    open_ones = Dependency.objects.filter(state__in=OPEN_STATES)
    open_count = open_ones.order_by().values("organization").annotate(n=Count("id")).values("n")
    due = Coalesce("promised_by", "needed_by", output_field=DateField())
    late = is_late(today)
    return (
        open_ones.annotate(due=due)
        .filter(late | is_unanswered())
        .annotate(
            total=Window(Count("id")),
            open_count=Subquery(open_count, output_field=IntegerField()),
            harm=Case(When(late, then=Value(0)), default=Value(1), output_field=IntegerField()),
        )
        .select_related(*SIDES)
        .only(*SIDE_NAMES, "requested_on")
        .order_by("harm", Case(When(late, then=F("due")), default=F("requested_on")).asc(nulls_last=True), "id")[
            :SHOWN_DEPENDENCIES
        ]
    )


IN_DANGER = Statement(in_danger)


def dependencies_at_risk(today: date) -> Waiting[DependencyLine]:
    """The first of them, in words."""
    rows = list(IN_DANGER(today))
    found = [dependency_line(row, today) for row in rows]
    return Waiting(found, rows[0].total if rows else 0, (rows[0].open_count or 0) if rows else 0)


def dependency_line(row: Any, today: date) -> DependencyLine:
    since = row.due if row.harm == 0 else row.requested_on
    return DependencyLine(
        pk=row.pk,
        title=str(row),
        state="late" if row.harm == 0 else "unanswered",
        days=(today - since).days if since else 0,
        needs=side(row.from_team, row.from_objective),
        needed=side(row.to_team, row.to_objective),
        needed_by=row.needed_by,
    )


def side(team: Any, objective: Any) -> str:
    """A side of a dependency by its team, or by its objective where it names no team."""
    team = team or (objective.team if objective else None)
    return str(team or objective)

"""Looks: priorities done at the end of the last period, those under way that are set up to succeed, and the records behind both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, Q, Subquery, Value, When

from accountability.measures import NEEDS, Score, is_short
from accountability.reads.set_up import NAMES, conditions
from alignment.models import Objective
from alignment.models.objectives import ObjectiveState
from alignment.reads.report import IS_SCORED, MOST_SCORED, SCORED
from alignment.scores import Scored, is_done
from organizations.listing import Page, page_of
from organizations.models import Cycle, Team
from organizations.models.cycles import CycleStatus
from organizations.models.people import PersonStatus

KINDS = {"set_up": "Set up to succeed", "completion": "Done at the end of the period"}


@dataclass(frozen=True, slots=True)
class Completion:
    """Of the last period that was closed with something in it."""

    score: Score
    cycle_id: int | None = None
    cycle: str = ""

    @property
    def is_short(self) -> bool:
        return is_short(self.score)


@dataclass(frozen=True, slots=True)
class PriorityRow:
    """One of the records behind a figure: whether it counts, and why or why not."""

    objective: Objective
    is_there: bool
    words: str
    score: Decimal | None = None  # the one that decides, of what was first said and what is said now
    first_title: str = ""  # only where it was reworded since


@dataclass(frozen=True, slots=True)
class Priorities:
    """The records of one figure, those that do not count first."""

    kind: str
    page: Page[PriorityRow]
    completion: Completion
    set_up: Score

    @property
    def score(self) -> Score:
        return self.set_up if self.kind == "set_up" else self.completion.score

    @property
    def counts(self) -> dict[str, int]:
        return {"set_up": self.set_up.of, "completion": self.completion.score.of}


def of_team(team: Team | None) -> Q:
    """A team's own; without a team those of all, and the organization's."""
    return Q(team=team) if team else Q()


def last_scored(team: Team | None) -> Any:
    """What was scored at the end of the last closed cycle in which this team, or anybody, had something; of two that end together
    the shorter one.
    """
    within = Objective.objects.filter(IS_SCORED, of_team(team), cycle=OuterRef("pk"))
    closed = Cycle.objects.filter(status=CycleStatus.CLOSED).filter(pk__in=within.values("cycle"))
    last = closed.order_by("-ends_on", "-starts_on", "-pk").values("pk")[:1]
    return Objective.objects.filter(IS_SCORED, of_team(team), cycle=Subquery(last))


def completion_of(team: Team | None) -> Completion:
    """Done at the end of the last period, as it was first worded and aimed, of all that was set; one query."""
    rows = list(last_scored(team).values_list("cycle_id", "cycle__name", *SCORED)[:MOST_SCORED])
    if not rows:
        return Completion(Score(0, 0))
    return Completion(Score(sum(is_done(Scored(*row[2:])) for row in rows), len(rows)), rows[0][0], rows[0][1])


def under_way(team: Team | None) -> Any:
    """Priorities under way, with how many of the five each has, and a column for each of them."""
    rows = Objective.objects.filter(of_team(team), state=ObjectiveState.ACTIVE, archived_on=None).annotate(**conditions())
    there = [Case(When(**{name: True}, then=Value(1)), default=Value(0), output_field=IntegerField()) for name in NAMES]
    total: Any = sum(there[1:], start=there[0])
    return rows.annotate(there=total)


def set_up_of(team: Team | None) -> Score:
    """Those that have all five, of those under way; one query."""
    found = under_way(team).aggregate(whole=Count("pk", filter=Q(there=NEEDS)), all=Count("pk"))
    return Score(found["whole"], found["all"])


def priorities_behind(kind: str, team: Team | None, number: int) -> Priorities:
    """The records of a figure, and how many the other has; four queries."""
    page = set_up_behind(team, number) if kind == "set_up" else completed_behind(team, number)
    return Priorities(kind, page, completion_of(team), set_up_of(team))


def set_up_behind(team: Team | None, number: int) -> Page[PriorityRow]:
    return page_of(under_way(team).select_related("team", "owner").order_by("there", "title", "pk"), number, set_up_row)


def set_up_row(objective: Any) -> PriorityRow:
    words = NAMES | {"has_owner": "a seat for its owner"} if is_owned(objective) else NAMES
    missing = [word for name, word in words.items() if not getattr(objective, name)]
    said = f"Missing: {', '.join(missing)}" if missing else "Has all five"
    return PriorityRow(objective, not missing, said)


def is_owned(objective: Objective) -> bool:
    """By somebody who is here."""
    return objective.owner is not None and objective.owner.status != PersonStatus.INACTIVE


def completed_behind(team: Team | None, number: int) -> Page[PriorityRow]:
    """Ordered by what the formula says of each, which the database does not know: all are read, and of one page the people."""
    rows = last_scored(team).order_by("title", "pk").values_list("pk", *SCORED)[:MOST_SCORED]
    scored = {pk: Scored(*row) for pk, *row in rows}
    ids: Sequence[int] = sorted(scored, key=lambda pk: is_done(scored[pk]))
    wanted = page_of(ids, number, lambda pk: pk)
    found = Objective.objects.select_related("team", "owner").in_bulk(list(wanted))
    return Page([completed_row(found[pk], scored[pk]) for pk in wanted if pk in found], wanted.number, wanted.has_more)


def completed_row(objective: Objective, scored: Scored) -> PriorityRow:
    """Its choice, and the lower of its two scores, which is the one that counts."""
    known = [
        (said, words) for said, words in ((scored.original_score, "on what was first said"), (scored.score, "")) if said is not None
    ]
    least, on = min(known, default=(None, ""), key=lambda one: one[0])
    outcome = objective.get_outcome_display()
    said = f"{outcome}, {round(least, 2).normalize():f}" if least is not None else f"{outcome}, without a score"
    first = objective.original_title
    return PriorityRow(
        objective, is_done(scored), f"{said} {on}".strip(), least, first if first and first != objective.title else ""
    )

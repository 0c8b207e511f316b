"""Looks: the list of commitments, one commitment, and those of an objective."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, Q, Value, When

from accountability.models import OPEN_STATES, Commitment, CommitmentState
from alignment.models import Objective
from alignment.reads.sight import Line, line_up
from organizations.listing import Asked, Named, Page, all_words, page_of
from organizations.models import Person, Team

SHOWS = {
    "open": "Open",
    "overdue": "Overdue",
    "done": "Done",
    "closed": "Re-scoped or dropped",
    "unstated": "Not stated",
    "all": "All",
}
CLOSED = [CommitmentState.RESCOPED, CommitmentState.CANCELLED]
MOST = 50


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """A line of the list; `first_due_on` only where the date was moved since."""

    id: int
    title: str
    owner: Person | None
    team: Team | None
    mark: str
    word: str
    due_on: date | None
    first_due_on: date | None
    completed_on: date | None
    late_days: int  # open and over its date by so many days
    is_open: bool


def commitment_row(commitment: Commitment, today: date) -> CommitmentRow:
    """A commitment whose state is not stated is never open, and never late."""
    is_open = commitment.state in OPEN_STATES
    late = (today - commitment.due_on).days if is_open and commitment.due_on and commitment.due_on < today else 0
    marks = {CommitmentState.DONE: "done", CommitmentState.RESCOPED: "ended", CommitmentState.CANCELLED: "ended"}
    return CommitmentRow(
        id=commitment.pk,
        title=commitment.title,
        owner=commitment.owner,
        team=commitment.team,
        mark="late" if late else marks.get(CommitmentState(commitment.state), "unanswered") if commitment.state else "",
        word=f"{commitment.get_state_display()}" if commitment.state else "Not stated",
        due_on=commitment.due_on,
        first_due_on=commitment.original_due_on if commitment.original_due_on != commitment.due_on else None,
        completed_on=commitment.completed_on,
        late_days=late,
        is_open=is_open,
    )


def shows(today: date) -> dict[str, Q]:
    """What each choice of the list finds."""
    return {
        "open": Q(state__in=OPEN_STATES),
        "overdue": Q(state__in=OPEN_STATES, due_on__lt=today),
        "done": Q(state=CommitmentState.DONE),
        "closed": Q(state__in=CLOSED),
        "unstated": Q(state=""),
        "all": Q(pk__gt=0),
    }


@dataclass(frozen=True, slots=True)
class CommitmentFilter:
    """What the reader asked the list for."""

    show: str
    text: str
    owner: Named
    team: Named
    objective: Objective | None
    page: int

    @property
    def is_narrow(self) -> bool:
        return bool(self.text or self.owner or self.team or self.objective)

    def conditions(self) -> Q:
        found = all_words(self.text, "title") & self.owner.narrow("owner") & self.team.narrow("team")
        return found & Q(objective=self.objective) if self.objective else found


def asked_commitments(asked: Asked) -> CommitmentFilter:
    objective_id = asked.number("objective")
    return CommitmentFilter(
        show=asked.one_of("show", SHOWS),
        text=asked.text(),
        owner=asked.named("owner", Person),
        team=asked.named("team", Team),
        objective=Objective.objects.filter(pk=objective_id).first() if objective_id else None,
        page=asked.page,
    )


@dataclass(frozen=True, slots=True)
class CommitmentList:
    page: Page[CommitmentRow]
    show: str
    counts: dict[str, int]


def commitment_list(asked: CommitmentFilter, today: date) -> CommitmentList:
    """One page: what is open, the oldest date first; of what is over the newest first."""
    conditions = shows(today)
    scope = Commitment.objects.filter(asked.conditions())
    counts = scope.aggregate(**{name: Count("id", filter=condition) for name, condition in conditions.items()})
    show = asked.show or next(name for name in ("open", "done", "all") if counts[name] or name == "all")
    return CommitmentList(
        page_of(in_order(scope.filter(conditions[show]), show), asked.page, lambda row: commitment_row(row, today)), show, counts
    )


def in_order(commitments: Any, show: str) -> Any:
    with_people = commitments.select_related("owner", "team")
    if show in ("open", "overdue"):
        return with_people.order_by(F("due_on").asc(nulls_last=True), "id")
    return with_people.order_by(F("completed_on").desc(nulls_last=True), F("due_on").desc(nulls_last=True), "-id")


@dataclass(frozen=True, slots=True)
class CommitmentPage:
    """One commitment, what it was before and what became of it."""

    commitment: Commitment
    row: CommitmentRow
    predecessors: Sequence[CommitmentRow]
    successor: CommitmentRow | None
    first_title: str  # only where it was reworded
    line: Line | None  # the way from its objective up to the strategy


def commitment_page(pk: int, today: date) -> CommitmentPage | None:
    """One commitment with its chain of re-scopings, one step each way."""
    related = ("owner", "team", "objective__health", "successor__owner", "successor__team", "organization")
    commitment = Commitment.objects.select_related(*related).filter(pk=pk).first()
    if commitment is None:
        return None
    before = Commitment.objects.filter(successor=commitment).select_related("owner", "team").order_by("id")[:MOST]
    first = commitment.original_title
    return CommitmentPage(
        commitment=commitment,
        row=commitment_row(commitment, today),
        predecessors=[commitment_row(one, today) for one in before],
        successor=commitment_row(commitment.successor, today) if commitment.successor else None,
        first_title=first if first and first != commitment.title else "",
        line=line_up(commitment.objective_id) if commitment.objective_id else None,
    )


def commitments_of_objective(objective_id: int, today: date, *, most: int = 5) -> Page[CommitmentRow]:
    """What was promised for an objective: open ones first, the nearest date first."""
    found = Commitment.objects.filter(objective_id=objective_id).select_related("owner", "team")
    open_first = Case(When(state__in=OPEN_STATES, then=Value(0)), default=Value(1))
    return page_of(
        found.order_by(open_first, F("due_on").asc(nulls_last=True), "id"), 1, lambda row: commitment_row(row, today), size=most
    )

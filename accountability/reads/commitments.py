"""Looks: the list of commitments, and those of an objective."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, F, Q, Value, When

from accountability.days import day_at, day_of_owner, day_where
from accountability.measures import Fate, weeks_before
from accountability.models import OPEN_STATES, WAITING_STATES, Commitment, CommitmentState, MissReason
from accountability.reads import fates
from alignment.models import Objective
from organizations.listing import Asked, Named, Page, all_words, page_of
from organizations.models import Person, Team
from organizations.verbs import day_of

SHOWS = {
    "open": "Open",
    "asked": "Asked",
    "overdue": "Overdue",
    "done": "Done",
    "closed": "Re-scoped or dropped",
    "unstated": "Not stated",
    "all": "All",
}
CLOSED = [CommitmentState.RESCOPED, CommitmentState.CANCELLED, CommitmentState.DECLINED]
# The records behind a figure: what became of them, of the weeks that the figure is of.
FATES = {
    Fate.KEPT.value: "kept by their first day",
    Fate.LATE.value: "done after their first day",
    Fate.TALKED_OVER.value: "re-scoped in time",
    Fate.LET_GO.value: "dropped in time",
    Fate.BROKEN.value: "past their day",
    "due": "due",
    "rescoped": "re-scoped",
    "answered": "answered within a week of their day",
    "to_answer": "past their day, to be answered within a week",
    "silent": "silent for more than a week after their day",
    "unowned": "without an owner who is here",
    "seated": "with an owner who holds a seat",
    "unseated": "with an owner who holds no seat",
    "coordination": "kept back by coordination",
} | {f"reason_{code.value}": f"late because: {code.label.lower()}" for code in MissReason}
OF_WEEKS = {"4": 4, "13": 13}


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
    asked_for_on: date | None  # only asked for, by that day; or the day that was offered instead
    is_private: bool


MARKS = {
    CommitmentState.DONE: "done",
    CommitmentState.RESCOPED: "ended",
    CommitmentState.CANCELLED: "ended",
    CommitmentState.DECLINED: "ended",
}


def commitment_row(commitment: Commitment, today: date) -> CommitmentRow:
    """A commitment whose state is not stated is never open, and never late. `today` is the day where its owner lives."""
    is_open = commitment.state in OPEN_STATES
    is_asked = commitment.state in WAITING_STATES
    late = (today - commitment.due_on).days if is_open and commitment.due_on and commitment.due_on < today else 0
    return CommitmentRow(
        id=commitment.pk,
        title=commitment.title,
        owner=commitment.owner,
        team=commitment.team,
        mark="late" if late else MARKS.get(CommitmentState(commitment.state), "unanswered") if commitment.state else "",
        word=f"{commitment.get_state_display()}" if commitment.state else "Not stated",
        due_on=commitment.due_on,
        first_due_on=commitment.original_due_on if commitment.original_due_on != commitment.due_on else None,
        completed_on=commitment.completed_on,
        late_days=late,
        is_open=is_open,
        asked_for_on=(commitment.offered_on or commitment.asked_for_on) if is_asked else None,
        is_private=commitment.is_private,
    )


def shows(today: Any) -> dict[str, Q]:
    """What each choice of the list finds."""
    return {
        "open": Q(state__in=OPEN_STATES),
        "asked": Q(state__in=WAITING_STATES),
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
    fate: str
    weeks: int
    page: int

    @property
    def is_narrow(self) -> bool:
        return bool(self.text or self.owner or self.team or self.objective or self.fate)

    def conditions(self, today: date) -> Q:
        found = all_words(self.text, "title", "description") & self.owner.narrow("owner") & self.team.narrow("team")
        if self.fate:
            found &= fate_condition(self.fate, today) & Q(is_private=False)
        if self.fate and self.weeks:
            mondays = weeks_before(today, self.weeks)
            found &= Q(original_due_on__gte=mondays[0], original_due_on__lt=monday_of(today))
        return found & Q(objective=self.objective) if self.objective else found


def monday_of(today: date) -> date:
    return date.fromordinal(today.toordinal() - today.weekday())


def fate_condition(name: str, today: date) -> Q:
    """The condition behind a figure of the page of how promises fare."""
    if name.startswith("reason_"):
        return Q(reason_code=name.removeprefix("reason_"))
    more: dict[str, Callable[[], Q]] = {
        "due": lambda: fates.due(today),
        "rescoped": lambda: fates.rescoped(today),
        "answered": lambda: fates.answered(today),
        "to_answer": lambda: fates.to_answer(today),
        "silent": lambda: fates.silent(today),
        "unowned": lambda: Q(state__in=OPEN_STATES) & ~fates.owned(),
        "seated": lambda: Q(state__in=OPEN_STATES) & fates.seated(),
        "unseated": lambda: Q(state__in=OPEN_STATES) & fates.owned() & ~fates.seated(),
        "coordination": fates.kept_by_coordination,
    }
    return more[name]() if name in more else fates.fates(today)[Fate(name)]


def asked_commitments(asked: Asked) -> CommitmentFilter:
    return CommitmentFilter(
        show=asked.one_of("show", SHOWS),
        text=asked.text(),
        owner=asked.named("owner", Person),
        team=asked.named("team", Team),
        objective=asked.row("objective", Objective),
        fate=asked.one_of("fate", FATES),
        weeks=OF_WEEKS.get(asked.one_of("weeks", OF_WEEKS), 0),
        page=asked.page,
    )


@dataclass(frozen=True, slots=True)
class CommitmentList:
    page: Page[CommitmentRow]
    show: str
    counts: dict[str, int]
    fate: str  # the words of what it is narrowed to


def commitment_list(asked: CommitmentFilter, reader: Person, now: datetime) -> CommitmentList:
    """One page of what the reader may see: what is open, the oldest date first; of what is over the newest first."""
    organization = reader.organization
    conditions = shows(day_of_owner(now, organization))
    scope = Commitment.seen_by(reader).filter(asked.conditions(day_of(now, organization)))
    counts = scope.aggregate(**{name: Count("id", filter=condition) for name, condition in conditions.items()})
    usual = "all" if asked.fate else next(name for name in ("open", "done", "all") if counts[name] or name == "all")
    show = asked.show or usual
    return CommitmentList(
        page_of(
            in_order(scope.filter(conditions[show]), show),
            asked.page,
            lambda row: commitment_row(row, day_where(row.owner, now, organization)),
        ),
        show,
        counts,
        FATES.get(asked.fate, ""),
    )


def in_order(commitments: Any, show: str) -> Any:
    with_people = commitments.select_related("owner", "team")
    if show in ("open", "overdue"):
        return with_people.order_by(F("due_on").asc(nulls_last=True), "id")
    if show == "asked":
        return with_people.order_by(F("asked_for_on").asc(nulls_last=True), "id")
    return with_people.order_by(F("completed_on").desc(nulls_last=True), F("due_on").desc(nulls_last=True), "-id")


def commitments_of_objective(objective_id: int, today: date, now: datetime, *, most: int = 5) -> Page[CommitmentRow]:
    """What was promised for an objective: open ones first, the nearest date first."""
    found = Commitment.objects.filter(objective_id=objective_id).select_related("owner", "team")
    open_first = Case(When(state__in=OPEN_STATES, then=Value(0)), default=Value(1))
    ordered = found.order_by(open_first, F("due_on").asc(nulls_last=True), "id")
    return page_of(ordered, 1, lambda row: commitment_row(row, day_at(row.owner, now, today)), size=most)

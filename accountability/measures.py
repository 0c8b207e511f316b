"""The measures of accountability as formulas: what became of promises, by their first day (DOMAIN 2.6). Nobody is ranked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ENOUGH = 5  # of what is counted; below that nothing is said
WEEKS = 13
LATELY = 4  # complete weeks that a figure is of
ANSWER_WITHIN = 7  # days after the due day
NEEDS = 5  # of a priority that is set up to succeed
DISCUSS_UNDER = 0.8  # of the priorities of a period done at its end
COORDINATION = ("priority", "team", "decision")  # reasons that are charged to coordination, and not to the person
OPEN = ("open", "in_progress")
AGES = ((7, "0 to 7 days"), (14, "8 to 14"), (30, "15 to 30"), (None, "more than 30"))


class Fate(StrEnum):
    """What became of a promise whose first day is over."""

    KEPT = "kept"  # done on or before the day that was first said
    LATE = "late"  # done after it
    TALKED_OVER = "talked_over"  # re-scoped while there was time
    LET_GO = "let_go"  # dropped while there was time
    BROKEN = "broken"  # re-scoped or dropped after its day, or still open


@dataclass(frozen=True, slots=True)
class Promise:
    """What the formulas need to know of a commitment."""

    first_due_on: date | None
    state: str
    due_on: date | None = None
    completed_on: date | None = None
    closed_on: date | None = None
    created_on: date | None = None
    touched_on: date | None = None
    has_owner: bool = True  # who is here
    has_seat: bool = True  # that their owner holds


@dataclass(frozen=True, slots=True)
class Score:
    """So many of so many: 17 of 21."""

    kept: int
    of: int

    @property
    def is_known(self) -> bool:
        return self.of >= ENOUGH

    @property
    def share(self) -> float | None:
        """0 to 1; None while too little is counted."""
        return self.kept / self.of if self.is_known else None


def score(verdicts: Iterable[bool | None]) -> Score:
    """How many hold, of those that can be told."""
    told = [verdict for verdict in verdicts if verdict is not None]
    return Score(sum(told), len(told))


def fate(promise: Promise, today: date) -> Fate | None:
    """None of what was never promised for a day, whose day is not over, or of which it is not said how or when it ended."""
    due, state = promise.first_due_on, promise.state
    if due is None or due >= today:
        return None
    if state in OPEN:
        return Fate.BROKEN
    if state == "done":
        return None if promise.completed_on is None else Fate.KEPT if promise.completed_on <= due else Fate.LATE
    if state not in {"rescoped", "cancelled"} or promise.closed_on is None:
        return None
    if promise.closed_on > due:
        return Fate.BROKEN
    return Fate.TALKED_OVER if state == "rescoped" else Fate.LET_GO


def reliability(promises: Iterable[Promise], today: date) -> Score:
    """Done on or before the original due date / due; norm 90 %. What is re-dated stays among the due."""
    fates = [one for promise in promises if (one := fate(promise, today))]
    return Score(fates.count(Fate.KEPT), len(fates))


def is_rescoped(promise: Promise, today: date) -> bool:
    return promise.state == "rescoped" and fate(promise, today) is not None


def rescope_rate(promises: Iterable[Promise], today: date) -> Score:
    """Re-scoped / due; a high share says that the planning, not the keeping, is the problem."""
    due = [promise for promise in promises if fate(promise, today)]
    return Score(sum(is_rescoped(promise, today) for promise in due), len(due))


def is_answered(promise: Promise, today: date) -> bool | None:
    """Past its day, and closed as done, re-scoped or dropped within seven days; None of what was closed in time or may still be."""
    due, how = promise.first_due_on, fate(promise, today)
    if due is None or how not in {Fate.LATE, Fate.BROKEN}:
        return None
    closed = promise.completed_on if promise.state == "done" else promise.closed_on
    last = due + timedelta(days=ANSWER_WITHIN)
    if promise.state in OPEN:
        return None if today <= last else False
    return closed is not None and closed <= last


def explicit_closure(promises: Iterable[Promise], today: date) -> Score:
    """Past-due items closed as done, re-scoped or abandoned within 7 days / past-due items; target 100 %."""
    return score(is_answered(promise, today) for promise in promises)


def is_silent(promise: Promise, today: date) -> bool:
    """Open, more than seven days past its day, and nobody has touched it in them; target 0."""
    if promise.state not in OPEN or promise.due_on is None:
        return False
    before = today - timedelta(days=ANSWER_WITHIN)
    return promise.due_on < before and (promise.touched_on is None or promise.touched_on < before)


def ownership(promises: Iterable[Promise], *, has_chart: bool = True) -> Score:
    """Open promises whose one owner is here and holds a seat / open promises.

    Where no seat is on the chart nobody can hold one: then an owner who is here is enough, and the page says so.
    """
    live = [promise for promise in promises if promise.state in OPEN]
    return Score(sum(promise.has_owner and (promise.has_seat or not has_chart) for promise in live), len(live))


@dataclass(frozen=True, slots=True)
class SetUp:
    """What a priority needs to succeed, and has or has not."""

    has_owner: bool  # who is here, and holds a seat
    has_authority: bool  # a right to decide, of a seat of theirs
    has_answers: bool  # nothing that it waits for is unaccepted
    has_measure: bool
    has_milestone: bool  # a first step, with a day

    @property
    def is_whole(self) -> bool:
        return all((self.has_owner, self.has_authority, self.has_answers, self.has_measure, self.has_milestone))


def set_up(priorities: Iterable[SetUp]) -> Score:
    """Priorities with owner + authority + accepted dependencies + measure + first milestone / priorities."""
    rows = list(priorities)
    return Score(sum(row.is_whole for row in rows), len(rows))


def is_short(completion: Score) -> bool:
    """Under 80 % of the priorities done at the end of their period: talk about it (R6)."""
    return completion.share is not None and completion.share < DISCUSS_UNDER


def age_bucket(promise: Promise, today: date) -> int | None:
    """The place in AGES of an open promise, by the days since it was made."""
    if promise.state not in OPEN or promise.created_on is None:
        return None
    days = (today - promise.created_on).days
    return next(place for place, (most, _) in enumerate(AGES) if most is None or days <= most)


def is_charged_to_coordination(code: str) -> bool:
    return code in COORDINATION


def weeks_before(today: date, weeks: int = WEEKS) -> list[date]:
    """The Mondays of the last complete weeks, oldest first."""
    monday = today - timedelta(days=today.weekday())
    return [monday - timedelta(weeks=back) for back in range(weeks, 0, -1)]


def trend(weekly: list[Score], of: int = LATELY) -> list[float]:
    """The share over so many weeks, week by week, of those where enough was due; of ten."""
    rolling = [weekly[max(0, end - of) : end] for end in range(of, len(weekly) + 1)]
    scores = [Score(sum(one.kept for one in some), sum(one.of for one in some)) for some in rolling]
    return [round(10 * score.share, 1) for score in scores if score.share is not None]

"""How decisions fare: the formulas of DOMAIN 2.4, pure; days are working days on the clock of the team."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from statistics import fmean
from typing import NamedTuple

from accountability.measures import ENOUGH

WEEKS = 13
UNDONE_WITHIN = timedelta(days=90)
RECONSIDERED, ASSUMPTION, REVIEW = "reconsidered", "assumption", "review"  # why one is open again; only the first has nothing new
ASKED, HANDED_OVER, DECIDED, TOLD, REOPENED, DROPPED, BEGUN = (
    "asked", "handed_over", "decided", "told", "reopened", "dropped", "begun",
)  # fmt: skip
ORDER = (ASKED, REOPENED, HANDED_OVER, DECIDED, TOLD, DROPPED, BEGUN)  # of what happened at one moment


def working_time(since: datetime, until: datetime, zone: tzinfo) -> float:
    """Working days between two moments, parts of days too; none when the second is not later.

    Each Monday to Friday of the zone is one day, whether it has 23, 24 or 25 hours; Saturdays and Sundays are none.
    """
    return max(0.0, place_of(until, zone) - place_of(since, zone))


def place_of(at: datetime, zone: tzinfo) -> float:
    """A moment on the line of working days: those before its own, and how much of its own is over."""
    day = at.astimezone(zone).date()
    weeks, weekday = divmod(day.toordinal() - 1, 7)
    whole = weeks * 5 + min(weekday, 5)
    if weekday >= 5:
        return float(whole)
    begins, ends = (datetime.combine(other, time(), zone).timestamp() for other in (day, day + timedelta(days=1)))
    return whole + (at.timestamp() - begins) / (ends - begins)


class Mark(NamedTuple):
    """Something that happened to a decision; `need_by` where a day was named with it."""

    at: datetime
    what: str
    need_by: date | None = None


class Window(NamedTuple):
    """A time in which people were asked: until its days were over, it was closed, or all of them had answered."""

    opened: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Round:
    """A decision once: from the moment it was needed, or open again, to its answer and the first that came of it."""

    needed: datetime
    zone: tzinfo
    need_by: date | None = None
    decided: datetime | None = None
    told: datetime | None = None
    begun: datetime | None = None  # the first follow-up commitment was started or done
    handed_over: int = 0
    # Each person, and each team, that was to be heard: when they first spoke, None while they have not.
    inputs: tuple[datetime | None, ...] = ()
    windows: tuple[Window, ...] = ()

    @property
    def heard_at(self) -> datetime | None:
        """When all who were to be heard had spoken, or the first time in which they were asked was over: silence is consent."""
        spoken = [spoke for spoke in self.inputs if spoke]
        known = [window.until for window in self.windows]
        if len(spoken) == len(self.inputs):
            known.append(max(spoken, default=self.needed))
        return min(known, default=None)

    @property
    def was_heard_on(self) -> bool:
        """Whether anybody was to be heard before its answer."""
        return bool(self.inputs) or any(
            self.needed < window.until and window.opened < (self.decided or window.until) for window in self.windows
        )

    def input_spans(self, end: datetime) -> list[tuple[datetime, datetime]]:
        """The times up to `end` in which people were waited for: until all were heard, and whenever they were asked again."""
        asked = [(self.needed, self.heard_at or end), *self.windows]
        spans: list[tuple[datetime, datetime]] = []
        for since, until in sorted((max(since, self.needed), min(until, end)) for since, until in asked):
            if spans and since <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(until, spans[-1][1]))
            elif since < until:
                spans.append((since, until))
        return spans

    def waits_for_input(self, now: datetime) -> bool:
        """Whether it is people who are to be heard that it waits for at this moment, and not whoever decides."""
        spans = self.input_spans(now) if self.decided is None else []
        return bool(spans) and spans[-1][1] == now


def rounds_of(
    marks: Iterable[Mark], zone: tzinfo, *, inputs: Sequence[datetime | None] = (), windows: Sequence[Window] = ()
) -> list[Round]:
    """The rounds of one decision, oldest first; one that was withdrawn, or taken back, is none.

    Handing it on does not start the clock anew. What was answered and is open again does: its first answer was there.
    """
    rounds: list[Round] = []
    is_open = False
    for mark in sorted(marks, key=lambda mark: (mark.at, ORDER.index(mark.what))):
        if mark.what in {ASKED, REOPENED} and not is_open:
            rounds.append(Round(mark.at, zone, mark.need_by, inputs=tuple(inputs), windows=tuple(windows)))
            is_open = True
        elif mark.what == DROPPED and rounds:
            rounds.pop()
            is_open = False
        elif rounds:
            rounds[-1] = after(rounds[-1], mark)
            is_open = is_open and mark.what != DECIDED
    return rounds


def after(one: Round, mark: Mark) -> Round:
    """The round with one thing more; the first answer, the first telling and the first follow-up count."""
    if mark.what == HANDED_OVER and one.decided is None:
        return replace(one, handed_over=one.handed_over + 1)
    if mark.what == DECIDED and one.decided is None:
        return replace(one, decided=mark.at)
    if mark.what == TOLD and one.decided and one.told is None:
        return replace(one, told=max(mark.at, one.decided))
    if mark.what == BEGUN and one.decided and one.begun is None and mark.at >= one.decided:
        return replace(one, begun=mark.at)
    return one


class Split(NamedTuple):
    """Working days of one round: waiting for input, for the decider, for being told; and then for the first thing done."""

    input: float
    decider: float
    telling: float
    execution: float | None

    @property
    def latency(self) -> float:
        """From needed to told."""
        return self.input + self.decider + self.telling


def split(one: Round, now: datetime) -> Split:
    """Where the time of a round went, up to now while it is open.

    Input is waited for until all who were to be heard have spoken, or the time in which they were asked is over and their
    silence is consent; from then on whoever decides is. Nobody asked: whoever had not spoken was waited for until it was decided.
    """
    decided = one.decided or now
    waited = sum(working_time(since, until, one.zone) for since, until in one.input_spans(decided))
    told = one.told or (now if one.decided else decided)
    execution = working_time(told, max(told, one.begun), one.zone) if one.begun else None
    return Split(
        input=waited,
        decider=max(0.0, working_time(one.needed, decided, one.zone) - waited),
        telling=working_time(decided, told, one.zone),
        execution=execution,
    )


def percentile(values: Sequence[float], share: float) -> float | None:
    """The value that this share of them does not exceed, between two of them in proportion; None while there are too few."""
    if len(values) < ENOUGH:
        return None
    inorder = sorted(values)
    whole, part = divmod(share * (len(inorder) - 1), 1)
    low, high = inorder[int(whole)], inorder[min(int(whole) + 1, len(inorder) - 1)]
    return low + (high - low) * part


@dataclass(frozen=True, slots=True)
class Spread:
    """Durations in working days: how many, the middle one, and what nine in ten do not exceed."""

    values: tuple[float, ...]

    @property
    def count(self) -> int:
        return len(self.values)

    @property
    def total(self) -> float:
        return sum(self.values)

    @property
    def is_known(self) -> bool:
        return self.count >= ENOUGH

    @property
    def median(self) -> float | None:
        return percentile(self.values, 0.5)

    @property
    def ninetieth(self) -> float | None:
        return percentile(self.values, 0.9)


def mean(values: Sequence[float]) -> float | None:
    """None while there are too few."""
    return fmean(values) if len(values) >= ENOUGH else None


def on_time(one: Round, now: datetime) -> bool | None:
    """Decided by the day it was needed; None where none was named, or while that day lasts."""
    if one.need_by is None:
        return None
    day = (one.decided or now).astimezone(one.zone).date()
    return None if one.decided is None and day <= one.need_by else day <= one.need_by


def is_undone(decided_on: date, undone_on: date | None, today: date) -> bool | None:
    """Reopened without new evidence, or superseded, within ninety days; None while these are not over."""
    if today < decided_on + UNDONE_WITHIN:
        return None
    return undone_on is not None and undone_on <= decided_on + UNDONE_WITHIN


def is_yielded(promised: int, done: int) -> bool | None:
    """All that was promised to follow is done; None where nothing was promised."""
    return done >= promised if promised else None


def is_reviewed(due_on: date, reviewed_on: date | None, today: date) -> bool | None:
    """Looked at again by its day; None while that day is to come, or lasts."""
    if reviewed_on is not None:
        return reviewed_on <= due_on
    return None if today <= due_on else False


GOOD_FROM = 0.7  # of the expected change, as key results are graded


def came_true(baseline: float, expected: float, value: float | None) -> float | None:
    """How much of the expected change is there: 1 is all of it, less than 0 the other way; None where nothing can be compared."""
    return None if value is None or expected == baseline else (value - baseline) / (expected - baseline)


def turned_out_well(share: float | None) -> bool | None:
    """None where it cannot be computed, and somebody must say."""
    return None if share is None else share >= GOOD_FROM


RIGHT_FROM = 3  # of 1 to 4


def in_words(judgement: int, is_well: bool) -> str:
    """Process and outcome apart, so that luck is not taken for skill, nor bad luck for a mistake."""
    if judgement >= RIGHT_FROM:
        return "The right call, and it worked" if is_well else "The right call, and bad luck"
    return "Good luck: it worked, but not because of how it was decided" if is_well else "The wrong call, and it shows"

"""How a series of meetings fares over thirteen weeks: pure formulas, that guess nothing from too little."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from statistics import fmean

from accountability.measures import ENOUGH, Score, score
from organizations.measures import working_days
from rhythm.days import span_of, spent

WEEKS = 13
STARTS_WITHIN, ENDS_WITHIN = timedelta(minutes=3), timedelta(minutes=5)
GOOD_RATING, POOR_RATING = 8.0, 7.0
IN_A_ROW = 3
SOLVED_TOO_OFTEN = 3
ACKNOWLEDGED_WITHIN = 5  # working days
HELD, MISSED, SKIPPED, PLANNED = "held", "missed", "skipped", "planned"


@dataclass(frozen=True, slots=True)
class Sitting:
    """One meeting as its series' health sees it; what is not known is None, or 0 where nothing was counted."""

    id: int
    plan: datetime  # the time that the rule gave it
    planned_at: datetime  # the time that it was moved to, or the same
    state: str
    started_at: datetime | None = None
    ended_at: datetime | None = None
    minutes: int | None = None  # that it was to take
    rating: float | None = None
    reason: str = ""
    required: int = 0
    prepared: int = 0
    present: int = 0
    decisions: int = 0
    commitments: int = 0
    issues: int = 0  # solved in it
    is_recorded: bool = False  # it ran here, so that what came of it is known
    issue_seconds: int = 0
    used_seconds: int = 0
    is_in_writing: bool = False  # it has no start, takes nobody's time, and who wrote counts as prepared

    @property
    def outputs(self) -> int:
        return self.decisions + self.commitments + self.issues

    @property
    def length(self) -> timedelta | None:
        return spent(self.ended_at - self.started_at, self.minutes) if self.started_at and self.ended_at else None

    @property
    def person_hours(self) -> float:
        """Hours that people spent in it; 0 where it is not known who came, or how long it took."""
        return self.present * self.length.total_seconds() / 3600 if self.length else 0.0

    @property
    def late_start(self) -> timedelta | None:
        return self.started_at - self.planned_at if self.state == HELD and self.started_at else None

    @property
    def late_end(self) -> timedelta | None:
        if self.state != HELD or self.ended_at is None or self.minutes is None:
            return None
        return self.ended_at - self.planned_at - span_of(self.minutes)


def on_its_day(sitting: Sitting, today: date, zone: tzinfo) -> bool | None:
    """Held within one working day of its plan; None while there is still time to hold it. Called off is not held."""
    plan = sitting.plan.astimezone(zone).date()
    if sitting.state == HELD:
        day = (sitting.started_at or sitting.planned_at).astimezone(zone).date()
        return working_days(min(plan, day), max(plan, day)) <= 1
    if sitting.state == PLANNED and working_days(plan, today) <= 1:
        return None
    return False


def on_time(sitting: Sitting) -> bool | None:
    """Began at most three minutes late and ended at most five late; None where a time is not known."""
    if sitting.late_start is None or sitting.late_end is None:
        return None
    return sitting.late_start <= STARTS_WITHIN and sitting.late_end <= ENDS_WITHIN


def adherence(sittings: Iterable[Sitting], today: date, zone: tzinfo) -> Score:
    """Meetings held within a working day of their plan / meetings due."""
    return score(on_its_day(sitting, today, zone) for sitting in sittings)


def punctuality(sittings: Iterable[Sitting]) -> Score:
    """Meetings that began and ended on time / meetings held."""
    return score(on_time(sitting) for sitting in sittings)


def preparation(sittings: Iterable[Sitting]) -> Score:
    """People who had prepared before the start / people asked, over the meetings held here."""
    held = [sitting for sitting in sittings if sitting.state == HELD]
    return Score(sum(sitting.prepared for sitting in held), sum(sitting.required for sitting in held))


def ratings(sittings: Iterable[Sitting]) -> list[float]:
    """Mean ratings of 1 to 10, oldest first."""
    return [sitting.rating for sitting in by_time(sittings) if sitting.rating is not None]


def mean_rating(sittings: Iterable[Sitting]) -> float | None:
    """The mean of the meetings' ratings; None while too few are rated. Eight is good."""
    given = ratings(sittings)
    return fmean(given) if len(given) >= ENOUGH else None


def issue_time(sittings: Iterable[Sitting]) -> float | None:
    """Minutes that went into solving issues / minutes in all, 0 to 1; None while too few meetings ran here."""
    timed = [sitting for sitting in sittings if sitting.used_seconds]
    if len(timed) < ENOUGH:
        return None
    return sum(sitting.issue_seconds for sitting in timed) / sum(sitting.used_seconds for sitting in timed)


def recorded(sittings: Iterable[Sitting]) -> list[Sitting]:
    """Meetings of which it is known what came of them: those that ran here, and those with something on record."""
    return [s for s in by_time(sittings) if s.state == HELD and not s.is_in_writing and (s.is_recorded or s.outputs)]


def outputs_each(sittings: Iterable[Sitting]) -> float | None:
    """Decisions, commitments and solved issues of a meeting, on average."""
    known = recorded(sittings)
    return fmean(sitting.outputs for sitting in known) if len(known) >= ENOUGH else None


def outputs_per_hour(sittings: Iterable[Sitting]) -> float | None:
    """Decisions, commitments and solved issues for each hour that a person spent."""
    known = [sitting for sitting in recorded(sittings) if sitting.person_hours]
    if len(known) < ENOUGH:
        return None
    return sum(sitting.outputs for sitting in known) / sum(sitting.person_hours for sitting in known)


def without_outputs(sittings: Iterable[Sitting]) -> list[Sitting]:
    """Meetings that ended with nothing decided, promised or solved."""
    return [sitting for sitting in recorded(sittings) if not sitting.outputs]


def hours_a_week(sittings: Iterable[Sitting], now: datetime) -> float | None:
    """Hours a week of somebody who comes each time; over the weeks since the first of these meetings. None with none held."""
    known = [sitting for sitting in by_time(sittings) if sitting.state == HELD]
    lengths = [length for sitting in known if (length := sitting.length or planned_length(sitting))]
    if not lengths:
        return None
    weeks = max(1.0, (now - known[0].planned_at) / timedelta(weeks=1))
    return sum(lengths, timedelta()).total_seconds() / 3600 / min(weeks, WEEKS)


def planned_length(sitting: Sitting) -> timedelta | None:
    return timedelta(minutes=sitting.minutes) if sitting.minutes and not sitting.is_in_writing else None


def by_time(sittings: Iterable[Sitting]) -> list[Sitting]:
    return sorted(sittings, key=lambda sitting: (sitting.planned_at, sitting.id))


@dataclass(frozen=True, slots=True)
class Hint:
    """Whether a series is still worth its time: the rule that asks, and the meetings that it saw."""

    rule: str  # rated_low | no_outputs
    sittings: tuple[Sitting, ...]


def hint(sittings: Iterable[Sitting], *, asks_for_outputs: bool = True) -> Hint | None:
    """Merge or retire: after three ratings under seven in a row, or three meetings in a row with nothing to show.

    Of what is there for news alone, a huddle, no outputs are asked.
    """
    inorder = by_time(sittings)
    rated = [sitting for sitting in inorder if sitting.rating is not None][-IN_A_ROW:]
    if len(rated) == IN_A_ROW and all((sitting.rating or 0) < POOR_RATING for sitting in rated):
        return Hint("rated_low", tuple(rated))
    known = recorded(inorder)[-IN_A_ROW:]
    if asks_for_outputs and len(known) == IN_A_ROW and not any(sitting.outputs for sitting in known):
        return Hint("no_outputs", tuple(known))
    return None


def acknowledged_in_time(sent_on: date, read_on: Sequence[date | None]) -> Score:
    """People who had read it within five working days / people it was for."""
    return score(day is not None and working_days(sent_on, day) <= ACKNOWLEDGED_WITHIN for day in read_on)

"""Formulas of a person's own day: when they work, when their daily message is due, what falls between two of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

UTC = ZoneInfo("UTC")
FAR = 14  # days ahead in which there is always a working day


@dataclass(frozen=True, slots=True)
class Hours:
    """A week on one clock. Hours are whole ones: work begins with `from_hour` and ends before `until_hour` (24 is midnight)."""

    zone: ZoneInfo
    days: Collection[int]  # 0 is Monday; never empty
    from_hour: int
    until_hour: int
    daily_hour: int

    def is_working_day(self, day: date) -> bool:
        return day.weekday() in self.days

    def day_of(self, now: datetime) -> date:
        return now.astimezone(self.zone).date()

    def opens(self, day: date) -> datetime:
        return instant(day, self.from_hour, self.zone)

    def due(self, day: date) -> datetime:
        """When the daily message of a day is due."""
        return instant(day, self.daily_hour, self.zone)

    def closes(self, day: date) -> datetime:
        return instant(day, self.until_hour, self.zone)

    def is_working_time(self, now: datetime) -> bool:
        day = self.day_of(now)
        return self.is_working_day(day) and self.opens(day) <= now < self.closes(day)

    def is_daily_time(self, now: datetime) -> bool:
        """From the hour of the daily message to the end of work: what was missed is made up for until then."""
        day = self.day_of(now)
        return self.is_working_day(day) and self.due(day) <= now < self.closes(day)

    def working_day_after(self, day: date) -> date:
        return next(later for later in days_from(day + timedelta(days=1)) if self.is_working_day(later))

    def working_day_before(self, day: date) -> date:
        return next(day - timedelta(days=n) for n in range(1, FAR) if self.is_working_day(day - timedelta(days=n)))

    def next_due(self, after: datetime, *, last_on: date | None) -> datetime:
        """The first daily message after a moment, on a day later than the last one that had its own."""
        first = self.day_of(after) - timedelta(days=1)  # a day earlier: its hour may lie behind a change of the clock
        first = max(first, last_on + timedelta(days=1)) if last_on else first
        return next(due for day in days_from(first) if self.is_working_day(day) and (due := self.due(day)) > after)


def instant(day: date, hour: int, zone: ZoneInfo) -> datetime:
    """The moment of a full hour on a day. A skipped one begins when the clock has skipped; of a doubled one the first."""
    day, hour = (day + timedelta(days=1), 0) if hour == 24 else (day, hour)
    return datetime.combine(day, time(hour), zone).astimezone(UTC)


def days_from(first: date) -> list[date]:
    return [first + timedelta(days=n) for n in range(2 * FAR)]


def zone_called(name: str) -> ZoneInfo:
    """UTC for a name that nobody knows: one odd row must not stop what is sent to all others."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def is_last_working_day(today: date, due_on: date, following: date) -> bool:
    """Whether no later working day than today is left up to the day itself; `following` is the working day after today."""
    return today <= due_on < following


def is_nearly_due(today: date, due_on: date, following: date) -> bool:
    """From the working day before up to the day itself, so that who was not reached on the one is on the other."""
    return today <= due_on <= following

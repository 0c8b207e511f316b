"""When a series meets next, by the days of its rule and the clock of its zone; pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice, takewhile
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from organizations.recurring import recurring

MOMENT = "%Y%m%dT%H%M%SZ"


def zone_of(name: str, other: str = "UTC") -> ZoneInfo:
    """The time zone of this name, or the other one when there is none."""
    for one in (name, other):
        try:
            if one:
                return ZoneInfo(one)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return ZoneInfo("UTC")


def next_starts(
    rule: str,
    *,
    start_on: date | None,
    start_time: time | None,
    exdates: Collection[date],
    zone: ZoneInfo,
    now: datetime,
    most: int = 5,
    ended_on: date | None = None,
) -> list[datetime]:
    """The next starts in the series' own zone, at most `most`. None when the rule alone does not say which days they fall on.

    A day without a time of day still counts while it lasts; after the day on which the series ended there is none.
    """
    today = now.astimezone(zone).date()
    days = recurring(rule, start_on, today, zone) if rule else iter([start_on] if start_on else [])
    kept = takewhile(lambda day: ended_on is None or day <= ended_on, days)
    starts = (first_minute(day, start_time or time(), zone) for day in kept if day not in exdates)
    is_next = (lambda start: start >= now) if start_time else (lambda start: start.date() >= today)
    return list(islice(filter(is_next, starts), most))


def first_minute(day: date, at: time, zone: ZoneInfo) -> datetime:
    """That hour of that day; where the clocks jump over it, the first minute that exists, and where it comes twice, the first."""
    start = datetime.combine(day, at.replace(fold=0), zone)
    if start.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == start.replace(tzinfo=None):
        return start
    after = start.replace(fold=1).utcoffset() or timedelta()
    early, late = (start.replace(tzinfo=UTC) - offset for offset in (after, start.utcoffset() or timedelta()))
    while late - early > timedelta(minutes=1):  # the jump lies between the two
        middle = early + timedelta(minutes=(late - early) // timedelta(minutes=2))
        early, late = (early, middle) if middle.astimezone(zone).utcoffset() == after else (middle, late)
    return late.replace(second=0, microsecond=0).astimezone(zone)


def is_date_of(text: str, *, start_on: date | None, day: date, zone: ZoneInfo) -> bool:
    """Whether the rule means this day; a series without a rule means its one day."""
    if not text:
        return day == start_on
    return day in takewhile(lambda other: other <= day, recurring(text, start_on, day, zone))


@lru_cache(maxsize=512)
def jumping_days(zone: ZoneInfo, year: int) -> tuple[date, ...]:
    """The days of a year on which the clocks of a zone leave something out."""
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(366)]
    offsets = [datetime.combine(day, time(), zone).utcoffset() or timedelta() for day in [*days, days[-1] + timedelta(days=1)]]
    return tuple(day for day, before, after in zip(days, offsets, offsets[1:], strict=False) if after > before)


def skipped_hours(at: time, zone: ZoneInfo, years: range) -> list[date]:
    """The days on which this hour does not exist."""
    days = [day for year in years for day in jumping_days(zone, year)]
    return [day for day in days if first_minute(day, at, zone).replace(tzinfo=None) != datetime.combine(day, at)]


def moment(at: datetime) -> str:
    """A moment as an address and a form write it: 20260824T090000Z."""
    return at.astimezone(UTC).strftime(MOMENT)


def read_moment(text: str) -> datetime | None:
    """The moment that an address names, if it is one that every clock on earth can show."""
    try:
        at = datetime.strptime(text[:20], MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None
    return at if MINYEAR < at.year < MAXYEAR else None

"""Formulas of the calendar; no database, no framework."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ANCHOR = date(1900, 1, 1)  # a Monday
DAY_CLOSES_AFTER = timedelta(minutes=30)  # past midnight, so that the last check-ins of the day are in


def clock_of(timezone: str, now: datetime) -> datetime:
    """What the clock on the organization's wall says, without a zone.

    An unknown zone counts as UTC: one odd name must not stop the recurring jobs of all others.
    """
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    return now.astimezone(zone).replace(tzinfo=None)


def day_to_close(timezone: str, now: datetime) -> date:
    """The last day that is over, in the organization's own time zone, half an hour after its midnight."""
    return (clock_of(timezone, now) - DAY_CLOSES_AFTER).date() - timedelta(days=1)


def monday_of(day: date) -> date:
    """The first day of the week that a day is in."""
    return day - timedelta(days=day.weekday())


def weeks_touched(since: date | None, until: date, *, at_most: int) -> list[date]:
    """The Mondays of all weeks from one day to another, oldest first; of a long stretch only the last ones."""
    last = monday_of(until)
    first = monday_of(since) if since else last
    count = min((last - first).days // 7 + 1, at_most)
    return [last - timedelta(weeks=back) for back in reversed(range(count))]


def check_in_period(today: date, every_days: int) -> tuple[date, date]:
    """First and last day of the stretch in which one check-in is due: whole weeks from Monday on, or every so many days.

    Stretches are counted from Monday, 1 January 1900, so that all of an organization have the same ones.
    """
    begun = ANCHOR + timedelta(days=(today - ANCHOR).days // every_days * every_days)
    return begun, begun + timedelta(days=every_days - 1)


def check_in_due_on(today: date, every_days: int) -> date:
    """The day by which the check-in of this stretch is due: its last working day where it ends with a weekend."""
    last = check_in_period(today, every_days)[1]
    return last - timedelta(days=2) if every_days % 7 == 0 else last


def check_ins_missed(today: date, every_days: int, *, last_on: date | None, begun_on: date | None) -> int:
    """How many whole stretches are over without a check-in, counted from the last one, or from the first that was begun whole."""
    stretch = check_in_period(today, every_days)[0]
    if last_on is None and begun_on is None:
        return 0
    since = check_in_period(last_on, every_days)[1] if last_on else (begun_on or today) - timedelta(days=1)
    return max(0, (stretch - since - timedelta(days=1)).days // every_days)


def working_days(since: date, until: date) -> int:
    """Days from Monday to Friday after one day, up to and including another; none when it is not later."""
    days = (until - since).days
    weeks, rest = divmod(max(0, days), 7)
    return weeks * 5 + sum((since + timedelta(days=n)).weekday() < 5 for n in range(1, rest + 1))


def days_in_common(first: date, last: date, starts: date, ends: date) -> int:
    """Days that two stretches share, first and last days included."""
    return max(0, (min(last, ends) - max(first, starts)).days + 1)

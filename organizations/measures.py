"""Formulas of the calendar; no database, no framework."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAY_CLOSES_AFTER = timedelta(minutes=30)  # past midnight, so that the last check-ins of the day are in


def day_to_close(timezone: str, now: datetime) -> date:
    """The last day that is over, in the organization's own time zone, half an hour after its midnight.

    An unknown zone counts as UTC: one odd name must not stop the nightly run of all others.
    """
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    return (now.astimezone(zone).replace(tzinfo=None) - DAY_CLOSES_AFTER).date() - timedelta(days=1)


def monday_of(day: date) -> date:
    """The first day of the week that a day is in."""
    return day - timedelta(days=day.weekday())


def weeks_touched(since: date | None, until: date, *, at_most: int) -> list[date]:
    """The Mondays of all weeks from one day to another, oldest first; of a long stretch only the last ones."""
    last = monday_of(until)
    first = monday_of(since) if since else last
    count = min((last - first).days // 7 + 1, at_most)
    return [last - timedelta(weeks=back) for back in reversed(range(count))]

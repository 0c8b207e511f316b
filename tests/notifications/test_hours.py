"""A person's own day: no message twice and none missing, whatever the clocks of the world do to an hour."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.hours import Hours, instant, is_last_working_day, is_nearly_due, zone_called

# Both halves of the world, half an hour of saving, a day that was left out, saving at midnight, saving turned round in Ramadan.
ZONES = (
    "Europe/Lisbon", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "America/Sao_Paulo", "Africa/Casablanca",
    "Europe/Dublin", "Pacific/Auckland", "Asia/Kathmandu", "UTC", "America/Havana",
)  # fmt: skip


@st.composite
def weeks(draw: st.DrawFn) -> Hours:
    first = draw(st.integers(0, 22))
    last = draw(st.integers(first + 1, 24))
    days = draw(st.sets(st.integers(0, 6), min_size=1))
    daily = draw(st.integers(first, last - 1))
    return Hours(ZoneInfo(draw(st.sampled_from(ZONES))), frozenset(days), first, last, daily)


@settings(max_examples=150)
@given(hours=weeks(), start=st.datetimes(datetime(2011, 12, 1), datetime(2026, 11, 1)), seed=st.integers(1, 29))
def test_each_working_day_has_its_message_once_however_the_worker_is_called(hours: Hours, start: datetime, seed: int) -> None:
    """Thirty days, with the worker looking every so many minutes: as the round itself does it."""
    now = begun = start.replace(tzinfo=UTC)
    next_at, last_on, told = hours.next_due(begun, last_on=None), None, Counter[date]()
    while now < begun + timedelta(days=30):
        now += timedelta(minutes=seed)
        if next_at > now:
            continue
        today = hours.day_of(now)
        if hours.is_daily_time(now) and (last_on is None or last_on < today):
            told[today] += 1
            last_on = today
        next_at = hours.next_due(now, last_on=last_on)
        assert next_at > now
    due = {day for day in days_between(begun, now, hours) if begun < hours.due(day) <= now - timedelta(minutes=seed)}
    long_enough = {day for day in due if hours.closes(day) - hours.due(day) > timedelta(minutes=seed)}
    assert not [day for day, count in told.items() if count > 1]
    assert set(told) >= long_enough
    assert all(hours.is_working_day(day) for day in told)


def days_between(begun: datetime, ended: datetime, hours: Hours) -> list[date]:
    first, last = hours.day_of(begun), hours.day_of(ended)
    all_days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    there = [day for day in all_days if hours.day_of(hours.due(day)) == day]  # Apia had no 30 December 2011
    return [day for day in there if hours.is_working_day(day)]


@pytest.mark.parametrize(
    ("zone", "day", "hour", "at"),
    [
        ("Europe/Lisbon", date(2026, 3, 29), 1, datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),  # one o'clock is skipped: two comes
        ("Europe/Lisbon", date(2026, 10, 25), 1, datetime(2026, 10, 25, 0, 0, tzinfo=UTC)),  # one o'clock comes twice: the first
        ("Europe/Lisbon", date(2026, 10, 25), 8, datetime(2026, 10, 25, 8, 0, tzinfo=UTC)),
        ("Europe/Lisbon", date(2026, 10, 24), 8, datetime(2026, 10, 24, 7, 0, tzinfo=UTC)),
        ("Europe/Lisbon", date(2026, 10, 24), 24, datetime(2026, 10, 24, 23, 0, tzinfo=UTC)),
    ],
)
def test_an_hour_is_a_moment_also_where_it_is_skipped_or_doubled(zone: str, day: date, hour: int, at: datetime) -> None:
    assert instant(day, hour, ZoneInfo(zone)) == at


def test_a_zone_that_nobody_knows_is_utc() -> None:
    assert [zone_called(name).key for name in ("", "Mars/Base", "../etc/passwd", "Europe/Lisbon")] == [
        "UTC", "UTC", "UTC", "Europe/Lisbon"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("today", "due", "following", "is_last", "is_near"),
    [
        (date(2026, 8, 20), date(2026, 8, 21), date(2026, 8, 21), False, True),
        (date(2026, 8, 21), date(2026, 8, 21), date(2026, 8, 24), True, True),
        (date(2026, 8, 21), date(2026, 8, 23), date(2026, 8, 24), True, True),  # due on a Sunday: Friday is the last chance
        (date(2026, 8, 21), date(2026, 8, 24), date(2026, 8, 24), False, True),  # due on Monday: the working day before
        (date(2026, 8, 21), date(2026, 8, 25), date(2026, 8, 24), False, False),
        (date(2026, 8, 21), date(2026, 8, 20), date(2026, 8, 24), False, False),
    ],
)
def test_what_falls_on_a_working_day(today: date, due: date, following: date, is_last: bool, is_near: bool) -> None:
    assert (is_last_working_day(today, due, following), is_nearly_due(today, due, following)) == (is_last, is_near)

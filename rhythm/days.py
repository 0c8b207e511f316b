"""Meetings of more than one day: on how many, how long from their first minute to their last, and what of it was met in; pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

LONGEST_DAY = 12 * 60  # minutes that are still met in one go
LONGEST = 24 * 60  # that can be said in the form of a series
WORKING_DAY = 8 * 60  # minutes of a day, where there are several
A_DAY = timedelta(days=1)


def days_of(minutes: int | None) -> int:
    """900 minutes are two days of eight hours at most. What is imported as longer than a day has its nights in it already."""
    return -(-minutes // WORKING_DAY) if minutes and LONGEST_DAY < minutes <= LONGEST else 1


def span_of(minutes: int) -> timedelta:
    """From the first minute to the last, nights included: it goes on each morning at the hour at which it began."""
    days = days_of(minutes)
    return timedelta(minutes=minutes) if days == 1 else timedelta(days=days - 1, minutes=WORKING_DAY)


def spent(elapsed: timedelta, minutes: int | None) -> timedelta:
    """What was met in of the time between its beginning and its end: without the nights of a meeting of several days."""
    days = days_of(minutes)
    if days == 1 or minutes is None:
        return elapsed
    night = (span_of(minutes) - timedelta(minutes=minutes)) / (days - 1)
    return elapsed - min(elapsed // A_DAY, days - 1) * night


def begins(sizes: Sequence[int], minutes: int | None) -> list[tuple[int, int]]:
    """On which day, from 0, and how many minutes into it each segment begins; one that a day has no room for opens the next."""
    found, day, used, days = [], 0, 0, days_of(minutes)
    for size in sizes:
        if used and used + size > WORKING_DAY and day + 1 < days:
            day, used = day + 1, 0
        found.append((day, used))
        used += size
    return found


def on_days(minutes: int | None) -> str:
    """What follows a length of several days: " on 2 days"."""
    days = days_of(minutes)
    return f" on {days} days" if days > 1 else ""


def in_words(minutes: int | None) -> str:
    """90 min; 900 min on 2 days."""
    return f"{minutes} min{on_days(minutes)}" if minutes else ""

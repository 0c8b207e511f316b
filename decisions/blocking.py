"""How long something is stuck, in working days: of one blocker, and of one thing over blockers that overlap; pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from organizations.measures import working_days

FRIDAY = 4
WEEKS = 4  # DOMAIN 2: the window of a ratio
ENOUGH = 5  # things that were under way, before a share is said


class Span(NamedTuple):
    """Stuck on the days after the first, up to and including the last; without a last day it still is."""

    since: date
    until: date | None = None


def days_blocked(spans: Iterable[Span], today: date) -> int:
    """Working days on which at least one span holds: a day counts once, however many overlap on it."""
    total, reached = 0, date.min
    for since, until in sorted((span.since, span.until or today) for span in spans):
        total += working_days(max(since, reached), until)
        reached = max(reached, until)
    return total


def this_friday(today: date) -> date:
    """What "by Friday" means: the next one that is still to come; on a Friday the one after."""
    return today + timedelta(days=(FRIDAY - today.weekday() - 1) % 7 + 1)


def share(blocked: int, active: int) -> float | None:
    """DOMAIN 2.2, blocked time: days blocked / days under way, over all things together; from 0 to 1, None where nothing was."""
    return blocked / active if active else None


def last_weeks(today: date) -> tuple[date, date]:
    """The last complete weeks, as the day before the first and the last: a Sunday each."""
    last = today - timedelta(days=today.weekday() + 1)
    return last - timedelta(weeks=WEEKS), last

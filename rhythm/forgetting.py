"""When a meeting that nobody closed is over: the rules of closing what was forgotten; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from rhythm.days import span_of

QUIET = timedelta(minutes=45)  # without a sign of life, once the planned end has passed
LONGEST = timedelta(hours=24)  # that a room stays open, whatever happens in it
AFTER_A_LONG_ONE = timedelta(hours=2)  # what a meeting of days may take beyond its plan
BROKEN_OFF_FOR = timedelta(days=14)  # that a meeting waits to be resumed
USUAL = timedelta(hours=1)  # where nobody said how long it takes


@dataclass(frozen=True, slots=True)
class OpenRoom:
    """A room that stands open: since when, what was planned, and its last sign of life."""

    meeting_id: int
    opened_at: datetime
    last_sign_at: datetime
    minutes: int | None
    suspended_at: datetime | None = None

    @property
    def planned(self) -> timedelta:
        return span_of(self.minutes) if self.minutes else USUAL

    @property
    def limit(self) -> timedelta:
        """How long it may stay open; what is planned for longer than a day has its plan and two hours."""
        return self.planned + AFTER_A_LONG_ONE if self.planned + AFTER_A_LONG_ONE > LONGEST else LONGEST


def forgotten_since(room: OpenRoom, now: datetime) -> datetime | None:
    """When the meeting ended, as far as anybody can tell: its last sign of life. None while it may still be going on."""
    last = min(max(room.last_sign_at, room.opened_at), now)
    if room.suspended_at is not None:
        return min(last, max(room.suspended_at, room.opened_at)) if now - room.suspended_at > BROKEN_OFF_FOR else None
    is_quiet = now - last > QUIET and now > room.opened_at + room.planned
    return last if is_quiet or now - room.opened_at > room.limit else None

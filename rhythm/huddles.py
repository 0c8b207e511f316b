"""When a huddle in writing is open: from the close of the one before until its own time; and a stuck as a title; pure."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from rhythm.measures import first_minute

TITLE = 250


def opens_at(planned_at: datetime, zone: ZoneInfo, before: datetime | None) -> datetime:
    """`before`: when the one before closed. The first of a series opens with its day, whatever the clocks do at midnight."""
    return before if before is not None else first_minute(planned_at.astimezone(zone).date(), time(), zone)


def is_open(planned_at: datetime, zone: ZoneInfo, before: datetime | None, now: datetime) -> bool:
    """The time itself is too late: what is written then belongs to the next one."""
    return opens_at(planned_at, zone, before) <= now < planned_at


def title_of(text: str) -> str:
    """The words in one line, as an issue has them."""
    line = " ".join(text.split())
    return line if len(line) <= TITLE else f"{line[: TITLE - 1].rstrip()}…"

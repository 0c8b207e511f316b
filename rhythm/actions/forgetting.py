"""Verbs: what nobody closed is closed by the product: a room as of its last sign of life, a huddle in writing at its time."""

from __future__ import annotations

from datetime import datetime

from organizations.refusals import AlreadyClosed
from rhythm.actions.huddles import close_huddle
from rhythm.actions.rooms.closing import close_meeting
from rhythm.models import Meeting
from rhythm.reads.forgotten import forgotten_rooms, huddles_to_close


def close_forgotten_meetings(*, now: datetime) -> int:
    """Close each forgotten meeting of the organization in hand, each in a transaction of its own; how many.

    Whoever closes one at the same moment has closed it: a second time changes nothing.
    """
    count = 0
    for meeting_id, ended_at in forgotten_rooms(now):
        try:
            close_meeting(meeting=Meeting.objects.get(pk=meeting_id), by=None, now=now, ended_at=ended_at)
        except AlreadyClosed:
            continue
        count += 1
    return count


def close_huddles(*, now: datetime) -> int:
    """Close each huddle in writing whose time has come, each in a transaction of its own; how many."""
    count = 0
    for meeting_id in huddles_to_close(now):
        try:
            close_huddle(meeting=Meeting.objects.get(pk=meeting_id), by=None, now=now)
        except AlreadyClosed:
            continue
        count += 1
    return count

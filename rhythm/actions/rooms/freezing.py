"""What a segment showed when the room left it is kept with it, so that the minutes tell what was known then."""

from __future__ import annotations

from datetime import datetime

from rhythm.models import MeetingRun
from rhythm.reads.contents import content_of
from rhythm.reads.frozen import freeze_segment
from rhythm.reads.room import room_of


def freeze(run: MeetingRun, now: datetime) -> None:
    """Of the segment that the room is in; left several times, it is as it was at the last."""
    room = room_of(run.meeting_id, now=now) if run.segment else None
    if room is not None and run.segment is not None:
        run.segment.known = freeze_segment(run.segment, content_of(room))
        run.segment.save(update_fields=["known"])

"""What stands in the middle of the room: the working content of the segment, the same for everybody."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rhythm.models import Segment
from rhythm.reads.room import Room


@dataclass(frozen=True, slots=True)
class Content:
    """The template that shows a segment (rhythm/segments/_<kind>.html) and what it needs beside the room."""

    template: str
    segment: Segment | None
    values: dict[str, Any] = field(default_factory=dict)


def content_of(room: Room, *, segment_id: int | None = None) -> Content:
    """The content of the segment that the room is in, or of the one that a reader looks at meanwhile."""
    wanted = segment_id or room.run.segment_id
    segment = next((line.segment for line in room.segments if line.segment.pk == wanted), None)
    return Content("rhythm/segments/_talk.html", segment)

"""What stands in the middle of the room: the working content of the segment, the same for everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rhythm.models import SegmentKind
from rhythm.reads.contents.choices import decisions
from rhythm.reads.contents.closing import close
from rhythm.reads.contents.issues import issues, triage
from rhythm.reads.contents.needs import dependencies
from rhythm.reads.contents.numbers import scorecard
from rhythm.reads.contents.priorities import priorities
from rhythm.reads.contents.promises import commitments
from rhythm.reads.contents.risks import risks
from rhythm.reads.contents.rows import Content, Group, Place, Row, place_in
from rhythm.reads.contents.sayings import headlines, lessons, talk, wins, writing
from rhythm.reads.room import Room

__all__ = ["Content", "Group", "Row", "content_of"]

Kind = SegmentKind
LOOKS: dict[SegmentKind, Callable[[Place], dict[str, Any]]] = {
    Kind.TALK: talk,
    Kind.WINS: wins,
    Kind.HEADLINES: headlines,
    Kind.SCORECARD: scorecard,
    Kind.PRIORITIES: priorities,
    Kind.COMMITMENTS: commitments,
    Kind.DEPENDENCIES: dependencies,
    Kind.DECISIONS: decisions,
    Kind.RISKS: risks,
    Kind.TRIAGE: triage,
    Kind.ISSUES: issues,
    Kind.WRITING: writing,
    Kind.LESSONS: lessons,
    Kind.CLOSE: close,
}


def content_of(room: Room, *, segment_id: int | None = None) -> Content:
    """The content of the segment that the room is in, or of the one that a reader looks at meanwhile."""
    wanted = segment_id or room.run.segment_id
    segment = next((line.segment for line in room.segments if line.segment.pk == wanted), None)
    if segment is None:
        return Content("rhythm/segments/_talk.html", None, {"groups": [], "calm": "", "clear": ""})
    kind = Kind(segment.kind)
    values = LOOKS[kind](place_in(room, segment))
    return Content(f"rhythm/segments/_{kind}.html", segment, {"groups": [], "calm": "", "clear": ""} | values)

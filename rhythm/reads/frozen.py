"""What a segment showed when the room left it, kept as it was: the minutes are true also when the figures have moved on."""

from __future__ import annotations

from typing import Any

from rhythm.models import Segment
from rhythm.reads.contents import Content, Group, Row

MOST_LINES = 60


def freeze_segment(segment: Segment, content: Content) -> dict[str, Any]:
    """For `Segment.known`: the lines under their headings, each a mark, words and a figure; what is fine in a line.

    What the agenda noted there (what it had no time for) stays beside it.
    """
    groups = [group for group in content.groups if group.rows]
    lines = [line(group, row) for group in groups for row in group.rows]
    kept = dict(segment.known) if isinstance(segment.known, dict) else {}
    return kept | {
        "lines": lines[:MOST_LINES],
        "more": max(0, len(lines) - MOST_LINES) + sum(group.more for group in groups),
        "calm": content.values.get("calm", "") or ("" if lines else content.values.get("clear", "")),
        "facts": {name: content.values[name] for name in FACTS if isinstance(content.values.get(name), int | float)},
    }


FACTS = ("off_count", "count", "measured", "kept", "promised", "voters", "writer_count", "decided_count", "promised_count", "mean")


def line(group: Group, row: Row) -> dict[str, Any]:
    """The same shape as a line of what is known of an item (rhythm/reads/known.py), with its heading and its owner."""
    return {
        "mark": row.mark,
        "words": row.title,
        "figure": row.figure,
        "tone": row.tone,
        "page": row.page,
        "id": row.pk or None,
        "under": group.heading,
        "who": row.who.name if row.who else "",
        "note": row.words,
        "raised": row.is_raised,
    }

"""Segments that live from what people say: talk, wins, headlines, lessons, and what everybody writes in silence."""

from __future__ import annotations

from typing import Any

from alignment.models import Objective
from alignment.models.objectives import ObjectiveState
from rhythm.models import CaptureKind, Writing, WrittenLine
from rhythm.reads.contents.rows import Group, Place, Row, about, cut, put
from rhythm.reads.room import Room

NEWEST = 40


def talk(place: Place) -> dict[str, Any]:
    """What it is for, and what stands on it."""
    return {"groups": [items_of(place)] if place.items else []}


def items_of(place: Place) -> Group:
    """The items of the segment as rows: what is open first, then how the others ended."""
    rows = [
        Row(
            about=f"{item.about_type}:{item.about_id}" if item.about_id else f"{item._meta.label}:{item.pk}",
            title=item.title,
            mark="done" if item.disposition else "unanswered",
            word="" if item.disposition else "Open",
            figure=item.ending,
            why=item.why,
            who=item.raised_by,
            has_owner=False,
            item=item,
        )
        for item in sorted(place.items, key=lambda item: (bool(item.disposition), item.position))
    ]
    return cut("On the agenda", rows, lambda row: row)


def wins(place: Place) -> dict[str, Any]:
    return caught(place, CaptureKind.WIN) | {"clear": "The first win is still to come. A small one counts."}


def headlines(place: Place) -> dict[str, Any]:
    clear = "Nothing yet. Customers, people, the market: one line, no talk."
    return caught(place, CaptureKind.HEADLINE) | {"clear": clear} | {"items": [items_of(place)] if place.items else []}


def caught(place: Place, kind: CaptureKind) -> dict[str, Any]:
    """Lines of this kind as they came, the newest first, so that what arrives is seen."""
    lines = [line for line in reversed(place.room.captures) if line.kind == kind]
    rows = [
        put(place, Row(about=about(line), title=line.text, who=line.owner or line.by, has_owner=False, pk=line.pk))
        for line in lines[: NEWEST + 1]
    ]
    return {"groups": [cut("", rows, lambda row: row, count=len(lines))] if rows else [], "kind": str(kind)}


def lessons(place: Place) -> dict[str, Any]:
    """What ended lately, the missed first: each is asked what it has taught us. Lessons themselves live a room above."""
    ids = place.ids_about(Objective)
    found = {row.pk: row for row in Objective.objects.filter(pk__in=ids).select_related("owner")} if ids else {}
    rows = [lesson_row(place, found[pk]) for pk in ids if pk in found]
    group = cut("What ended", rows, lambda row: row, page="alignment:objectives", asks=place.team_asks)
    return {
        "groups": [group] if rows else [],
        "clear": "Nothing has ended since the last time, so there is nothing to look back on.",
    }


def lesson_row(place: Place, objective: Objective) -> Row:
    is_reached = objective.state == ObjectiveState.COMPLETED
    return put(
        place,
        Row(
            about=about(objective),
            title=objective.title,
            mark="done" if is_reached else "off_track",
            figure="reached" if is_reached else "missed",
            tone="" if is_reached else "off",
            who=objective.owner,
            page="alignment:objective",
            pk=objective.pk,
        ),
    )


def writing(place: Place) -> dict[str, Any]:
    """How many have written while all write; afterwards every line with its name, each of which may become an issue or a risk."""
    found = newest_writing(place)
    if found is None:
        return {"writing": None, "clear": "Nobody has asked a question yet. Who leads asks it, then all write in silence."}
    if found.shown_at is None:
        return {"writing": found, "writer_count": writers_of(place.room, found)}
    lines = list(WrittenLine.objects.filter(writing=found).select_related("person").order_by("person__name", "id")[:200])
    rows = [put(place, Row(about=about(line), title=line.text, who=line.person, pk=line.pk)) for line in lines]
    group = Group("", rows[:MOST_LINES], max(0, len(rows) - MOST_LINES))
    return {"writing": found, "writer_count": len({line.person_id for line in lines}), "groups": [group] if rows else []} | {
        "clear": "Nobody wrote anything."
    }


MOST_LINES = 100  # everybody's lines are read, so more of them are shown than of any list


def newest_writing(place: Place) -> Writing | None:
    """The round that the room knows, or that of the segment that is looked at meanwhile."""
    if place.segment.pk == place.room.run.segment_id:
        return place.room.writing
    found: Writing | None = Writing.objects.filter(meeting=place.room.meeting, segment=place.segment).order_by("-id").first()
    return found


def writers_of(room: Room, found: Writing) -> int:
    if room.writing is found:
        return room.writer_count
    count: int = found.lines.values("person").distinct().count()
    return count

"""The close: what the room leaves with is read back, and what is not complete yet stands first."""

from __future__ import annotations

from typing import Any

from organizations.models import Person
from organizations.words import own_words
from rhythm.models import AgendaItem, Attendance, Capture, CaptureKind, Meeting, MeetingState, Message
from rhythm.reads.contents.rows import MOST, Group, Place, Row, about

MOST_CARRIED = 8
LAST_RATINGS = 4


def close(place: Place) -> dict[str, Any]:
    """Five queries: what nobody has settled, what others are to hear, how it was rated before, and this time once all are in."""
    words, room = own_words(), place.room
    of_kind = {kind: [line for line in room.captures if line.kind == kind] for kind in CaptureKind}
    promises = sorted(of_kind[CaptureKind.COMMITMENT], key=lambda line: (not lacks(line), line.agreed_at is not None, line.pk))
    decided = of_kind[CaptureKind.DECISION]
    left = AgendaItem.objects.filter(meeting=room.meeting, disposition="").select_related("raised_by", "segment", "issue__owner")
    carried, carried_count = list(left.order_by("segment__position", "position")[:MOST_CARRIED]), room.unsettled_count
    groups = [
        Group(
            words["Commitments"], [promise(line) for line in promises[:MOST]], max(0, len(promises) - MOST), meta=owned(promises)
        ),
        Group(words["Decisions"], [decision(line) for line in decided[:MOST]], max(0, len(decided) - MOST)),
        Group("Carried to the next time", [carry(one) for one in carried], max(0, carried_count - MOST_CARRIED)),
    ]
    ratings = ratings_of(place)
    return {
        "groups": [group for group in groups if group.rows],
        "clear": "Nothing was decided and nothing promised. Was there nothing to decide?",
        "calm": "",
        "decided_count": len(decided),
        "promised_count": len(promises),
        "raised_count": len(of_kind[CaptureKind.ISSUE]),
        "carried_count": carried_count,
        "lacking": [line for line in promises if lacks(line)],
        "ratings": ratings,
        "rated": room.rated_count,
        "present": len(room.present),
        "messages": list(Message.objects.filter(meeting=room.meeting).prefetch_related("teams__team").order_by("id")[:MOST]),
        "before": ratings_before(room.meeting),
        "mean": round(sum(value for _, value in ratings) / len(ratings), 1) if ratings else None,
    }


def lacks(line: Capture) -> bool:
    """A promise without an owner or a day is none."""
    return line.owner_id is None or line.due_on is None


def owned(promises: list[Capture]) -> str:
    if not promises:
        return ""
    lacking = sum(lacks(line) for line in promises)
    return f"{lacking} without an owner or a day" if lacking else "every one has an owner and a day"


def promise(line: Capture) -> Row:
    lacking = "no owner" if line.owner_id is None else "no day" if line.due_on is None else ""
    agreed = "" if line.agreed_at else "not agreed yet"
    return Row(
        about=about(line),
        title=line.text,
        mark="off_track" if lacking else "unanswered" if agreed else "done",
        word="" if not agreed or lacking else "Not agreed yet",
        figure=lacking or (f"{line.due_on:%a} {line.due_on.day} {line.due_on:%b}" if line.due_on else ""),
        tone="off" if lacking else "",
        words="" if lacking else agreed,
        who=line.owner,
        has_owner=False,
        page="accountability:commitment" if line.commitment_id else "",
        pk=line.commitment_id or 0,
        more=line,
    )


def decision(line: Capture) -> Row:
    return Row(
        about=about(line),
        title=line.text,
        mark="done",
        who=line.owner,
        page="decisions:decision" if line.decision_id else "",
        pk=line.decision_id or 0,
    )


def carry(item: AgendaItem) -> Row:
    return Row(
        about=about(item),
        title=item.title,
        mark="paused",
        words=item.segment.title,
        who=item.issue.owner if item.issue else item.raised_by,
        has_owner=False,
        item=item,
    )


def ratings_before(meeting: Meeting) -> list[float]:
    """How the last four of the series were rated, the oldest first."""
    rated = Meeting.objects.filter(series=meeting.series_id, state=MeetingState.HELD, rating__isnull=False)
    earlier = rated.filter(planned_at__lt=meeting.planned_at).order_by("-planned_at", "-id")
    return list(earlier.values_list("rating", flat=True)[:LAST_RATINGS])[::-1]


def ratings_of(place: Place) -> list[tuple[Person, int]]:
    """With their names, when everybody who is here has rated: nobody is the first to be seen."""
    room = place.room
    if not room.rated_count or any(not seat.has_rated for seat in room.present):
        return []
    rows = Attendance.objects.filter(meeting=room.meeting, rating__isnull=False).select_related("person")
    return [(row.person, row.rating) for row in rows.order_by("person__name", "person_id")]

"""Rooms that stand open, with their last sign of life, and huddles in writing whose time has come; one query each."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import DateTimeField, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest

from rhythm.forgetting import OpenRoom, forgotten_since
from rhythm.models import AgendaItem, Attendance, Capture, HeldAs, Meeting, MeetingRun, MeetingState, PollAnswer, WrittenLine
from rhythm.written import with_entries


def newest(model: object, field: str, meeting: str = "meeting") -> Coalesce:
    """The last time that one of its rows says of this run's meeting; else when it was opened."""
    rows = model.objects.filter(**{meeting: OuterRef("meeting")}).order_by().values(meeting)  # type: ignore[attr-defined]
    last = Subquery(rows.annotate(last=Max(field)).values("last")[:1], output_field=DateTimeField())
    return Coalesce(last, F("opened_at"))


def forgotten_rooms(now: datetime) -> list[tuple[int, datetime]]:
    """Meetings of the organization in hand that nobody closed, with the time at which each ended as far as anybody can tell."""
    signs = Greatest(
        F("opened_at"),
        Coalesce(F("stretch_began_at"), F("opened_at")),
        newest(Attendance, "seen_at"),
        newest(Attendance, "joined_at"),
        newest(Capture, "at"),
        newest(AgendaItem, "disposed_at"),
        newest(PollAnswer, "at", "poll__meeting"),
        newest(WrittenLine, "at", "writing__meeting"),
    )
    runs = MeetingRun.objects.filter(closed_at=None).annotate(last_sign_at=signs).select_related("meeting__series")
    found = [(run.meeting_id, forgotten_since(room_of(run), now)) for run in runs.order_by("id")]
    return [(meeting_id, ended_at) for meeting_id, ended_at in found if ended_at is not None]


def room_of(run: MeetingRun) -> OpenRoom:
    return OpenRoom(
        meeting_id=run.meeting_id,
        opened_at=run.opened_at,
        last_sign_at=run.last_sign_at,  # type: ignore[attr-defined]
        minutes=run.meeting.series.duration_minutes,
        suspended_at=run.suspended_at,
    )


UNWRITTEN_FOR = timedelta(days=1)  # after its time nobody knows any more whether people met in its place


def huddles_to_close(now: datetime) -> list[int]:
    """Huddles in writing that are over: those with lines, however late, and the empty ones of the last day."""
    over = Meeting.objects.filter(
        state=MeetingState.PLANNED, planned_at__lte=now, series__held_as=HeldAs.WRITING, run=None
    )  # fmt: skip
    due = over.alias(has_entries=with_entries()).filter(Q(has_entries=True) | Q(planned_at__gt=now - UNWRITTEN_FOR))
    return list(due.order_by("planned_at", "id").values_list("pk", flat=True))

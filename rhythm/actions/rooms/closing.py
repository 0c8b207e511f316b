"""Stand-in until branch room is merged: closes a room; take theirs."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Avg

from organizations.logbook import record, verb
from organizations.models import Person
from organizations.refusals import AlreadyClosed
from rhythm.models import AgendaItem, Attendance, Disposition, Meeting, MeetingRun, MeetingState


@verb
def close_meeting(*, meeting: Meeting, by: Person | None, now: datetime, ended_at: datetime | None = None) -> Meeting:
    """The meeting is over; what was not settled is carried over, the rating is the mean of all."""
    run = MeetingRun.objects.select_for_update(of=("self",)).select_related("meeting__series").get(meeting=meeting)
    if run.closed_at is not None:
        raise AlreadyClosed("The meeting is closed. What came of it stands on its page.")
    meeting, at = run.meeting, ended_at or now
    AgendaItem.objects.filter(meeting=meeting, disposition="").update(disposition=Disposition.CARRIED, disposed_at=now)
    run.closed_at = now
    run.save(update_fields=["closed_at"])
    meeting.state, meeting.started_at = MeetingState.HELD, meeting.started_at or run.opened_at
    meeting.ended_at = max(at, run.opened_at)
    meeting.rating = Attendance.objects.filter(meeting=meeting).aggregate(mean=Avg("rating"))["mean"]
    meeting.save(update_fields=["state", "started_at", "ended_at", "rating"])
    record(
        "meeting.held", by=by, about=meeting.series, now=now, meeting=meeting.pk,
        planned_at=meeting.planned_at.isoformat(), rating=meeting.rating,
    )  # fmt: skip
    return meeting

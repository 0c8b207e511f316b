"""What this room reminds people of: what a meeting needs of them, in the last daily message that comes well before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.urls import reverse
from django.utils.formats import date_format

from accountability.models import OPEN_STATES, Commitment
from alignment.reads.owed import check_ins_due
from notifications.digests import Morning, Reminder, reminds_of
from organizations.policy import may_write
from organizations.words import words_of
from rhythm.models import Meeting, MeetingState
from rhythm.people import series_of

AHEAD = timedelta(hours=2)  # what is needed can still be done
MOST = 20


@reminds_of
def remind_of_meetings(morning: Morning) -> Sequence[Reminder]:
    """Each meeting falls between two daily messages, so it is in one; nothing is said of a meeting that needs nothing."""
    until = morning.hours.due(morning.following) + AHEAD
    coming = Meeting.objects.filter(state=MeetingState.PLANNED, planned_at__gte=morning.now + AHEAD, planned_at__lt=until)
    asked = coming.filter(series__in=series_of(morning.person)).select_related("series__team", "organization")
    found = [(meeting, needed_of(meeting, morning)) for meeting in asked.order_by("planned_at", "id")[:MOST]]
    return [of_meeting(meeting, needs, morning) for meeting, needs in found if needs]


def needed_of(meeting: Meeting, morning: Morning) -> list[str]:
    """What the meeting needs of this person beforehand, in words; empty when they are prepared."""
    person, words = morning.person, words_of(morning.person.organization)
    if not may_write(person):
        return []
    due = check_ins_due(person, morning.today)
    due = due.filter(team=meeting.series.team_id) if meeting.series.team_id else due
    late = Commitment.objects.filter(owner=person, state__in=OPEN_STATES, due_on__lt=morning.today)
    return counted(due.count(), words["check_in"], words["check_ins"]) + counted(
        late.count(), f"{words['commitment']} past its day", f"{words['commitments']} past their day"
    )


def counted(number: int, one: str, many: str) -> list[str]:
    return [f"{number} {one if number == 1 else many}"] if number else []


def of_meeting(meeting: Meeting, needs: Sequence[str], morning: Morning) -> Reminder:
    """Its time is on the reader's clock; a meeting that is moved is another occasion."""
    at = meeting.planned_at.astimezone(morning.hours.zone)
    day = "today" if at.date() == morning.today else f"on {date_format(at, 'l')}"
    text = f"{meeting.series} {day} at {at:%H:%M} needs of you: {' and '.join(needs)}"
    path = reverse("rhythm:series", args=[meeting.organization.slug, meeting.series_id])
    return Reminder(
        "meeting.prepare", f"{meeting.pk}/{meeting.planned_at.isoformat()}", text, path, "You get this because you are asked to it."
    )

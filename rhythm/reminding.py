"""What this room reminds people of: what a meeting needs of them, in the last daily message that comes well before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.formats import date_format

from notifications.digests import Morning, Reminder, reminds_of
from organizations.policy import may_write
from organizations.words import words_of
from rhythm.models import HeldAs, HuddleEntry, Meeting, MeetingState
from rhythm.people import series_of
from rhythm.reads.preparation import what_is_needed_of

AHEAD = timedelta(hours=2)  # what is needed can still be done
A_MINUTE = timedelta(minutes=15)  # is enough to write into a huddle
MOST = 20


@reminds_of
def remind_of_meetings(morning: Morning) -> Sequence[Reminder]:
    """Each meeting falls between two daily messages, so it is in one; nothing is said of a meeting that needs nothing."""
    until = morning.hours.due(morning.following) + AHEAD
    coming = Meeting.objects.filter(state=MeetingState.PLANNED, planned_at__gte=morning.now + AHEAD, planned_at__lt=until)
    asked = coming.filter(series__in=series_of(morning.person)).exclude(series__held_as=HeldAs.WRITING)
    asked = asked.select_related("series__team", "organization")
    found = [(meeting, needed_of(meeting, morning)) for meeting in asked.order_by("planned_at", "id")[:MOST]]
    return [of_meeting(meeting, needs, morning) for meeting, needs in found if needs]


@reminds_of
def remind_of_huddles(morning: Morning) -> Sequence[Reminder]:
    """Each huddle in writing that closes before the next daily message, of who is asked, may write and has not written."""
    if not may_write(morning.person):
        return []
    until = morning.hours.due(morning.following) + A_MINUTE
    coming = Meeting.objects.filter(
        ~Exists(HuddleEntry.objects.filter(meeting=OuterRef("pk"), person=morning.person)),
        state=MeetingState.PLANNED, run=None, planned_at__gte=morning.now + A_MINUTE, planned_at__lt=until,
        series__held_as=HeldAs.WRITING, series__in=series_of(morning.person),
    )  # fmt: skip
    rows = list(coming.select_related("series", "organization").order_by("planned_at", "id")[:MOST])
    first = {row.series_id: row for row in reversed(rows)}  # the next one of each: the one after it is not open yet
    return [of_huddle(row, morning) for row in first.values()]


def of_huddle(meeting: Meeting, morning: Morning) -> Reminder:
    at = meeting.planned_at.astimezone(morning.hours.zone)
    day = "today" if at.date() == morning.today else f"on {date_format(at, 'l')}"
    path = reverse("rhythm:huddle", args=[meeting.organization.slug, meeting.pk])
    text = f"Write into {meeting.series} by {at:%H:%M} {day}: your one thing, and what is stuck"
    why = "You get this because you are asked to it and have not written yet."
    return Reminder("huddle.write", f"{meeting.pk}/{meeting.planned_at.isoformat()}", text, path, why)


def needed_of(meeting: Meeting, morning: Morning) -> list[str]:
    """What the meeting needs of this person beforehand, in words; empty when they are prepared."""
    words, needed = words_of(morning.person.organization), what_is_needed_of(morning.person, meeting, morning.now)
    if needed.prepared_at is not None:
        return []
    votes = counted(needed.votes_left, "vote", "votes")
    return [
        *counted(len(needed.check_ins), words["check_in"], words["check_ins"]),
        *counted(len(needed.numbers), "number", "numbers"),
        *counted(len(needed.commitments), f"{words['commitment']} to close", f"{words['commitments']} to close"),
        *counted(len(needed.answers), "answer to another team", "answers to other teams"),
        *votes,
    ]


def counted(number: int, one: str, many: str) -> list[str]:
    return [f"{number} {one if number == 1 else many}"] if number else []


def of_meeting(meeting: Meeting, needs: Sequence[str], morning: Morning) -> Reminder:
    """Its time is on the reader's clock; a meeting that is moved is another occasion."""
    at = meeting.planned_at.astimezone(morning.hours.zone)
    day = "today" if at.date() == morning.today else f"on {date_format(at, 'l')}"
    text = f"{meeting.series} {day} at {at:%H:%M} needs of you: {listed(needs)}"
    path = reverse("rhythm:preparation", args=[meeting.organization.slug, meeting.pk])
    return Reminder(
        "meeting.prepare", f"{meeting.pk}/{meeting.planned_at.isoformat()}", text, path, "You get this because you are asked to it."
    )


def listed(parts: Sequence[str]) -> str:
    """One, two and three."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))

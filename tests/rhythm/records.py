"""A meeting that runs and is closed, row by row, for the stories of what it leaves."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from accountability.actions import make_commitment
from decisions.actions import record_decision
from organizations import relay
from organizations.models import Organization, Person
from rhythm.actions import plan_meeting, plan_series
from rhythm.actions.rooms.closing import close_meeting
from rhythm.models import (
    AgendaItem,
    Attendance,
    Capture,
    Meeting,
    MeetingOutput,
    MeetingRun,
    MeetingSeries,
    Segment,
    SeriesPerson,
)
from tests.cast import NOW

TEN = NOW + timedelta(hours=1)  # Monday, ten o'clock
NOON = NOW + timedelta(hours=3)


def new_weekly(organization: Organization, *people: Person, lead: Person, **fields: Any) -> MeetingSeries:
    """The leadership's weekly, Mondays at ten, an hour long; these people are asked by name."""
    values: dict[str, Any] = {
        "start_on": date(2026, 6, 29),
        "start_time": time(10),
        "duration_minutes": 60,
        "rrule": "FREQ=WEEKLY;BYDAY=MO",
    }
    series = plan_series(
        organization=organization, title="Leadership weekly", by=None, organizer=lead, now=NOW - timedelta(weeks=8), **values
    )
    Meeting.objects.filter(series=series).delete()  # those planned ahead: a story says itself when they meet
    MeetingSeries.objects.filter(pk=series.pk).update(**fields)
    SeriesPerson.objects.bulk_create(SeriesPerson(organization=organization, series=series, person=person) for person in people)
    series.refresh_from_db()
    return series


def opened(series: MeetingSeries, *present: Person, at: datetime = TEN) -> Meeting:
    """Planned for this time and opened at it, with these people in the room."""
    meeting = plan_meeting(series=series, planned_at=at, by=None, now=at - timedelta(days=1))
    scope: dict[str, Any] = {"organization_id": series.organization_id, "meeting": meeting}
    MeetingRun.objects.create(**scope, facilitator=series.organizer, opened_at=at)
    for person in present:
        Attendance.objects.create(**scope, person=person, joined_at=at, seen_at=at)
    Meeting.objects.filter(pk=meeting.pk).update(started_at=at)
    meeting.refresh_from_db()
    return meeting


def caught(meeting: Meeting, kind: str, text: str, by: Person, **fields: Any) -> Capture:
    """A line typed in the room, twenty minutes into it."""
    values = {"at": meeting.planned_at + timedelta(minutes=20), "key": f"{kind}-{text}"[:40]}
    capture: Capture = Capture.objects.create(
        organization_id=meeting.organization_id, meeting=meeting, kind=kind, text=text, by=by, **(values | fields)
    )
    return capture


def promised(meeting: Meeting, text: str, owner: Person, due_on: date, **fields: Any) -> Capture:
    """A promise that was caught, with the commitment that it became."""
    at = meeting.planned_at + timedelta(minutes=20)
    commitment = make_commitment(organization=meeting.organization, title=text, due_on=due_on, owner=owner, by=None, now=at)
    MeetingOutput.objects.create(
        organization_id=meeting.organization_id, series=meeting.series, meeting=meeting, commitment=commitment
    )
    return caught(meeting, "commitment", text, owner, commitment=commitment, owner=owner, due_on=due_on, agreed_at=at, **fields)


def decided(meeting: Meeting, text: str, by: Person) -> Capture:
    """A decision that was caught, with the record that it became."""
    at = meeting.planned_at + timedelta(minutes=25)
    decision = record_decision(organization=meeting.organization, title=text, outcome=text, decider=by, by=None, now=at)
    MeetingOutput.objects.create(organization_id=meeting.organization_id, series=meeting.series, meeting=meeting, decision=decision)
    return caught(meeting, "decision", text, by, decision=decision, owner=by)


def stood(meeting: Meeting, title: str, **fields: Any) -> AgendaItem:
    """Something on the agenda, in its part for issues."""
    segment, _ = Segment.objects.get_or_create(
        meeting=meeting, position=1,
        defaults={
            "organization_id": meeting.organization_id, "kind": "issues", "title": "Issues", "minutes": 30, "used_seconds": 2040,
        },
    )  # fmt: skip
    item: AgendaItem = AgendaItem.objects.create(
        organization_id=meeting.organization_id,
        meeting=meeting,
        segment=segment,
        position=segment.items.count(),
        title=title,
        **fields,
    )
    return item


def rated(meeting: Meeting, person: Person, rating: int, note: str = "") -> None:
    Attendance.objects.filter(meeting=meeting, person=person).update(rating=rating, rating_note=note)


def closed(meeting: Meeting, by: Person | None, *, after: int = 65, ended_at: datetime | None = None) -> Meeting:
    """Closed so many minutes after its start, as the room does."""
    return close_meeting(meeting=meeting, by=by, now=meeting.planned_at + timedelta(minutes=after), ended_at=ended_at)


def react(now: datetime = NOON) -> None:
    """Let everything follow that waits to follow."""
    while relay.relay_one(now=now):
        pass

"""A weekly meeting with its people, for the stories of the room."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from organizations.models import Membership, Organization, Person
from rhythm.actions import plan_meeting, plan_series
from rhythm.models import AgendaItem, Meeting, Segment
from tests.cast import NOW, new_team

# kind, title, minutes, and the items with clocks of their own
AGENDA: tuple[tuple[str, str, int, tuple[str, ...]], ...] = (
    ("wins", "Wins", 5, ()),
    ("priorities", "Priorities", 10, ()),
    ("issues", "Issues", 25, ("Security holds up three teams", "No owner for the Northern accounts")),
    ("close", "Close", 5, ()),
)


def new_weekly(organization: Organization, *people: Person, lead: Person, at: datetime = NOW) -> Meeting:
    """The leadership team's meeting of today, with an agenda of four segments and two issues."""
    team = new_team("Leadership", lead=lead)
    for person in people:
        Membership.objects.create(organization=organization, team=team, person=person, role="member", status="active")
    series = plan_series(
        organization=organization, title="Leadership weekly", team=team, start_on=at.date(), start_time=time(at.hour),
        duration_minutes=45, rrule="FREQ=WEEKLY;BYDAY=MO", by=None, now=at - timedelta(days=7), organizer=lead,
    )  # fmt: skip
    meeting = plan_meeting(series=series, planned_at=at, by=None, now=at - timedelta(days=1))
    write_agenda(meeting)
    return meeting


def write_agenda(meeting: Meeting) -> None:
    for position, (kind, title, minutes, items) in enumerate(AGENDA):
        segment = Segment.objects.create(
            organization_id=meeting.organization_id, meeting=meeting, position=position, kind=kind, title=title, minutes=minutes
        )
        for place, item in enumerate(items):
            AgendaItem.objects.create(
                organization_id=meeting.organization_id, meeting=meeting, segment=segment, position=place, title=item, minutes=10
            )


def at_minute(minute: float) -> datetime:
    """So many minutes into the meeting."""
    return NOW + timedelta(minutes=minute)

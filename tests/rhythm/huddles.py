"""What the stories of huddles in writing have in common: when they are, who joins, and lines that were written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from organizations.models import Membership, Person, Team
from rhythm.actions.huddles import write_entry
from rhythm.models import HuddleEntry, Meeting, MeetingSeries
from tests.cast import NOW, new_team
from tests.reading import Reader
from tests.rhythm.agendas import new_series

TEN = datetime(2026, 8, 17, 10, tzinfo=UTC)  # Monday, an hour from now
DAY = timedelta(days=1)


def join(team: Team, person: Person) -> None:
    Membership.objects.create(organization_id=team.organization_id, team=team, person=person, role="member", status="active")


def new_platform(lead: Person, member: Person) -> Team:
    """Platform, of two."""
    team: Team = new_team("Platform", lead=lead)
    join(team, member)
    return team


def new_huddles(team: Team, organizer: Person) -> MeetingSeries:
    """The team's series of huddles in writing."""
    made: MeetingSeries = new_series(
        "Platform huddle", team, kind="huddle", held_as="writing", organizer=organizer, duration_minutes=10
    )
    return made


def sent(reader: Reader, meeting: Meeting, **said: str) -> Any:
    """The form of the page, with these fields filled in."""
    lines = {"news": "", "thing": "", "number": "", "stuck": ""} | said
    return reader.client.post(reader.address("rhythm:huddle", meeting.pk), lines)


def written(meeting: Meeting, by: Person, thing: str = "Ship it", **more: Any) -> HuddleEntry:
    entry: HuddleEntry = write_entry(meeting=meeting, thing=thing, by=by, now=NOW, **more)
    return entry

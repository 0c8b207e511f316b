"""What the stories of huddles in writing have in common: when they are, who joins, and lines that were written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from organizations.models import Membership, Person, Team
from rhythm.actions.huddles import write_entry
from rhythm.models import HuddleEntry, Meeting
from tests.cast import NOW

TEN = datetime(2026, 8, 17, 10, tzinfo=UTC)  # Monday, an hour from now
DAY = timedelta(days=1)


def join(team: Team, person: Person) -> None:
    Membership.objects.create(organization_id=team.organization_id, team=team, person=person, role="member", status="active")


def written(meeting: Meeting, by: Person, thing: str = "Ship it", **more: Any) -> HuddleEntry:
    entry: HuddleEntry = write_entry(meeting=meeting, thing=thing, by=by, now=NOW, **more)
    return entry

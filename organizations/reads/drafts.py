"""What somebody has begun to write and not sent yet."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from organizations.models import Draft, Person


def find_draft(*, person: Person, form: str) -> Draft | None:
    """What this person has kept of a form (`check_in:12`)."""
    found: Draft | None = Draft.objects.filter(person=person, form=form).first()
    return found


def saved_words(saved_at: datetime, person: Person) -> str:
    """What stands beside the form, on the writer's own clock: Draft saved 09:12."""
    zone = ZoneInfo(person.timezone or person.organization.timezone)
    return f"Draft saved {saved_at.astimezone(zone):%H:%M}"

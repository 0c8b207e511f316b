"""What somebody has begun to write and not sent yet."""

from __future__ import annotations

from organizations.models import Draft, Person


def find_draft(*, person: Person, form: str) -> Draft | None:
    """What this person has kept of a form (`check_in:12`)."""
    found: Draft | None = Draft.objects.filter(person=person, form=form).first()
    return found

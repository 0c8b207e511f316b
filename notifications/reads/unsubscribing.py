"""Look: whose daily message an address ends; from outside any organization."""

from __future__ import annotations

from notifications.secrets import person_of
from organizations.models import Person
from organizations.models.people import PersonStatus


def holder_of(secret: str) -> Person | None:
    """None for a secret of nobody, and of somebody who has left."""
    pk = person_of(secret)
    people = Person.everywhere.exclude(status=PersonStatus.INACTIVE).select_related("organization", "user")
    return people.filter(pk=pk).first() if pk is not None else None

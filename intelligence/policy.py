"""Who may write down what was learnt; a person who is None is the product itself."""

from __future__ import annotations

from organizations.models import Organization, Person
from organizations.policy import may_write


def may_record_lesson(person: Person | None, organization: Organization) -> bool:
    """Anybody who may write: what one has learnt is for all."""
    return may_write(person)

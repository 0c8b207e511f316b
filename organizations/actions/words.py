"""Verbs: the organization's own nouns, and a person's own keys."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from organizations import policy
from organizations.logbook import record, verb
from organizations.models import Organization, Person
from organizations.refusals import NotAllowed
from organizations.verbs import locked


@verb
def rename_nouns(*, organization: Organization, words: dict[str, dict[str, str]], by: Person | None, now: datetime) -> Organization:
    """Call things by these words from now on; none: by the product's own. What people wrote themselves stays as it is."""
    if not policy.may_change_organization(by, organization):
        raise NotAllowed("You may not change the organization’s words. Ask an admin or the owner.")
    organization = Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    if organization.words != words:
        organization.words = words
        organization.save(update_fields=["words"])
        record("organization.words_changed", by=by, about=organization, now=now, words=words)
    return organization


@verb
def change_keys(*, person: Person, keys: dict[str, Any], by: Person, now: datetime) -> Person:
    """A person's own single keys: other ones, or none."""
    if by.pk != person.pk:
        raise NotAllowed(f"Only {person.name} changes their keys.")
    person = locked(person)
    if person.keys != keys:
        person.keys = keys
        person.save(update_fields=["keys"])
        record("account.keys_changed", by=by, about=person, now=now, keys=keys)
    return person

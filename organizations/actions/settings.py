"""Verbs: what holds for everybody in the organization, and what a person says about themselves."""

from __future__ import annotations

from datetime import datetime

from organizations import policy
from organizations.logbook import record, verb
from organizations.models import Organization, Person
from organizations.refusals import NotAllowed
from organizations.verbs import locked, worded


@verb
def change_organization(
    *, organization: Organization, name: str, timezone: str, check_in_every_days: int, by: Person | None, now: datetime
) -> Organization:
    """Rename it, move it to another time zone, or change how often it checks in."""
    if not policy.may_change_organization(by, organization):
        raise NotAllowed("You may not change the organization’s settings. Ask an admin or the owner.")
    organization = Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    wanted = {
        "name": worded(name, "Give the organization a name."),
        "timezone": timezone,
        "check_in_every_days": check_in_every_days,
    }
    changed = {field: value for field, value in wanted.items() if getattr(organization, field) != value}
    for field, value in changed.items():
        setattr(organization, field, value)
    if changed:
        organization.save(update_fields=list(changed))
        record("organization.changed", by=by, about=organization, now=now, changed=changed)
    return organization


@verb
def change_account(*, person: Person, name: str, timezone: str, theme: str, by: Person, now: datetime) -> Person:
    """A person's own name and time zone here, and the theme of all their pages."""
    if by.pk != person.pk:
        raise NotAllowed(f"Only {person.name} changes their account.")
    person = locked(person)
    person.name, person.timezone = worded(name, "Write your name."), timezone
    person.save(update_fields=["name", "timezone"])
    if person.user is not None and person.user.theme != theme:
        person.user.theme = theme
        person.user.save(update_fields=["theme"])
    record("account.changed", by=by, about=person, now=now)
    return person

"""Verbs: the people of an organization."""

from __future__ import annotations

from datetime import datetime

from organizations import policy
from organizations.logbook import record, verb
from organizations.models import Organization, Person, User
from organizations.models.people import Access, PersonStatus
from organizations.refusals import AlreadyThere, NotAllowed
from organizations.tenancy import new_key
from organizations.verbs import worded


@verb
def add_person(
    *,
    organization: Organization,
    name: str,
    by: Person | None,
    now: datetime,
    key: str = "",
    email: str = "",
    title: str = "",
    timezone: str = "",
    access: Access = Access.MEMBER,
    user: User | None = None,
) -> Person:
    """Somebody joins the organization, with a login or without one."""
    if not policy.may_add_person(by, organization):
        raise NotAllowed("You may not add people. Ask an admin or the owner of the organization.")
    if not policy.may_give_access(by, access):
        raise NotAllowed("Only an owner makes somebody an owner. Choose another access, or ask an owner.")
    name, email = worded(name, "Say who joins: give a name."), email.strip().lower()
    if email and Person.objects.filter(email__iexact=email).exists():
        raise AlreadyThere(f"Somebody with the address {email} is here already. Use another address, or leave it empty.")
    person: Person = Person.objects.create(
        organization=organization,
        key=key or new_key(),
        name=name,
        email=email,
        title=title.strip(),
        timezone=timezone,
        access=access,
        user=user,
        status=PersonStatus.ACTIVE,
    )
    record("person.added", by=by, about=person, now=now, access=access)
    return person

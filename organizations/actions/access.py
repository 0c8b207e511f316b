"""Verbs: what a person may do here, whether they may come in at all, and their sign-ins."""

from __future__ import annotations

from datetime import datetime

from organizations import policy
from organizations.logbook import record, verb
from organizations.models import Invitation, Person, Session, User
from organizations.models.people import Access, PersonStatus
from organizations.refusals import AlreadyThere, LastOwner, NotAllowed
from organizations.tenancy import in_organization
from organizations.verbs import locked

ASK = "Ask an owner of the organization."


@verb
def change_access(*, person: Person, access: Access, by: Person | None, now: datetime) -> Person:
    """Let a person do more, or less."""
    owners = held_owners()
    person = locked(person)
    if not policy.may_manage_access(by, person):
        raise NotAllowed(f"You may not change what {person.name} may do. {ASK}")
    if not policy.may_give_access(by, access):
        raise NotAllowed(f"Only an owner makes somebody an owner. {ASK}")
    if person.access == access:
        return person
    if person.access == Access.OWNER:
        keep_an_owner(owners, besides=person)
    before, person.access = person.access, access
    person.save(update_fields=["access"])
    record("access.changed", by=by, about=person, now=now, before=before, access=access)
    return person


@verb
def deactivate_person(*, person: Person, by: Person | None, now: datetime) -> Person:
    """A person leaves: at once the organization does not exist for them any more; what they own and said stays."""
    owners = held_owners()
    person = locked(person)
    if not policy.may_manage_access(by, person):
        raise NotAllowed(f"You may not deactivate {person.name}. {ASK}")
    if person.status == PersonStatus.INACTIVE:
        raise AlreadyThere(f"{person.name} is deactivated already.")
    if person.access == Access.OWNER:
        keep_an_owner(owners, besides=person)
    person.status = PersonStatus.INACTIVE
    person.save(update_fields=["status"])
    Invitation.objects.filter(person=person, accepted_at=None, revoked_at=None).update(revoked_at=now)
    end_sessions_of_leaver(person)
    record("person.deactivated", by=by, about=person, now=now)
    return person


@verb
def reactivate_person(*, person: Person, by: Person | None, now: datetime) -> Person:
    """A person is back, with the access they had."""
    person = locked(person)
    if not policy.may_manage_access(by, person):
        raise NotAllowed(f"You may not reactivate {person.name}. {ASK}")
    if person.status != PersonStatus.INACTIVE:
        raise AlreadyThere(f"{person.name} is active already.")
    person.status = PersonStatus.ACTIVE
    person.save(update_fields=["status"])
    record("person.reactivated", by=by, about=person, now=now)
    return person


@verb
def end_other_sessions(*, person: Person, session_key: str, by: Person, now: datetime) -> int:
    """Sign the reader out in every other browser; answers in how many."""
    if by.user_id is None or by.user_id != person.user_id:
        raise NotAllowed("You may only sign yourself out.")
    count, _ = Session.objects.filter(user_id=person.user_id).exclude(session_key=session_key).delete()
    record("sessions.ended", by=by, about=person, now=now, count=count)
    return count


def request_new_password(*, user: User, now: datetime) -> None:
    """Ask for a mail with a link to a new password, in the name of the first organization the login is active in."""
    person = Person.everywhere.filter(user=user).exclude(status=PersonStatus.INACTIVE).order_by("pk").first()
    if person is None:
        return
    with in_organization(person.organization_id):
        note_request(person=person, by=None, now=now)


@verb
def note_request(*, person: Person, by: None, now: datetime) -> None:
    """The line that the mail is written from; the link itself is made by the reaction and is in no line."""
    record("password.requested", by=by, about=person, now=now)


def held_owners() -> list[Person]:
    """The active owners, held until the transaction ends.

    Before anybody else and always in one order: the last two can neither both leave at once nor wait for each other.
    """
    owners = Person.objects.filter(access=Access.OWNER).exclude(status=PersonStatus.INACTIVE)
    return list(owners.select_for_update(no_key=True).order_by("pk"))


def keep_an_owner(owners: list[Person], *, besides: Person) -> None:
    """Raises LastOwner when nobody else could sign in as one."""
    if not any(owner.pk != besides.pk and owner.user_id for owner in owners):
        raise LastOwner(f"{besides.name} is the last owner who can sign in. Make somebody else an owner first.")


def end_sessions_of_leaver(person: Person) -> None:
    """All sign-ins of a login that is active nowhere else; elsewhere they stay, for they open nothing here any more."""
    elsewhere = Person.everywhere.filter(user_id=person.user_id).exclude(status=PersonStatus.INACTIVE).exclude(pk=person.pk)
    if person.user_id is not None and not elsewhere.exists():
        Session.objects.filter(user_id=person.user_id).delete()

"""Verbs: asking a person to sign in, taking that back, and coming in."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from organizations import policy
from organizations.actions.people import add_person
from organizations.logbook import record, verb
from organizations.models import Invitation, Organization, Person, User
from organizations.models.people import Access, PersonStatus
from organizations.refusals import AlreadyThere, LinkIsDead, NotAllowed, NotSaid
from organizations.tenancy import new_key
from organizations.tokens import fingerprint, invitation_secret
from organizations.verbs import locked

GOOD_FOR = timedelta(days=14)
ASK = "Ask an admin or the owner of the organization."


@verb
def invite_person(*, person: Person, by: Person | None, now: datetime, email: str = "") -> Invitation:
    """Ask a person of the organization to sign in, by a link that goes to their address; an older link dies."""
    person = locked(person)
    if not policy.may_manage_access(by, person):
        raise NotAllowed(f"You may not invite {person.name}. {ASK}")
    if person.status == PersonStatus.INACTIVE:
        raise NotAllowed(f"{person.name} is deactivated. Reactivate them first.")
    if person.user_id is not None:
        raise AlreadyThere(f"{person.name} can sign in already.")
    keep_address(person, email)
    open_invitations(person).update(revoked_at=now)
    invitation = new_invitation(person, by, now)
    record("invitation.sent", by=by, about=person, now=now, invitation=invitation.pk)
    return invitation


@verb
def invite_newcomer(
    *, organization: Organization, name: str, email: str, access: Access, by: Person | None, now: datetime, title: str = ""
) -> Invitation:
    """Add somebody and ask them in, or neither."""
    person = add_person(organization=organization, name=name, email=email, title=title, access=access, by=by, now=now)
    return invite_person(person=person, by=by, now=now)


@verb
def revoke_invitation(*, invitation: Invitation, by: Person | None, now: datetime) -> Invitation:
    """Take an invitation back: its link is dead from now on."""
    invitation = locked(invitation)
    if not policy.may_manage_access(by, invitation.person):
        raise NotAllowed(f"You may not take this invitation back. {ASK}")
    if invitation.accepted_at:
        raise AlreadyThere(f"{invitation.person.name} has accepted already. Deactivate them instead.")
    if not invitation.revoked_at:
        invitation.revoked_at = now
        invitation.save(update_fields=["revoked_at"])
        record("invitation.revoked", by=by, about=invitation.person, now=now, invitation=invitation.pk)
    return invitation


@verb
def accept_invitation(*, invitation: Invitation, user: User | None, now: datetime, password: str = "") -> Person:
    """Come in: with the account of the invited address, or with a new one that gets this password."""
    invitation = locked(invitation)
    check_open(invitation, now)
    person: Person = locked(invitation.person)
    if user is not None and user.email.lower() != invitation.email.lower():
        raise NotAllowed(f"This invitation is for {invitation.email}. Sign in with that address.")
    login = user or new_login(invitation.email, password)
    if Person.objects.filter(user=login).exists():
        raise AlreadyThere(f"You are in {person.organization.name} already, with this address.")
    person.user = login
    person.save(update_fields=["user"])
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    record("invitation.accepted", by=person, about=person, now=now, invitation=invitation.pk)
    return person


def check_open(invitation: Invitation, now: datetime) -> None:
    """Raises LinkIsDead with the sentence that tells the reader how it died."""
    who = invitation.invited_by.name if invitation.invited_by else "whoever invited you"
    if invitation.accepted_at:
        raise LinkIsDead("This invitation has been used. Sign in with the password that was chosen then.")
    if invitation.revoked_at or invitation.person.status == PersonStatus.INACTIVE:
        raise LinkIsDead(f"This invitation was taken back. Ask {who} for a new one.")
    if invitation.expires_at <= now:
        raise LinkIsDead(f"This invitation has expired. Ask {who} for a new one.")


def keep_address(person: Person, email: str) -> None:
    """The address that the link goes to is the person's from now on."""
    email = email.strip().lower() or person.email
    if not email:
        raise NotSaid(f"Write the address that {person.name}’s link goes to.")
    if Person.objects.filter(email__iexact=email).exclude(pk=person.pk).exists():
        raise AlreadyThere(f"Somebody else here has the address {email}. Use another one.")
    if email != person.email:
        person.email = email
        person.save(update_fields=["email"])


def open_invitations(person: Person) -> QuerySet[Invitation]:
    return Invitation.objects.filter(person=person, accepted_at=None, revoked_at=None)


def new_invitation(person: Person, by: Person | None, now: datetime) -> Invitation:
    """The row first, for its number is part of the secret; then the secret's fingerprint."""
    invitation: Invitation = Invitation.objects.create(
        organization_id=person.organization_id,
        person=person,
        email=person.email,
        secret_hash=new_key(),
        invited_by=by,
        invited_at=now,
        expires_at=now + GOOD_FOR,
    )
    invitation.secret_hash = fingerprint(invitation_secret(invitation))
    invitation.save(update_fields=["secret_hash"])
    return invitation


def new_login(email: str, password: str) -> User:
    """Raises AlreadyThere when the address has an account, even one that was made this very moment."""
    try:
        with transaction.atomic():
            return User.objects.create_user(email, password)
    except IntegrityError as clash:
        raise AlreadyThere(f"{email} has an account already. Sign in with it, then open this link again.") from clash

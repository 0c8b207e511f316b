"""Reactions to the room below: the mails that let somebody in. Their links are made here, and forgotten when they are sent."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from notifications.actions import queue_mail
from notifications.letters import Letter, write_letter
from notifications.mail import OPENS_A_DOOR
from organizations.logbook import react_to
from organizations.models import Event, Invitation, Person
from organizations.tokens import invitation_secret, password_path


@react_to("invitation.sent")
def mail_invitation(event: Event, now: datetime) -> None:
    """To the invited address, unless the invitation was taken back or replaced meanwhile."""
    invitation = Invitation.objects.select_related("organization", "invited_by").get(pk=event.data["invitation"])
    if invitation.revoked_at or invitation.accepted_at:
        return
    host = invitation.invited_by.name if invitation.invited_by else invitation.organization.name
    letter = Letter(
        text=f"{host} asks you into {invitation.organization.name}",
        lines=(f"Choose a password, and you are in. The link works once, until {invitation.expires_at:%-d %B}.",),
        path=reverse("front:invitation", args=[invitation_secret(invitation)]),
        ask="Come in",
        why="You get this mail since somebody entered your address. If you do not know them, do nothing.",
        organization=invitation.organization.name,
    )
    mail_secret(letter, to=invitation.email, event=event, now=now)


@react_to("password.requested")
def mail_password_link(event: Event, now: datetime) -> None:
    """To the address of the login."""
    person = Person.objects.select_related("organization", "user").get(pk=event.about_id)
    if person.user is None:
        return
    letter = Letter(
        text="Your link to a new password",
        lines=("It works once, for three days.",),
        path=password_path(person.user),
        ask="Choose a new password",
        why="Somebody asked for it on the sign-in page. If that was not you, do nothing: the old password stays.",
        organization=person.organization.name,
    )
    mail_secret(letter, to=person.user.email, event=event, now=now)


def mail_secret(letter: Letter, *, to: str, event: Event, now: datetime) -> None:
    """Queue a mail whose link opens a door; the outbox wipes it once it is sent."""
    words = {part: write_letter(f"emails/waits_on_you.{end}", letter) for part, end in (("text", "txt"), ("html", "html"))}
    queue_mail(key=f"{OPENS_A_DOOR}event-{event.pk}", recipient=to, subject=letter.text, **words, now=now)

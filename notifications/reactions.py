"""Reactions: mails that let somebody in (links made here, and forgotten when sent); who hears of a comment, and of an absence."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from notifications.actions import notify, queue_mail
from notifications.letters import Letter, write_letter
from notifications.mail import OPENS_A_DOOR
from notifications.models import Comment
from notifications.rounds import plan_anew
from notifications.threads import Thread, threads
from organizations.logbook import react_to
from organizations.models import Absence, Event, Invitation, Person
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


@react_to("comment.posted", "comment.edited")
def tell_who_is_named(event: Event, now: datetime) -> None:
    """Each once, by mail too: somebody wants them to read it."""
    comment = comment_of(event)
    thread = threads.get(comment.about_type) if comment else None
    row = thread.find(comment.about_id) if comment and thread else None
    if comment is None or thread is None or row is None:
        return
    named = Person.objects.filter(pk__in=event.data["mentions"]).exclude(pk=event.actor_id)
    told = {person.pk: person for person in named.select_related("user", "organization")}
    writer = comment.author.name
    for person in told.values():
        notify(
            person=person,
            event=event,
            reason="comment.names_you",
            text=f"{writer} names you on {thread.title(row)}",
            path=place_of(comment, thread),
            now=now,
            lines=[comment.text[:600]],
            ask="Read it, and answer",
            why=f"You get this because {writer} wrote your name.",
        )
    if event.name == "comment.posted":
        people = [person for person in taking_part(comment, thread, row) if person.pk not in told]
        tell_who_takes_part(people, event, comment, thread.title(row), now=now)


def taking_part(comment: Comment, thread: Thread, row: Any) -> list[Person]:
    """Those whose thing it is, and who wrote before."""
    before = Comment.objects.filter(about_type=comment.about_type, about_id=comment.about_id, pk__lt=comment.pk)
    writers = Person.objects.filter(comments__in=before).select_related("user", "organization").distinct()[:20]
    people = {person.pk: person for person in [*thread.hears(row), *writers] if person}
    return [person for pk, person in people.items() if pk != comment.author_id]


def tell_who_takes_part(people: list[Person], event: Event, comment: Comment, title: str, *, now: datetime) -> None:
    """A line, without a mail."""
    path = place_of(comment, threads[comment.about_type])
    for person in people:
        text = f"{comment.author.name} comments on {title}"
        notify(person=person, event=event, reason="comment.posted", text=text, path=path, now=now, is_mailed=False)


def comment_of(event: Event) -> Comment | None:
    """None when its words were removed since."""
    found: Comment | None = Comment.objects.select_related("author", "organization").filter(pk=event.data["comment"]).first()
    return found if found and found.removed_at is None else None


def place_of(comment: Comment, thread: Thread) -> str:
    return f"{reverse(thread.comments, args=[comment.organization.slug, comment.about_id])}#comment-{comment.pk}"


@react_to("absence.planned")
def tell_the_delegate(event: Event, now: datetime) -> None:
    """Who stands in hears of it, unless they arranged it themselves."""
    absence = (
        Absence.objects.select_related("person", "delegate__user", "delegate__organization")
        .filter(pk=event.data["absence"])
        .first()
    )
    if absence is None or absence.delegate is None or absence.delegate_id == event.actor_id:
        return
    until = date_format(absence.ends_on, "j F")
    notify(
        person=absence.delegate,
        event=event,
        reason="absence.you_stand_in",
        text=f"You stand in for {absence.person.name} until {until}",
        path=reverse("organizations:absences", args=[absence.delegate.organization.slug, absence.person_id]),
        now=now,
        lines=[f"From {date_format(absence.starts_on, 'j F')} to {until}. Check-ins that fall due are yours in these days."],
        ask="See the days",
        why=f"You get this because {absence.person.name} named you.",
    )


@react_to("account.changed", "organization.changed")
def plan_rounds_anew(event: Event, now: datetime) -> None:
    """Another time zone is another morning."""
    people = Person.objects.filter(rounds__isnull=False).select_related("organization")
    for person in people.filter(pk=event.about_id) if event.name == "account.changed" else people.filter(timezone=""):
        plan_anew(person, now=now)

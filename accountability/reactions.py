"""What follows by itself: of a promise that somebody else wrote down its owner hears; of a hand-over both sides."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from accountability.models import Commitment, Cover
from notifications.actions import notify
from organizations.logbook import react_to
from organizations.models import Event, Person
from organizations.models.people import PersonStatus
from organizations.words import own_words


@react_to("commitment.made")
def tell_the_owner(event: Event, now: datetime) -> None:
    owners = Commitment.objects.select_related("organization", "owner__user", "owner__organization")
    commitment: Commitment | None = owners.filter(pk=event.about_id).first()
    if commitment is None or commitment.owner is None or commitment.owner_id == event.actor_id:
        return
    writer = event.actor.name if event.actor else "Somebody"
    notify(
        person=commitment.owner,
        event=event,
        reason="commitment.is_yours",
        text=f"“{commitment}” is written down as your {own_words()['commitment']}",
        path=reverse("accountability:commitment", args=[commitment.organization.slug, commitment.pk]),
        now=now,
        status="◌ Open",
        lines=[f"Due on {date_format(commitment.due_on, 'j F Y')}."] if commitment.due_on else [],
        ask="Look at it, and say if it cannot be kept",
        why=f"You get this because {writer} named you as its owner.",
    )


@react_to("cover.begun")
def tell_who_covers(event: Event, now: datetime) -> None:
    """Who takes it over, and whose it was when somebody else did it for them."""
    cover = cover_in(event)
    if cover is None:
        return
    things = f"{event.data.get('count', 0)} things" if event.data.get("count") != 1 else "one thing"
    until = f"Until {date_format(cover.ends_on, 'j F Y')}; then it comes back by itself." if cover.ends_on else "For good."
    said = {"reason": "cover.begun", "lines": [line for line in (until, cover.note) if line], "ask": "See what it is"}
    tell_of_cover(cover.to, cover, event, now, text=f"{cover.person.name} hands over {things} to you", **said)
    tell_of_cover(cover.person, cover, event, now, text=f"{cover.to.name} has {things} of yours", **said)


@react_to("cover.returned")
def tell_what_is_back(event: Event, now: datetime) -> None:
    if cover := cover_in(event):
        said = {"reason": "cover.returned", "lines": [], "ask": "See what stayed"}
        tell_of_cover(cover.person, cover, event, now, text=f"What {cover.to.name} had for you is yours again", **said)
        tell_of_cover(cover.to, cover, event, now, text=f"{cover.person.name} has back what you had for them", **said)


@react_to("cover.fell_through")
def tell_that_nobody_covers(event: Event, now: datetime) -> None:
    """Who is away, and who planned it: somebody else has to be named."""
    if cover := cover_in(event):
        said = {"reason": "cover.fell_through", "lines": [str(event.data.get("reason", ""))], "ask": "Name somebody else"}
        for person in {one.pk: one for one in (cover.person, cover.by) if one}.values():
            tell_of_cover(person, cover, event, now, text=f"{cover.to.name} cannot cover for {cover.person.name}", **said)


def cover_in(event: Event) -> Cover | None:
    rows = Cover.objects.select_related("organization", "person__user", "person__organization", "to__user", "to__organization")
    cover: Cover | None = rows.select_related("by__user", "by__organization").filter(pk=event.data.get("cover")).first()
    return cover


def tell_of_cover(person: Person, cover: Cover, event: Event, now: datetime, **said: Any) -> None:
    """Nobody hears of what they did themselves, nor who has left."""
    if person.pk == event.actor_id or person.status == PersonStatus.INACTIVE:
        return
    path = reverse("accountability:cover", args=[cover.organization.slug, cover.pk])
    why = f"You get this because it is about what {cover.person.name} hands over."
    notify(person=person, event=event, path=path, now=now, status="", why=why, **said)

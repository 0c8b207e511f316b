"""What follows by itself from a promise: its owner hears of it when somebody else wrote it down."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format

from accountability.models import Commitment
from notifications.actions import notify
from organizations.logbook import react_to
from organizations.models import Event
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

"""Everybody with a login hears that a recall pulse is open; whoever opened it knows."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format

from alignment.models import RecallPulse
from alignment.reads.pulse import who_is_asked
from notifications.actions import notify
from organizations.logbook import react_to
from organizations.models import Event
from organizations.words import own_words


@react_to("pulse.opened")
def ask_everybody(event: Event, now: datetime) -> None:
    pulse: RecallPulse | None = RecallPulse.objects.select_related("organization", "cycle").filter(pk=event.about_id).first()
    if pulse is None:
        return
    for person in who_is_asked().exclude(pk=event.actor_id).select_related("user", "organization").order_by("pk"):
        notify(
            person=person,
            event=event,
            reason="pulse.waits_on_you",
            text=f"One minute: which are our {own_words()['priorities']} in {pulse.cycle}?",
            path=reverse("alignment:pulse", args=[pulse.organization.slug]),
            now=now,
            status="◌ Waits for your answer",
            lines=[f"Open until {date_format(pulse.closes_on, 'j F Y')}.", "What you pick is shown to nobody."],
            ask=f"Pick the {own_words()['priorities']}",
            why="You get this because everybody is asked once a quarter.",
        )

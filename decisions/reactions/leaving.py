"""Somebody leaves who was to decide: whoever asked hears of it, for the question waits for nobody now."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from decisions.models import Decision, DecisionRole, DecisionState, Part
from notifications.actions import notify
from organizations.logbook import react_to
from organizations.models import Event
from organizations.models.people import PersonStatus

OPEN = (DecisionState.PROPOSED, DecisionState.DEFERRED)
MOST = 100


@react_to("person.deactivated")
def tell_who_asked(event: Event, now: datetime) -> None:
    """A line for each question; it can be passed on by whoever asked, and by leaders."""
    theirs = DecisionRole.objects.filter(person_id=event.about_id, part=Part.DECIDER, person__status=PersonStatus.INACTIVE)
    waiting = Decision.objects.filter(state__in=OPEN, pk__in=theirs.values("decision"), asked_by__isnull=False)
    related = ("organization", "asked_by__user", "asked_by__organization")
    for decision in waiting.exclude(asked_by__status=PersonStatus.INACTIVE).select_related(*related).order_by("pk")[:MOST]:
        notify(
            person=decision.asked_by,
            event=event,
            reason=f"decision.has_no_decider.{decision.pk}",
            text=f"“{decision}” waits for {event.about_title}, who has left",
            path=reverse("decisions:handover", args=[decision.organization.slug, decision.pk]),
            now=now,
            status="◌ Waits for nobody",
            ask="Pass it on",
            why="You get this because you asked for it.",
        )

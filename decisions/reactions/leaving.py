"""Somebody leaves who was to decide, or to clear a blocker: whoever asked hears of it, for it waits for nobody now."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from decisions.models import UNDECIDED, Blocker, BlockerState, Decision, DecisionRole, Part
from notifications.actions import notify
from organizations.logbook import react_to
from organizations.models import Event
from organizations.models.people import PersonStatus

MOST = 100


@react_to("person.deactivated")
def tell_who_asked(event: Event, now: datetime) -> None:
    """A line for each question; it can be passed on by whoever asked, and by leaders."""
    theirs = DecisionRole.objects.filter(person_id=event.about_id, part=Part.DECIDER, person__status=PersonStatus.INACTIVE)
    waiting = Decision.objects.filter(state__in=UNDECIDED, pk__in=theirs.values("decision"), asked_by__isnull=False)
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


@react_to("person.deactivated")
def tell_who_raised(event: Event, now: datetime) -> None:
    """A line for each blocker; it can be handed on by whoever waits, and by leaders."""
    theirs = Blocker.objects.filter(owner=event.about_id, owner__status=PersonStatus.INACTIVE, state=BlockerState.OPEN)
    related = ("organization", "raised_by__user", "raised_by__organization", "objective", "commitment")
    waiting = theirs.filter(raised_by__isnull=False).exclude(raised_by__status=PersonStatus.INACTIVE)
    for blocker in waiting.select_related(*related).order_by("pk")[:MOST]:
        notify(
            person=blocker.raised_by,
            event=event,
            reason=f"blocker.has_no_owner.{blocker.pk}",
            text=f"“{blocker}” waits for {event.about_title}, who has left: “{blocker.stuck}” is stuck",
            path=reverse("decisions:blocker_answer", args=[blocker.organization.slug, blocker.pk]),
            now=now,
            status="◌ Waits for nobody",
            ask="Say who clears it",
            why="You get this because you raised it.",
        )

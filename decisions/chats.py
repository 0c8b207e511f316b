"""What this room tells chats: that a question is decided, to the team that decided it and those that were held up by it."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from decisions.models import Decision, DecisionState, HeldUp
from notifications.actions.chats import tell_chats
from organizations.logbook import react_to
from organizations.models import Event


@react_to("decision.decided", "decision.recorded")
def tell_that_it_is_decided(event: Event, now: datetime) -> None:
    decision: Decision | None = Decision.objects.select_related("organization").filter(pk=event.about_id).first()
    if decision is None or decision.state not in {DecisionState.ACCEPTED, DecisionState.REJECTED}:
        return
    held_up = HeldUp.objects.filter(decision=decision).values_list("team_id", flat=True)
    tell_chats(
        what="decisions",
        teams={decision.team_id, *held_up},
        event=event,
        title=f"{decision.get_state_display()}: {decision}",
        lines=[decision.outcome],
        path=reverse("decisions:decision", args=[decision.organization.slug, decision.pk]),
        now=now,
    )

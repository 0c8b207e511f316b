"""Teams that a decision touches are told, by their leads; and whoever decided hears who disagrees."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse

from decisions.models import Decision, DecisionState, TeamAcknowledgement, TeamTold
from decisions.reactions.asking import decider, find_decision
from notifications.actions import notify
from organizations.logbook import react_to
from organizations.models import Event, Membership
from organizations.models.people import PersonStatus
from organizations.models.teams import LEADS


@react_to("decision.decided", "decision.recorded", "decision.superseded")
def tell_the_leads(event: Event, now: datetime) -> None:
    """Of each team that was told, who leads it and has not said yet that they know; each person once."""
    decision = find_decision(event.data["successor"] if event.name == "decision.superseded" else event.about_id)
    if decision is None or decision.state not in {DecisionState.ACCEPTED, DecisionState.REJECTED}:
        return
    told = TeamTold.objects.filter(decision=decision)
    known = TeamAcknowledgement.objects.filter(told__decision=decision, told__team=OuterRef("team"), person=OuterRef("person"))
    leads = Membership.objects.filter(LEADS, ~Exists(known), team__in=told.values("team")).exclude(person_id=event.actor_id)
    named = leads.exclude(person__status=PersonStatus.INACTIVE).select_related("person__user", "person__organization", "team")
    people = {lead.person_id: lead for lead in named.order_by("-team__name", "-id")}
    for lead in people.values():
        notify(
            person=lead.person,
            event=event,
            reason="decision.for_your_team",
            text=f"{decision.get_state_display()}: “{decision}”, which touches {lead.team.name}",
            path=reverse("decisions:decision", args=[decision.organization.slug, decision.pk]),
            now=now,
            status="● Decided",
            lines=[line for line in (who_decided(decision), decision.outcome) if line],
            ask="Say that you know it",
            why=f"You get this because you lead {lead.team.name}.",
        )


def who_decided(decision: Decision) -> str:
    person = decider(decision)
    return f"{person.name} decided it." if person else ""


@react_to("decision.dissented")
def tell_who_decided(event: Event, now: datetime) -> None:
    decision = find_decision(event.about_id)
    whom = decider(decision) if decision else None
    if decision is None or whom is None or event.actor is None or whom.pk == event.actor_id:
        return
    goes = "goes along with it all the same" if event.data["is_committed"] else "does not go along with it yet"
    notify(
        person=whom,
        event=event,
        reason="decision.disagreed",
        text=f"{event.actor.name} disagrees with “{decision}” and {goes}",
        path=reverse("decisions:decision", args=[decision.organization.slug, decision.pk]),
        now=now,
        lines=[event.data["words"]],
        why="You get this because you decided it.",
    )

"""Who asked, who decides and the leads of teams that wait hear that it is put off; who decides, when it is back."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format

from decisions.models import Decision, DecisionState, HeldUp
from decisions.reactions.asking import decider, facts_of, find_decision
from notifications.actions import notify
from organizations.logbook import react_to
from organizations.models import Event, Membership, Person
from organizations.models.people import PersonStatus
from organizations.models.teams import LEADS


@react_to("decision.deferred")
def tell_that_it_is_put_off(event: Event, now: datetime) -> None:
    """Each once, whichever of them somebody is."""
    decision = find_decision(event.about_id)
    if decision is None:
        return
    until = date.fromisoformat(event.data["need_by"][1])
    for person, why in who_hears(decision).items():
        if person.pk != event.actor_id and person.status != PersonStatus.INACTIVE:
            notify(
                person=person,
                event=event,
                reason="decision.put_off",
                text=f"“{decision}” is put off: needed by {date_format(until, 'j F Y')} now",
                path=reverse("decisions:decision", args=[decision.organization.slug, decision.pk]),
                now=now,
                lines=[event.data["reason"]],
                why=why,
            )


def who_hears(decision: Decision) -> dict[Person, str]:
    """Each with the reason why; whoever decides or asked hears it for that."""
    held = HeldUp.objects.filter(decision=decision).values("team")
    leads = Membership.objects.filter(LEADS, team__in=held).select_related("person__user", "person__organization", "team")
    found = {lead.person: f"You get this because {lead.team.name}, which you lead, waits for it." for lead in leads.order_by("id")}
    if decision.asked_by:
        found[decision.asked_by] = "You get this because you asked for it."
    if whom := decider(decision):
        found[whom] = "You get this because you are named to decide it."
    return found


@react_to("decision.taken_up")
def hand_it_back_as_it_was(event: Event, now: datetime) -> None:
    decision = find_decision(event.about_id)
    whom = decider(decision) if decision else None
    if decision is None or whom is None or whom.pk == event.actor_id or decision.state != DecisionState.PROPOSED:
        return
    notify(
        person=whom,
        event=event,
        reason="decision.waits_on_you",
        text=f"“{decision}” was put off, and waits for you again",
        path=reverse("decisions:decision", args=[decision.organization.slug, decision.pk]),
        now=now,
        status="◌ Waits on you",
        lines=[line for line in facts_of(event, decision) if not line.endswith("asks you.")],
        ask="Decide, or hand it on",
        why="You get this because you are named to decide it.",
        is_urgent=event.actor_id is None,
    )

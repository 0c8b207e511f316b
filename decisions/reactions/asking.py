"""What follows by itself from a question: who decides and who is heard are told; and who hears of what is said about it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format

from decisions.actions.assumptions import break_what_broke
from decisions.models import Decision, DecisionRole, DecisionState, HeldUp, Part
from decisions.reads.owed import people_to_hear
from notifications.actions import notify
from notifications.threads import Thread, talk_about
from organizations.logbook import react_to
from organizations.models import Event, Person
from organizations.models.people import PersonStatus
from organizations.verbs import day_of
from organizations.words import own_words

URGENT_WITHIN = timedelta(days=1)  # needed so soon, it does not wait for the message of the day


@react_to("decision.asked", "decision.handed_over")
def tell_the_decider(event: Event, now: datetime) -> None:
    """Whoever decides it by now: a question that was handed on at once is put to the last one only."""
    decision: Decision | None = Decision.objects.select_related("organization").filter(pk=event.about_id).first()
    whom = decider(decision) if decision else None
    if decision is None or whom is None or whom.pk == event.actor_id:
        return
    notify(
        person=whom,
        event=event,
        reason="decision.waits_on_you",
        text=f"“{decision}” waits for your {own_words()['decision']}",
        path=reverse("decisions:decision", args=[decision.organization.slug, decision.pk]),
        now=now,
        status="◌ Waits on you",
        lines=facts_of(event, decision),
        ask="Decide, or hand it on",
        why="You get this because you are named to decide it.",
        is_urgent=decision.need_by is not None and decision.need_by <= day_of(now, decision.organization) + URGENT_WITHIN,
    )


@react_to("decision.asked")
def ask_who_is_heard(event: Event, now: datetime) -> None:
    """Each person, and the leads of each team, that is to be heard before it is decided."""
    decision = find_decision(event.about_id)
    for person in people_to_hear(decision) if decision else []:
        if decision and person.pk not in {event.actor_id, decision.asked_by_id}:
            notify(
                person=person,
                event=event,
                reason="decision.asks_for_input",
                text=f"“{decision}”: you are heard before it is decided",
                path=reverse("decisions:decision_comments", args=[decision.organization.slug, decision.pk]),
                now=now,
                status="◌ Waits for your input",
                lines=facts_of(event, decision),
                ask="Say what you think",
                why="You get this because you are to be heard on it.",
            )


@react_to("decision.reopened")
def hand_it_back(event: Event, now: datetime) -> None:
    """To whoever decides it; where they have left, to whoever asked."""
    decision = find_decision(event.about_id)
    found = decider(decision) if decision else None
    person = decision.asked_by if decision and (found is None or found.status == PersonStatus.INACTIVE) else found
    if decision is None or person is None or decision.state != DecisionState.PROPOSED or person.pk == event.actor_id:
        return
    notify(
        person=person,
        event=event,
        reason="decision.waits_on_you",
        text=f"“{decision}” is open again",
        path=reverse("decisions:decision", args=[decision.organization.slug, decision.pk]),
        now=now,
        status="◌ Waits on you",
        lines=[event.data["reason"], *facts_of(event, decision)[1:]],
        ask="Decide it anew, or hand it on",
        why="You get this because you decide it." if person == found else "You get this because you asked, and its decider left.",
    )


@react_to("metric.measured")
def look_at_what_rests_on_a_number(event: Event, now: datetime) -> None:
    break_what_broke(organization=event.organization, metric=event.about_id, now=now)


@react_to(
    "dependency.declined", "dependency.withdrawn", "dependency.agreed", "dependency.negotiated", "dependency.delivered",
    "dependency.accepted",
)  # fmt: skip
def look_at_what_rests_on_a_dependency(event: Event, now: datetime) -> None:
    break_what_broke(organization=event.organization, dependency=event.about_id, now=now)


def decider(decision: Decision) -> Person | None:
    roles = DecisionRole.objects.filter(decision=decision, part=Part.DECIDER)
    role: DecisionRole | None = roles.select_related("person__user", "person__organization").first()
    return role.person if role else None


def facts_of(event: Event, decision: Decision) -> list[str]:
    waiting = HeldUp.objects.filter(decision=decision).order_by("team__name").values_list("team__name", flat=True).distinct()
    does = "hands it on to you" if event.name == "decision.handed_over" else "asks you"
    facts = [
        f"{event.actor.name} {does}." if event.actor else "",
        f"Needed by {date_format(decision.need_by, 'j F Y')}." if decision.need_by else "",
        f"Held up by it: {', '.join(waiting)}." if waiting else "",
        decision.context,
    ]
    return [fact for fact in facts if fact]


def find_decision(pk: int) -> Decision | None:
    related = ("organization", "asked_by__user", "asked_by__organization")
    found: Decision | None = Decision.objects.select_related(*related).filter(pk=pk).first()
    return found


def hear_of_decision(decision: Decision) -> Iterable[Person | None]:
    """Whoever asked, and whoever decides."""
    return (decision.asked_by, decider(decision))


talk_about(
    Thread(
        label=Decision._meta.label,
        find=find_decision,
        title=lambda decision: f"“{decision}”",
        path=lambda decision: reverse("decisions:decision", args=[decision.organization.slug, decision.pk]),
        comments="decisions:decision_comments",
        hears=hear_of_decision,
        says=lambda decision: decision.context,
    )
)

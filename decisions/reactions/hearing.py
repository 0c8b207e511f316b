"""People who are asked for some days hear of it; whoever decides, and who asked, hear when all have answered or it is closed."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format

from decisions.models import Decision, DecisionState, Hearing, Way
from decisions.reactions.asking import decider, facts_of, find_decision
from decisions.reads.hearings import ASKS
from notifications.actions import notify
from organizations.logbook import react_to
from organizations.models import Event
from organizations.models.people import PersonStatus
from organizations.verbs import day_of
from organizations.words import own_words


@react_to("decision.input_asked")
def ask_for_answers(event: Event, now: datetime) -> None:
    """Each person who has not answered yet, but for whoever asked."""
    decision = find_decision(event.about_id)
    hearing: Hearing | None = Hearing.objects.filter(pk=event.data["hearing"]).first()
    if decision is None or hearing is None:
        return
    until = date.fromisoformat(event.data["until"])
    for answer in hearing.answers.filter(answered_at=None).select_related("person__user", "person__organization"):
        if answer.person_id != event.actor_id:
            notify(
                person=answer.person,
                event=event,
                reason="decision.asks_for_input",
                text=f"“{decision}”: your answer is asked for until the end of {date_format(until, 'j F')}",
                path=reverse("decisions:answer", args=[decision.organization.slug, decision.pk]),
                now=now,
                status="◌ Waits for your input",
                lines=[ASKS[Way(hearing.way)], *facts_of(event, decision)[1:]],
                ask="Answer",
                why="You get this because you are to be heard on it.",
                is_urgent=until <= day_of(now, decision.organization),
            )


@react_to("decision.answered", "decision.input_closed", "decision.input_ran_out")
def tell_that_it_is_in(event: Event, now: datetime) -> None:
    """Once: with the last answer, with the close, or when the days have run out on somebody who had not answered."""
    decision = find_decision(event.about_id)
    hearing: Hearing | None = Hearing.objects.filter(pk=event.data["hearing"]).first()
    if decision is None or hearing is None or decision.state != DecisionState.PROPOSED:
        return
    silent = hearing.answers.filter(answered_at=None).count()
    if event.name == "decision.answered" and (silent or not is_last_answer(event, hearing)):
        return
    if event.name == "decision.input_ran_out" and not silent:
        return  # that all have answered was said with the last answer
    whom = decider(decision)
    answered = hearing.answers.exclude(answered_at=None).count()
    said = f"“{decision}”: {answered} of {answered + silent} have answered"
    if event.name == "decision.input_ran_out":
        said += f" until the end of {date_format(hearing.closes_on, 'j F')}, silence is consent"
    waits_for = f"{whom.name}’s" if whom else "somebody’s"
    for person in dict.fromkeys([whom, decision.asked_by]):
        is_decider = person == whom
        if person and person.pk != event.actor_id and person.status != PersonStatus.INACTIVE:
            notify(
                person=person,
                event=event,
                reason="decision.input_is_in",
                text=f"{said}, and it waits for {'your' if is_decider else waits_for} {own_words()['decision']}",
                path=reverse("decisions:decision", args=[decision.organization.slug, decision.pk]),
                now=now,
                status="◌ Waits on you" if is_decider else "",
                ask="Decide" if is_decider else "See what was said",
                why=f"You get this because you {'are named to decide it' if is_decider else 'asked for it'}.",
            )


def is_last_answer(event: Event, hearing: Hearing) -> bool:
    """The one with which nobody was left; an answer that is changed later says nothing new."""
    first: dict[int | None, int] = {}
    lines = Event.objects.filter(
        name=event.name, about_type=Decision._meta.label, about_id=event.about_id, data__hearing=hearing.pk
    )
    for pk, actor in lines.order_by("id").values_list("pk", "actor_id"):
        first.setdefault(actor, pk)
    return bool(first) and max(first.values()) == event.pk

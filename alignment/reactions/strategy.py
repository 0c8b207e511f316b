"""Teams hear that they are asked what the strategy means for them, owners that the line they serve is gone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.urls import reverse

from alignment.models import Objective, StrategyImpact, StrategyVersion
from alignment.reads.rows import OPEN_STATES
from notifications.actions import notify
from organizations.logbook import react_to
from organizations.models import Event, Membership, Person
from organizations.models.teams import LEADS


@react_to("strategy.published", "strategy.sent")
def ask_the_leads(event: Event, now: datetime) -> None:
    """Each team that was asked in this step, through whoever leads it."""
    asked = StrategyImpact.objects.filter(pk__in=event.data.get("asked", [])).select_related("team", "version", "organization")
    impacts = list(asked)
    leads = leads_with_login([impact.team_id for impact in impacts])
    for impact in impacts:
        tell_of_impact(
            [person for team, person in leads if team == impact.team_id],
            event,
            impact,
            now,
            text=f"What does version {impact.version.number} of the strategy mean for {impact.team}?",
            status="◌ Waits for your sentence",
            lines=[f"Why it changed: {impact.version.why}" if impact.version.why else "", impact.because],
        )


@react_to("strategy_impact.returned")
def ask_again(event: Event, now: datetime) -> None:
    """Whoever gave the answer, and whoever leads the team."""
    impact = StrategyImpact.objects.select_related("team", "version", "organization", "by__user", "by__organization").filter(
        pk=event.about_id
    )
    if found := impact.first():
        people = [person for _, person in leads_with_login([found.team_id])]
        tell_of_impact(
            [*people, *([found.by] if found.by else [])],
            event,
            found,
            now,
            text=f"{event.actor.name if event.actor else 'The sender'} meant something else with version {found.version.number}",
            status="◌ Waits for your sentence again",
            lines=[f"You said: {found.words}", f"What was meant: {found.reply}"],
        )


@react_to("strategy_impact.answered")
def tell_who_had_replied(event: Event, now: datetime) -> None:
    """Only after a misunderstanding: the first answers are read on the page, where they stand together."""
    around = ("team", "version", "organization", "replied_by__user", "replied_by__organization")
    impact = StrategyImpact.objects.select_related(*around).filter(pk=event.about_id).first()
    if impact and impact.replied_by and event.data.get("again"):
        tell_of_impact(
            [impact.replied_by],
            event,
            impact,
            now,
            reason="strategy_impact.answered",
            text=f"{impact.team} has answered anew what version {impact.version.number} means for it",
            status="● Answered",
            lines=[f"It says: {event.data.get('words', '')}"],
            ask="Read it",
            why="You get this because you said that it had been understood otherwise.",
        )


@react_to("strategy.published")
def tell_whose_line_is_gone(event: Event, now: datetime) -> None:
    """Owners of what is under way for a line that was taken out: it goes on, and should say what it serves now."""
    gone = event.data.get("taken_out", [])
    version = StrategyVersion.objects.select_related("organization").filter(pk=event.about_id).first()
    serving = Objective.objects.filter(serves_id__in=gone, state__in=OPEN_STATES, archived_on=None).exclude(owner=None)
    by_owner: dict[Person, list[Objective]] = {}
    for objective in serving.select_related("owner__user", "owner__organization", "serves").order_by("owner_id", "pk"):
        by_owner.setdefault(objective.owner, []).append(objective)
    for owner, objectives in by_owner.items():
        if version is None or owner.pk == event.actor_id:
            continue
        first = objectives[0]
        notify(
            person=owner,
            event=event,
            reason="strategy.line_taken_out",
            text=f"“{first}” serves a line that version {version.number} of the strategy no longer has",
            path=reverse("alignment:strategy_line", args=[version.organization.slug, first.serves_id]),
            now=now,
            status="▲ Say what it serves now",
            lines=[f"“{objective}” served: {objective.serves}" for objective in objectives[:5]],
            ask="Choose another line",
            why="You get this because you own it.",
        )


def tell_of_impact(
    people: Iterable[Person],
    event: Event,
    impact: StrategyImpact,
    now: datetime,
    *,
    text: str,
    status: str,
    lines: Sequence[str],
    reason: str = "strategy_impact.waits_on_you",
    ask: str = "Say what it means for us",
    why: str = "",
) -> None:
    """Each of them once for the same team; nobody hears of what they did themselves."""
    for person in {person.pk: person for person in people if person.pk != event.actor_id}.values():
        notify(
            person=person,
            event=event,
            reason=f"{reason}.{impact.pk}",
            text=text,
            path=reverse("alignment:strategy_impact", args=[impact.organization.slug, impact.pk]),
            now=now,
            status=status,
            lines=[line for line in lines if line],
            ask=ask,
            why=why or f"You get this because you answer for {impact.team}.",
        )


def leads_with_login(team_ids: Sequence[int]) -> list[tuple[int, Person]]:
    """(team, lead) for the leads of these teams, with what a mail needs to know of them; one query."""
    led = Membership.objects.filter(LEADS, team_id__in=team_ids)
    return [
        (lead.team_id, lead.person) for lead in led.select_related("person__user", "person__organization").order_by("person_id")
    ]

"""Whoever leads a team hears when a cycle opens for planning and when its closing begins; moved days move the figures of it."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format

from alignment.models import Objective
from alignment.rollup import refresh_objectives
from notifications.actions import notify
from organizations.logbook import react_to
from organizations.models import Cycle, Event, Membership, Person
from organizations.models.people import PersonStatus
from organizations.models.teams import LEADS, TeamStatus
from organizations.verbs import day_of
from organizations.words import own_words


@react_to("cycle.changed")
def reckon_by_the_new_days(event: Event, now: datetime) -> None:
    """How far through its period an objective is follows from the days of its cycle."""
    if {"starts_on", "ends_on"} & set(event.data["changes"]):
        ids = list(Objective.objects.filter(cycle_id=event.about_id).values_list("pk", flat=True))
        today = day_of(now, event.organization)
        refresh_objectives(organization_id=event.organization_id, objective_ids=ids, cycle_ids=[event.about_id], today=today)


@react_to("cycle.opened")
def ask_for_the_sets(event: Event, now: datetime) -> None:
    if cycle := Cycle.objects.select_related("organization").filter(pk=event.about_id).first():
        for person, teams in led_by_person().items():
            place = reverse("alignment:cycle", args=[cycle.organization.slug, cycle.pk])
            if len(teams) == 1:
                place = reverse("alignment:plan", args=[cycle.organization.slug, cycle.pk, teams[0]])
            tell(
                person,
                event,
                now,
                reason="cycle.waits_on_you",
                text=f"{cycle} is open for planning",
                path=place,
                lines=[f"It starts on {date_format(cycle.starts_on, 'j F Y')}."],
                ask=f"Write the set of your {own_words()['team']}",
            )


@react_to("cycle.closing_begun")
def ask_for_the_choices(event: Event, now: datetime) -> None:
    if cycle := Cycle.objects.select_related("organization").filter(pk=event.about_id).first():
        path = reverse("alignment:closing", args=[cycle.organization.slug, cycle.pk]) + "?show=mine"
        for person in led_by_person():
            tell(
                person,
                event,
                now,
                reason="closing.waits_on_you",
                text=f"{cycle} is being closed",
                path=path,
                lines=[f"Each {own_words()['objective']} gets a score and a choice: done, carry over or drop."],
                ask="Choose for yours",
            )


def led_by_person() -> dict[Person, list[int]]:
    """Everybody who leads a team today, with the teams."""
    live = Membership.objects.filter(LEADS).exclude(team__status=TeamStatus.ARCHIVED).exclude(person__status=PersonStatus.INACTIVE)
    led: dict[Person, list[int]] = {}
    for membership in live.select_related("person__user", "person__organization").order_by("person_id", "team_id"):
        led.setdefault(membership.person, []).append(membership.team_id)
    return led


def tell(person: Person, event: Event, now: datetime, *, reason: str, text: str, path: str, lines: list[str], ask: str) -> None:
    """Nobody hears of what they did themselves."""
    if person.pk != event.actor_id:
        notify(
            person=person,
            event=event,
            reason=reason,
            text=text,
            path=path,
            now=now,
            status="◌ Waits for you",
            lines=lines,
            ask=ask,
            why=f"You get this because you lead {own_words()['an_team']}.",
        )

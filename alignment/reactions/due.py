"""The mail of the day on which check-ins are due: one for each person, with a link for each straight to its form."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from alignment.reads.owed import due_by_person
from notifications.actions import notify
from notifications.letters import Link
from organizations.logbook import react_to
from organizations.measures import check_in_period
from organizations.models import Event, Organization, Person
from organizations.verbs import day_of
from organizations.words import as_opening, words_of

MOST = 20  # links in one mail; the screen with all of them is a link too


@react_to("check_in.fell_due")
def mail_who_owes(event: Event, now: datetime) -> None:
    """As it stands now: who has checked in since is left alone, and so is everybody once the next stretch has begun."""
    organization = Organization.objects.get(pk=event.organization_id)
    due_on, every_days = date.fromisoformat(event.data["due_on"]), organization.check_in_every_days
    if check_in_period(day_of(now, organization), every_days) != check_in_period(due_on, every_days):
        return
    owed = due_by_person(due_on, every_days, event.data["people"])
    for person in Person.objects.filter(pk__in=owed).select_related("user", "organization").order_by("pk"):
        mail_what_is_due(person, owed[person.pk], due_on, event, now)


def mail_what_is_due(person: Person, due: list[Any], due_on: date, event: Event, now: datetime) -> None:
    """One mail, however many are due; where it is one, its button leads straight to the form."""
    words, day = words_of(person.organization), date_format(due_on, "l j F")
    links = [link_to(objective, person) for objective in due]
    all_of_them = reverse("alignment:my_check_ins", args=[person.organization.slug])
    is_one = len(due) == 1
    notify(
        person=person,
        event=event,
        reason="check_in.due",
        text=f"{words['Check_in']} on “{due[0]}” is due by {day}"
        if is_one
        else f"{len(due)} {words['check_ins']} are due by {day}",
        path=links[0].path if is_one else all_of_them,
        now=now,
        lines=[f"{as_opening(links[0].note)}."] if is_one else [],
        links=() if is_one else links[:MOST],
        ask="Check in" if is_one else "All on one screen" if len(due) <= MOST else f"All {len(due)} on one screen",
        why="You get this because you own it, or stand in for whoever does.",
    )


def link_to(objective: Any, person: Person) -> Link:
    """Its form, with whose it is and when it was last reported on."""
    last = objective.health.checked_in_on if hasattr(objective, "health") else None
    reported = f"last one {date_format(last, 'j F')}" if last else "the first"
    of_whom = "" if objective.owner_id == person.pk else f", for {objective.owner.name} who is away"
    return Link(
        str(objective), reverse("alignment:check_in", args=[person.organization.slug, objective.pk]), f"{reported}{of_whom}"
    )

"""The ladder of missed check-ins: the owner again, then whoever reviews it, then whoever leads the team above; each once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from alignment.models import Objective
from alignment.models.objectives import ObjectiveState
from notifications.actions import notify
from organizations.logbook import react_to
from organizations.models import Absence, Event, Membership, Person, Team
from organizations.models.people import PersonStatus
from organizations.models.teams import LEADS
from organizations.reads.absences import away_on
from organizations.verbs import day_of
from organizations.words import own_words

AROUND = (
    "organization",
    "health",
    "owner__user",
    "owner__organization",
    "team__parent",
    "reviewer__user",
    "reviewer__organization",
)
OFF = "An admin can turn these reminders off for everybody."


@dataclass(frozen=True)
class Step:
    """One step: its rule, and what follows if nothing happens."""

    rule: str
    why: str
    following: str


STEPS = {
    1: Step("check_in.missed_once", "you own it", "After the next one whoever reviews it is asked to look at it."),
    2: Step("check_in.missed_twice", "you review it, or lead its team", "After the next one the lead of the team above is asked."),
    3: Step("check_in.missed_thrice", "you lead the team above the one that carries it", "This is the last time that it is said."),
}


@react_to("check_in.missed")
def climb(event: Event, now: datetime) -> None:
    """As it stands now: what was checked in on, held or closed since is left alone."""
    objective = Objective.objects.select_related(*AROUND).filter(pk=event.about_id).first()
    if objective is None or not is_still_missed(objective, event):
        return
    step = STEPS[event.data["step"]]
    for person in hearing(objective, event.data["step"], now):
        tell(person, step, objective, event, now)


def is_still_missed(objective: Any, event: Event) -> bool:
    health = getattr(objective, "health", None)
    reported = health.checked_in_on if health else None
    is_open = objective.state == ObjectiveState.ACTIVE and objective.archived_on is None
    return is_open and (reported is None or reported.isoformat() < event.data["since"])


def hearing(objective: Any, number: int, now: datetime) -> list[Person]:
    """Who hears on this step, or whoever stands in for them; nobody twice on different steps for the same thing."""
    if number == 1:
        people = [objective.owner]
    elif number == 2:
        people = [objective.reviewer] if objective.reviewer else leads_of(objective.team)
    else:
        people = leads_of(objective.team.parent if objective.team else None)
    people = [person for person in people if person and (number == 1 or person.pk != objective.owner_id)]
    absences = away_on(day_of(now, objective.organization)).filter(person__in=people)
    away: dict[int, Absence] = {
        absence.person_id: absence for absence in absences.select_related("delegate__user", "delegate__organization")
    }
    reached = [away[person.pk].delegate if person.pk in away else person for person in people]
    return [person for person in reached if person and person.status != PersonStatus.INACTIVE]


def leads_of(team: Team | None) -> list[Person]:
    leads = Membership.objects.filter(LEADS, team=team) if team else Membership.objects.none()
    return [lead.person for lead in leads.select_related("person__user", "person__organization").order_by("id")]


def tell(person: Person, step: Step, objective: Any, event: Event, now: datetime) -> None:
    words, slug = own_words(), objective.organization.slug
    health = getattr(objective, "health", None)
    last = health.checked_in_on if health else None
    since = (
        f"has had no {words['check_in']} since {date_format(last, 'j F')}" if last else f"waits for its first {words['check_in']}"
    )
    is_owner = event.data["step"] == 1
    place = "alignment:check_in" if is_owner else "alignment:objective"
    notify(
        person=person,
        event=event,
        reason=step.rule,
        text=f"“{objective}” {since}",
        path=reverse(place, args=[slug, objective.pk]),
        now=now,
        status="◌ No update",
        lines=[step.following]
        if is_owner
        else [f"{objective.owner.name} owns it. A word may be enough, or a pause, or another owner."],
        ask="Check in" if is_owner else "Look at it",
        why=f"You get this because {step.why}. {OFF}",
    )

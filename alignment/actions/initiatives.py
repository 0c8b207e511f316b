"""Verbs: work that is believed to move an objective or one of its key results; done or not, it never raises progress."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from alignment.actions.objectives import check_may_change, fitting, longest, said
from alignment.models import Initiative, KeyResult, Objective
from alignment.models.plans import InitiativeState
from organizations.logbook import record, verb
from organizations.models import Person
from organizations.models.people import PersonStatus
from organizations.refusals import NotSaid
from organizations.tenancy import new_key
from organizations.verbs import day_of, locked, worded
from organizations.words import own_words

ASK = "Say what is going to be done, for instance: hire two field engineers in Aarhus."


class InitiativeWords(TypedDict, total=False):
    """What may be said of an initiative beside its title."""

    owner: Person | None
    key_result: KeyResult | None
    state: str
    due_on: date | None
    url: str


class InitiativeChanges(InitiativeWords, total=False):
    """What may be said anew of an initiative; what is left out stays."""

    title: str


@verb
def add_initiative(
    *, objective: Objective, title: str, by: Person | None, now: datetime, key: str = "", **told: Unpack[InitiativeWords]
) -> Initiative:
    """Say what is done so that the objective moves."""
    objective = locked(objective)
    check_may_change(by, objective)
    wanted: dict[str, Any] = {**told, "title": worded(title, ASK)}
    check_sense(objective, wanted, now=now)
    initiative: Initiative = Initiative.objects.create(
        organization_id=objective.organization_id,
        objective=objective,
        key=key or new_key(),
        position=objective.initiatives.count(),
        **wanted,
    )
    record("initiative.added", by=by, about=initiative, now=now, objective=objective.pk)
    return initiative


@verb
def change_initiative(
    *, initiative: Initiative, by: Person | None, now: datetime, **changes: Unpack[InitiativeChanges]
) -> Initiative:
    """Re-word it, hand it over, start it, finish it or drop it. Its owner may, and whoever may change the objective."""
    objective = locked(initiative.objective)
    initiative = locked(initiative)
    if by is None or initiative.owner_id != by.pk:
        check_may_change(by, objective)
    moved: dict[str, Any] = {field: value for field, value in changes.items() if getattr(initiative, field) != value}
    if not moved:
        return initiative
    if "title" in moved:
        moved["title"] = worded(moved["title"], ASK)
    check_sense(objective, moved, now=now)
    told = {field: [said(getattr(initiative, field)), said(value)] for field, value in moved.items()}
    for field, value in moved.items():
        setattr(initiative, field, value)
    initiative.save(update_fields=list(moved))
    record("initiative.changed", by=by, about=initiative, now=now, objective=objective.pk, changes=told)
    return initiative


def check_sense(objective: Objective, told: dict[str, Any], *, now: datetime) -> None:
    """Texts that fit, an owner who is here, a key result of this objective; the day it was done is kept."""
    for field, value in told.items():
        if isinstance(value, str) and field != "state":
            told[field] = fitting(value, longest(Initiative, field))
    owner, key_result = told.get("owner"), told.get("key_result")
    if owner is not None and owner.status == PersonStatus.INACTIVE:
        raise NotSaid(f"{owner.name} is not here any more. Choose somebody who is.")
    if key_result is not None and key_result.objective_id != objective.pk:
        raise NotSaid(f"“{key_result}” measures another {own_words()['objective']}. Choose one of “{objective}”.")
    if "state" in told:
        if told["state"] not in InitiativeState.values:
            raise NotSaid("Say where it stands: planned, under way, done or dropped.")
        told["done_on"] = day_of(now, objective.organization) if told["state"] == InitiativeState.DONE else None

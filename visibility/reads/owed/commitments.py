"""What the reader promised and has not closed, is asked to promise, or is to confirm; due are those whose day has come."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import JSONObject

from accountability.models import OPEN_STATES, Commitment, CommitmentState
from visibility.reads.owed.kinds import Kind, Reader, day_of_json, first_name, held
from visibility.words import as_when


def promised(reader: Reader) -> Any:
    """Open commitments of the reader, the private ones too: the page is nobody else's."""
    found = Commitment.with_private.filter(owner=reader.person, state__in=OPEN_STATES)
    return found.annotate(
        title_=F("title"), on_=F("due_on"), held_=held(0), facts_=JSONObject(due="due_on", objective="objective__title")
    )


def due(reader: Reader) -> Any:
    return promised(reader).filter(due_on__lte=reader.own_day)


def later(reader: Reader) -> Any:
    """Those whose day is still to come, or that have none."""
    return promised(reader).exclude(due_on__lte=reader.own_day)


def say(facts: dict[str, Any], today: date) -> str:
    on = day_of_json(facts["due"])
    for_it = f", for {facts['objective']}" if facts["objective"] else ""
    return f"You promised it for {as_when(on, today)}{for_it}" if on else f"You promised it, no day is named{for_it}"


DOORS = ("Close", "accountability:closure", "accountability:commitment")
COMMITMENT = Kind("commitment", "promised", *DOORS, due, say, late_after=0, is_by_own_day=True)
LATER = Kind("later", "promised", *DOORS, later, say, counts_days=False, is_due=False, is_by_own_day=True)


def asked(reader: Reader) -> Any:
    """Questions to the reader for a promise."""
    found = Commitment.with_private.filter(owner=reader.person, state=CommitmentState.ASKED)
    facts = JSONObject(who="asked_by__name", day="asked_for_on", objective="objective__title")
    return found.annotate(title_=F("title"), on_=F("created_on"), held_=held(0), facts_=facts)


def say_asked(facts: dict[str, Any], today: date) -> str:
    on = day_of_json(facts["day"])
    for_it = f", for {facts['objective']}" if facts["objective"] else ""
    return f"{first_name(facts['who'])} asks you to promise it{f' for {as_when(on, today)}' if on else ''}{for_it}"


def countered(reader: Reader) -> Any:
    """Other days that were offered to the reader."""
    found = Commitment.with_private.filter(asked_by=reader.person, state=CommitmentState.COUNTERED)
    facts = JSONObject(who="owner__name", day="offered_on", asked="asked_for_on")
    return found.annotate(title_=F("title"), on_=F("touched_on"), held_=held(0), facts_=facts)


def say_countered(facts: dict[str, Any], today: date) -> str:
    offered, wanted = day_of_json(facts["day"]), day_of_json(facts["asked"])
    instead = f" instead of {as_when(wanted, today)}" if wanted else ""
    return f"{first_name(facts['who'])} offers {as_when(offered, today) if offered else 'another day'}{instead}"


def delivered(reader: Reader) -> Any:
    """What is said to be done, and was promised to the reader."""
    found = Commitment.with_private.filter(receiver=reader.person, state=CommitmentState.DONE, confirmed_on=None)
    found = found.filter(~Q(owner=reader.person), closed_on__isnull=False)  # what an import brought along waits for nobody's word
    facts = JSONObject(who="owner__name", day="completed_on")
    return found.annotate(title_=F("title"), on_=F("completed_on"), held_=held(0), facts_=facts)


def say_delivered(facts: dict[str, Any], today: date) -> str:
    on = day_of_json(facts["day"])
    return f"{first_name(facts['who'])} says it is done{f', {as_when(on, today)}' if on else ''}"


PAGE = "accountability:commitment"
ASKED = Kind("asked", "answer", "Answer", "accountability:answer", PAGE, asked, say_asked)
COUNTERED = Kind("countered", "answer", "Answer", "accountability:answer", PAGE, countered, say_countered)
DELIVERED = Kind("delivered", "acknowledge", "Is it done?", "accountability:receipt", PAGE, delivered, say_delivered)

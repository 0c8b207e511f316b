"""What the reader promised and has not closed; due are those whose day has come."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F
from django.db.models.functions import JSONObject

from accountability.models import OPEN_STATES, Commitment
from visibility.reads.owed.kinds import Kind, Reader, day_of_json, held
from visibility.words import as_when


def promised(reader: Reader) -> Any:
    """Open commitments of the reader."""
    found = Commitment.objects.filter(owner=reader.person, state__in=OPEN_STATES)
    return found.annotate(
        title_=F("title"), on_=F("due_on"), held_=held(0), facts_=JSONObject(due="due_on", objective="objective__title")
    )


def due(reader: Reader) -> Any:
    return promised(reader).filter(due_on__lte=reader.today)


def later(reader: Reader) -> Any:
    """Those whose day is still to come, or that have none."""
    return promised(reader).exclude(due_on__lte=reader.today)


def say(facts: dict[str, Any], today: date) -> str:
    on = day_of_json(facts["due"])
    for_it = f", for {facts['objective']}" if facts["objective"] else ""
    return f"You promised it for {as_when(on, today)}{for_it}" if on else f"You promised it, no day is named{for_it}"


DOORS = ("Close", "accountability:closure", "accountability:commitment")
COMMITMENT = Kind("commitment", "promised", *DOORS, due, say, late_after=0)
LATER = Kind("later", "promised", *DOORS, later, say, counts_days=False, is_due=False)

"""What every verb does before it changes a row: locks it, names the day, reads the words, asks the table of states."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.db import models

from organizations.models import Organization, Person
from organizations.refusals import AlreadyClosed, DatesOutOfOrder, NotSaid, OutOfTurn
from organizations.tenancy import TenantModel

Row = TypeVar("Row", bound=TenantModel)
States = Mapping[str, frozenset[str]]  # state -> the states that may follow it; none: its life is over


def locked(row: Row) -> Row:
    """The row as it stands now, held until the verb's transaction ends, so that two changes never pass each other."""
    fresh: Row = type(row).objects.select_related("organization").select_for_update(of=("self",), no_key=True).get(pk=row.pk)
    return fresh


def day_of(now: datetime, organization: Organization) -> date:
    """The organization's own calendar day: at 23:30 in Lisbon it is tomorrow in Athens."""
    return now.astimezone(ZoneInfo(organization.timezone)).date()


def worded(text: str, ask: str, *, limit: int = 250) -> str:
    """The text without blanks around it.

    Raises NotSaid with the sentence `ask` when nothing is left, or when it does not fit.
    """
    text = text.strip()
    if not text:
        raise NotSaid(ask)
    if len(text) > limit:
        raise NotSaid(f"Shorten “{text[:40]}…” to {limit:,} characters; it has {len(text):,}.")
    return text


def check_order(start: date | None, end: date | None, sentence: str) -> None:
    """Raises DatesOutOfOrder when both are known and the end comes first."""
    if start and end and end < start:
        raise DatesOutOfOrder(sentence)


def check_next(states: States, row: Any, wanted: models.TextChoices) -> None:
    """Ask the table whether `row` may move to `wanted`.

    Raises AlreadyClosed when nothing may follow the state it is in, OutOfTurn when something else must come first.
    """
    names = {str(value): str(label).lower() for value, label in type(wanted).choices}
    allowed = states[row.state]
    if wanted.value in allowed:
        return
    if not allowed:
        raise AlreadyClosed(f"“{row}” is {names[row.state]} already, and stays so.")
    now, following = names.get(row.state, "of no stated state"), ", ".join(names[state] for state in names if state in allowed)
    raise OutOfTurn(f"“{row}” is {now}, so it cannot become {names[wanted.value]}. It can become {following}.")


def whom_to_ask(*people: Person | None) -> str:
    """The people who can say yes, for the sentence of a NotAllowed."""
    names = list(dict.fromkeys(person.name for person in people if person))
    return " or ".join([*names, "a leader of the organization"])

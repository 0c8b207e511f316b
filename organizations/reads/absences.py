"""Who is away on a day, and who stands in for whom."""

from __future__ import annotations

from datetime import date
from typing import Any

from organizations.models import Absence, Person

MOST = 20


def away_on(day: date) -> Any:
    """The absences that cover a day, both ends included."""
    return Absence.objects.filter(starts_on__lte=day, ends_on__gte=day)


def stands_in_for(person: Person, owner_id: int | None, day: date) -> bool:
    """Whether the owner is away that day and named this person."""
    return owner_id is not None and away_on(day).filter(person_id=owner_id, delegate=person).exists()


def absences_of(person: Person, today: date) -> list[Absence]:
    """Those that run or are to come, the nearest first."""
    coming = Absence.objects.filter(person=person, ends_on__gte=today)
    return list(coming.select_related("delegate").order_by("starts_on", "id")[:MOST])

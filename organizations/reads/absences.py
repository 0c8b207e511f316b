"""Who is away on a day, and who stands in for whom."""

from __future__ import annotations

from datetime import date
from typing import Any

from organizations.models import Absence, Person

MOST = 20


def away_on(day: date) -> Any:
    """The absences that cover a day, both ends included."""
    return Absence.objects.filter(starts_on__lte=day, ends_on__gte=day)


def away_between(first: date, last: date) -> Any:
    """The absences of a stretch of days that cover any of them."""
    return Absence.objects.filter(starts_on__lte=last, ends_on__gte=first)


def absences_of(person: Person, today: date) -> list[Absence]:
    """Those that run or are to come, the nearest first."""
    coming = Absence.objects.filter(person=person, ends_on__gte=today)
    return list(coming.select_related("delegate").order_by("starts_on", "id")[:MOST])

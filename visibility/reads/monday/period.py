"""Which cycle a Monday is about, and how far into it we are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, Value, When

from organizations.models import Cycle
from organizations.statements import Statement

QUARTER = re.compile(r"\bQ[1-4]\b|quarter", re.IGNORECASE)


@dataclass(slots=True)
class Period:
    """Week `week` of `weeks`; `over_days` since its last day, 0 while it runs."""

    name: str
    week: int
    weeks: int
    over_days: int
    is_quarter: bool


def current_cycle(today: date) -> Cycle | None:
    """The shortest cycle that today lies in; when there is none, the one that ended last, else the next to come."""
    return next(iter(CURRENT(today)), None)


def nearest_cycle(today: date) -> Any:
    """One row, with the stored figures of the cycle."""
    order = Case(
        When(starts_on__lte=today, ends_on__gte=today, then=Value(0)),
        When(ends_on__lt=today, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    cycles = Cycle.objects.select_related("health").annotate(order=order, length=F("ends_on") - F("starts_on"))
    nearest = Case(
        When(order=0, then=F("length")), When(order=1, then=Value(today) - F("ends_on")), default=F("starts_on") - Value(today)
    )
    return cycles.order_by("order", nearest, "-starts_on", "id")[:1]


CURRENT = Statement(nearest_cycle)


def period_of(cycle: Cycle | None, today: date) -> Period | None:
    """Where today lies in the cycle, in weeks from its first day."""
    if cycle is None:
        return None
    weeks = max(1, round(((cycle.ends_on - cycle.starts_on).days + 1) / 7))
    week = min(weeks, max(1, (today - cycle.starts_on).days // 7 + 1))
    return Period(cycle.name, week, weeks, max(0, (today - cycle.ends_on).days), is_quarter=bool(QUARTER.search(cycle.name)))

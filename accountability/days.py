"""The day where somebody lives: what is due on a day is due until its end there."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import DateField, Expression, F, Func, Value
from django.db.models.functions import Coalesce, NullIf

from accountability.models import Commitment
from organizations.models import Organization, Person
from organizations.verbs import day_of


def day_where(person: Person | None, now: datetime, organization: Organization) -> date:
    """The calendar day of this person; the organization's where they named no zone that is one."""
    return day_at(person, now, day_of(now, organization))


def day_at(person: Person | None, now: datetime, otherwise: date) -> date:
    """The same, where the organization's day is known already."""
    if person is None or not person.timezone:
        return otherwise
    try:
        return now.astimezone(ZoneInfo(person.timezone)).date()
    except (KeyError, ValueError, OSError):  # what an import brought along need not be a zone
        return otherwise


def owners_day(commitment: Commitment, now: datetime) -> date:
    return day_where(commitment.owner, now, commitment.organization)


def day_of_owner(now: datetime, organization: Organization) -> Expression:
    """The same in SQL, for a condition on many commitments."""
    zone = Coalesce(NullIf(F("owner__timezone"), Value("")), Value(organization.timezone))
    return Func(zone, Value(now), template="timezone(%(expressions)s)::date", output_field=DateField())

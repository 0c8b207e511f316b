"""Verb: what had no check-in in the stretch that is over is noted, with the step of the ladder that it has come to."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from alignment.models import TeamCadence
from alignment.reads.owed import without_report
from organizations.logbook import record_each, verb
from organizations.measures import check_in_period, check_ins_missed
from organizations.models import Organization
from organizations.reads.absences import away_on

STEPS = 3


@verb
def note_missed_check_ins(*, organization: Organization, every_days: int, today: date, now: datetime) -> int:
    """A line for each objective that was missed once, twice or three times in a row; how many. Who hears of it follows from them.

    Nothing is missed while its owner is away and nobody stands in.
    """
    stretch = check_in_period(today, every_days)[0]
    missed = [(row, check_ins_missed(today, every_days, **known_of(row))) for row in overdue(organization, every_days, today)]
    since = (stretch - timedelta(days=every_days)).isoformat()  # who has checked in since then has not missed the last one
    lines = [(row, {"step": step, "since": since}) for row, step in missed if 1 <= step <= STEPS]
    record_each("check_in.missed", lines, by=None, now=now)
    return len(lines)


def overdue(organization: Organization, every_days: int, today: date) -> Any:
    last_day = check_in_period(today, every_days)[0] - timedelta(days=1)
    away = away_on(last_day).filter(delegate=None).values("person_id")
    rows = without_report(today, organization.check_in_every_days).filter(asked_every=every_days)
    return rows.exclude(owner=None).exclude(owner__in=away).order_by("id")


def known_of(objective: Any) -> dict[str, date | None]:
    health = getattr(objective, "health", None)
    return {"last_on": health.checked_in_on if health else None, "begun_on": objective.begins_on}


def asked_every(organization: Organization) -> list[int]:
    """The cadences that anything of the organization has."""
    own = TeamCadence.objects.order_by("every_days").values_list("every_days", flat=True).distinct()
    return sorted({organization.check_in_every_days, *own})

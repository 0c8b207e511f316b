"""The reports on one objective, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from alignment.models import CheckIn, Objective
from organizations.models import Organization
from organizations.verbs import day_of

AT_ONCE = 20  # notes are up to 4,000 characters long


@dataclass(frozen=True, slots=True)
class Report:
    """A check-in with its day in the organization's own calendar."""

    check_in: CheckIn
    on: date


def report_of(check_in: CheckIn, organization: Organization) -> Report:
    """The day that the source stated, or the day of its time."""
    return Report(check_in, check_in.at.date() if check_in.is_day_only else day_of(check_in.at, organization))


@dataclass(frozen=True, slots=True)
class CheckInPage:
    """A stretch of the reports; the next one starts before the last of these."""

    reports: list[Report]
    before: int | None
    is_newest: bool


def check_in_page(objective: Objective, before: int | None) -> CheckInPage:
    """Reports older than the one with the number `before`, or the newest."""
    reports = CheckIn.objects.filter(objective=objective)
    last = reports.filter(pk=before).values_list("at", flat=True).first() if before else None
    older = Q(at__lt=last) | Q(at=last, pk__lt=before) if last else Q()
    found = list(reports.filter(older).select_related("author", "key_result").order_by("-at", "-id")[: AT_ONCE + 1])
    shown = [report_of(check_in, objective.organization) for check_in in found[:AT_ONCE]]
    return CheckInPage(shown, found[AT_ONCE - 1].pk if len(found) > AT_ONCE else None, last is None)

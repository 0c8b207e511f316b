"""The reports on one objective, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from alignment.models import CheckIn, Objective

AT_ONCE = 20  # notes are up to 4,000 characters long


@dataclass(frozen=True, slots=True)
class CheckInPage:
    """A stretch of the reports; the next one starts before the last of these."""

    check_ins: Sequence[CheckIn]
    before: int | None
    is_newest: bool


def check_in_page(objective: Objective, before: int | None) -> CheckInPage:
    """Reports older than the one with the number `before`, or the newest."""
    reports = CheckIn.objects.filter(objective=objective)
    last = reports.filter(pk=before).values_list("at", flat=True).first() if before else None
    older = Q(at__lt=last) | Q(at=last, pk__lt=before) if last else Q()
    found = list(reports.filter(older).select_related("author", "key_result").order_by("-at", "-id")[: AT_ONCE + 1])
    return CheckInPage(found[:AT_ONCE], found[AT_ONCE - 1].pk if len(found) > AT_ONCE else None, last is None)

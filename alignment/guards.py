"""Guards and the measurements that they are held against."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from alignment.models import Measurement
from alignment.models.objectives import Bound


def with_latest(guards: QuerySet[Any]) -> QuerySet[Any]:
    """Guards with the latest measurement of their metric, `latest` and `measured_on`; null when it was never measured."""
    newest = Measurement.objects.filter(metric=OuterRef("metric")).order_by("-on")
    latest: QuerySet[Any] = guards.select_related("metric").annotate(
        latest=Subquery(newest.values("value")[:1]), measured_on=Subquery(newest.values("on")[:1])
    )
    return latest


def is_broken(bound: str, limit: Decimal, latest: Decimal | None) -> bool:
    """Whether the latest measurement is beyond the limit; what was never measured is not."""
    if latest is None:
        return False
    return latest < limit if bound == Bound.AT_LEAST else latest > limit

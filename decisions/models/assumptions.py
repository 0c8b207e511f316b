"""Facts: what a decision rests on, bound to a number, a day or a dependency, so that it is noticed when it no longer holds."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q

from alignment.models import Dependency, Metric
from alignment.models.objectives import Bound
from decisions.models.decisions import Decision
from organizations.constraints import one_of, same_organization
from organizations.models import Person
from organizations.tenancy import TenantKey, TenantModel


class Watch(models.TextChoices):
    """What an assumption is bound to."""

    METRIC = "metric", "A number"
    DEPENDENCY = "dependency", "What another side delivers"
    DATE = "date", "A day"


class AssumptionState(models.TextChoices):
    HOLDS = "holds", "Holds"
    BROKEN = "broken", "Broken"  # for good: a number that comes back does not mend it
    CONFIRMED = "confirmed", "Came true"
    DROPPED = "dropped", "Not relied on"


@pghistory.track()
class Assumption(TenantModel):
    """Something that must hold for a decision to stand."""

    decision = TenantKey(Decision, on_delete=models.CASCADE, related_name="assumptions")
    text = models.CharField(max_length=250)
    watch = models.CharField(max_length=10, choices=Watch)
    metric = TenantKey(Metric, null=True, blank=True, related_name="assumptions")
    bound = models.CharField(max_length=8, choices=Bound, blank=True, default="")
    limit_value = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    dependency = TenantKey(Dependency, null=True, blank=True, related_name="assumptions")
    holds_until = models.DateField(null=True, blank=True)  # by then it has come true, or is delivered
    state = models.CharField(max_length=9, choices=AssumptionState, default=AssumptionState.HOLDS)
    because = models.CharField(max_length=1000, blank=True, default="")  # why it broke, or is not relied on
    ended_on = models.DateField(null=True, blank=True)
    by = TenantKey(Person, null=True, blank=True, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("assumption", "decision", "metric", "dependency", "by"),
            one_of("assumption", "watch", Watch),
            one_of("assumption", "bound", Bound, stated=False),
            one_of("assumption", "state", AssumptionState),
            models.CheckConstraint(
                condition=~Q(watch=Watch.METRIC) | (Q(metric__isnull=False, limit_value__isnull=False) & ~Q(bound="")),
                name="assumption_on_a_number",
            ),
            models.CheckConstraint(condition=Q(watch=Watch.METRIC) | Q(holds_until__isnull=False), name="assumption_until_a_day"),
            models.CheckConstraint(
                condition=~Q(watch=Watch.DEPENDENCY) | Q(dependency__isnull=False), name="assumption_on_a_dependency"
            ),
        ]
        indexes = [models.Index(fields=["organization", "watch"], name="assumption_watched", condition=Q(state="holds"))]

    def __str__(self) -> str:
        return self.text

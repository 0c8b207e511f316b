"""The scorecard: numbers with one owner each and a goal, measured again and again."""

from __future__ import annotations

import pghistory
from django.db import models

from organizations.constraints import one_of, same_organization
from organizations.models import Person, Team
from organizations.tenancy import KeyedModel, TenantKey, TenantModel


class MetricKind(models.TextChoices):
    LAG = "lag", "Outcome"
    LEAD = "lead", "Predictor"
    GUARDRAIL = "guardrail", "Guard"  # what must not get worse


class Better(models.TextChoices):
    UP = "up", "Higher is better"
    DOWN = "down", "Lower is better"


@pghistory.track()
class Metric(KeyedModel):
    """A number of the scorecard."""

    title = models.CharField(max_length=250)
    team = TenantKey(Team, null=True, blank=True, related_name="metrics")
    owner = TenantKey(Person, null=True, blank=True, related_name="metrics")
    objective = TenantKey("alignment.Objective", null=True, blank=True, related_name="metrics")
    unit = models.CharField(max_length=250, blank=True, default="")
    kind = models.CharField(max_length=9, choices=MetricKind, blank=True, default="")
    better = models.CharField(max_length=4, choices=Better, default=Better.UP)
    goal = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    every_days = models.PositiveSmallIntegerField(default=7)

    class Meta(KeyedModel.Meta):
        constraints = [
            *KeyedModel.Meta.constraints,
            *same_organization("metric", "team", "owner", "objective"),
            one_of("metric", "kind", MetricKind, stated=False),
            one_of("metric", "better", Better),
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class Measurement(TenantModel):
    """One value of a metric on one day."""

    metric = TenantKey(Metric, on_delete=models.CASCADE, related_name="measurements")
    on = models.DateField()
    value = models.DecimalField(max_digits=24, decimal_places=6)
    by = TenantKey(Person, null=True, blank=True, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("measurement", "metric", "by"),
            models.UniqueConstraint(fields=["metric", "on"], name="measurement_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.value} on {self.on}"

"""How often a team is asked for check-ins, where that differs from the rest of the organization."""

from __future__ import annotations

from django.db import models

from organizations.constraints import same_organization
from organizations.models import Team
from organizations.tenancy import TenantKey, TenantModel


class Cadence(models.IntegerChoices):
    DAILY = 1, "Every day"
    WEEKLY = 7, "Every week"
    FORTNIGHTLY = 14, "Every two weeks"
    FOUR_WEEKLY = 28, "Every four weeks"


class TeamCadence(TenantModel):
    """A team with a cadence of its own; no row: as the organization. It is when people are asked, not when a status goes stale."""

    team = TenantKey(Team, on_delete=models.CASCADE, related_name="+")
    every_days = models.PositiveSmallIntegerField(choices=Cadence)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("teamcadence", "team"),
            models.UniqueConstraint(fields=["team"], name="team_cadence_once"),
            models.CheckConstraint(condition=models.Q(every_days__in=Cadence.values), name="team_cadence_known"),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} every {self.every_days} days"

"""What may go wrong, and what is done about it."""

from __future__ import annotations

import pghistory
from django.db import models

from alignment.models.dependencies import Dependency
from alignment.models.objectives import Objective
from organizations.constraints import in_order, one_of, same_organization, within
from organizations.models import Person, Team
from organizations.tenancy import KeyedModel, TenantKey


class RiskState(models.TextChoices):
    OPEN = "open", "Open"
    MITIGATED = "mitigated", "Mitigated"
    CLOSED = "closed", "Closed"


class Disposition(models.TextChoices):
    """ROAM: what was decided to do with a risk."""

    RESOLVED = "resolved", "Resolved"
    OWNED = "owned", "Owned"
    ACCEPTED = "accepted", "Accepted"
    MITIGATED = "mitigated", "Mitigated"


@pghistory.track()
class Risk(KeyedModel):
    """A risk of an objective or a team."""

    title = models.CharField(max_length=250)
    description = models.CharField(max_length=4000, blank=True, default="")
    mitigation = models.CharField(max_length=4000, blank=True, default="")
    state = models.CharField(max_length=9, choices=RiskState, blank=True, default="")
    disposition = models.CharField(max_length=9, choices=Disposition, blank=True, default="")
    likelihood = models.PositiveSmallIntegerField(null=True, blank=True)  # 1 to 5
    impact = models.PositiveSmallIntegerField(null=True, blank=True)  # 1 to 5
    raised_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    owner = TenantKey(Person, null=True, blank=True, related_name="risks")
    team = TenantKey(Team, null=True, blank=True, related_name="risks")
    objective = TenantKey(Objective, null=True, blank=True, related_name="risks")
    dependency = TenantKey(Dependency, null=True, blank=True, related_name="risks")  # the refusal that left it behind
    url = models.CharField(max_length=2000, blank=True, default="")

    class Meta(KeyedModel.Meta):
        constraints = [
            *KeyedModel.Meta.constraints,
            *same_organization("risk", "owner", "team", "objective", "dependency"),
            one_of("risk", "state", RiskState, stated=False),
            one_of("risk", "disposition", Disposition, stated=False),
            within("risk", "likelihood", 1, 5),
            within("risk", "impact", 1, 5),
            in_order("risk", "raised_on", "closed_on"),
        ]

    def __str__(self) -> str:
        return self.title

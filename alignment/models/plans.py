"""A team's set of priorities for a cycle, work that is believed to move them, and what was settled between objectives."""

from __future__ import annotations

import pghistory
from django.db import models

from alignment.models.objectives import KeyResult, Objective
from organizations.constraints import one_of, same_organization
from organizations.models import Cycle, Person, Team
from organizations.tenancy import KeyedModel, TenantKey, TenantModel


class PlanState(models.TextChoices):
    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"


@pghistory.track()
class TeamPlan(TenantModel):
    """A team's set for a cycle, or the organization's own; a draft until it is published, changes after that give a reason."""

    cycle = TenantKey(Cycle, on_delete=models.CASCADE, related_name="plans")
    team = TenantKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="plans")
    state = models.CharField(max_length=9, choices=PlanState, default=PlanState.DRAFT)
    note = models.CharField(max_length=1000, blank=True, default="")
    published_on = models.DateField(null=True)
    by = TenantKey(Person, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("teamplan", "cycle", "team", "by"),
            one_of("teamplan", "state", PlanState),
            models.UniqueConstraint(fields=["cycle", "team"], name="teamplan_once", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return f"{self.team or 'the organization'}, {self.cycle}"


class InitiativeState(models.TextChoices):
    PLANNED = "planned", "Planned"
    UNDER_WAY = "under_way", "Under way"
    DONE = "done", "Done"
    DROPPED = "dropped", "Dropped"


@pghistory.track()
class Initiative(KeyedModel):
    """Work believed to move an objective or one of its key results; done or not, it never raises progress by itself."""

    objective = TenantKey(Objective, on_delete=models.CASCADE, related_name="initiatives")
    key_result = TenantKey(KeyResult, null=True, blank=True, related_name="initiatives")
    title = models.CharField(max_length=250)
    owner = TenantKey(Person, null=True, blank=True, related_name="initiatives")
    state = models.CharField(max_length=9, choices=InitiativeState, default=InitiativeState.PLANNED)
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    url = models.CharField(max_length=2000, blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(KeyedModel.Meta):
        constraints = [
            *KeyedModel.Meta.constraints,
            *same_organization("initiative", "objective", "key_result", "owner"),
            one_of("initiative", "state", InitiativeState),
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class Settlement(TenantModel):
    """A finding between objectives that somebody settled, in one sentence; the finding is not shown again while it stands."""

    finding = models.CharField(max_length=200)  # its kind and what it is about: opposite:12:40:7
    objective = TenantKey(Objective, on_delete=models.CASCADE, related_name="settlements")
    other = TenantKey(Objective, on_delete=models.CASCADE, null=True, related_name="+")
    words = models.CharField(max_length=1000)
    by = TenantKey(Person, null=True, related_name="+")
    settled_on = models.DateField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("settlement", "objective", "other", "by"),
            models.UniqueConstraint(fields=["organization", "finding"], name="settlement_once"),
        ]

    def __str__(self) -> str:
        return self.words

"""Planning periods: years, quarters, releases. They may overlap and contain each other."""

from __future__ import annotations

import pghistory
from django.db import models

from organizations.constraints import in_order, one_of, refuse_circle, same_organization
from organizations.tenancy import KeyedModel, TenantKey


class CycleStatus(models.TextChoices):
    PLANNED = "planned", "Planned"
    ACTIVE = "active", "Active"
    CLOSED = "closed", "Closed"


class CycleState(models.TextChoices):
    """Where a cycle is in its life: what is stated of it, and the days on which planning and closing began."""

    PLANNED = "planned", "Planned"
    PLANNING = "planning", "Open for planning"
    ACTIVE = "active", "Active"
    CLOSING = "closing", "Closing"
    CLOSED = "closed", "Closed"


@pghistory.track()
class Cycle(KeyedModel):
    """A planning period from its first to its last day, both included."""

    name = models.CharField(max_length=250)
    starts_on = models.DateField()
    ends_on = models.DateField()
    parent = TenantKey("self", null=True, blank=True, related_name="children")
    status = models.CharField(max_length=7, choices=CycleStatus, blank=True, default="")
    opened_on = models.DateField(null=True, blank=True)  # teams may plan from then on
    closing_on = models.DateField(null=True, blank=True)  # from then on everything in it is scored and gets a choice
    closed_on = models.DateField(null=True, blank=True)  # everything in it got a score and a choice

    class Meta(KeyedModel.Meta):
        constraints = [
            *KeyedModel.Meta.constraints,
            *same_organization("cycle", "parent"),
            one_of("cycle", "status", CycleStatus, stated=False),
            in_order("cycle", "starts_on", "ends_on"),
        ]
        triggers = [refuse_circle()]
        indexes = [models.Index(fields=["organization", "-starts_on"], name="cycle_newest")]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> CycleState:
        """A status that is not stated counts as planned: nobody has begun it here."""
        if self.status == CycleStatus.CLOSED:
            return CycleState.CLOSED
        if self.status == CycleStatus.ACTIVE:
            return CycleState.CLOSING if self.closing_on else CycleState.ACTIVE
        return CycleState.PLANNING if self.opened_on else CycleState.PLANNED

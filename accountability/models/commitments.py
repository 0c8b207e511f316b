"""Facts: who promised what. A commitment stays in view until it is done, re-scoped, or dropped on purpose."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q

from alignment.models import Objective
from organizations.constraints import in_order, keep_originals, one_of, same_organization
from organizations.models import Person, Team
from organizations.tenancy import KeyedModel, TenantKey


class CommitmentState(models.TextChoices):
    """Empty means not stated: such a commitment is never open, and never overdue."""

    OPEN = "open", "Open"
    IN_PROGRESS = "in_progress", "In progress"
    DONE = "done", "Done"
    RESCOPED = "rescoped", "Re-scoped"
    CANCELLED = "cancelled", "Dropped"


OPEN_STATES = [CommitmentState.OPEN, CommitmentState.IN_PROGRESS]


@pghistory.track()
class Commitment(KeyedModel):
    """What somebody said they would do. The original date and wording never move."""

    title = models.CharField(max_length=250)
    description = models.CharField(max_length=4000, blank=True, default="")
    owner = TenantKey(Person, null=True, blank=True, related_name="commitments")
    team = TenantKey(Team, null=True, blank=True, related_name="commitments")
    state = models.CharField(max_length=11, choices=CommitmentState, blank=True, default="")
    created_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    completed_on = models.DateField(null=True, blank=True)
    objective = TenantKey(Objective, null=True, blank=True, related_name="commitments")
    closing_reason = models.CharField(max_length=1000, blank=True, default="")
    successor = TenantKey("self", null=True, blank=True, related_name="predecessors")  # what it was re-scoped to
    url = models.CharField(max_length=2000, blank=True, default="")
    original_title = models.CharField(max_length=250, blank=True, default="", editable=False)
    original_due_on = models.DateField(null=True, editable=False)

    class Meta(KeyedModel.Meta):
        constraints = [
            *KeyedModel.Meta.constraints,
            *same_organization("commitment", "owner", "team", "objective", "successor"),
            one_of("commitment", "state", CommitmentState, stated=False),
            in_order("commitment", "created_on", "completed_on"),
        ]
        triggers = [keep_originals(original_title="title::varchar", original_due_on="due_on::date")]
        indexes = [
            models.Index(fields=["organization", "due_on"], name="commitment_open", condition=Q(state__in=OPEN_STATES)),
            models.Index(fields=["organization", "owner", "due_on"], name="commitment_of_owner"),
            models.Index(fields=["organization", "team"], name="commitment_of_team"),
        ]

    def __str__(self) -> str:
        return self.title

"""Facts: which decisions only undo another, and which were asked again from an earlier one."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q

from decisions.models.decisions import Decision
from organizations.constraints import same_organization
from organizations.tenancy import TenantKey, TenantModel


@pghistory.track()
class Reversal(TenantModel):
    """A decision that undoes what it supersedes and puts nothing in its place; why is its outcome."""

    decision = TenantKey(Decision, on_delete=models.CASCADE, related_name="reversals")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("reversal", "decision"),
            models.UniqueConstraint(fields=["decision"], name="reversal_once"),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} only undoes"


@pghistory.track()
class Fork(TenantModel):
    """A question that was asked again, from an earlier decision; that one stands until something takes its place."""

    decision = TenantKey(Decision, on_delete=models.CASCADE, related_name="origins")
    origin = TenantKey(Decision, on_delete=models.CASCADE, related_name="forks")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("fork", "decision", "origin"),
            models.UniqueConstraint(fields=["decision"], name="fork_of_one"),
            models.CheckConstraint(condition=~Q(decision=F("origin")), name="fork_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} comes from {self.origin_id}"

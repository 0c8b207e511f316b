"""Facts: what is stuck, on what, who clears it, and on which days it was so. Nothing that was first said is lost."""

from __future__ import annotations

from datetime import date

import pghistory
from django.db import models
from django.db.models import Q

from accountability.models import Commitment
from alignment.models import Dependency, Initiative, KeyResult, Objective
from decisions.models.decisions import Decision
from organizations.constraints import in_order, keep_originals, one_of, same_organization
from organizations.models import Person
from organizations.tenancy import KeyedModel, TenantKey, TenantModel


class BlockerState(models.TextChoices):
    OPEN = "open", "Open"
    CLEARED = "cleared", "Cleared"
    WITHDRAWN = "withdrawn", "Withdrawn"


class BlockerKind(models.TextChoices):
    """The reasons of DOMAIN 2.6 by which something can be stuck, under the codes of a miss: what was forgotten is no blocker."""

    TEAM = "team", "Waiting on another team"
    DECISION = "decision", "Waiting on a decision"
    CAPACITY = "capacity", "No capacity"
    OUTCOME = "outcome", "The outcome is unclear"
    PRIORITY = "priority", "The priority changed"
    EXTERNAL = "external", "Something outside"


@pghistory.track()
class Blocker(KeyedModel):
    """Something is stuck, and one person can clear it.

    It stands in the way of an objective, or of a measure or an initiative of it, or of a commitment. What it waits on may be a
    decision or a dependency that is there already: then it points to it.
    """

    title = models.CharField(max_length=250)  # what stands in the way
    kind = models.CharField(max_length=8, choices=BlockerKind)
    state = models.CharField(max_length=9, choices=BlockerState, default=BlockerState.OPEN)
    objective = TenantKey(Objective, null=True, blank=True, related_name="blockers")
    key_result = TenantKey(KeyResult, models.SET_NULL, null=True, blank=True, related_name="blockers")
    initiative = TenantKey(Initiative, models.SET_NULL, null=True, blank=True, related_name="blockers")
    commitment = TenantKey(Commitment, null=True, blank=True, related_name="blockers")
    decision = TenantKey(Decision, null=True, blank=True, related_name="blockers")
    dependency = TenantKey(Dependency, null=True, blank=True, related_name="blockers")
    owner = TenantKey(Person, related_name="blockers")  # clears it
    raised_by = TenantKey(Person, null=True, blank=True, related_name="+")
    raised_at = models.DateTimeField()
    clears_when = models.CharField(max_length=1000, blank=True, default="")  # what would clear it
    hoped_on = models.DateField(null=True, blank=True)  # by when whoever waits hopes for it
    promised_on = models.DateField(null=True, blank=True)  # by when its owner says
    ending = models.CharField(max_length=1000, blank=True, default="")  # how it was cleared, or why it is none
    ended_on = models.DateField(null=True, blank=True)
    ended_by = TenantKey(Person, null=True, blank=True, related_name="+")
    original_title = models.CharField(max_length=250, blank=True, default="", editable=False)
    original_hoped_on = models.DateField(null=True, editable=False)
    original_promised_on = models.DateField(null=True, editable=False)

    class Meta(KeyedModel.Meta):
        constraints = [
            *KeyedModel.Meta.constraints,
            *same_organization("blocker", "objective", "key_result", "initiative", "commitment", "decision", "dependency"),
            *same_organization("blocker", "owner", "raised_by", "ended_by"),
            one_of("blocker", "kind", BlockerKind),
            one_of("blocker", "state", BlockerState),
            models.CheckConstraint(
                condition=Q(objective__isnull=False, commitment=None)
                | Q(objective=None, commitment__isnull=False, key_result=None, initiative=None),
                name="blocker_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(key_result=None) | Q(initiative=None), name="blocker_of_one_part"),
            models.CheckConstraint(condition=Q(decision=None) | Q(dependency=None), name="blocker_waits_on_one"),
            models.CheckConstraint(condition=Q(state="open") | Q(ended_on__isnull=False), name="blocker_ended_on_a_day"),
        ]
        triggers = [
            keep_originals(
                original_title="title::varchar", original_hoped_on="hoped_on::date", original_promised_on="promised_on::date"
            )
        ]
        indexes = [
            models.Index(fields=["organization", "owner"], name="blocker_to_clear", condition=Q(state="open")),
            models.Index(fields=["organization", "objective"], name="blocker_of_objective"),
            models.Index(fields=["organization", "commitment"], name="blocker_of_commitment"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def due_on(self) -> date | None:
        """By when it is to be cleared: the day that its owner gave, else the one that is hoped for."""
        return self.promised_on or self.hoped_on

    @property
    def stuck(self) -> Objective | Commitment:
        """What cannot go on."""
        thing: Objective | Commitment = self.objective or self.commitment
        return thing


@pghistory.track()
class BlockerSpan(TenantModel):
    """Days on which it was stuck: those after the first, the last one included; one that is open again has another span."""

    blocker = TenantKey(Blocker, on_delete=models.CASCADE, related_name="spans")
    since_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("blockerspan", "blocker"),
            in_order("blockerspan", "since_on", "until_on"),
            models.UniqueConstraint(fields=["blocker"], condition=Q(until_on=None), name="blocker_stuck_once"),
        ]
        ordering = ("since_on", "id")

    def __str__(self) -> str:
        return f"{self.blocker_id} since {self.since_on}"

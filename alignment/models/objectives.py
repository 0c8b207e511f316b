"""What a team or a person wants to reach, and how it is seen that it is reached."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from organizations.constraints import in_order, keep_originals, one_of, refuse_circle, same_organization
from organizations.models import Cycle, Person, Team
from organizations.tenancy import KeyedModel, TenantKey, TenantModel


class ObjectiveState(models.TextChoices):
    """Where an objective stands in its life; how well it goes is its health (`ObjectiveHealth`)."""

    PROPOSED = "proposed", "Proposed"
    ACTIVE = "active", "Active"  # agreed and under way
    ON_HOLD = "on_hold", "On hold"
    COMPLETED = "completed", "Completed"
    MISSED = "missed", "Missed"  # its time is over and it was not reached
    CANCELLED = "cancelled", "Cancelled"
    SUPERSEDED = "superseded", "Superseded"
    REJECTED = "rejected", "Rejected"


class Ambition(models.TextChoices):
    """How much of it counts as reached: a commitment fully, a stretch from 0.7."""

    COMMITTED = "committed", "Committed"
    ASPIRATIONAL = "aspirational", "Stretch"


class Outcome(models.TextChoices):
    """What was chosen for an objective when its cycle closed; nothing ends without one."""

    DONE = "done", "Done"
    CARRIED = "carried", "Carried over"
    DROPPED = "dropped", "Dropped"


@pghistory.track()
class Objective(KeyedModel):
    """An objective; a team's own objective of the cycle is called a priority on screen."""

    title = models.CharField(max_length=250)
    description = models.CharField(max_length=4000, blank=True, default="")
    done_means = models.CharField(max_length=1000, blank=True, default="")  # how everybody will see that it is reached
    team = TenantKey(Team, null=True, blank=True, related_name="objectives")
    owner = TenantKey(Person, null=True, blank=True, related_name="objectives")
    cycle = TenantKey(Cycle, null=True, blank=True, related_name="objectives")
    reviewer = TenantKey(Person, null=True, blank=True, related_name="reviews")  # is asked to acknowledge its check-ins
    parent = TenantKey("self", null=True, blank=True, related_name="children")
    because = models.CharField(max_length=250, blank=True, default="")  # how it contributes to its parent
    serves = TenantKey("alignment.StrategyLine", null=True, blank=True, related_name="objectives")
    ambition = models.CharField(max_length=12, choices=Ambition, blank=True, default="")
    weight = models.DecimalField(max_digits=6, decimal_places=2, default=1)  # in its parent's progress; 0: counts for nothing
    state = models.CharField(max_length=10, choices=ObjectiveState, default=ObjectiveState.PROPOSED)
    rank = models.PositiveIntegerField(null=True, blank=True)  # among its siblings, 1 = first
    start_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    completed_on = models.DateField(null=True, blank=True)
    tags = ArrayField(models.CharField(max_length=250), default=list, blank=True)
    url = models.CharField(max_length=2000, blank=True, default="")
    archived_on = models.DateField(null=True, blank=True)  # out of every list, restored at any time
    # The closing of its cycle: a score against what was first said and against what is said now, 0 to 1, and a choice.
    outcome = models.CharField(max_length=7, choices=Outcome, blank=True, default="")
    outcome_note = models.CharField(max_length=1000, blank=True, default="")
    score = models.DecimalField(max_digits=4, decimal_places=3, null=True, blank=True)
    original_score = models.DecimalField(max_digits=4, decimal_places=3, null=True, blank=True)
    carried_to = TenantKey("self", null=True, blank=True, related_name="carried_from")
    original_title = models.CharField(max_length=250, blank=True, default="", editable=False)
    original_due_on = models.DateField(null=True, editable=False)
    original_weight = models.DecimalField(max_digits=6, decimal_places=2, null=True, editable=False)

    class Meta(KeyedModel.Meta):
        constraints = [
            *KeyedModel.Meta.constraints,
            *same_organization("objective", "team", "owner", "cycle", "parent", "reviewer", "serves", "carried_to"),
            one_of("objective", "ambition", Ambition, stated=False),
            one_of("objective", "outcome", Outcome, stated=False),
            models.CheckConstraint(condition=Q(weight__gte=0), name="objective_weight_not_negative"),
            one_of("objective", "state", ObjectiveState),
            in_order("objective", "start_on", "completed_on"),
            models.CheckConstraint(condition=Q(rank__isnull=True) | Q(rank__gte=1), name="objective_rank_from_one"),
        ]
        triggers = [
            refuse_circle(),
            keep_originals(original_title="title::varchar", original_due_on="due_on::date", original_weight="weight::numeric"),
        ]
        indexes = [
            models.Index(fields=["organization", "cycle", "state"], name="objective_of_cycle"),
            models.Index(fields=["organization", "team"], name="objective_of_team"),
            models.Index(fields=["organization", "owner"], name="objective_of_owner"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def acknowledger(self) -> Person | None:
        """Who is asked to read its check-ins: the reviewer, or whoever owns what it serves; never its own owner."""
        person: Person | None = self.reviewer or (self.parent.owner if self.parent else None)
        return None if person is None or person.pk == self.owner_id else person


@pghistory.track()
class ObjectiveContributor(TenantModel):
    """Somebody who works on an objective without answering for it."""

    objective = TenantKey(Objective, on_delete=models.CASCADE, related_name="contributions")
    person = TenantKey(Person, related_name="contributions")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("objectivecontributor", "objective", "person"),
            models.UniqueConstraint(fields=["objective", "person"], name="objective_contributor_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.objective_id}"


@pghistory.track()
class ObjectiveLink(TenantModel):
    """A further "contributes to", beside the parent: one objective may serve several."""

    objective = TenantKey(Objective, on_delete=models.CASCADE, related_name="further_parents")
    contributes_to = TenantKey(Objective, on_delete=models.CASCADE, related_name="further_children")
    because = models.CharField(max_length=250, blank=True, default="")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("objectivelink", "objective", "contributes_to"),
            models.UniqueConstraint(fields=["objective", "contributes_to"], name="objective_link_once"),
            models.CheckConstraint(condition=~Q(objective=models.F("contributes_to")), name="objective_link_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.objective_id} contributes to {self.contributes_to_id}"


class KeyResultKind(models.TextChoices):
    METRIC = "metric", "Number to move"  # up or down: from start to target
    THRESHOLD_ABOVE = "threshold_above", "Stay at or above"
    THRESHOLD_BELOW = "threshold_below", "Stay at or below"
    MILESTONE = "milestone", "Milestone"  # reached or not
    CHECKLIST = "checklist", "Checklist"  # current of target items done


class KeyResultState(models.TextChoices):
    OPEN = "open", "Open"
    DONE = "done", "Done"
    MISSED = "missed", "Missed"
    CANCELLED = "cancelled", "Cancelled"


@pghistory.track()
class KeyResult(KeyedModel):
    """A number to move or a milestone to reach; keeps the latest value of its check-ins."""

    objective = TenantKey(Objective, on_delete=models.CASCADE, related_name="key_results")
    title = models.CharField(max_length=250)
    kind = models.CharField(max_length=15, choices=KeyResultKind, blank=True, default="")
    unit = models.CharField(max_length=250, blank=True, default="")
    start_value = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    target_value = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    current_value = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    value_changed_on = models.DateField(null=True, editable=False)  # when a check-in last moved the value
    metric = TenantKey("alignment.Metric", null=True, blank=True, related_name="key_results")  # the number it moves, if it is kept
    # What counts as enough and what as more than hoped for, beside the target.
    commit_value = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    stretch_value = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    weight = models.DecimalField(max_digits=6, decimal_places=2, default=1)  # in its objective's progress; 0: counts for nothing
    owner = TenantKey(Person, null=True, blank=True, related_name="key_results")
    cycle = TenantKey(Cycle, null=True, blank=True, related_name="key_results")
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=KeyResultState, blank=True, default="")
    url = models.CharField(max_length=2000, blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0)
    original_title = models.CharField(max_length=250, blank=True, default="", editable=False)
    original_target_value = models.DecimalField(max_digits=24, decimal_places=6, null=True, editable=False)
    original_due_on = models.DateField(null=True, editable=False)
    original_weight = models.DecimalField(max_digits=6, decimal_places=2, null=True, editable=False)

    class Meta(KeyedModel.Meta):
        constraints = [
            *KeyedModel.Meta.constraints,
            *same_organization("keyresult", "objective", "owner", "cycle", "metric"),
            models.CheckConstraint(condition=Q(weight__gte=0), name="keyresult_weight_not_negative"),
            one_of("keyresult", "kind", KeyResultKind, stated=False),
            one_of("keyresult", "state", KeyResultState, stated=False),
        ]
        triggers = [
            keep_originals(
                original_title="title::varchar",
                original_target_value="target_value::numeric",
                original_due_on="due_on::date",
                original_weight="weight::numeric",
            )
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class ChecklistItem(TenantModel):
    """One thing to tick off; the list may grow, and its key result keeps how long it first was."""

    key_result = TenantKey(KeyResult, on_delete=models.CASCADE, related_name="items")
    text = models.CharField(max_length=250)
    position = models.PositiveSmallIntegerField(default=0)
    added_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    done_by = TenantKey(Person, null=True, blank=True, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [*TenantModel.Meta.constraints, *same_organization("checklistitem", "key_result", "done_by")]

    def __str__(self) -> str:
        return self.text


class Bound(models.TextChoices):
    AT_LEAST = "at_least", "Stays at or above"
    AT_MOST = "at_most", "Stays at or below"


@pghistory.track()
class Guard(TenantModel):
    """What must not get worse while the objective is reached: a hit with a broken guard is not a hit."""

    objective = TenantKey(Objective, on_delete=models.CASCADE, related_name="guards")
    metric = TenantKey("alignment.Metric", on_delete=models.CASCADE, related_name="guards")
    bound = models.CharField(max_length=8, choices=Bound)
    limit_value = models.DecimalField(max_digits=24, decimal_places=6)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("guard", "objective", "metric"),
            one_of("guard", "bound", Bound),
            models.UniqueConstraint(fields=["objective", "metric"], name="guard_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_bound_display()} {self.limit_value}"

"""Facts: who promised what. A commitment stays in view until it is done, re-scoped, or dropped on purpose."""

from __future__ import annotations

from typing import Any, ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from alignment.models import CheckIn, KeyResult, Objective
from organizations.constraints import in_order, keep_originals, one_of, same_organization
from organizations.models import Person, Team
from organizations.tenancy import KeyedModel, TenantKey, TenantManager, TenantQuerySet


class CommitmentState(models.TextChoices):
    """Empty means not stated: such a commitment is never open, and never overdue. What is only asked for is not promised yet."""

    OPEN = "open", "Open"
    IN_PROGRESS = "in_progress", "In progress"
    DONE = "done", "Done"
    RESCOPED = "rescoped", "Re-scoped"
    CANCELLED = "cancelled", "Dropped"
    ASKED = "asked", "Asked"
    COUNTERED = "countered", "Another day offered"
    DECLINED = "declined", "Declined"


OPEN_STATES = [CommitmentState.OPEN, CommitmentState.IN_PROGRESS]
WAITING_STATES = [CommitmentState.ASKED, CommitmentState.COUNTERED]


class MissReason(models.TextChoices):
    """Why a day was missed; the first three are charged to coordination, and not to the person (DOMAIN 2.6)."""

    PRIORITY = "priority", "The priority changed"
    TEAM = "team", "Waiting on another team"
    DECISION = "decision", "Waiting on a decision"
    ESTIMATE = "estimate", "Under-estimated"
    CAPACITY = "capacity", "No capacity"
    OUTCOME = "outcome", "The outcome was unclear"
    FORGOT = "forgot", "Forgotten"
    EXTERNAL = "external", "Something outside"


class OpenToAll(TenantManager):
    """What everybody of the organization may read: private ones are nobody's but their two sides'."""

    def get_queryset(self) -> TenantQuerySet:
        return super().get_queryset().filter(is_private=False)


@pghistory.track()
class Commitment(KeyedModel):
    """What somebody said they would do. The original date and wording never move.

    `objects` leaves the private ones out, so that no list, count or export needs to think of them; `seen_by` adds the reader's own.
    """

    title = models.CharField(max_length=250)
    description = models.CharField(max_length=4000, blank=True, default="")
    owner = TenantKey(Person, null=True, blank=True, related_name="commitments")
    team = TenantKey(Team, null=True, blank=True, related_name="commitments")
    state = models.CharField(max_length=11, choices=CommitmentState, blank=True, default="")
    created_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)  # the end of that day where the owner lives
    completed_on = models.DateField(null=True, blank=True)
    objective = TenantKey(Objective, null=True, blank=True, related_name="commitments")
    closing_reason = models.CharField(max_length=1000, blank=True, default="")
    successor = TenantKey("self", null=True, blank=True, related_name="predecessors")  # what it was re-scoped to
    url = models.CharField(max_length=2000, blank=True, default="")
    original_title = models.CharField(max_length=250, blank=True, default="", editable=False)
    original_due_on = models.DateField(null=True, editable=False)

    asked_by = TenantKey(Person, null=True, blank=True, related_name="+")
    receiver = TenantKey(Person, null=True, blank=True, related_name="+")  # for whom; says whether it is done
    asked_for_on = models.DateField(null=True, blank=True)  # the day that was asked for; nothing is due before somebody says yes
    offered_on = models.DateField(null=True, blank=True)  # the day that the doer offered instead
    answer = models.CharField(max_length=1000, blank=True, default="")  # what the doer said to it
    closed_on = models.DateField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)  # the receiver has it
    touched_on = models.DateField(null=True, blank=True)  # the last day on which somebody did something about it
    evidence = models.CharField(max_length=1000, blank=True, default="")  # a link, or words
    key_result = TenantKey(KeyResult, models.SET_NULL, null=True, blank=True, related_name="+")  # what shows it
    check_in = TenantKey(CheckIn, models.SET_NULL, null=True, blank=True, related_name="+")
    reason_code = models.CharField(max_length=8, choices=MissReason, blank=True, default="")
    agreed_by = TenantKey(Person, null=True, blank=True, related_name="+")  # to dropping it
    is_private = models.BooleanField(default=False)
    # A rule after RFC 5545, FREQ=WEEKLY;INTERVAL=2;BYDAY=MO; the next one is made when this one is closed.
    repeats = models.CharField(max_length=120, blank=True, default="")
    repeats_from = models.DateField(null=True, blank=True)  # the first day of all, from which the rule counts
    repeat_of = TenantKey("self", null=True, blank=True, related_name="repeated_by")

    objects: ClassVar[models.Manager[Any]] = OpenToAll()
    with_private: ClassVar[models.Manager[Any]] = TenantManager()

    class Meta(KeyedModel.Meta):
        constraints = [
            *KeyedModel.Meta.constraints,
            *same_organization("commitment", "owner", "team", "objective", "successor"),
            *same_organization("commitment", "asked_by", "receiver", "agreed_by", "key_result", "check_in", "repeat_of"),
            one_of("commitment", "state", CommitmentState, stated=False),
            one_of("commitment", "reason_code", MissReason, stated=False),
            in_order("commitment", "created_on", "completed_on"),
            models.CheckConstraint(condition=Q(is_private=False) | Q(team=None), name="commitment_private_of_no_team"),
            models.CheckConstraint(condition=Q(repeats="") | Q(repeats_from__isnull=False), name="commitment_repeats_from_a_day"),
            models.UniqueConstraint(fields=["repeat_of"], name="commitment_repeated_once"),
        ]
        triggers = [keep_originals(original_title="title::varchar", original_due_on="due_on::date")]
        indexes = [
            models.Index(fields=["organization", "due_on"], name="commitment_open", condition=Q(state__in=OPEN_STATES)),
            models.Index(fields=["organization", "owner", "due_on"], name="commitment_of_owner"),
            models.Index(fields=["organization", "team"], name="commitment_of_team"),
            models.Index(fields=["organization", "original_due_on"], name="commitment_first_due"),
            models.Index(fields=["successor"], name="commitment_before", condition=Q(successor__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def feed_title(self) -> str:
        """What the logbook calls it, which everybody may read."""
        return "Something private" if self.is_private else self.title

    @classmethod
    def seen_by(cls, person: Person | None) -> Any:
        """What this person may read: what is open to all, and what is private to them and somebody else."""
        if person is None:
            return cls.with_private.all()
        own = Q(owner=person) | Q(asked_by=person) | Q(receiver=person)
        return cls.with_private.filter(Q(is_private=False) | own)

"""One side needs something of another, or two objectives are linked."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q

from alignment.models.objectives import Objective
from organizations.constraints import keep_originals, one_of, same_organization
from organizations.models import Person, Team
from organizations.tenancy import KeyedModel, TenantKey, TenantModel


class DependencyKind(models.TextChoices):
    WORK = "work", "Work"
    REVIEW = "review", "Review"
    DECISION = "decision", "Decision"
    SUPPORT = "support", "Support"
    BLOCKED_BY = "blocked_by", "Blocked by"
    RELATES_TO = "relates_to", "Relates to"
    CONTINUES = "continues", "Continues"
    SUPERSEDES = "supersedes", "Supersedes"


class DependencyState(models.TextChoices):
    """The handshake; empty means not stated, as of a link that nobody has asked anything with."""

    REQUESTED = "requested", "Requested"
    NEGOTIATING = "negotiating", "Negotiating"
    AGREED = "agreed", "Agreed"
    IN_PROGRESS = "in_progress", "In progress"
    DELIVERED = "delivered", "Delivered"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


OPEN_STATES = [
    DependencyState.REQUESTED,
    DependencyState.NEGOTIATING,
    DependencyState.AGREED,
    DependencyState.IN_PROGRESS,
]


class IfItSlips(models.TextChoices):
    """What a late delivery does to the side that asked."""

    WAIT = "wait", "We can wait"
    PRIORITY = "priority", "A priority slips"
    OBJECTIVE = "objective", "The objective slips"


@pghistory.track()
class Dependency(KeyedModel):
    """*from* is the side that needs, *to* the side that is needed."""

    title = models.CharField(max_length=250, blank=True, default="")
    from_team = TenantKey(Team, null=True, blank=True, related_name="needs")
    from_objective = TenantKey(Objective, null=True, blank=True, related_name="needs")
    to_team = TenantKey(Team, null=True, blank=True, related_name="owes")
    to_objective = TenantKey(Objective, null=True, blank=True, related_name="owes")
    kind = models.CharField(max_length=10, choices=DependencyKind)
    state = models.CharField(max_length=11, choices=DependencyState, blank=True, default="")
    effort = models.CharField(max_length=250, blank=True, default="")
    needed_by = models.DateField(null=True, blank=True)
    promised_by = models.DateField(null=True, blank=True)
    deliverable = models.CharField(max_length=1000, blank=True, default="")
    acceptance_test = models.CharField(max_length=1000, blank=True, default="")
    description = models.CharField(max_length=4000, blank=True, default="")
    requested_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)  # agreed or declined
    delivered_on = models.DateField(null=True, blank=True)
    asked_by = TenantKey(Person, null=True, blank=True, related_name="+")
    # Who answers for it on either side; without a name it is the lead of the team.
    from_owner = TenantKey(Person, null=True, blank=True, related_name="+")
    to_owner = TenantKey(Person, null=True, blank=True, related_name="+")
    if_it_slips = models.CharField(max_length=9, choices=IfItSlips, blank=True, default="")
    answer = models.CharField(max_length=1000, blank=True, default="")  # why declined, or what was agreed
    url = models.CharField(max_length=2000, blank=True, default="")
    original_needed_by = models.DateField(null=True, editable=False)
    original_promised_by = models.DateField(null=True, editable=False)

    class Meta(KeyedModel.Meta):
        verbose_name_plural = "dependencies"
        constraints = [
            *KeyedModel.Meta.constraints,
            *same_organization(
                "dependency", "from_team", "from_objective", "to_team", "to_objective", "asked_by", "from_owner", "to_owner"
            ),
            one_of("dependency", "if_it_slips", IfItSlips, stated=False),
            one_of("dependency", "kind", DependencyKind),
            one_of("dependency", "state", DependencyState, stated=False),
            models.CheckConstraint(
                condition=Q(from_team__isnull=False) | Q(from_objective__isnull=False), name="dependency_has_from"
            ),
            models.CheckConstraint(condition=Q(to_team__isnull=False) | Q(to_objective__isnull=False), name="dependency_has_to"),
            models.CheckConstraint(
                condition=Q(from_objective__isnull=True) | Q(to_objective__isnull=True) | ~Q(from_objective=F("to_objective")),
                name="dependency_not_on_itself",
            ),
        ]
        triggers = [keep_originals(original_needed_by="needed_by::date", original_promised_by="promised_by::date")]
        indexes = [
            models.Index(fields=["organization", "needed_by"], name="dependency_open", condition=Q(state__in=OPEN_STATES)),
            models.Index(fields=["organization", "from_team"], name="dependency_needs"),
            models.Index(fields=["organization", "to_team"], name="dependency_owes"),
        ]

    def __str__(self) -> str:
        return self.title or self.get_kind_display()


@pghistory.track()
class DependencyContact(TenantModel):
    """Who answers for a dependency on the side that is needed."""

    dependency = TenantKey(Dependency, on_delete=models.CASCADE, related_name="contacts")
    person = TenantKey(Person, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("dependencycontact", "dependency", "person"),
            models.UniqueConstraint(fields=["dependency", "person"], name="dependency_contact_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.dependency_id}"


class DependencyForecast(TenantModel):
    """When an open dependency will be there, from its own day and from what it waits for in turn: stored, refreshed by verbs."""

    dependency = models.OneToOneField(Dependency, on_delete=models.CASCADE, related_name="forecast", db_constraint=False)
    as_of = models.DateField()
    expected_on = models.DateField(null=True)  # null: no day is named anywhere along the way
    slip_days = models.PositiveIntegerField(default=0)  # after the day it is needed, or else promised
    # What makes it late, step by step from what it waits for to the first cause: [{"id": 4, "title": …, "team": …, "on": …}].
    path = models.JSONField(default=list)

    class Meta(TenantModel.Meta):
        constraints = [*TenantModel.Meta.constraints, *same_organization("dependencyforecast", "dependency")]

    def __str__(self) -> str:
        return f"{self.dependency_id} on {self.expected_on}"

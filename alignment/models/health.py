"""The stored roll-ups: what pages show of objectives, teams and cycles is computed when facts change, not while it is shown."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from alignment.models.check_ins import Claim
from alignment.models.objectives import Objective
from organizations.constraints import one_of, same_organization
from organizations.models import Cycle, Team
from organizations.tenancy import TenantModel


class Verdict(models.TextChoices):
    """Progress against elapsed time: DOMAIN 2.2."""

    ON_PACE = "on_pace", "On pace"
    AT_RISK = "at_risk", "At risk"
    BEHIND = "behind", "Behind"


class Status(models.TextChoices):
    """What the mark beside an objective says; empty: not under way (proposed, ended without being done)."""

    ON_TRACK = "on_track", "On track"
    AT_RISK = "at_risk", "At risk"
    OFF_TRACK = "off_track", "Off track"
    NO_UPDATE = "no_update", "No update"
    PAUSED = "paused", "On hold"
    DONE = "done", "Done"


class StatusSource(models.TextChoices):
    """Where the status comes from, so that it can explain itself."""

    REPORTED = "reported", "as reported"
    PACE = "pace", "from its pace"
    CHILDREN = "children", "from what it is carried by"
    WAITS = "waits", "from what it waits for"
    GUARD = "guard", "from what must not get worse"
    DATE = "date", "its due date has passed"


class ObjectiveHealth(TenantModel):
    """An objective's figures as of its last refresh. Shares run 0 to 1; `alignment/measures.py` has the formulas in words."""

    objective = models.OneToOneField(Objective, on_delete=models.CASCADE, related_name="health", db_constraint=False)
    as_of = models.DateField()  # the day it was computed for
    depth = models.PositiveSmallIntegerField(default=0)  # 0: no parent
    progress = models.FloatField(null=True)
    elapsed = models.FloatField(null=True)
    pace = models.FloatField(null=True)  # progress - elapsed
    verdict = models.CharField(max_length=7, choices=Verdict, blank=True, default="")
    status = models.CharField(max_length=9, choices=Status, blank=True, default="")
    status_source = models.CharField(max_length=8, choices=StatusSource, blank=True, default="")
    status_since = models.DateField()
    claim = models.CharField(max_length=9, choices=Claim, blank=True, default="")  # the latest reported colour
    claimed_on = models.DateField(null=True)
    confidence = models.PositiveSmallIntegerField(null=True)  # the latest, per cent
    confidence_trend = ArrayField(models.PositiveSmallIntegerField(), default=list)  # the last eight, oldest first
    checked_in_on = models.DateField(null=True)
    is_fresh = models.BooleanField(default=False)
    is_contradicted = models.BooleanField(default=False)  # reported on track, evidence disagrees
    # [{"kind": ..., "type": "objective", "id": 1, "title": ..., ...}], worst first; docs/health.md names the kinds.
    causes = models.JSONField(default=list)  # why the status is what it is
    contradictions = models.JSONField(default=list)  # what speaks against the reported colour
    # Direct children under way or done, by status.
    child_count = models.PositiveIntegerField(default=0)
    children_by_status = models.JSONField(default=dict)  # {"off_track": 2, "on_track": 4}
    # The same of all that is below.
    below_count = models.PositiveIntegerField(default=0)
    below_by_status = models.JSONField(default=dict)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("objectivehealth", "objective"),
            one_of("objectivehealth", "status", Status, stated=False),
            one_of("objectivehealth", "verdict", Verdict, stated=False),
            one_of("objectivehealth", "claim", Claim, stated=False),
        ]
        indexes = [
            models.Index(
                fields=["organization", "status", "status_since"],
                name="health_worst",
                condition=Q(status__in=["off_track", "at_risk", "no_update"]),
            ),
            models.Index(fields=["organization"], name="health_contradicted", condition=Q(is_contradicted=True)),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.objective_id}"


class TeamHealth(TenantModel):
    """A team's figures: its own objectives under way, and those of all teams below it too."""

    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="health", db_constraint=False)
    as_of = models.DateField()
    progress = models.FloatField(null=True)  # mean of its own objectives under way: progress_sum / measured_count
    progress_sum = models.DecimalField(max_digits=20, decimal_places=6, default=0)  # exact, so that changes can be added to it
    measured_count = models.PositiveIntegerField(default=0)
    own_count = models.PositiveIntegerField(default=0)
    own_by_status = models.JSONField(default=dict)
    all_count = models.PositiveIntegerField(default=0)
    all_by_status = models.JSONField(default=dict)
    fresh_count = models.PositiveIntegerField(default=0)  # own, with an update inside the cadence
    waits_on_count = models.PositiveIntegerField(default=0)  # open dependencies that it needs
    owes_count = models.PositiveIntegerField(default=0)  # open dependencies that others need of it
    people_count = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [*TenantModel.Meta.constraints, *same_organization("teamhealth", "team")]

    def __str__(self) -> str:
        return f"health of {self.team_id}"


class CycleHealth(TenantModel):
    """A cycle's figures: its objectives under way by status, and how many were checked in on."""

    cycle = models.OneToOneField(Cycle, on_delete=models.CASCADE, related_name="health", db_constraint=False)
    as_of = models.DateField()
    objective_count = models.PositiveIntegerField(default=0)  # all of the cycle
    under_way_count = models.PositiveIntegerField(default=0)
    by_status = models.JSONField(default=dict)
    contradicted_count = models.PositiveIntegerField(default=0)
    fresh_count = models.PositiveIntegerField(default=0)
    progress = models.FloatField(null=True)  # mean of those under way, on hold or done: progress_sum / measured_count
    progress_sum = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    measured_count = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [*TenantModel.Meta.constraints, *same_organization("cyclehealth", "cycle")]

    def __str__(self) -> str:
        return f"health of {self.cycle_id}"

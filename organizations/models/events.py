"""What happened: the logbook's lines, and the runs of recurring jobs."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from organizations.constraints import same_organization
from organizations.models.people import Person
from organizations.tenancy import TenantKey, TenantModel


class Event(TenantModel):
    """One line of the logbook, written by one verb in its own transaction; reactions run from it once, after commit."""

    name = models.CharField(max_length=60)  # noun.past: objective.closed
    actor = TenantKey(Person, null=True, related_name="+")  # nobody: the product itself
    at = models.DateTimeField()
    about_type = models.CharField(max_length=60)  # alignment.Objective
    about_id = models.BigIntegerField()
    about_title = models.CharField(max_length=250, blank=True)
    data = models.JSONField(default=dict)
    # The outbox side: none of it is history.
    reacted_at = models.DateTimeField(null=True)
    attempt_count = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=1000, blank=True, default="")

    class Meta(TenantModel.Meta):
        constraints = [*TenantModel.Meta.constraints, *same_organization("event", "actor")]
        indexes = [
            models.Index(fields=["organization", "-id"], name="event_newest"),
            models.Index(fields=["organization", "about_type", "about_id", "-id"], name="event_about"),
            models.Index(fields=["id"], name="event_unreacted", condition=Q(reacted_at=None)),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="said_is_said",
                fields=["organization", "name", "actor", "at", "about_type", "about_id", "about_title", "data"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.about_title}"


class JobRun(models.Model):
    """One period of one recurring job; the unique key makes a second beat, or a second try, harmless."""

    job = models.CharField(max_length=60)
    period = models.CharField(max_length=40)  # 2026-08-17, or with the organization: 2026-08-17/12
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "period"], name="job_run_once")]

    def __str__(self) -> str:
        return f"{self.job} {self.period}"

"""Facts: what we learn (lessons), and each day's picture of every objective."""

from __future__ import annotations

import pghistory
from django.db import models

from alignment.models import Objective
from alignment.models.health import Status
from organizations.constraints import one_of, same_organization
from organizations.models import Person, Team
from organizations.tenancy import KeyedModel, TenantKey, TenantModel


class LessonCategory(models.TextChoices):
    WENT_WELL = "went_well", "Went well"
    WENT_POORLY = "went_poorly", "Went poorly"
    LUCKY = "lucky", "Got lucky"
    IMPROVEMENT = "improvement", "Could be better"
    INSIGHT = "insight", "Insight"


@pghistory.track()
class Lesson(KeyedModel):
    """What was learnt, and what to do about it."""

    title = models.CharField(max_length=250)
    description = models.CharField(max_length=4000, blank=True, default="")
    recommendation = models.CharField(max_length=4000, blank=True, default="")
    category = models.CharField(max_length=11, choices=LessonCategory, blank=True, default="")
    on = models.DateField(null=True, blank=True)
    author = TenantKey(Person, null=True, blank=True, related_name="lessons")
    team = TenantKey(Team, null=True, blank=True, related_name="lessons")
    objective = TenantKey(Objective, null=True, blank=True, related_name="lessons")
    url = models.CharField(max_length=2000, blank=True, default="")

    class Meta(KeyedModel.Meta):
        constraints = [
            *KeyedModel.Meta.constraints,
            *same_organization("lesson", "author", "team", "objective"),
            one_of("lesson", "category", LessonCategory, stated=False),
        ]
        indexes = [
            models.Index(fields=["organization", "-on"], name="lesson_newest"),
            models.Index(fields=["organization", "team"], name="lesson_of_team"),
        ]

    def __str__(self) -> str:
        return self.title


class HealthSnapshot(TenantModel):
    """An objective's figures as they stood at the end of one day; written by the nightly job, once."""

    objective = TenantKey(Objective, on_delete=models.CASCADE, related_name="snapshots")
    on = models.DateField()
    status = models.CharField(max_length=9, choices=Status, blank=True, default="")
    progress = models.FloatField(null=True)
    elapsed = models.FloatField(null=True)
    confidence = models.PositiveSmallIntegerField(null=True)
    is_contradicted = models.BooleanField(default=False)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("healthsnapshot", "objective"),
            one_of("healthsnapshot", "status", Status, stated=False),
            models.UniqueConstraint(fields=["objective", "on"], name="snapshot_once_a_day"),
        ]
        indexes = [models.Index(fields=["organization", "on"], name="snapshot_by_day")]

    def __str__(self) -> str:
        return f"{self.objective_id} on {self.on}"

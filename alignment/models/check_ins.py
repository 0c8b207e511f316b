"""What was reported about an objective, or one key result, at one time; never changed afterwards."""

from __future__ import annotations

from django.db import models

from alignment.models.objectives import KeyResult, Objective, ObjectiveState
from organizations.constraints import append_only, one_of, same_organization, within
from organizations.models import Person
from organizations.tenancy import KeyedModel, TenantKey


class Claim(models.TextChoices):
    """The colour that a person chose."""

    ON_TRACK = "on_track", "On track"  # going as planned, no help needed
    AT_RISK = "at_risk", "At risk"  # something may slip, the reviewer should know
    OFF_TRACK = "off_track", "Off track"  # will miss without help


class CheckIn(KeyedModel):
    """A report: value, confidence, status, narrative; every part may be left out but the objective and the time."""

    objective = TenantKey(Objective, related_name="check_ins")
    key_result = TenantKey(KeyResult, null=True, blank=True, related_name="check_ins")
    at = models.DateTimeField()
    is_day_only = models.BooleanField(default=False)  # the source states a day and no time
    author = TenantKey(Person, null=True, blank=True, related_name="check_ins")
    state = models.CharField(max_length=10, choices=ObjectiveState, blank=True, default="")  # the objective's state from then on
    claim = models.CharField(max_length=9, choices=Claim, blank=True, default="")
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    confidence = models.PositiveSmallIntegerField(null=True, blank=True)  # per cent; on screen 0 to 10
    note = models.CharField(max_length=4000, blank=True, default="")
    way_back = models.CharField(max_length=1000, blank=True, default="")  # amber or red: what would bring it back, and from whom
    url = models.CharField(max_length=2000, blank=True, default="")

    class Meta(KeyedModel.Meta):
        constraints = [
            *KeyedModel.Meta.constraints,
            *same_organization("checkin", "objective", "key_result", "author"),
            one_of("checkin", "state", ObjectiveState, stated=False),
            one_of("checkin", "claim", Claim, stated=False),
            within("checkin", "confidence", 0, 100),
        ]
        triggers = [append_only()]
        indexes = [
            models.Index(fields=["organization", "objective", "-at"], include=["is_day_only"], name="checkin_newest"),
            models.Index(fields=["organization", "-at"], name="checkin_by_time"),
        ]

    def __str__(self) -> str:
        return f"check-in of {self.at:%Y-%m-%d}"

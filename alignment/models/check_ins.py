"""What was reported about an objective, or one key result, at one time; never changed afterwards."""

from __future__ import annotations

from datetime import date

import pghistory
from django.db import models
from django.utils import timezone

from alignment.models.objectives import KeyResult, Objective, ObjectiveState
from organizations.constraints import append_only, one_of, same_organization, within
from organizations.models import Person
from organizations.tenancy import KeyedModel, TenantKey, TenantModel


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
    corrects = TenantKey("self", null=True, blank=True, related_name="corrections")  # the earlier one that this one stands for

    class Meta(KeyedModel.Meta):
        constraints = [
            *KeyedModel.Meta.constraints,
            *same_organization("checkin", "objective", "key_result", "author", "corrects"),
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

    @property
    def day(self) -> date:
        """When it was made, on the calendar of the page; a day that was stated without a time is that day everywhere."""
        return self.at.date() if self.is_day_only else timezone.localtime(self.at).date()


@pghistory.track()
class Acknowledgement(TenantModel):
    """The reviewer has read a check-in."""

    check_in = TenantKey(CheckIn, on_delete=models.CASCADE, related_name="acknowledgements")
    person = TenantKey(Person, related_name="+")
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("acknowledgement", "check_in", "person"),
            models.UniqueConstraint(fields=["check_in", "person"], name="acknowledgement_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} read {self.check_in_id}"


@pghistory.track()
class HelpAsk(TenantModel):
    """What would bring an amber or red objective back, asked of the one who can give it; the clock runs until the answer."""

    objective = TenantKey(Objective, on_delete=models.CASCADE, related_name="help_asks")
    check_in = TenantKey(CheckIn, null=True, on_delete=models.CASCADE, related_name="help_asks")
    asked = TenantKey(Person, related_name="help_asked")
    by = TenantKey(Person, null=True, related_name="+")
    words = models.CharField(max_length=1000)
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=1000, blank=True, default="")
    is_refused = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)  # not needed any more, said by the one who asked

    class Meta(TenantModel.Meta):
        constraints = [*TenantModel.Meta.constraints, *same_organization("helpask", "objective", "check_in", "asked", "by")]
        indexes = [
            models.Index(
                fields=["organization", "asked"],
                name="helpask_waits",
                condition=models.Q(answered_at__isnull=True, closed_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.words

"""The strategy: what the organization is for, where it goes, and what it does not do; version after version."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models

from organizations.constraints import one_of, same_organization
from organizations.models import Cycle, Person, Team
from organizations.tenancy import KeyedModel, TenantKey, TenantModel

DRAFT = "strategy"  # the form under which somebody's next version is kept until it is published


class Section(models.TextChoices):
    """The parts of the page, in their order."""

    PURPOSE = "purpose", "Purpose"
    VALUE = "value", "Values"
    LONG_RANGE = "long_range", "Long-range target"
    THREE_YEARS = "three_years", "Three-year picture"
    ANNUAL = "annual", "Annual plan"
    NOT_DOING = "not_doing", "Not doing"


@pghistory.track()
class StrategyLine(KeyedModel):
    """One sentence of the strategy as it stands; objectives name the one they serve. What was taken out stays, ended."""

    section = models.CharField(max_length=11, choices=Section)
    text = models.CharField(max_length=1000)
    position = models.PositiveSmallIntegerField(default=0)
    since = models.PositiveIntegerField(default=1)  # the version that brought it
    ended_in = models.PositiveIntegerField(null=True)  # the version that took it out

    class Meta(KeyedModel.Meta):
        constraints = [*KeyedModel.Meta.constraints, one_of("strategyline", "section", Section)]
        indexes = [models.Index(fields=["organization", "section", "position"], name="strategyline_in_order")]

    def __str__(self) -> str:
        return self.text


@pghistory.track()
class StrategyVersion(KeyedModel):
    """The whole page as it was published: never changed afterwards."""

    number = models.PositiveIntegerField()  # 1, 2, 3 …
    at = models.DateTimeField()
    by = TenantKey(Person, null=True, related_name="+")
    why = models.CharField(max_length=1000, blank=True, default="")
    lines = models.JSONField(default=list)  # [{"id": 3, "section": "purpose", "text": "…"}], in the order of the page
    is_sent = models.BooleanField(default=False)  # the teams it touches were asked what it means for them

    class Meta(KeyedModel.Meta):
        constraints = [
            *KeyedModel.Meta.constraints,
            *same_organization("strategyversion", "by"),
            models.UniqueConstraint(fields=["organization", "number"], name="strategyversion_number_once"),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


@pghistory.track()
class StrategyImpact(TenantModel):
    """What a version means for a team, in the team's own sentence; asked when it was published, answered by its lead."""

    version = TenantKey(StrategyVersion, on_delete=models.CASCADE, related_name="impacts")
    team = TenantKey(Team, on_delete=models.CASCADE, related_name="strategy_impacts")
    because = models.CharField(max_length=500, blank=True, default="")  # why it touches this team
    asked_on = models.DateField()
    words = models.CharField(max_length=1000, blank=True, default="")
    by = TenantKey(Person, null=True, related_name="+")
    answered_on = models.DateField(null=True)
    reply = models.CharField(max_length=1000, blank=True, default="")  # of the sender, where it was understood otherwise
    replied_by = TenantKey(Person, null=True, related_name="+")
    replied_on = models.DateField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("strategyimpact", "version", "team", "by", "replied_by"),
            models.UniqueConstraint(fields=["version", "team"], name="strategyimpact_once"),
        ]

    def __str__(self) -> str:
        return str(self.team)


class RecallPulse(TenantModel):
    """One minute, once a quarter: which of these are our priorities? Some of the choices are decoys."""

    cycle = TenantKey(Cycle, on_delete=models.CASCADE, related_name="pulses")
    opened_on = models.DateField()
    closes_on = models.DateField()
    by = TenantKey(Person, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [*TenantModel.Meta.constraints, *same_organization("recallpulse", "cycle", "by")]

    def __str__(self) -> str:
        return f"pulse of {self.opened_on}"


class PulseChoice(TenantModel):
    """A sentence to pick: a priority of the company, or a decoy."""

    pulse = TenantKey(RecallPulse, on_delete=models.CASCADE, related_name="choices")
    text = models.CharField(max_length=250)
    is_decoy = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [*TenantModel.Meta.constraints, *same_organization("pulsechoice", "pulse")]

    def __str__(self) -> str:
        return self.text


class PulseAnswer(TenantModel):
    """What one person picked; shown to nobody but as a count of five or more."""

    pulse = TenantKey(RecallPulse, on_delete=models.CASCADE, related_name="answers")
    person = TenantKey(Person, on_delete=models.CASCADE, related_name="+")
    picked = ArrayField(models.BigIntegerField(), default=list)  # ids of choices
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("pulseanswer", "pulse", "person"),
            models.UniqueConstraint(fields=["pulse", "person"], name="pulseanswer_once"),
        ]

    def __str__(self) -> str:
        return f"answer of {self.person_id}"

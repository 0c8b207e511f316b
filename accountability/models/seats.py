"""Facts: the accountability chart. A seat answers for outcomes, whoever holds it; who held it, and when, is kept."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from alignment.models import Metric
from organizations.constraints import in_order, one_of, refuse_circle, same_organization, within
from organizations.models import Person, Team
from organizations.tenancy import KeyedModel, TenantKey, TenantModel

LONGEST_LINE = 250


@pghistory.track()
class Seat(KeyedModel):
    """A place on the chart, with what it answers for and what it may decide without asking; closed, it stays for reading."""

    title = models.CharField(max_length=250)
    team = TenantKey(Team, null=True, blank=True, related_name="seats")
    above = TenantKey("self", null=True, blank=True, related_name="below")
    outcomes = ArrayField(models.CharField(max_length=LONGEST_LINE), default=list, blank=True)
    rights = ArrayField(models.CharField(max_length=LONGEST_LINE), default=list, blank=True)
    is_critical = models.BooleanField(default=False)  # the organization is in trouble the day nobody can act in it
    closed_on = models.DateField(null=True, blank=True)
    closing_reason = models.CharField(max_length=1000, blank=True, default="")

    class Meta(KeyedModel.Meta):
        constraints = [*KeyedModel.Meta.constraints, *same_organization("seat", "team", "above")]
        triggers = [refuse_circle("above_id")]
        indexes = [models.Index(fields=["organization", "above"], name="seat_on_chart", condition=Q(closed_on=None))]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class SeatMetric(TenantModel):
    """A number by which it is seen how the seat does."""

    seat = TenantKey(Seat, on_delete=models.CASCADE, related_name="metrics")
    metric = TenantKey(Metric, on_delete=models.CASCADE, related_name="seats")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("seatmetric", "seat", "metric"),
            models.UniqueConstraint(fields=["seat", "metric"], name="seat_metric_once"),
        ]

    def __str__(self) -> str:
        return f"{self.metric_id} of {self.seat_id}"


class SeatPart(models.TextChoices):
    HOLDER = "holder", "Holds it"
    BACKUP = "backup", "Backup"  # can act in it the day its holder cannot


@pghistory.track()
class SeatHolder(TenantModel):
    """Who holds a seat, or is its backup, from when to when; the newest has no last day."""

    seat = TenantKey(Seat, on_delete=models.CASCADE, related_name="holders")
    person = TenantKey(Person, related_name="seats")
    part = models.CharField(max_length=6, choices=SeatPart, default=SeatPart.HOLDER)
    start_on = models.DateField()
    end_on = models.DateField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("seatholder", "seat", "person"),
            one_of("seatholder", "part", SeatPart),
            in_order("seatholder", "start_on", "end_on"),
            models.UniqueConstraint(fields=["seat", "person", "part"], condition=Q(end_on=None), name="seat_holder_once"),
        ]
        indexes = [models.Index(fields=["organization", "person"], name="seat_holder_now", condition=Q(end_on=None))]

    def __str__(self) -> str:
        return f"{self.person_id} {self.part} of {self.seat_id}"


@pghistory.track()
class SeatFit(TenantModel):
    """How a person fits a seat, as the seat above sees it: 1 no, 2 in part, 3 yes. Read by very few, and named nowhere else."""

    seat = TenantKey(Seat, on_delete=models.CASCADE, related_name="fits")
    person = TenantKey(Person, on_delete=models.CASCADE, related_name="+")
    gets_it = models.PositiveSmallIntegerField(null=True, blank=True)
    wants_it = models.PositiveSmallIntegerField(null=True, blank=True)
    has_capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.CharField(max_length=1000, blank=True, default="")
    by = TenantKey(Person, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("seatfit", "seat", "person", "by"),
            models.UniqueConstraint(fields=["seat", "person"], name="seat_fit_once"),
            within("seatfit", "gets_it", 1, 3),
            within("seatfit", "wants_it", 1, 3),
            within("seatfit", "has_capacity", 1, 3),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.seat_id}"

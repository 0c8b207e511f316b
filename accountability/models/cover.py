"""Facts: what somebody who is away or leaves has handed over to somebody else, thing by thing, and what came back."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q

from organizations.constraints import in_order, one_of, same_organization
from organizations.models import Person
from organizations.tenancy import TenantKey, TenantModel


class CoverState(models.TextChoices):
    PLANNED = "planned", "Planned"
    RUNNING = "running", "Lent"
    RETURNED = "returned", "Returned"
    KEPT = "kept", "Handed over for good"
    CANCELLED = "cancelled", "Taken back"


OPEN_COVERS = [CoverState.PLANNED, CoverState.RUNNING]


@pghistory.track()
class Cover(TenantModel):
    """Somebody's things are another's from the first to the last day, both included; without a last day they are so for good."""

    person = TenantKey(Person, related_name="covers")
    to = TenantKey(Person, related_name="covers_for")
    state = models.CharField(max_length=9, choices=CoverState)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=250, blank=True, default="")
    by = TenantKey(Person, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("cover", "person", "to", "by"),
            one_of("cover", "state", CoverState),
            in_order("cover", "starts_on", "ends_on"),
            models.CheckConstraint(condition=~Q(person=F("to")), name="cover_by_another"),
            models.CheckConstraint(condition=~Q(state__in=OPEN_COVERS) | Q(ends_on__isnull=False), name="cover_lent_until"),
            models.UniqueConstraint(fields=["person"], condition=Q(state__in=OPEN_COVERS), name="cover_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} covered by {self.to_id}"


@pghistory.track()
class CoverItem(TenantModel):
    """One thing that changed hands, by its kind and number; its words are those of that day."""

    cover = TenantKey(Cover, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=30)
    row_id = models.BigIntegerField()
    title = models.CharField(max_length=250)
    is_shared = models.BooleanField(default=False)  # whoever took it over was in it already, and stays when it comes back
    is_back = models.BooleanField(default=False)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("coveritem", "cover"),
            models.UniqueConstraint(fields=["cover", "kind", "row_id"], name="cover_item_once"),
        ]
        indexes = [models.Index(fields=["organization", "kind", "row_id"], name="cover_item_of_row")]
        ordering = ("id",)

    def __str__(self) -> str:
        return self.title

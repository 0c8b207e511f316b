"""When somebody is away, and who answers in their place."""

from __future__ import annotations

import pghistory
from django.db import models

from organizations.constraints import in_order, same_organization
from organizations.models.people import Person
from organizations.tenancy import TenantKey, TenantModel


@pghistory.track()
class Absence(TenantModel):
    """Somebody is away from the first to the last day, both included; without a delegate nothing is asked of them meanwhile."""

    person = TenantKey(Person, on_delete=models.CASCADE, related_name="absences")
    starts_on = models.DateField()
    ends_on = models.DateField()
    delegate = TenantKey(Person, null=True, blank=True, related_name="stands_in")
    note = models.CharField(max_length=250, blank=True, default="")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("absence", "person", "delegate"),
            in_order("absence", "starts_on", "ends_on"),
            models.CheckConstraint(
                condition=models.Q(delegate__isnull=True) | ~models.Q(delegate=models.F("person")),
                name="absence_delegate_is_another",
            ),
        ]
        indexes = [models.Index(fields=["organization", "person", "ends_on"], name="absence_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} away {self.starts_on} to {self.ends_on}"

"""What each one writes into a huddle that is held in writing."""

from __future__ import annotations

import pghistory
from django.db import models

from organizations.constraints import same_organization
from organizations.models import Person
from organizations.tenancy import TenantKey, TenantModel, new_key
from rhythm.models.meetings import Meeting


@pghistory.track()
class HuddleEntry(TenantModel):
    """One person's lines of one day. What comes of the stuck has `stuck_key` as its key: an issue, a request, a blocker."""

    meeting = TenantKey(Meeting, on_delete=models.CASCADE, related_name="entries")
    person = TenantKey(Person, on_delete=models.CASCADE, related_name="+")
    news = models.CharField(max_length=500, blank=True, default="")
    thing = models.CharField(max_length=500)  # the one of today
    number = models.CharField(max_length=60, blank=True, default="")  # that goes with it, in their own words: 12 of 20 calls
    stuck = models.CharField(max_length=500, blank=True, default="")
    stuck_key = models.CharField(max_length=40, default=new_key, editable=False)
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        verbose_name_plural = "huddle entries"
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("huddleentry", "meeting", "person"),
            models.UniqueConstraint(fields=["meeting", "person"], name="huddle_entry_once"),
            models.UniqueConstraint(fields=["organization", "stuck_key"], name="huddle_entry_stuck_key_once"),
        ]
        indexes = [models.Index(fields=["organization", "person"], name="huddle_entry_of_person")]

    def __str__(self) -> str:
        return self.thing[:80]

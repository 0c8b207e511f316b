"""What was changed in minutes after the meeting: the words that stood there before, and why a line was taken back."""

from __future__ import annotations

from django.db import models

from organizations.constraints import same_organization
from organizations.models import Person
from organizations.tenancy import TenantKey, TenantModel
from rhythm.models.running import Capture


class CaptureChange(TenantModel):
    """A captured line put into other words, or taken back with a reason; the capture holds the words that stand."""

    capture = TenantKey(Capture, on_delete=models.CASCADE, related_name="changes")
    by = TenantKey(Person, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    was = models.CharField(max_length=1000)
    reason = models.CharField(max_length=500, blank=True, default="")  # why it was taken back; empty: it has other words

    class Meta(TenantModel.Meta):
        constraints = [*TenantModel.Meta.constraints, *same_organization("capturechange", "capture", "by")]
        ordering = ("id",)

    def __str__(self) -> str:
        return self.was[:80]

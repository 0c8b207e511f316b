"""An organization: the tenant, many on one installation."""

from __future__ import annotations

import pghistory
from django.core.validators import RegexValidator
from django.db import models

# Words that the address needs for itself, so no organization may have them as its slug.
RESERVED_SLUGS = {"accounts", "api", "demo", "invitations", "livez", "new", "readyz", "static", "admin", "robots.txt"}


@pghistory.track()
class Organization(models.Model):
    """The tenant; `slug` is the first part of every address in it."""

    slug = models.CharField(max_length=40, unique=True, validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]*$")])
    name = models.CharField(max_length=250)
    timezone = models.CharField(max_length=64, default="UTC")
    check_in_every_days = models.PositiveSmallIntegerField(default=7)
    is_demo = models.BooleanField(default=False)
    # The words that this organization uses for the nouns of the product: {"priority": {"one": "rock", "many": "rocks"}}.
    words = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(slug__regex=r"^[a-z0-9][a-z0-9-]*$"), name="organization_slug_form"),
            models.CheckConstraint(condition=~models.Q(slug__in=sorted(RESERVED_SLUGS)), name="organization_slug_free"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def organization_id(self) -> int:
        """Its own id, so that the logbook can write about the organization itself."""
        return self.pk

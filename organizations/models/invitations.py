"""A link that lets one person in."""

from __future__ import annotations

from django.db import models

from organizations.constraints import same_organization
from organizations.models.people import Person
from organizations.tenancy import TenantKey, TenantModel


class Invitation(TenantModel):
    """Asks a person of the organization to sign in; only the hash of the link's secret is kept."""

    person = TenantKey(Person, related_name="invitations")
    email = models.EmailField(max_length=250)
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = TenantKey(Person, null=True, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [*TenantModel.Meta.constraints, *same_organization("invitation", "person", "invited_by")]

    def __str__(self) -> str:
        return f"invitation of {self.person_id}"

"""What a person keeps for themselves: words not sent yet, and views they come back to."""

from __future__ import annotations

from django.db import models

from organizations.constraints import same_organization
from organizations.models.people import Person
from organizations.tenancy import TenantKey, TenantModel


class Draft(TenantModel):
    """The fields of a form that was not sent yet; one for each form and person."""

    person = TenantKey(Person, on_delete=models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=120)  # check_in:12
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("draft", "person"),
            models.UniqueConstraint(fields=["person", "form"], name="draft_once"),
        ]

    def __str__(self) -> str:
        return f"{self.form} of {self.person_id}"


class SavedView(TenantModel):
    """A page with its filters under a name; shared ones are seen by everybody."""

    person = TenantKey(Person, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=80)
    path = models.CharField(max_length=1000)  # below the organization: objectives/?status=trouble
    is_shared = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("savedview", "person"),
            models.UniqueConstraint(fields=["person", "name"], name="savedview_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

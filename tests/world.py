"""A full organization: a row of every table that belongs to one, each text in it with a canary that must never be seen outside."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models

from alignment.rollup import refresh_organization
from organizations.models import Invitation, Organization, Person, User
from organizations.models.people import Access
from organizations.tenancy import TenantModel, in_organization
from organizations.tokens import fingerprint, invitation_secret
from rhythm.models import CalendarFeed
from rhythm.secrets import feed_secret
from tests.cast import MONDAY, NOW

HAS_A_FORM = {"key", "timezone", "rrule", "secret_hash", "path"}  # texts that cannot be just anything
LEFT_OUT = {"closed_on", "completed_on", "ended_at", "accepted_at", "revoked_at", "undone_at", "end_on", "retired_on"}
# The row names one thing, and the world has chosen the other; nobody stands in for themselves.
ANOTHER = {("cover", "to")}  # has to be somebody else
ONE_OF_THEM = {
    ("meetingoutput", "commitment"), ("absence", "delegate"), ("blocker", "commitment"), ("blocker", "initiative"),
    ("blocker", "dependency"),
}  # fmt: skip

Rows = dict[Any, Any]


def tenant_models() -> list[type[TenantModel]]:
    """Every table with an organization in it."""
    return [model for model in apps.get_models() if issubclass(model, TenantModel)]


class World:
    """The organization, a row of each model, and a login for each access."""

    def __init__(self, slug: str, canary: str) -> None:
        self.canary = canary
        self.organization = Organization.objects.create(slug=slug, name=f"{canary} Organization", created_at=NOW)
        self.rows: Rows = {}
        with in_organization(self.organization):
            self.people = {access: self.new_person(access) for access in Access}
            self.rows[Person] = self.people[Access.MEMBER]
            self.fill([model for model in tenant_models() if model is not Person])
            refresh_organization(organization_id=self.organization.pk, today=MONDAY)  # what is stored is what these rows add up to
            invitation = self.rows[Invitation]
            self.secret = invitation_secret(invitation)
            Invitation.objects.filter(pk=invitation.pk).update(secret_hash=fingerprint(self.secret))
            feed = self.rows[CalendarFeed]
            self.feed_secret = feed_secret(feed)
            CalendarFeed.objects.filter(pk=feed.pk).update(secret_hash=fingerprint(self.feed_secret))

    def new_person(self, access: Access) -> Person:
        user = User.objects.create_user(f"{access}@{self.organization.slug}.example")  # nobody types a password in a walk
        fields = {"key": access, "name": f"{self.canary} {access}", "email": user.email, "user": user, "access": access}
        person: Person = Person.objects.create(organization=self.organization, status="active", **fields)
        return person

    def fill(self, waiting: list[type[TenantModel]]) -> None:
        """Make the rows whose neighbours exist, until all are made; in a circle, the neighbours they must have will do."""
        while waiting:
            ready = [model for model in waiting if neighbours(model) <= self.rows.keys()]
            ready = ready or [model for model in waiting if neighbours(model, required=True) <= self.rows.keys()][:1]
            assert ready, f"no order in which these can be made: {waiting}"
            for model in ready:
                self.rows[model] = self.new_row(model)
                waiting.remove(model)

    def new_row(self, model: type[TenantModel]) -> TenantModel:
        row = model(organization=self.organization)
        seen: set[type[models.Model]] = set()
        for field in model._meta.concrete_fields:
            if field.name in LEFT_OUT or field.primary_key or field.name == "organization" or not field.editable:
                continue
            value = self.neighbour(field, seen) if isinstance(field, models.ForeignKey) else self.value(field)
            if value is not None:
                setattr(row, field.name, value)
        row.save()
        return row

    def neighbour(self, field: models.ForeignKey[Any, Any], seen: set[type[models.Model]]) -> Any:
        """The row of that model; a second of it where a row points to the same model twice, for the two must differ."""
        target: Any = field.related_model
        if target is field.model or target not in self.rows or (field.model._meta.model_name, field.name) in ONE_OF_THEM:
            return None
        if target in seen and target is not Person:
            return self.new_row(target)
        if (field.model._meta.model_name, field.name) in ANOTHER:
            return self.people[Access.LEADER]
        seen.add(target)
        return self.rows[target]

    def value(self, field: models.Field[Any, Any]) -> Any:
        if field.choices:
            return next(value for value, _ in field.choices if value)
        if isinstance(field, models.CharField | models.TextField) and field.name not in HAS_A_FORM:
            return f"{self.canary} {field.name}"[: field.max_length]
        if isinstance(field, models.DateTimeField):
            return NOW
        if isinstance(field, models.DateField):
            return MONDAY
        if isinstance(field, models.IntegerField | models.DecimalField | models.FloatField) and not field.has_default():
            return 1
        return None

    def login(self, access: Access) -> User:
        user = self.people[access].user
        assert user is not None
        return user


def neighbours(model: type[TenantModel], *, required: bool = False) -> set[Any]:
    """The other models of the world that a row of this one may, or must, point to."""
    keys = [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    targets = {field.related_model for field in keys if not (required and field.null)}
    return targets - {Organization, User, model}

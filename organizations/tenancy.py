"""The tenant lock: the organization in hand, and the base of every table that belongs to one."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.validators import RegexValidator
from django.db import models

from organizations.refusals import NoOrganizationInHand

if TYPE_CHECKING:
    from organizations.models import Organization

_in_hand: ContextVar[int | None] = ContextVar("organization_in_hand", default=None)
_words: ContextVar[dict[str, Any] | None] = ContextVar("words_in_hand", default=None)

KEY_PATTERN = r"^[a-z0-9][a-z0-9._-]*$"


@contextmanager
def in_organization(organization: Organization | int) -> Iterator[None]:
    """Open the tenant scope: inside it scoped managers see this organization's rows, and no other's."""
    number, words = (organization, None) if isinstance(organization, int) else (organization.pk, organization.words)
    if words is None and number == _in_hand.get():
        words = _words.get()
    tokens = _in_hand.set(number), _words.set(words)
    try:
        yield
    finally:
        _in_hand.reset(tokens[0])
        _words.reset(tokens[1])


def words_in_hand() -> dict[str, Any]:
    """The organization's own nouns as it stored them; none while only its number is known, or no scope is open."""
    return _words.get() or {}


def organization_in_hand() -> int:
    """The id of the organization whose scope is open.

    Raises NoOrganizationInHand when none is.
    """
    organization_id = _in_hand.get()
    if organization_id is None:
        raise NoOrganizationInHand("Open the scope first: with in_organization(organization): ...")
    return organization_id


class TenantQuerySet(models.QuerySet[Any]):
    """Queries of one tenant table; rooms extend it with adjectives that chain."""

    def in_hand(self) -> Self:
        return self.filter(organization_id=organization_in_hand())


class TenantManager(models.Manager[Any]):
    """A manager that refuses to answer without an organization in hand."""

    def get_queryset(self) -> TenantQuerySet:
        return TenantQuerySet(self.model, using=self._db).in_hand()

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[Any]:
        objs = list(objs)
        if any(obj.organization_id != organization_in_hand() for obj in objs):
            raise NoOrganizationInHand("A row of another organization than the one in hand.")
        return super().bulk_create(objs, *args, **kwargs)


def new_key() -> str:
    """A key for a row that was made here and not imported: twelve random characters, unique enough for any organization."""
    return secrets.token_hex(6)


class TenantModel(models.Model):
    """A row that belongs to one organization and says so itself, so that row-level security and sharding stay possible."""

    organization = models.ForeignKey("organizations.Organization", on_delete=models.CASCADE, related_name="+")

    objects: ClassVar[models.Manager[Any]] = TenantManager()
    everywhere: ClassVar[models.Manager[Any]] = (
        models.Manager()
    )  # across organizations: for sweepers, the nightly job and tests of tenancy

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["organization", "id"], name="%(app_label)s_%(class)s_in_organization"),
        ]


class KeyedModel(TenantModel):
    """A row with a key that names it for good, so that an import can be repeated."""

    key = models.CharField(max_length=80, default=new_key, validators=[RegexValidator(KEY_PATTERN)])

    class Meta(TenantModel.Meta):
        abstract = True
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "key"], name="%(app_label)s_%(class)s_key_once"),
            models.CheckConstraint(condition=models.Q(key__regex=KEY_PATTERN), name="%(app_label)s_%(class)s_key_form"),
        ]


class TenantKey(models.ForeignKey[Any, Any]):
    """A foreign key to a row of the same organization; the database holds it to that through `same_organization`."""

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False  # the composite key of SameOrganization takes its place
        super().__init__(to, on_delete, **kwargs)

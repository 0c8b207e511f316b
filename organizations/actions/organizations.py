"""Verbs: the beginning of an organization."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from organizations.actions.invitations import invite_newcomer
from organizations.logbook import record, verb
from organizations.models import Invitation, Organization
from organizations.models.organizations import RESERVED_SLUGS
from organizations.models.people import Access
from organizations.refusals import AlreadyThere, NotSaid
from organizations.tenancy import in_organization
from organizations.verbs import worded


@verb
def found_organization(*, slug: str, name: str, now: datetime, timezone: str = "UTC", is_demo: bool = False) -> Organization:
    """A new, empty organization, made by whoever runs the installation."""
    name = worded(name, "Give the organization a name.")
    check_slug(slug)
    try:
        with transaction.atomic():
            organization = Organization.objects.create(slug=slug, name=name, timezone=timezone, is_demo=is_demo, created_at=now)
    except IntegrityError as clash:
        raise AlreadyThere(f"There is an organization at /{slug}/ already. Choose another slug.") from clash
    with in_organization(organization):
        record("organization.founded", by=None, about=organization, now=now, slug=slug)
    return organization


@verb
def found_with_owner(*, slug: str, name: str, owner_name: str, owner_email: str, timezone: str, now: datetime) -> Invitation:
    """A new organization and the invitation of its first owner, or neither."""
    organization = found_organization(slug=slug, name=name, timezone=timezone, now=now)
    with in_organization(organization):
        return invite_newcomer(organization=organization, name=owner_name, email=owner_email, access=Access.OWNER, by=None, now=now)


def check_slug(slug: str) -> None:
    """Raises NotSaid when the slug cannot be the first part of an address."""
    if slug in RESERVED_SLUGS:
        raise NotSaid(f"/{slug}/ is an address of the product itself. Choose another slug.")
    letters = slug.replace("-", "")
    if not (letters.isascii() and letters.isalnum() and letters == letters.lower()) or slug.startswith("-") or len(slug) > 40:
        raise NotSaid("Choose a slug of small letters, digits and hyphens, at most 40 of them, like tidewater or north-sea.")

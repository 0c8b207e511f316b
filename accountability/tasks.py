"""Doors for the worker: hand-overs that begin or come back with a new day."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from accountability.actions.covers import settle_cover
from accountability.reads.covers import due_covers
from organizations.models import Organization
from organizations.tenancy import in_organization


@shared_task(name="accountability.tasks.settle_covers")
def settle_covers() -> None:
    """Organization by organization, each hand-over in a transaction of its own; a run that is missed or doubled does no harm."""
    now = timezone.now()
    for organization in Organization.objects.order_by("pk"):
        with in_organization(organization):
            for cover in due_covers(organization, now):
                settle_cover(cover=cover, by=None, now=now)

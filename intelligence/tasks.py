"""Doors for the worker: the night's work of each organization."""

from __future__ import annotations

from datetime import date

from celery import shared_task
from django.utils import timezone

from intelligence.snapshots import nightly
from organizations.jobs import days_to_close, once, period_of
from organizations.models import Organization
from organizations.tenancy import in_organization

JOB = "nightly"
KEEPS_SECONDS = 600  # as long as its period: the next round asks again


@shared_task(name="intelligence.tasks.nightly_health")
def nightly_health() -> None:
    """Ask for the night's work of each organization whose day is over and not closed yet."""
    for organization_id, day in days_to_close(JOB, now=timezone.now()):
        nightly_health_of.apply_async((organization_id, day.isoformat()), expires=KEEPS_SECONDS)


@shared_task(name="intelligence.tasks.nightly_health_of")
def nightly_health_of(organization_id: int, day: str) -> None:
    """Close one organization's day: all health anew, and the day's snapshot."""
    now = timezone.now()
    organization = Organization.objects.get(pk=organization_id)
    with once(JOB, period_of(organization_id, date.fromisoformat(day)), now=now) as is_ours:
        if is_ours:
            with in_organization(organization):
                nightly(organization=organization, day=date.fromisoformat(day), now=now)

"""Doors for the worker: once a day what decisions rest on is looked at, and what waited for a day; days pass without an event."""

from __future__ import annotations

from datetime import date

from celery import shared_task
from django.utils import timezone

from decisions.actions.assumptions import break_what_broke
from decisions.actions.deferring import take_up_what_is_due
from decisions.actions.hearings import close_what_ran_out
from organizations.jobs import days_at_work, once, period_of
from organizations.models import Organization
from organizations.tenancy import in_organization

JOB = "look at assumptions"
DAYS = "begin days of decisions"
HOURS = range(24)
KEEPS_SECONDS = 600  # as long as its period: the next round asks again


@shared_task(name="decisions.tasks.look_at_assumptions")
def look_at_assumptions() -> None:
    """Ask for each organization that was not looked at on this day of its own."""
    for organization, today in days_at_work(JOB, HOURS, now=timezone.now()):
        look_at_assumptions_of.apply_async((organization.pk, today.isoformat()), expires=KEEPS_SECONDS)


@shared_task(name="decisions.tasks.look_at_assumptions_of")
def look_at_assumptions_of(organization_id: int, day: str) -> None:
    """One organization's day."""
    now = timezone.now()
    organization = Organization.objects.get(pk=organization_id)
    with once(JOB, period_of(organization_id, date.fromisoformat(day)), now=now) as is_ours:
        if is_ours:
            with in_organization(organization):
                break_what_broke(organization=organization, now=now)


@shared_task(name="decisions.tasks.begin_days")
def begin_days() -> None:
    """Ask for each organization whose day has begun."""
    for organization, today in days_at_work(DAYS, HOURS, now=timezone.now()):
        begin_day_of.apply_async((organization.pk, today.isoformat()), expires=KEEPS_SECONDS)


@shared_task(name="decisions.tasks.begin_day_of")
def begin_day_of(organization_id: int, day: str) -> None:
    """What was asked until yesterday is closed, and what was put off is back; run twice or days late it finds what is left."""
    now = timezone.now()
    organization = Organization.objects.get(pk=organization_id)
    with once(DAYS, period_of(organization_id, date.fromisoformat(day)), now=now) as is_ours:
        if is_ours:
            with in_organization(organization):
                close_what_ran_out(organization=organization, now=now)
                take_up_what_is_due(organization=organization, now=now)

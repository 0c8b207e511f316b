"""Doors for the worker: when a stretch is over, what had no check-in in it is looked at once."""

from __future__ import annotations

from datetime import date

from celery import shared_task
from django.utils import timezone

from alignment.actions.missing import asked_every, note_missed_check_ins
from organizations.jobs import days_at_work, once, period_of
from organizations.measures import check_in_period
from organizations.models import Organization
from organizations.tenancy import in_organization

JOB = "check-ins missed"
LOOK = "look for missed check-ins"
HOURS = range(24)
KEEPS_SECONDS = 600  # as long as its period: the next round asks again


@shared_task(name="alignment.tasks.look_for_missed")
def look_for_missed() -> None:
    """Ask for each organization that was not looked at on this day of its own."""
    for organization, today in days_at_work(LOOK, HOURS, now=timezone.now()):
        look_for_missed_of.apply_async((organization.pk, today.isoformat()), expires=KEEPS_SECONDS)


@shared_task(name="alignment.tasks.look_for_missed_of")
def look_for_missed_of(organization_id: int, day: str) -> None:
    """One organization's day. Each stretch is claimed too, so that an outage on its first day is made up for on the next."""
    now, today = timezone.now(), date.fromisoformat(day)
    organization = Organization.objects.get(pk=organization_id)
    with once(LOOK, period_of(organization_id, today), now=now) as is_ours, in_organization(organization):
        for days in asked_every(organization) if is_ours else ():
            begun = check_in_period(today, days)[0]
            with once(JOB, f"{period_of(organization_id, begun)}/{days}", now=now) as is_first:
                if is_first:
                    note_missed_check_ins(organization=organization, every_days=days, today=today, now=now)

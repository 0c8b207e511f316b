"""Doors for the worker: on the morning of the day on which check-ins are due, whoever owes one is told."""

from __future__ import annotations

from datetime import date

from celery import shared_task
from django.utils import timezone

from alignment.actions.reminding import remind_of_check_ins as remind
from organizations.jobs import days_at_work, once, period_of
from organizations.measures import check_in_due_on
from organizations.models import Organization
from organizations.tenancy import in_organization

JOB = "check-ins due"
HOURS = range(8, 20)  # of the organization's own clock: in the morning, or after an outage as long as it is of use that day
KEEPS_SECONDS = 600  # as long as its period: the next round asks again


@shared_task(name="alignment.tasks.remind_of_check_ins")
def remind_of_check_ins() -> None:
    """Ask for the reminders of each organization whose check-ins are due today and that has not had them."""
    for organization, today in days_at_work(JOB, HOURS, now=timezone.now()):
        if check_in_due_on(today, organization.check_in_every_days) == today:
            remind_of_check_ins_of.apply_async((organization.pk, today.isoformat()), expires=KEEPS_SECONDS)


@shared_task(name="alignment.tasks.remind_of_check_ins_of")
def remind_of_check_ins_of(organization_id: int, day: str) -> None:
    """One organization's reminders of one day; the claim and the lines they come from are one transaction."""
    now, due_on = timezone.now(), date.fromisoformat(day)
    organization = Organization.objects.get(pk=organization_id)
    with once(JOB, period_of(organization_id, due_on), now=now) as is_ours:
        if is_ours:
            with in_organization(organization):
                remind(organization=organization, due_on=due_on, now=now)

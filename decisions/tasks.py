"""Doors for the worker: once a day what decisions rest on is looked at, and what waited for a day; days pass without an event."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

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
    ask_for_today(JOB, look_at_assumptions_of)


@shared_task(name="decisions.tasks.look_at_assumptions_of")
def look_at_assumptions_of(organization_id: int, day: str) -> None:
    """One organization's day."""
    on_its_day(JOB, organization_id, day, break_what_broke)


@shared_task(name="decisions.tasks.begin_days")
def begin_days() -> None:
    """Ask for each organization whose day has begun."""
    ask_for_today(DAYS, begin_day_of)


@shared_task(name="decisions.tasks.begin_day_of")
def begin_day_of(organization_id: int, day: str) -> None:
    """What was asked until yesterday is closed, and what was put off is back; run twice or days late it finds what is left."""
    on_its_day(DAYS, organization_id, day, close_what_ran_out, take_up_what_is_due)


def ask_for_today(job: str, task: Any) -> None:
    for organization, today in days_at_work(job, HOURS, now=timezone.now()):
        task.apply_async((organization.pk, today.isoformat()), expires=KEEPS_SECONDS)


def on_its_day(job: str, organization_id: int, day: str, *verbs: Callable[..., Any]) -> None:
    """The verbs, once a day, all of them or none."""
    now = timezone.now()
    organization = Organization.objects.get(pk=organization_id)
    with once(job, period_of(organization_id, date.fromisoformat(day)), now=now) as is_ours:
        if is_ours:
            with in_organization(organization):
                for verb in verbs:
                    verb(organization=organization, now=now)

"""Doors for the worker: each team's weeks, brought up to date once a day, and the agendas of the meetings that come."""

from __future__ import annotations

from datetime import date, timedelta

from celery import shared_task
from django.utils import timezone

from organizations.jobs import days_to_close, last_day_of, once, period_of
from organizations.measures import weeks_touched
from organizations.models import Organization
from organizations.tenancy import in_organization
from rhythm.actions.agendas import build_agenda
from rhythm.models import Meeting
from rhythm.reads.building import to_build
from rhythm.weeks import refresh_weeks as count_week

JOB = "weeks"
KEEPS_SECONDS = 600
MOST_WEEKS = 12  # as many as the rhythm matrix can show


@shared_task(name="rhythm.tasks.refresh_weeks")
def refresh_weeks() -> None:
    """Ask for each organization whose day is over and whose weeks were not looked at since."""
    for organization_id, day in days_to_close(JOB, now=timezone.now()):
        refresh_weeks_of.apply_async((organization_id, day.isoformat()), expires=KEEPS_SECONDS)


@shared_task(name="rhythm.tasks.refresh_weeks_of")
def refresh_weeks_of(organization_id: int, day: str) -> None:
    """Refresh the weeks from the last day that was looked at to the one that begins: a week can be counted later, too."""
    closed = date.fromisoformat(day)
    today = closed + timedelta(days=1)
    with once(JOB, period_of(organization_id, closed), now=timezone.now()) as is_ours:
        if is_ours:
            since = last_day_of(JOB, organization_id, before=closed) or closed
            for week_of in weeks_touched(since, today, at_most=MOST_WEEKS):
                with in_organization(organization_id):
                    count_week(organization_id=organization_id, week_of=week_of, today=today)


AGENDAS = "agendas"


@shared_task(name="rhythm.tasks.build_agendas")
def build_agendas() -> None:
    """Ask for each organization that has meetings whose agenda is due to be built."""
    for pk in Organization.objects.order_by("pk").values_list("pk", flat=True):
        build_agendas_of.apply_async((pk,), expires=KEEPS_SECONDS)


@shared_task(name="rhythm.tasks.build_agendas_of")
def build_agendas_of(organization_id: int) -> None:
    """The day and a half before a meeting, and once more shortly before it, unless somebody has arranged it by hand."""
    now = timezone.now()
    with in_organization(organization_id):
        for pk, period in to_build(now):
            with once(AGENDAS, period, now=now) as is_ours:
                if is_ours:
                    build_agenda(meeting=Meeting.objects.get(pk=pk), by=None, now=now)

"""Doors for the worker: weeks, the meetings of the days ahead and their agendas; and meetings that nobody closed."""

from __future__ import annotations

from datetime import date, timedelta

from celery import shared_task
from django.utils import timezone

from organizations.jobs import days_to_close, last_day_of, once, period_of
from organizations.measures import weeks_touched
from organizations.models import Organization
from organizations.tenancy import in_organization
from rhythm.actions.agendas import build_agenda
from rhythm.actions.feeds import keep_readings
from rhythm.actions.forgetting import close_forgotten_meetings as close_forgotten
from rhythm.actions.forgetting import close_huddles
from rhythm.actions.planning import plan_ahead as plan_meetings_ahead
from rhythm.models import Meeting
from rhythm.reads.building import to_build
from rhythm.weeks import refresh_weeks as count_week

JOB, PLANNING = "weeks", "plan ahead"
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


@shared_task(name="rhythm.tasks.plan_ahead")
def plan_ahead() -> None:
    """Ask for each organization whose day is over; eight days are planned, so that one that is missed leaves no hole."""
    for organization_id, day in days_to_close(PLANNING, now=timezone.now()):
        plan_ahead_of.apply_async((organization_id, day.isoformat()), expires=KEEPS_SECONDS)


@shared_task(name="rhythm.tasks.plan_ahead_of")
def plan_ahead_of(organization_id: int, day: str) -> None:
    """Make the rows of the next days."""
    now = timezone.now()
    with once(PLANNING, period_of(organization_id, date.fromisoformat(day)), now=now) as is_ours:
        if is_ours:
            with in_organization(organization_id):
                plan_meetings_ahead(organization=Organization.objects.get(pk=organization_id), by=None, now=now)
                keep_readings()


@shared_task(name="rhythm.tasks.close_forgotten_meetings")
def close_forgotten_meetings() -> None:
    """Close what nobody closed, organization by organization; a run that is missed or doubled does no harm."""
    for organization_id in Organization.objects.order_by("pk").values_list("pk", flat=True):
        with in_organization(organization_id):
            close_forgotten(now=timezone.now())
            close_huddles(now=timezone.now())


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

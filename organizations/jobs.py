"""Runs of recurring jobs: one per period, claimed in the transaction that does the work; and the clock's own sign of life."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models.functions import Now

from organizations.measures import clock_of, day_to_close
from organizations.models import JobRun, Organization

TICK = "tick"
KEEP_RUNS = timedelta(days=90)


@contextmanager
def once(job: str, period: str, *, now: datetime) -> Iterator[bool]:
    """One transaction around the work of a period; says whether it is ours to do.

    Another worker that is at it, or has done it, makes it not ours. A fault takes the claim back together with the work, so that
    the next try does both.
    """
    with transaction.atomic():
        is_ours = _is_free(f"{job} {period}") and _claim(job, period, now)
        yield is_ours
        if is_ours:
            JobRun.objects.filter(job=job, period=period).update(finished_at=Now())


def _claim(job: str, period: str, now: datetime) -> bool:
    return JobRun.objects.get_or_create(job=job, period=period, defaults={"started_at": now})[1]


def _is_free(claim: str) -> bool:
    """Whether nobody is at it at this moment; without waiting for them, as the unique key alone would."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [claim])
        return bool(cursor.fetchone()[0])


def period_of(organization_id: int, day: date) -> str:
    """The key of one organization's day: 2026-08-17/12."""
    return f"{day.isoformat()}/{organization_id}"


def days_to_close(job: str, *, now: datetime) -> list[tuple[int, date]]:
    """Organizations whose last day is over without a run of this job, with that day.

    Only the last one: a day that was missed whole is gone, and no burst makes up for it.
    """
    days = [
        (pk, day_to_close(timezone, now), created_at)
        for pk, timezone, created_at in Organization.objects.values_list("pk", "timezone", "created_at")
    ]
    periods = {period_of(pk, day) for pk, day, _ in days}
    done = set(JobRun.objects.filter(job=job, period__in=periods).values_list("period", flat=True))
    return [(pk, day) for pk, day, created_at in days if period_of(pk, day) not in done and created_at.date() <= day]


def days_at_work(job: str, hours: range, *, now: datetime) -> list[tuple[Organization, date]]:
    """Organizations in which it is one of these hours, and this job has not run on this day yet, with the day.

    Only today: a day that was missed whole is gone.
    """
    clocks = [(organization, clock_of(organization.timezone, now)) for organization in Organization.objects.order_by("pk")]
    open_ones = [(organization, clock.date()) for organization, clock in clocks if clock.hour in hours]
    periods = {period_of(organization.pk, day) for organization, day in open_ones}
    done = set(JobRun.objects.filter(job=job, period__in=periods).values_list("period", flat=True))
    return [(organization, day) for organization, day in open_ones if period_of(organization.pk, day) not in done]


def last_day_of(job: str, organization_id: int, *, before: date) -> date | None:
    """The last day before another that this job closed for an organization."""
    suffix = f"/{organization_id}"
    earlier = JobRun.objects.filter(job=job, period__endswith=suffix, period__lt=before.isoformat()).order_by("-period")
    period = earlier.values_list("period", flat=True).first()
    return date.fromisoformat(period.removesuffix(suffix)) if period else None


def tick(*, now: datetime) -> None:
    """Note that beat, the broker and a worker all live; one row, the latest."""
    JobRun.objects.update_or_create(job=TICK, period="latest", defaults={"started_at": now, "finished_at": now})


def forget_old_runs(*, now: datetime) -> int:
    """Delete runs that no claim can ask for any more; how many."""
    return JobRun.objects.filter(started_at__lt=now - KEEP_RUNS).exclude(job=TICK).delete()[0]

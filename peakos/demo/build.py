"""Tells the story: day by day in the order of time, each scene a verb of the product, each evening a snapshot of all health."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

import intelligence.tasks
import rhythm.tasks
from alignment.rollup import refresh_organization
from intelligence.snapshots import take_snapshot
from organizations.actions.organizations import found_organization
from organizations.jobs import once, period_of
from organizations.measures import weeks_touched
from organizations.models import Event
from organizations.tenancy import in_organization
from peakos.demo.chapters import CHAPTERS
from peakos.demo.chapters.telling import tell_of_the_last_days
from peakos.demo.stage import WEEKS, Calendar, Stage
from rhythm.actions import plan_ahead
from rhythm.weeks import refresh_weeks

NIGHTLY_JOBS = (intelligence.tasks.JOB, rhythm.tasks.JOB, rhythm.tasks.PLANNING)
TIMEZONE = "Europe/Copenhagen"
NAME = "Tidewater"
Say = Callable[[str], None]


def today_there(now: datetime) -> date:
    """The company's own day."""
    return now.astimezone(ZoneInfo(TIMEZONE)).date()


def build_demo(*, slug: str, today: date, now: datetime, say: Say) -> Stage:
    """The whole company in one transaction: it is there completely, or not at all."""
    calendar = Calendar(today, ZoneInfo(TIMEZONE))
    with transaction.atomic():
        organization = found_organization(slug=slug, name=NAME, timezone=TIMEZONE, now=calendar.moment("0 Mon 07:30"), is_demo=True)
        with in_organization(organization):
            stage = Stage(organization, calendar, calendar.curtain(now))
            for title, tell in CHAPTERS:
                say(f"writing down {title}")
                tell(stage)
            play(stage, say)
    return stage


def play(stage: Stage, say: Say) -> None:
    """Every scene on its day. After the last one of a day its picture is taken, as by the nightly job."""
    organization, calendar = stage.organization, stage.calendar
    for day, scenes in stage.days():
        if day.weekday() == 0:
            say(f"playing week {(day - calendar.starts_on).days // 7 + 1} of {WEEKS}")
        for moment, scene in scenes:
            scene(moment)
        if calendar.starts_on <= day < calendar.today:
            midnight = datetime.combine(day + timedelta(days=1), time.min, calendar.zone)
            take_snapshot(organization=organization, today=day, now=midnight)
    close_the_book(stage)


def close_the_book(stage: Stage) -> None:
    """Bring what is stored up to today, leave no work of the night behind, and let no mail go out about what has passed."""
    pk, today = stage.organization.pk, stage.calendar.today
    plan_ahead(organization=stage.organization, by=None, now=stage.now)
    refresh_organization(organization_id=pk, today=today)
    for week_of in weeks_touched(stage.calendar.starts_on, today, at_most=WEEKS):
        refresh_weeks(organization_id=pk, week_of=week_of, today=today)
    for job in NIGHTLY_JOBS:
        with once(job, period_of(pk, today - timedelta(days=1)), now=stage.now):
            pass  # done above
    tell_of_the_last_days(stage)
    Event.objects.filter(reacted_at=None).update(reacted_at=F("at"))

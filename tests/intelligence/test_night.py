"""The night's work: each organization's day is closed once, and its weeks are brought up to date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from alignment.models import ObjectiveHealth
from intelligence.models import HealthSnapshot
from intelligence.tasks import nightly_health_of
from organizations.jobs import period_of
from organizations.models import Event, JobRun, Organization
from rhythm.models import TeamWeek
from rhythm.tasks import refresh_weeks_of
from tests.cast import new_objective, new_quarter, new_team

NIGHT = datetime(2026, 8, 17, 0, 40, tzinfo=UTC)
SUNDAY = date(2026, 8, 16)


@pytest.fixture(autouse=True)
def at_night() -> Iterator[None]:
    with time_machine.travel(NIGHT, tick=False):
        yield


def test_the_night_keeps_a_picture_of_yesterday_and_shows_today(tidewater: Organization) -> None:
    objective = new_objective("12 utilities live", cycle=new_quarter())
    nightly_health_of(tidewater.pk, SUNDAY.isoformat())
    nightly_health_of(tidewater.pk, SUNDAY.isoformat())
    assert list(HealthSnapshot.objects.values_list("objective_id", "on")) == [(objective.pk, SUNDAY)]
    assert ObjectiveHealth.objects.get().as_of == SUNDAY + timedelta(days=1)
    assert Event.objects.filter(name="day.closed").count() == 1


def test_weeks_that_passed_during_an_outage_are_filled_in(tidewater: Organization) -> None:
    new_objective("Pass the audit", team=new_team("Security"), cycle=new_quarter())
    JobRun.objects.create(job="weeks", period=period_of(tidewater.pk, date(2026, 7, 29)), started_at=NIGHT)
    refresh_weeks_of(tidewater.pk, SUNDAY.isoformat())
    assert sorted({str(week.week_of) for week in TeamWeek.objects.all()}) == [
        "2026-07-27",
        "2026-08-03",
        "2026-08-10",
        "2026-08-17",
    ]

"""An outage of the clock makes no burst, and two clocks make no second run (promise R4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from celery.beat import PersistentScheduler
from django.utils import timezone

from alignment.models import Objective
from intelligence.models import HealthSnapshot
from organizations import jobs
from organizations.models import JobRun, Organization
from organizations.tenancy import in_organization
from peakos.celery import app
from peakos.schedule import JOBS
from tests.cast import new_objective, new_organization
from tests.chaos.plant import Plant

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

NIGHTLY = ("nightly", "weeks")


def leave_schedule(plant: Plant, clock: str, *, periods_ago: int) -> None:
    """The file that a clock leaves which was stopped so many periods ago, of each job."""
    scheduler = PersistentScheduler(app, schedule_filename=str(plant.schedule_of(clock)))
    for job in JOBS:
        entry = scheduler.schedule[job.name]
        entry.last_run_at = entry.default_now() - periods_ago * job.every
    scheduler.sync()
    scheduler.close()


@pytest.fixture
def organizations(plant: Plant, tidewater: Organization) -> list[Organization]:
    """Two organizations that have been there for a month, with an objective each."""
    both = [tidewater, new_organization("fenmoor")]
    Organization.objects.update(created_at=timezone.now() - timedelta(days=30))
    for organization in both:
        with in_organization(organization):
            new_objective("12 utilities live")
    return both


@pytest.fixture
def a_moment(plant: Plant, tmp_path: Path) -> Iterator[datetime]:
    """The time that the plant is told, so that no midnight passes in the middle of the story."""
    now, told = timezone.now(), tmp_path / "time"
    told.write_text(now.isoformat())
    plant.told = str(told)
    yield now
    plant.told = ""


def test_after_ten_missed_periods_two_clocks_run_each_job_once(
    plant: Plant, organizations: list[Organization], a_moment: datetime
) -> None:
    clocks = ("clock-1", "clock-2")
    for clock in clocks:
        leave_schedule(plant, clock, periods_ago=10)
    for clock in clocks:  # in one breath: ten seconds later the first would send again
        plant.start_clock(clock)
    plant.wait_for(lambda: plant.waiting_messages().total() >= 2 * len(JOBS), "both clocks have sent what was due")
    plant.kill("clock-1")
    plant.kill("clock-2")
    assert plant.waiting_messages() == Counter({job.task: 2 for job in JOBS}), "one message a job and clock, not ten"

    expected = Counter((job, period_of_yesterday(organization, a_moment)) for job in NIGHTLY for organization in organizations)
    plant.start_worker()
    plant.wait_for(lambda: runs() >= expected, "each organization's night is done")
    plant.wait_for(lambda: not plant.waiting_messages() and not plant.broker.hlen("unacked"), "nothing is left to do")
    assert runs() == expected
    pictures = HealthSnapshot.everywhere.values_list("objective_id", "on")
    assert len(pictures) == Objective.everywhere.count(), "one picture of each objective, for yesterday only"


def runs() -> Counter[tuple[str, str]]:
    return Counter(JobRun.objects.filter(job__in=NIGHTLY).exclude(finished_at=None).values_list("job", "period"))


def period_of_yesterday(organization: Organization, now: datetime) -> str:
    day: date = dict(jobs.days_to_close("no run of this name", now=now))[organization.pk]
    return jobs.period_of(organization.pk, day)

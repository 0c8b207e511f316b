"""Recurring jobs: one run for a period, whoever else tries, and no burst after an outage."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from organizations import jobs
from organizations.measures import day_to_close, weeks_touched
from organizations.models import JobRun, Organization
from tests.cast import NOW, new_organization


def run(job: str, period: str) -> bool:
    with jobs.once(job, period, now=NOW) as is_ours:
        return is_ours


def test_a_period_is_run_once(db: None) -> None:
    assert [run("nightly", "2026-08-16/1"), run("nightly", "2026-08-16/1"), run("nightly", "2026-08-17/1")] == [True, False, True]
    assert JobRun.objects.filter(finished_at=None).count() == 0


def test_a_run_that_fails_leaves_no_claim_behind(db: None) -> None:
    with pytest.raises(ValueError, match="half-way"), jobs.once("nightly", "2026-08-16/1", now=NOW):
        raise ValueError("half-way")
    assert run("nightly", "2026-08-16/1")


def test_after_an_outage_each_organization_closes_its_last_day_only(tidewater: Organization) -> None:
    Organization.objects.filter(pk=tidewater.pk).update(created_at=NOW - timedelta(days=30))
    assert run("nightly", jobs.period_of(tidewater.pk, date(2026, 8, 9)))
    assert jobs.days_to_close("nightly", now=NOW) == [(tidewater.pk, date(2026, 8, 16))]
    assert run("nightly", jobs.period_of(tidewater.pk, date(2026, 8, 16)))
    assert jobs.days_to_close("nightly", now=NOW) == []


def test_an_organization_has_no_days_before_it_began(db: None) -> None:
    new_organization("tidewater")  # on the day of NOW
    assert jobs.days_to_close("nightly", now=NOW) == []
    assert [day for _, day in jobs.days_to_close("nightly", now=NOW + timedelta(days=1))] == [NOW.date()]


@pytest.mark.parametrize(
    ("zone", "at", "day"),
    [
        ("UTC", datetime(2026, 8, 17, 0, 29, tzinfo=UTC), date(2026, 8, 15)),
        ("UTC", datetime(2026, 8, 17, 0, 30, tzinfo=UTC), date(2026, 8, 16)),
        ("Pacific/Auckland", datetime(2026, 8, 16, 12, 30, tzinfo=UTC), date(2026, 8, 16)),
        ("America/Los_Angeles", datetime(2026, 8, 17, 7, 29, tzinfo=UTC), date(2026, 8, 15)),
        ("Europe/Berlin", datetime(2026, 10, 24, 22, 30, tzinfo=UTC), date(2026, 10, 24)),  # the night of 25 hours
        ("Europe/Berlin", datetime(2026, 10, 25, 23, 30, tzinfo=UTC), date(2026, 10, 25)),
        ("Middle/Earth", datetime(2026, 8, 17, 0, 30, tzinfo=UTC), date(2026, 8, 16)),
    ],
)
def test_a_day_is_closed_half_an_hour_after_its_own_midnight(zone: str, at: datetime, day: date) -> None:
    assert day_to_close(zone, at) == day


@pytest.mark.parametrize(
    ("since", "until", "mondays"),
    [
        (date(2026, 8, 12), date(2026, 8, 13), ["2026-08-10"]),
        (date(2026, 8, 16), date(2026, 8, 17), ["2026-08-10", "2026-08-17"]),
        (date(2026, 7, 29), date(2026, 8, 17), ["2026-07-27", "2026-08-03", "2026-08-10", "2026-08-17"]),
        (date(2020, 1, 1), date(2026, 8, 17), ["2026-07-27", "2026-08-03", "2026-08-10", "2026-08-17"]),
        (None, date(2026, 8, 17), ["2026-08-17"]),
    ],
)
def test_weeks_that_were_missed_are_filled_in(since: date | None, until: date, mondays: list[str]) -> None:
    assert [str(monday) for monday in weeks_touched(since, until, at_most=4)] == mondays


def test_the_tick_is_one_row_that_moves(db: None) -> None:
    jobs.tick(now=NOW)
    jobs.tick(now=NOW + timedelta(seconds=90))
    assert list(JobRun.objects.filter(job="tick").values_list("started_at", flat=True)) == [NOW + timedelta(seconds=90)]


def test_old_runs_are_forgotten_but_the_clock_is_not(db: None) -> None:
    run("nightly", "2026-08-16/1")
    jobs.tick(now=NOW)
    assert jobs.forget_old_runs(now=NOW + timedelta(days=91)) == 1
    assert JobRun.objects.get().job == "tick"

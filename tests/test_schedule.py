"""The table of recurring jobs: each exists, runs out before its next turn, and ends before its message is given to another."""

from __future__ import annotations

import pytest
from django.conf import settings

from organizations import bell, tasks
from peakos.celery import app
from peakos.schedule import JOBS, Job, beat_schedule

app.loader.import_default_modules()
EACH_JOB = pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)


@EACH_JOB
def test_its_task_exists(job: Job) -> None:
    assert job.task in app.tasks


@EACH_JOB
def test_what_is_not_begun_within_a_period_is_left_to_the_next(job: Job) -> None:
    entry = beat_schedule()[job.name]
    assert 0 < entry["options"]["expires"] <= entry["schedule"].total_seconds()


def test_the_clock_goes_by_this_table() -> None:
    assert app.conf.beat_schedule == beat_schedule()
    assert len(beat_schedule()) == len(JOBS), "two jobs of one name"


def test_every_task_ends_before_its_message_is_given_to_another_worker() -> None:
    visible_after = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]
    for name, task in app.tasks.items():
        if not name.startswith("celery."):
            soft = task.soft_time_limit or settings.CELERY_TASK_SOFT_TIME_LIMIT
            hard = task.time_limit or settings.CELERY_TASK_TIME_LIMIT
            assert soft < hard < visible_after, name


def test_tasks_are_told_to_wait_for_the_end_before_they_let_go_of_a_message() -> None:
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.task_ignore_result
    assert app.conf.broker_transport_options["unacked_restore_throttle"] == 1


def test_a_ring_and_the_sweeper_agree_on_how_long_a_ring_means_something() -> None:
    sweep = next(job for job in JOBS if job.task == "organizations.tasks.relay_events")
    assert sweep.every.total_seconds() == bell.SWEEP_SECONDS


def test_a_long_round_ends_well_before_its_time_limit() -> None:
    assert tasks.RUN_SECONDS < settings.CELERY_TASK_SOFT_TIME_LIMIT / 2

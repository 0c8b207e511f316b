"""Doors for the worker: the relay of the logbook, the clock's tick, and the daily sweeping out."""

from __future__ import annotations

import time

from celery import shared_task
from django.utils import timezone

from organizations import jobs, purges, relay

RUN_SECONDS = 100  # then it leaves the rest to the next ring or sweep, well within the task's time limit


@shared_task(name="organizations.tasks.relay_events")
def relay_events() -> None:
    """Run reactions until no line is due."""
    ends = time.monotonic() + RUN_SECONDS
    while time.monotonic() < ends and relay.pass_over_unheard(now=timezone.now()) == relay.UNHEARD_AT_ONCE:
        pass
    while time.monotonic() < ends and relay.relay_one(now=timezone.now()):
        pass


@shared_task(name="organizations.tasks.tick")
def tick() -> None:
    jobs.tick(now=timezone.now())


@shared_task(name="organizations.tasks.sweep_out")
def sweep_out() -> None:
    """Delete what has run out."""
    now = timezone.now()
    purges.purge_sessions(now=now)
    purges.put_away_previews(now=now)
    jobs.forget_old_runs(now=now)

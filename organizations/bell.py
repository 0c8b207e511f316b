"""The bell: after commit it tells a worker to look now. What there is to do is a row, so a lost ring costs seconds, never work."""

from __future__ import annotations

import time
from dataclasses import dataclass

import structlog
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

SWEEP_SECONDS = 10  # the sweeper's period (peakos/schedule.py): a ring that is older has nothing left to tell

log = structlog.get_logger()


class _Clapper:
    """Rests after a ring that nobody heard, so that a broker that hangs holds up one request and not each."""

    rests_until = 0.0


@dataclass(frozen=True)
class Ring:
    """One ring for one task."""

    task: str

    def __call__(self) -> None:
        if time.monotonic() < _Clapper.rests_until:
            return
        try:
            current_app.send_task(self.task, retry=False, expires=SWEEP_SECONDS)
        except (OperationalError, OSError) as problem:
            _Clapper.rests_until = time.monotonic() + SWEEP_SECONDS
            log.warning("bell not heard; the sweeper will find the rows", task=self.task, problem=str(problem))


def ring_after_commit(task: str) -> None:
    """Ring for a task when this transaction is committed: once, however many rows of it ask."""
    ring = Ring(task)
    if ring not in [entry[1] for entry in transaction.get_connection().run_on_commit]:
        transaction.on_commit(ring)

"""Doors for the worker: imports that somebody has just sent or confirmed, and those that a worker left behind."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from organizations.models import BundleImport
from peakos.bundles.actions import UNDER_WAY
from peakos.bundles.receiving import discard_orphans
from peakos.bundles.working import due_imports, work_on


@shared_task(name="peakos.bundles.tasks.work_on_imports")
def work_on_imports() -> None:
    """What the bell asks for: bring every import as far as it goes without a person.

    Whoever answers while it is still being put away rings at a held door, so we look again before we go.
    """
    done: set[tuple[int, str]] = set()
    while due := [each for each in due_imports() if each not in done]:
        for import_id, state in due:
            done.add((import_id, state))
            work_on(import_id, now=timezone.now())


@shared_task(name="peakos.bundles.tasks.resume_stuck_imports")
def resume_stuck_imports() -> None:
    """What the clock asks for: imports whose ring was lost or whose worker died, and uploads that no import waits for."""
    work_on_imports()
    wanted = BundleImport.everywhere.filter(state__in=UNDER_WAY).values_list("stored_path", flat=True)
    discard_orphans(list(wanted), now=timezone.now())

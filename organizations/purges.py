"""What is deleted by itself: ended sessions, and the rows of imports that nobody went on with."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from organizations.models import Session
from organizations.models.bundles import BundleImport, BundleRow, ImportState

KEPT_FOR_UNDO = ["check_ins", "decision_evidence", "decision_reviews"]
PREVIEW_KEEPS = timedelta(days=7)
PUT_AWAY = "Nobody went on with this import for seven days, so its rows were put away. Upload the file again."


def purge_sessions(*, now: datetime) -> int:
    """Delete the sessions that have run out; how many."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]


def put_away_previews(*, now: datetime) -> int:
    """End the previews that nobody went on with, and delete the rows of all imports that are over; how many rows."""
    with transaction.atomic():
        old = BundleImport.everywhere.filter(state=ImportState.PREVIEW, started_at__lt=now - PREVIEW_KEEPS)
        old.update(state=ImportState.FAILED, error=PUT_AWAY, finished_at=now)
        is_over = Q(bundle_import__state__in=[ImportState.DONE, ImportState.FAILED, ImportState.UNDONE])
        # What is never changed has no row history, so an undo of a finished import finds it by the rows kept here.
        is_needed = Q(bundle_import__state=ImportState.DONE, table__in=KEPT_FOR_UNDO)
        rows = BundleRow.objects.filter(is_over, bundle_import__started_at__lt=now - PREVIEW_KEEPS).exclude(is_needed)
        return rows.delete()[0]

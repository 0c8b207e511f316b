"""What closes with a question: whoever had not answered need not any more. A part of the verbs that end it."""

from __future__ import annotations

from datetime import datetime

from decisions.models import Decision, Hearing
from organizations.models import Person


def close_with(decision: Decision, *, by: Person | None, now: datetime) -> None:
    """Close what is open; an answer that is being written at this moment waits for the row, and then finds it closed."""
    for hearing in Hearing.objects.filter(decision=decision, closed_at=None).select_for_update(of=("self",), no_key=True):
        hearing.closed_at, hearing.closed_by = now, by
        hearing.save(update_fields=["closed_at", "closed_by"])

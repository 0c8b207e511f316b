"""Which agendas are due to be built: a day and a half before the meeting, and once more shortly before it."""

from __future__ import annotations

from datetime import datetime, timedelta

from organizations.models import Event
from rhythm.models import HeldAs, Meeting, MeetingState

FIRST = timedelta(hours=36)  # early enough to be read a working day before
LAST = timedelta(hours=2)
MOST = 200


def to_build(now: datetime) -> list[tuple[int, str]]:
    """The number of each meeting with the period that its building belongs to; what was arranged by hand is left as it is.

    Two queries.
    """
    coming = Meeting.objects.filter(state=MeetingState.PLANNED, planned_at__gt=now, planned_at__lte=now + FIRST, run=None)
    coming = coming.exclude(series__held_as=HeldAs.WRITING)  # nobody goes through an agenda there
    rows = list(coming.order_by("planned_at").values_list("pk", "planned_at", "series_id")[:MOST])
    lines = Event.objects.filter(name="agenda.arranged", about_id__in=[series for _, _, series in rows], at__gt=now - 14 * FIRST)
    arranged = set(lines.values_list("data__meeting", flat=True)) if rows else set()
    return [(pk, f"{pk}/{'last' if planned_at <= now + LAST else 'first'}") for pk, planned_at, _ in rows if pk not in arranged]

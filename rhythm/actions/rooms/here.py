"""Who is in the room: who listens to its stream, who says something in it, and who looks again and again without a stream."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models.functions import Coalesce, Greatest

from rhythm.models import Attendance


def note_presence(organization: int, meeting: int, people: Collection[int], now: datetime) -> None:
    """A sign of life of each; who was not expected is there all the same from now on. None is taken back by a late one."""
    seats = [
        Attendance(organization_id=organization, meeting_id=meeting, person_id=person, is_expected=False)
        for person in sorted(set(people) - set(Attendance.objects.filter(meeting=meeting).values_list("person_id", flat=True)))
    ]
    Attendance.objects.bulk_create(seats, ignore_conflicts=True)
    Attendance.objects.filter(meeting=meeting, person__in=people).update(
        joined_at=Coalesce("joined_at", now), seen_at=Greatest("seen_at", now)
    )

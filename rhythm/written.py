"""Whether one meeting is held in writing, and by how many: what the verbs of a room ask, and the pages that lead to the lines."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from organizations.refusals import OutOfTurn
from rhythm.huddles import TITLE
from rhythm.models import HuddleEntry, Meeting, MeetingState
from rhythm.reads.turns import zone_for


def with_entries() -> Any:
    """For a query of meetings: whether anybody has written into one."""
    return Exists(HuddleEntry.objects.filter(meeting=OuterRef("pk")))


def counts_of(model: Any) -> Coalesce:
    """For a query of meetings: how many rows of this model one has, lines or seats, without joining them to each other."""
    rows = model.objects.filter(meeting=OuterRef("pk")).order_by().values("meeting")
    return Coalesce(Subquery(rows.annotate(count=Count("pk")).values("count")), 0)


def is_in_writing(meeting: Meeting) -> bool:
    """One to come as its series is held; one that was held, by what was written in it. A room that was opened stays a room."""
    if meeting.state == MeetingState.HELD:
        known = getattr(meeting, "has_entries", None)
        is_written = HuddleEntry.objects.filter(meeting=meeting).exists() if known is None else known
    else:
        is_written = meeting.series.is_in_writing
    return bool(is_written) and getattr(meeting, "run", None) is None


def check_is_together(meeting: Meeting) -> None:
    """Raises OutOfTurn for what has no room: nobody has to be there at once."""
    if is_in_writing(meeting):
        raise OutOfTurn(f"“{meeting.series}” is held in writing, so there is no room to go to. Write your lines on its page.")


def closed_before(meeting: Meeting) -> datetime | None:
    """When the one before it closed; none where it is the first."""
    earlier = Meeting.objects.filter(series=meeting.series_id, planned_at__lt=meeting.planned_at)
    times = earlier.exclude(state=MeetingState.SKIPPED).order_by("-planned_at").values_list("planned_at", flat=True)
    at: datetime | None = times.first()
    return at


def story_of(entry: HuddleEntry) -> str:
    """Who is stuck, since which huddle, in full where the title is too short for it, and the way back."""
    meeting: Any = entry.meeting
    at = meeting.planned_at.astimezone(zone_for(meeting.series))
    path = reverse("rhythm:huddle", args=[meeting.organization.slug, meeting.pk])
    words = [f"{entry.person.name} in “{meeting.series}” of {at:%-d %B %Y}.", path]
    return "\n\n".join([entry.stuck, *words] if len(entry.stuck) > TITLE else words)

"""What rhythm does about promises that stay unresolved: after the second time they are an issue of their team's next meeting."""

from __future__ import annotations

from datetime import datetime

from django.utils.formats import date_format

from accountability.models import Commitment
from organizations.logbook import react_to
from organizations.models import Event
from rhythm.actions.unresolved import raise_unresolved
from rhythm.models import Meeting
from rhythm.unresolved import TWICE, chain_of, found_again
from rhythm.written import is_in_writing


@react_to("commitment.rescoped")
def when_it_is_moved_again(event: Event, now: datetime) -> None:
    """A promise whose day was missed for the second time, and that is moved to a third."""
    if not event.data.get("was_past"):
        return
    rows = Commitment.objects.select_related("organization", "owner")
    commitment: Commitment | None = rows.filter(pk=event.data.get("successor")).first()
    if commitment is None:
        return
    root, misses = chain_of(commitment)
    if misses >= TWICE:
        why = f"Its day has passed {misses} times, and each time it was moved. What keeps it: {event.data.get('reason', '')}"
        raise_unresolved(commitment=commitment, root=root, why=why[:4000], now=now)


@react_to("meeting.held")
def when_two_meetings_found_it_open(event: Event, now: datetime) -> None:
    """A promise of the team that was past its day at the meeting before, and is at this one."""
    meeting: Meeting | None = Meeting.objects.select_related("series", "organization").filter(pk=event.data.get("meeting")).first()
    if meeting is None or is_in_writing(meeting):  # there nobody looks at what was promised
        return
    for commitment in found_again(meeting, now):
        root, _ = chain_of(commitment)
        owner = commitment.owner.name if commitment.owner else "Nobody"
        due = date_format(commitment.due_on, "j F") if commitment.due_on else ""
        why = f"{owner} promised it for {due}; two meetings of the team have found it open since."
        raise_unresolved(commitment=commitment, root=root, why=why, now=now)

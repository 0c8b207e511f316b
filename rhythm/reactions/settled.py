"""What rhythm does when something is closed or opened again: it is off, or back on, the agendas of rooms that are open."""

from __future__ import annotations

from datetime import datetime

from organizations.logbook import react_to
from organizations.models import Event
from rhythm.actions.rooms.settled import ENDS, OPENS, settle_in_open_rooms


@react_to(*ENDS, *sorted(OPENS))
def settle_on_the_agenda(event: Event, now: datetime) -> None:
    """Nothing that was done in the meeting is carried over to the next."""
    settle_in_open_rooms(event, now)

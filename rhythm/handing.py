"""What people hold in this room and can hand over: series that they organize, turns to facilitate, and issues."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Concat

from organizations.handing import owned
from rhythm.models import Issue, Meeting, MeetingSeries, MeetingState
from rhythm.models.issues import IssueState

ON_DAY = Func(F("planned_at"), Value("FMDD Mon"), function="to_char", output_field=TextField())


def up_to(meetings: Any, until: datetime | None) -> Any:
    """A turn is lent for the meetings of these days, and no longer."""
    return meetings if until is None else meetings.filter(planned_at__lt=until)


owned(
    "series", "Meetings that they organize", "rhythm:series", model=MeetingSeries, place=61, field="organizer",
    live=lambda: Q(ended_on=None),
)  # fmt: skip
owned(
    "turn", "Turns to facilitate", "rhythm:meeting", model=Meeting, place=60, field="facilitator", until=up_to,
    title=Concat("series__title", Value(", "), ON_DAY, output_field=TextField()),
    live=lambda: Q(state=MeetingState.PLANNED, started_at=None),
)  # fmt: skip
owned(
    "issue", "{Issues}", "rhythm:issue", model=Issue, place=72,
    live=lambda: Q(state__in=[IssueState.OPEN, IssueState.MITIGATED]),
)  # fmt: skip

"""Huddles in writing of today that wait for the reader's lines."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import JSONObject, TruncDate

from rhythm.models import HeldAs, HuddleEntry, Meeting, MeetingState
from rhythm.people import series_of
from visibility.reads.owed.kinds import Kind, Reader, held


def unwritten(reader: Reader) -> Any:
    """Those of the day that are not closed, and that the reader is asked to and has not written into."""
    written = HuddleEntry.objects.filter(meeting=OuterRef("pk"), person=reader.person)
    open_ones = Meeting.objects.filter(~Exists(written), state=MeetingState.PLANNED, run=None, series__held_as=HeldAs.WRITING)
    asked = open_ones.filter(series__in=series_of(reader.person).values("pk"))
    today = asked.annotate(day_=TruncDate("planned_at", tzinfo=reader.zone)).filter(day_=reader.today)
    return today.annotate(
        title_=F("series__title"),
        on_=F("day_"),
        held_=held(0),
        facts_=JSONObject(team="series__team__name"),
    )


def say_huddle(facts: dict[str, Any], today: date) -> str:
    team = f" of {facts['team']}" if facts["team"] else ""
    return f"Today’s huddle{team}, in writing: your one thing, and what is stuck"


HUDDLE = Kind("huddle", "post", "Write", "rhythm:huddle", "rhythm:huddle", unwritten, say_huddle, counts_days=False)

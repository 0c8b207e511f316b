"""What needs this reader today: the first five of what they owe, worst harm first, and today's meetings of their teams."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from organizations.models import Person
from visibility.reads.counts import remember_mine
from visibility.reads.monday.week import WeekMeeting
from visibility.reads.owed.all import due_count, owed_to_others
from visibility.reads.owed.kinds import Owed as Need
from visibility.words import shorten

__all__ = ["Need", "Needs", "needs_of"]

SHOWN_NEEDS = 5
SHOWN_MEETINGS = 2
SHOWN_CHARACTERS = 72  # of what somebody asks: whole on My work, and where it is answered


@dataclass(frozen=True, slots=True)
class Needs:
    """The first rows; its length is how many there are in all."""

    rows: list[Need]
    count: int

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Need]:
        return iter(self.rows)


def needs_of(person: Person, today: date, meetings: list[WeekMeeting], own_day: date | None = None) -> Needs:
    """The same rows as on My work, in its order; one query."""
    owed = owed_to_others(person, today, most=SHOWN_NEEDS, later=False, own_day=own_day)
    count = due_count(owed)
    remember_mine(person, today, count, own_day)
    mine = [meeting for meeting in meetings if meeting.is_mine and meeting.at.date() == today][:SHOWN_MEETINGS]
    rows = [replace(need, why=shorten(need.why, SHOWN_CHARACTERS)) for need in owed]
    return Needs([*rows, *map(to_meet, mine)][:SHOWN_NEEDS], count + len(mine))


def to_meet(meeting: WeekMeeting) -> Need:
    place = "rhythm:series"
    at = f"{meeting.at:%H:%M} today"
    return Need("meeting", meeting.series_id, meeting.series_id, meeting.title, at, "Open", door=place, page=place)

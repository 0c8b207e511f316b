"""What a calendar file is made of: the series of a person or a team with what was said about single meetings; and whose it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Max, OuterRef, Q, Subquery

from organizations.kept import kept
from organizations.models import Event, Person
from organizations.tokens import fingerprint
from rhythm.calendars import PUBLISH, Entry, calendar_text, events_of
from rhythm.models import CalendarFeed, Meeting, MeetingSeries, MeetingState
from rhythm.people import series_of
from rhythm.reads.turns import zone_for
from rhythm.secrets import feed_address

# The lines after which a calendar shows something else.
SHOWN = (
    "meeting_series.planned", "meeting_series.changed", "meeting_series.ended", "meeting_series.resumed",
    "meeting.moved", "meeting.skipped", "meeting.restored", "meeting.planned",
)  # fmt: skip
ENDED_FOR = timedelta(days=365)  # how long a series that has ended is kept in the file
MOST_SERIES = 500
MOST_MEETINGS = 5_000
LATELY = timedelta(days=60)
READ_KEPT_SECONDS = 3 * 24 * 3600


def feed_of(secret: str) -> CalendarFeed | None:
    """The feed of an address, whatever became of it; none for a secret that was never given out. Across organizations."""
    newest = Event.everywhere.filter(organization_id=OuterRef("organization_id")).order_by("-id").values("id")[:1]
    found = CalendarFeed.everywhere.select_related("organization", "person__user", "team").annotate(newest_event=Subquery(newest))
    feed: CalendarFeed | None = found.filter(secret_hash=fingerprint(secret)).first()
    return feed


@dataclass(frozen=True, slots=True)
class File:
    """A calendar as it is sent, and the last change in it."""

    text: str
    changed_at: datetime


def file_of(feed: CalendarFeed, now: datetime) -> File:
    """Three queries, however many series there are."""
    series = MeetingSeries.objects.filter(team=feed.team) if feed.team else series_of(feed.person)
    living = series.filter(Q(ended_on=None) | Q(ended_on__gte=(now - ENDED_FOR).date()))
    entries = entries_of(living, now)
    name = f"{feed.team or feed.person}, {feed.organization.name}"
    events = [event for entry in entries for event in events_of(entry)]
    text = calendar_text(events, [entry.zone for entry in entries if entry.series.start_time], method=PUBLISH, now=now, name=name)
    return File(text, max([feed.made_at, *(entry.changed_at for entry in entries)]))


def entries_of(series: Any, now: datetime) -> list[Entry]:
    rows: list[MeetingSeries] = list(series.select_related("organization").order_by("id")[:MOST_SERIES])
    meetings, changed = meetings_of(rows, now), changes_of(rows)
    return [
        Entry(
            series=row,
            zone=zone_for(row),
            changed_at=changed.get(row.pk) or row.organization.created_at,
            now=now,
            meetings=meetings.get(row.pk, []),
        )
        for row in rows
    ]


def meetings_of(rows: Sequence[MeetingSeries], now: datetime) -> dict[int, list[Meeting]]:
    """The meetings that differ from their rule, or may: moved, called off, and those of late and to come."""
    differs = Q(state=MeetingState.SKIPPED) | Q(original_at__isnull=False) | Q(planned_at__gte=now - LATELY)
    found = Meeting.objects.filter(differs, series__in=[row.pk for row in rows]).order_by("-planned_at")[:MOST_MEETINGS]
    by_series = defaultdict(list)
    for meeting in found:
        by_series[meeting.series_id].append(meeting)
    return by_series


def changes_of(rows: Sequence[MeetingSeries]) -> dict[int, datetime]:
    """When each of these last changed for a calendar, by the logbook."""
    lines = Event.objects.filter(about_type=MeetingSeries._meta.label, about_id__in=[row.pk for row in rows], name__in=SHOWN)
    return dict(lines.order_by().values_list("about_id").annotate(at=Max("at")))


@dataclass(frozen=True, slots=True)
class FeedRow:
    """An address as its owner sees it."""

    feed: CalendarFeed
    address: str
    read_at: datetime | None


def feeds_of(person: Person) -> list[FeedRow]:
    """The addresses that are open, one's own first, then those of teams by name."""
    open_ones = CalendarFeed.objects.filter(person=person, revoked_at=None).select_related("team")
    feeds = list(open_ones.order_by(F("team__name").asc(nulls_first=True)))
    read = readings(feeds)
    return [FeedRow(feed, feed_address(feed), read.get(feed.pk, feed.read_at)) for feed in feeds]


def note_reading(feed: CalendarFeed, now: datetime) -> None:
    """Reading changes no table: the moment is kept aside, and stored with the day's planning."""
    kept.set(f"calendar-read:{feed.pk}", now, READ_KEPT_SECONDS)


def readings(feeds: Sequence[CalendarFeed]) -> dict[int, datetime]:
    """When each of these was last read, as far as that is kept aside."""
    names = {f"calendar-read:{feed.pk}": feed.pk for feed in feeds}
    return {names[name]: at for name, at in kept.get_many(list(names)).items()} if names else {}

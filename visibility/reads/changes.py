"""The logbook as a feed: who did what, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from organizations.listing import Asked, Named
from organizations.models import Event, Organization, Person
from visibility.reads.deeds import words_of

AT_ONCE = 50
# The addresses of what a line is about: model -> URL name.
PLACES = {
    "alignment.Objective": "alignment:objective",
    "alignment.Dependency": "alignment:dependency",
    "alignment.Risk": "alignment:risk",
    "alignment.StrategyImpact": "alignment:strategy_impact",
    "alignment.StrategyVersion": "alignment:strategy_version",
    "organizations.Cycle": "alignment:cycle",
    "organizations.Team": "visibility:team",
    "organizations.Person": "visibility:person",
    "accountability.Commitment": "accountability:commitment",
    "accountability.Seat": "accountability:seat",
    "decisions.Blocker": "decisions:blocker",
    "decisions.Decision": "decisions:decision",
    "rhythm.MeetingSeries": "rhythm:series",
    "rhythm.Issue": "rhythm:issue",
    "rhythm.Message": "rhythm:message",
    "intelligence.Lesson": "intelligence:lesson",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: somebody did something to something."""

    id: int
    at: datetime
    actor: Person | None
    words: str
    title: str
    place: str  # the URL name of what it is about; empty when it has no page
    about_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A stretch of the feed by day; the next one starts before the last of these."""

    days: Sequence[tuple[Any, list[Line]]]
    before: int | None
    is_newest: bool
    person: Named


def changes(asked: Asked, organization: Organization) -> Feed:
    """The newest lines, or those before a line; of one person where that was asked."""
    before, person = asked.number("before"), asked.named("person", Person)
    events = Event.objects.filter(person.narrow("actor")).exclude(data__has_key="private").select_related("actor")
    if before:
        events = events.filter(pk__lt=before)
    found = list(events.order_by("-id")[: AT_ONCE + 1])
    zone = ZoneInfo(organization.timezone)
    lines = [line_of(event, zone) for event in found[:AT_ONCE]]
    lines.sort(key=lambda line: line.at.date(), reverse=True)  # what was written down later than it happened joins its day
    days = [(day, list(group)) for day, group in groupby(lines, key=lambda line: line.at.date())]
    return Feed(days, found[AT_ONCE - 1].pk if len(found) > AT_ONCE else None, before is None, person)


def line_of(event: Event, zone: ZoneInfo) -> Line:
    return Line(
        id=event.pk,
        at=event.at.astimezone(zone),
        actor=event.actor,
        words=words_of(event.name),
        title=event.about_title,
        place=PLACES.get(event.about_type, ""),
        about_id=event.about_id,
        reason=str(event.data.get("reason") or "")[:250] if isinstance(event.data, dict) else "",
    )

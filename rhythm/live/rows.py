"""What the hub asks of the database, in a thread of its own: who is here, which versions hold, and how a changed part looks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone

from organizations.models import Organization, Person, Session
from organizations.models.people import PersonStatus
from organizations.tenancy import in_organization
from organizations.words import words_of
from rhythm.actions.rooms.here import note_presence
from rhythm.clock import HERE_SECONDS
from rhythm.models import Attendance, MeetingRun
from rhythm.reads.contents import content_of
from rhythm.reads.room import room_of

PARTS = ("head", "now", "people", "captured", "foot")  # the regions of a follower's screen that look the same for everybody


@dataclass(frozen=True, slots=True)
class Known:
    """Version and move of each meeting that runs, who is here, and which (person, session) may not stay."""

    versions: dict[int, tuple[int, int]] = field(default_factory=dict)
    here: dict[int, frozenset[int]] = field(default_factory=dict)
    gone: frozenset[tuple[int, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Drawn:
    """Parts of a screen as they look at a version."""

    version: int
    html: Mapping[str, str]


def drop_dead_connection() -> None:
    """The hub's own connection is kept as long as it works: no request ends here that would look after it."""
    if connection.connection is not None and not connection.is_usable():
        connection.close()


def look_after(organization: int, present: Mapping[int, Collection[int]], signed_in: Collection[tuple[int, str]]) -> Known:
    """Note that these people are here, and say what holds: four statements for all meetings of an organization."""
    drop_dead_connection()
    now = timezone.now()
    with in_organization(organization):
        for meeting, people in present.items():
            note_presence(organization, meeting, people, now)
        runs = MeetingRun.objects.filter(meeting__in=present).values_list("meeting_id", "version", "move")
        versions = {meeting: (version, move) for meeting, version, move in runs}
        here: dict[int, set[int]] = {}
        seen = Attendance.objects.filter(meeting__in=present, seen_at__gt=now - timedelta(seconds=HERE_SECONDS))
        for meeting, person in seen.values_list("meeting_id", "person_id"):
            here.setdefault(meeting, set()).add(person)
        gone = frozenset(signed_in) - still_signed_in(signed_in)
    return Known(versions, {meeting: frozenset(people) for meeting, people in here.items()}, gone)


def still_signed_in(signed_in: Collection[tuple[int, str]]) -> frozenset[tuple[int, str]]:
    """Those whose session lives, of a login that still is this active person."""
    keys = {key for _, key in signed_in}
    people = {person for person, _ in signed_in}
    logins = dict(
        Person.objects.filter(~Q(status=PersonStatus.INACTIVE), pk__in=people, user__is_active=True).values_list("user_id", "pk")
    )
    live = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now(), user__in=logins)
    return frozenset((logins[user], key) for user, key in live.values_list("user_id", "session_key"))


def draw(organization_id: int, meeting: int, what: Collection[str]) -> Drawn | None:
    """The parts that everybody sees alike; None when the meeting does not run any more."""
    drop_dead_connection()
    organization = Organization.objects.get(pk=organization_id)
    with in_organization(organization):
        room = room_of(meeting, now=timezone.now())
        if room is None:
            return None
        values = {
            "room": room,
            "content": content_of(room),
            "organization": organization,
            "words": words_of(organization),
            "today": room.today,
            "screen": "room",
        }
        html = {part: render_to_string(f"rhythm/rooms/_{part}.html", values) for part in PARTS if part in what}
        return Drawn(room.run.version, html)

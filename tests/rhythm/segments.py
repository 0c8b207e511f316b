"""A running meeting of Security with a segment of every kind, and what a screen of it shows without anybody asking."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from organizations.models import Membership, Organization, Person, Team
from organizations.words import words_of
from rhythm.actions.rooms.moving import move_room
from rhythm.actions.rooms.opening import open_meeting
from rhythm.models import AgendaItem, Meeting, MeetingRun, Segment, SegmentKind
from rhythm.reads.contents import Content, content_of
from rhythm.reads.room import Room, room_of
from tests.cast import NOW, new_team
from tests.reading import said
from tests.rhythm.agendas import new_meeting, new_series


def security_of(ines: Person, *people: Person) -> Team:
    team = new_team("Security", lead=ines)
    for person in people:
        Membership.objects.create(organization_id=team.organization_id, team=team, person=person, role="member", status="active")
    return team


def run_meeting(team: Team | None, by: Person, kind: SegmentKind = SegmentKind.TALK, at: datetime = NOW) -> Meeting:
    """Opened, with all kinds of segments, and the room in the one that the story is about."""
    meeting = new_meeting(new_series("Security weekly", team, organizer=by), planned_at=at)
    for position, each in enumerate(SegmentKind):
        Segment.objects.create(
            organization_id=meeting.organization_id, meeting=meeting, position=position, kind=each, title=each.label, minutes=25
        )
    open_meeting(meeting=meeting, by=by, now=at)
    go(meeting, kind, by, at)
    return meeting


def go(meeting: Meeting, kind: SegmentKind, by: Person, at: datetime = NOW) -> None:
    move_room(meeting=meeting, segment=segment_of(meeting, kind), by=by, now=at)


def segment_of(meeting: Meeting, kind: SegmentKind) -> Segment:
    found: Segment = Segment.objects.get(meeting=meeting, kind=kind)
    return found


def on_agenda(meeting: Meeting, kind: SegmentKind, row: Any, **fields: Any) -> AgendaItem:
    """Something stands on the agenda of a segment, with the rule's reason."""
    segment = segment_of(meeting, kind)
    values = {"title": str(row), "about_type": row._meta.label, "about_id": row.pk, "position": segment.items.count()}
    item: AgendaItem = AgendaItem.objects.create(
        organization_id=meeting.organization_id, meeting=meeting, segment=segment, **(values | fields)
    )
    return item


def room_at(meeting: Meeting, at: datetime = NOW) -> Room:
    room = room_of(meeting.pk, now=at)
    assert room is not None
    return room


def look(meeting: Meeting, at: datetime = NOW) -> Content:
    return content_of(room_at(meeting, at))


def source(meeting: Meeting, at: datetime = NOW) -> str:
    """As the hub draws it: without a request, for everybody alike."""
    room = room_at(meeting, at)
    organization: Organization = room.meeting.organization
    content = content_of(room)
    values = {"room": room, "content": content, "organization": organization, "words": words_of(organization), "today": room.today}
    return render_to_string(content.template, values)


def shown(meeting: Meeting, at: datetime = NOW) -> str:
    return said(source(meeting, at))


def titles(content: Content) -> list[str]:
    return [row.title for group in content.groups for row in group.rows]


def version(meeting: Meeting) -> int:
    number: int = MeetingRun.objects.get(meeting=meeting).version
    return number

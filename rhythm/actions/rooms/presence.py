"""Verbs: somebody is ready to move on, raises a hand, rates the meeting."""

from __future__ import annotations

from datetime import datetime, timedelta

from organizations.logbook import verb
from organizations.models import Person
from organizations.refusals import NotSaid
from rhythm import policy
from rhythm.actions.rooms.acts import attendance_of, changed, held, led, taken_part_in
from rhythm.actions.rooms.here import note_presence
from rhythm.clock import HERE_SECONDS
from rhythm.models import Attendance, Meeting


@verb
def look_in(*, meeting: Meeting, by: Person, now: datetime) -> None:
    """A screen without a stream looks for itself: its reader is here, and the others see them come."""
    seen_at = Attendance.objects.filter(meeting=meeting, person=by).values_list("seen_at", flat=True).first()
    away = now - seen_at if seen_at else None
    if not policy.may_enter(by, meeting.series) or (away is not None and away < timedelta(seconds=HERE_SECONDS / 2)):
        return
    run = held(meeting)
    note_presence(run.organization_id, run.meeting_id, [by.pk], now)
    if away is None or away >= timedelta(seconds=HERE_SECONDS):
        changed(run, "people", "foot")


@verb
def say_ready(*, meeting: Meeting, by: Person, now: datetime, is_ready: bool = True, move: int | None = None) -> Attendance:
    """Ready to leave what the room is at; said for a move that is over it means nothing: there is something new to see."""
    run = taken_part_in(meeting, by=by, now=now)
    seat = attendance_of(run, by)
    if move is not None and move != run.move:
        return seat
    seat.ready_for = run.move if is_ready else None
    seat.save(update_fields=["ready_for"])
    changed(run, "people", "foot", whose=[by.pk])
    return seat


@verb
def raise_hand(*, meeting: Meeting, by: Person, now: datetime, is_up: bool = True) -> Attendance:
    """Wants to speak; taken down again by themselves, or by who leads (`lower_hand`)."""
    run = taken_part_in(meeting, by=by, now=now)
    seat = attendance_of(run, by)
    seat.hand_at = (seat.hand_at or now) if is_up else None
    seat.save(update_fields=["hand_at"])
    changed(run, "people", whose=[by.pk])
    return seat


@verb
def lower_hand(*, meeting: Meeting, of: Person, by: Person | None, now: datetime) -> None:
    """They have spoken: who leads takes their hand down. One that is down already stays down."""
    run = led(meeting, by=by)
    if Attendance.objects.filter(meeting=meeting, person=of).exclude(hand_at=None).update(hand_at=None):
        changed(run, "people", whose=[of.pk])


@verb
def rate_meeting(*, meeting: Meeting, by: Person, now: datetime, rating: int, note: str = "") -> Attendance:
    """From 1 to 10, with what would have made it a ten; said again it counts as said last."""
    run = taken_part_in(meeting, by=by, now=now)
    if not 1 <= rating <= 10:
        raise NotSaid("Rate the meeting from 1 to 10.")
    if len(note) > 500:
        raise NotSaid("Shorten what would have made it a ten to 500 characters.")
    seat = attendance_of(run, by)
    seat.rating, seat.rating_note = rating, note.strip()
    seat.save(update_fields=["rating", "rating_note"])
    changed(run, "now", "people", whose=[by.pk])
    return seat

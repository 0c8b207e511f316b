"""What every act in a room does: hold the run, ask policy, count its version up, and tell the screens."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from organizations.models import Person
from organizations.refusals import AlreadyClosed, ChangedMeanwhile, NotAllowed, OutOfTurn
from organizations.verbs import whom_to_ask
from rhythm import policy
from rhythm.actions.rooms.here import note_presence
from rhythm.clock import stretch_of
from rhythm.live.channel import tell_after_commit
from rhythm.models import AgendaItem, Attendance, Meeting, MeetingRun, Segment
from rhythm.written import check_is_together

ALL = ("head", "now", "people", "captured", "foot")


def held(meeting: Meeting) -> MeetingRun:
    """The run as it stands now, held until the verb's transaction ends.

    Raises OutOfTurn before the meeting is opened, AlreadyClosed after it was closed.
    """
    runs = MeetingRun.objects.select_for_update(of=("self",), no_key=True).select_related(
        "meeting__series", "meeting__organization", "facilitator", "segment", "item"
    )
    run: MeetingRun | None = runs.filter(meeting=meeting).first()
    if run is None:
        check_is_together(meeting)
        raise OutOfTurn("The meeting has not been opened yet. Open it first.")
    if run.closed_at is not None:
        raise AlreadyClosed("The meeting is closed. What came of it stands on its page.")
    return run


def led(meeting: Meeting, *, by: Person | None, seen: int | None = None) -> MeetingRun:
    """The run, for who leads it. `seen` is the move that their screen was at: what the room did meanwhile is not undone unseen."""
    run = held(meeting)
    if by is not None and run.facilitator_id != by.pk:
        name = run.facilitator.name if run.facilitator else "Nobody"
        raise NotAllowed(f"{name} leads the room now. Take over first, or ask them.")
    if seen is not None and seen != run.move:
        where = run.item or run.segment
        raise ChangedMeanwhile(f"The room has moved meanwhile: it is at “{where}”. Look again, then go on from there.")
    return run


def taken_part_in(meeting: Meeting, *, by: Person, now: datetime) -> MeetingRun:
    """The run, for who says something in it, and is there with that."""
    run = held(meeting)
    if not policy.may_take_part(by, run.meeting.series):
        raise NotAllowed(f"You may not take part in “{run.meeting.series}”. Ask {whom_to_ask(run.facilitator)}.")
    note_presence(run.organization_id, run.meeting_id, [by.pk], now)
    return run


def changed(run: MeetingRun, *what: str, whose: Collection[int] = (), fields: Collection[str] = ()) -> None:
    """Save these fields with a higher version, and tell the screens after commit which parts of them are others now."""
    run.version += 1
    run.save(update_fields=[*fields, "version"])
    tell_after_commit(
        organization=run.organization_id,
        meeting=run.meeting_id,
        version=run.version,
        move=run.move,
        what=what or ALL,
        whose=whose,
    )


def stop_clock(run: MeetingRun, now: datetime) -> None:
    """Write the stretch under way down where it was spent; the clock stands until it is started again."""
    seconds = stretch_of(run.stretch_began_at, now)
    run.stretch_began_at = None
    for row in (run.segment, run.item):
        if row is not None and seconds:
            row.used_seconds += seconds
            row.save(update_fields=["used_seconds"])


def attendance_of(run: MeetingRun, person: Person) -> Attendance:
    """The row of somebody who has taken part."""
    row: Attendance = Attendance.objects.get(meeting=run.meeting, person=person)
    return row


def first_open(segment: Segment | None) -> AgendaItem | None:
    """Where the room begins in a segment whose items have clocks of their own; elsewhere nothing is singled out."""
    if segment is None:
        return None
    first: AgendaItem | None = segment.items.filter(disposition="", minutes__gt=0).order_by("position").first()
    return first

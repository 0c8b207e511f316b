"""Verbs: a meeting is opened, taken over, broken off and resumed."""

from __future__ import annotations

from datetime import datetime, timedelta

from organizations.logbook import record, verb
from organizations.models import Person
from organizations.refusals import AlreadyClosed, AlreadyThere, NotAllowed, OutOfTurn
from organizations.verbs import locked, whom_to_ask
from rhythm import policy
from rhythm.actions.agendas import build_agenda
from rhythm.actions.rooms.acts import ALL, changed, first_open, held, led, stop_clock
from rhythm.actions.rooms.settled import settle_what_ended
from rhythm.actions.votes import order_by_votes
from rhythm.models import Attendance, Meeting, MeetingRun, MeetingState
from rhythm.people import asked_to
from rhythm.written import check_is_together

EARLIEST = timedelta(hours=12)  # before its time: an evening meeting may be held in the morning, next week's may not


@verb
def open_meeting(*, meeting: Meeting, by: Person | None, now: datetime) -> MeetingRun:
    """The room opens: the agenda is fixed, everybody asked has a seat, and the clock of the first segment runs.

    Opened twice at the same moment it is opened once, and both have it.
    """
    meeting = locked(meeting)
    check_may_open(meeting, by)
    check_is_together(meeting)
    run = MeetingRun.objects.filter(meeting=meeting).first()
    if run is not None:
        return run  # type: ignore[no-any-return]
    check_is_time(meeting, now)
    if not meeting.segments.exists():
        build_agenda(meeting=meeting, by=by, now=now)
    settle_what_ended(meeting, now)
    order_by_votes(meeting)
    seats = [
        Attendance(organization_id=meeting.organization_id, meeting=meeting, person=person) for person in asked_to(meeting.series)
    ]
    Attendance.objects.bulk_create(seats, ignore_conflicts=True)
    first = meeting.segments.order_by("position").first()
    run = MeetingRun.objects.create(
        organization_id=meeting.organization_id,
        meeting=meeting,
        facilitator=by or meeting.facilitator,
        segment=first,
        item=first_open(first),
        opened_at=now,
        stretch_began_at=now,
    )
    meeting.started_at = now
    meeting.save(update_fields=["started_at"])
    record("meeting.opened", by=by, about=meeting.series, now=now, meeting=meeting.pk)
    return run  # type: ignore[no-any-return]


def check_may_open(meeting: Meeting, by: Person | None) -> None:
    if not policy.may_facilitate(by, meeting.series):
        raise NotAllowed(
            f"You are not asked to “{meeting.series}”. Ask {whom_to_ask(meeting.facilitator, meeting.series.organizer)}."
        )
    if meeting.state == MeetingState.HELD:
        raise AlreadyClosed("This meeting was held. What came of it stands on its page.")
    if meeting.state == MeetingState.SKIPPED:
        raise AlreadyClosed("This meeting was called off. Plan another one in its place.")


def check_is_time(meeting: Meeting, now: datetime) -> None:
    if now < meeting.planned_at - EARLIEST:
        raise OutOfTurn("It is too early to open this meeting. Move it to now if you want to hold it now.")


@verb
def take_over(*, meeting: Meeting, by: Person, now: datetime) -> MeetingRun:
    """Somebody else leads the room from here on; who led it sees who does."""
    run = held(meeting)
    if not policy.may_facilitate(by, run.meeting.series):
        raise NotAllowed(f"You are not asked to “{run.meeting.series}”. Ask {whom_to_ask(run.facilitator)}.")
    if run.facilitator_id == by.pk:
        raise AlreadyThere("You lead the room already.")
    former, run.facilitator = run.facilitator, by
    changed(run, "head", "people", "foot", whose=[pk for pk in (by.pk, former and former.pk) if pk], fields=["facilitator"])
    record("meeting.taken_over", by=by, about=run.meeting.series, now=now, meeting=meeting.pk, former=former and former.name)
    return run


@verb
def suspend_meeting(*, meeting: Meeting, by: Person | None, now: datetime) -> MeetingRun:
    """Break off: the clock stands, and everything is where it was when the meeting is resumed, today or another day."""
    run = led(meeting, by=by)
    if run.suspended_at is not None:
        raise AlreadyThere("The meeting is broken off already. Resume it when you meet again.")
    stop_clock(run, now)
    run.suspended_at = now
    changed(run, *ALL, fields=["stretch_began_at", "suspended_at"])
    record("meeting.suspended", by=by, about=run.meeting.series, now=now, meeting=meeting.pk)
    return run


@verb
def resume_meeting(*, meeting: Meeting, by: Person | None, now: datetime) -> MeetingRun:
    """Go on where it was broken off; who resumes it leads it."""
    run = held(meeting)
    if not policy.may_facilitate(by, run.meeting.series):
        raise NotAllowed(f"You are not asked to “{run.meeting.series}”. Ask {whom_to_ask(run.facilitator)}.")
    if run.suspended_at is None:
        raise OutOfTurn("The meeting is not broken off.")
    run.suspended_at, run.stretch_began_at, run.facilitator = None, now, by or run.facilitator
    changed(run, *ALL, fields=["stretch_began_at", "suspended_at", "facilitator"])
    record("meeting.resumed", by=by, about=run.meeting.series, now=now, meeting=meeting.pk)
    return run

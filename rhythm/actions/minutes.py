"""Verbs: within three days minutes are put right: a line gets other words or is taken back, and a note is added."""

from __future__ import annotations

from datetime import datetime

from organizations.logbook import record, verb
from organizations.models import Person
from organizations.refusals import AlreadyClosed, NotAllowed, OutOfTurn
from organizations.verbs import day_of, locked, whom_to_ask, worded
from rhythm import policy
from rhythm.models import Capture, CaptureChange, CaptureKind, Meeting, MeetingOutput, MeetingState
from rhythm.reads.minutes import ended, is_open
from rhythm.written import check_is_together

LONGEST = 1000


@verb
def reword_capture(*, capture: Capture, text: str, by: Person | None, now: datetime) -> Capture:
    """Other words for a line of the minutes; the first ones stay beside them. What it became keeps its own title."""
    capture = opened(capture, by, now)
    text = worded(text, "Write what was said, or take the line back.", limit=LONGEST)
    if text != capture.text:
        note_change(capture, by, now)
        capture.text = text
        capture.save(update_fields=["text"])
        record("minutes.corrected", by=by, about=capture.meeting.series, now=now, meeting=capture.meeting_id, capture=capture.pk)
    return capture


@verb
def take_back_capture(*, capture: Capture, reason: str, by: Person | None, now: datetime) -> Capture:
    """It was not said like that at all: the line stays, struck out, with why. What it became is no output of the meeting any more.

    The decision, commitment or issue itself stays: others may have built on it, and it has its own way to end.
    """
    capture = opened(capture, by, now)
    reason = worded(reason, "Say why it is taken back, so that nobody looks for it.", limit=500)
    note_change(capture, by, now, reason=reason)
    capture.withdrawn_at = now
    capture.save(update_fields=["withdrawn_at"])
    if capture.decision_id or capture.commitment_id:
        came_of_it = MeetingOutput.objects.filter(meeting=capture.meeting_id)
        came_of_it.filter(decision=capture.decision_id, commitment=capture.commitment_id).delete()
    record("minutes.taken_back", by=by, about=capture.meeting.series, now=now, meeting=capture.meeting_id, capture=capture.pk)
    return capture


@verb
def add_note(*, meeting: Meeting, text: str, key: str, by: Person, now: datetime) -> Capture:
    """What was forgotten, written down afterwards; `key` is made by the form, so that a second press finds the first."""
    meeting = locked(meeting)
    check_may_correct(meeting, by, now)
    found: Capture | None = Capture.objects.filter(meeting=meeting, key=key[:40]).first()
    if found is not None:
        return found
    text = worded(text, "Write the note.", limit=LONGEST)
    note: Capture = Capture.objects.create(
        organization_id=meeting.organization_id, meeting=meeting, key=key[:40], kind=CaptureKind.NOTE, text=text, by=by, at=now
    )
    record("minutes.added_to", by=by, about=meeting.series, now=now, meeting=meeting.pk, capture=note.pk)
    return note


def opened(capture: Capture, by: Person | None, now: datetime) -> Capture:
    """The line, held, if it may be corrected."""
    capture = locked(capture)
    check_may_correct(capture.meeting, by, now)
    if capture.withdrawn_at is not None:
        raise AlreadyClosed("This line was taken back already. Add a note if there is more to say.")
    return capture


def check_may_correct(meeting: Meeting, by: Person | None, now: datetime) -> None:
    """Raises a refusal that says why: not theirs, the meeting is not over, or it is over for too long."""
    if not policy.may_correct_minutes(by, meeting.series):
        raise NotAllowed(f"These are not your minutes. Ask {whom_to_ask(meeting.series.organizer)}.")
    if meeting.state != MeetingState.HELD:
        raise OutOfTurn("The meeting is not over. What is said in it is written down in its room.")
    check_is_together(meeting)
    if not is_open(meeting, now):
        day = day_of(ended(meeting), meeting.organization)
        raise AlreadyClosed(
            f"These minutes are of {day:%-d %B} and cannot be changed any more: after three days others rely on them. "
            "Say what is different in the next meeting."
        )


def note_change(capture: Capture, by: Person | None, now: datetime, *, reason: str = "") -> None:
    CaptureChange.objects.create(
        organization_id=capture.organization_id, capture=capture, by=by, at=now, was=capture.text, reason=reason
    )

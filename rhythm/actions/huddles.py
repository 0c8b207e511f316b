"""Verbs: lines are written into a huddle that is held in writing, what is stuck becomes an issue, and the huddle is closed."""

from __future__ import annotations

from datetime import datetime

from organizations.logbook import record, verb
from organizations.models import Person
from organizations.refusals import AlreadyClosed, NotAllowed, NotSaid, OutOfTurn
from organizations.verbs import locked, whom_to_ask, worded
from rhythm import policy
from rhythm.actions.issues import raise_issue
from rhythm.actions.meetings import finish
from rhythm.huddles import opens_at, title_of
from rhythm.models import Attendance, HuddleEntry, Issue, Meeting, MeetingState
from rhythm.people import asked_to
from rhythm.reads.huddle import became_of
from rhythm.reads.turns import zone_for
from rhythm.written import closed_before, is_in_writing, story_of

LIMITS = {"news": 500, "number": 60, "stuck": 500}


@verb
def write_entry(
    *, meeting: Meeting, thing: str, by: Person, now: datetime, news: str = "", number: str = "", stuck: str = ""
) -> HuddleEntry:
    """Somebody's lines of the day; written again they are changed, until the huddle closes. The same twice is once."""
    meeting = locked(meeting)
    check_may_write(meeting, by)
    check_is_open(meeting, now)
    wanted = {"thing": worded(thing, "Say what your one thing is today.", limit=500)}
    wanted |= {
        name: worded(text, "", limit=LIMITS[name]) if text.strip() else ""
        for name, text in {"news": news, "number": number, "stuck": stuck}.items()
    }
    entry: HuddleEntry | None = HuddleEntry.objects.filter(meeting=meeting, person=by).first()
    if entry is None:
        entry = HuddleEntry.objects.create(
            organization_id=meeting.organization_id, meeting=meeting, person=by, written_at=now, **wanted
        )
    else:
        moved = {name: text for name, text in wanted.items() if getattr(entry, name) != text}
        if not moved:
            return entry
        if "stuck" in moved and became_of([entry]):
            raise NotSaid("What you were stuck with has become something already. Go on there, and leave the line as it is.")
        for name, text in (moved | {"changed_at": now}).items():
            setattr(entry, name, text)
        entry.save(update_fields=[*moved, "changed_at"])
    record("huddle.written", by=by, about=meeting.series, now=now, meeting=meeting.pk)
    return entry


@verb
def raise_stuck(*, entry: HuddleEntry, by: Person | None, now: datetime) -> Issue:
    """What somebody is stuck with is on the table of the series' team, in their words; asked twice it is there once."""
    entry = locked(entry)
    if not policy.may_turn_stuck(by, entry):
        meeting = entry.meeting
        raise NotAllowed(
            f"It is not yours to raise. Ask {whom_to_ask(entry.person, meeting.facilitator, meeting.series.organizer)}."
        )
    if not entry.stuck:
        raise NotSaid("Nothing is stuck there.")
    raised: Issue | None = Issue.objects.filter(key=entry.stuck_key).first()
    return raised or raise_issue(
        organization=entry.organization,
        key=entry.stuck_key,
        title=title_of(entry.stuck),
        description=story_of(entry),
        team=entry.meeting.series.team,
        by=by,
        now=now,
    )


@verb
def close_huddle(*, meeting: Meeting, by: Person | None, now: datetime) -> Meeting:
    """Its time has come: held if anybody wrote, else missed. Who wrote counts as prepared, so that the share is kept."""
    meeting = locked(meeting)
    if not is_in_writing(meeting) or meeting.state != MeetingState.PLANNED:
        raise AlreadyClosed("This huddle is closed already.")
    if now < meeting.planned_at:
        raise OutOfTurn("It can be written in until its time.")
    entries = list(HuddleEntry.objects.filter(meeting=meeting))
    if not entries:
        meeting.state = MeetingState.MISSED
        meeting.save(update_fields=["state"])
        finish(meeting, "meeting.missed", by=by, now=now)
        return meeting
    seat(meeting, entries)
    meeting.state, meeting.ended_at = MeetingState.HELD, meeting.planned_at  # no start: it had none, and is not late
    meeting.save(update_fields=["state", "ended_at"])
    finish(meeting, "meeting.held", by=by, now=now, rating=None, wrote=len(entries))
    return meeting


def seat(meeting: Meeting, entries: list[HuddleEntry]) -> None:
    """Who was asked, and of them who wrote and when; who wrote and has left the series since keeps their seat."""
    wrote = {entry.person_id: entry.written_at for entry in entries}
    asked = {person.pk: not person.is_optional for person in asked_to(meeting.series)}
    Attendance.objects.filter(meeting=meeting).delete()
    Attendance.objects.bulk_create(
        Attendance(
            organization_id=meeting.organization_id, meeting=meeting, person_id=pk, is_expected=asked.get(pk, False),
            prepared_at=wrote.get(pk), joined_at=wrote.get(pk),
        )
        for pk in sorted(asked.keys() | wrote.keys())
    )  # fmt: skip


def check_may_write(meeting: Meeting, by: Person) -> None:
    series = meeting.series
    if not policy.may_write_entry(by, series):
        raise NotAllowed(f"You are not asked to “{series}”, so you may read it only. Ask {whom_to_ask(series.organizer)}.")


def check_is_open(meeting: Meeting, now: datetime) -> None:
    """Raises OutOfTurn before it opens, and for what is held together; AlreadyClosed from its time on."""
    if meeting.state == MeetingState.SKIPPED:
        raise AlreadyClosed("This huddle was called off. What you wrote is kept here: take it into the next one.")
    if now >= meeting.planned_at or meeting.state != MeetingState.PLANNED:
        at = meeting.planned_at.astimezone(zone_for(meeting.series))
        raise AlreadyClosed(f"This huddle closed at {at:%H:%M}. What you wrote is kept here: take it into the next one.")
    if not is_in_writing(meeting):
        raise OutOfTurn(f"“{meeting.series}” is held together. Say it there.")
    since = opens_at(meeting.planned_at, zone_for(meeting.series), closed_before(meeting))
    if now < since:
        raise OutOfTurn(
            f"It opens when the one before has closed, on {since.astimezone(zone_for(meeting.series)):%a %-d %b at %H:%M}."
        )

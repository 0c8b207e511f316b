"""Verbs: an item is settled, and the meeting is closed: nothing on the agenda ends without a disposition."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Avg

from organizations.logbook import record, verb
from organizations.measures import monday_of
from organizations.models import Person
from organizations.refusals import AlreadyClosed, NotAllowed, NotSaid
from organizations.verbs import day_of, whom_to_ask
from rhythm import policy
from rhythm.actions.rooms.acts import ALL, changed, held, led, stop_clock
from rhythm.actions.rooms.freezing import freeze
from rhythm.models import AgendaItem, Attendance, Disposition, Issue, Meeting, MeetingState, Poll
from rhythm.reads.known import known_of
from rhythm.weeks import refresh_weeks

NEEDS_WORDS = {
    Disposition.DROPPED: "Say why it is dropped, so that nobody raises it again for that.",
    Disposition.ROUTED: "Say which team it goes to.",
}


@verb
def settle_item(*, item: AgendaItem, disposition: str, by: Person | None, now: datetime, note: str = "") -> AgendaItem:
    """How an item ends, with what was known of it at this moment kept; said again before the close it counts as said last."""
    run = led(item.meeting, by=by)
    if disposition not in Disposition.values:
        raise NotSaid("Say how it ends: decided, promised, on the issue list, parked, dropped or carried over.")
    note = note.strip()
    if disposition in NEEDS_WORDS and not note:
        raise NotSaid(NEEDS_WORDS[Disposition(disposition)])
    if len(note) > 1000:
        raise NotSaid("Shorten the note to 1,000 characters.")
    item.disposition, item.note, item.disposed_at = disposition, note, now
    item.known = known_of([item]).get(item.pk, [])
    item.save(update_fields=["disposition", "note", "disposed_at", "known"])
    if item.issue_id and disposition == Disposition.PARKED:
        Issue.objects.filter(pk=item.issue_id).update(parked_on=day_of(now, run.meeting.organization))
    changed(run, "head", "now")
    return item


@verb
def close_meeting(*, meeting: Meeting, by: Person | None, now: datetime, ended_at: datetime | None = None) -> Meeting:
    """The meeting is over: what was not settled is carried over, the clock is written down, the rating is the mean of all.

    `ended_at` is when it ended, where the product closes what was forgotten. The minutes go out by themselves (`meeting.held`).
    """
    run = held(meeting)
    if by is not None and run.facilitator_id != by.pk and not policy.may_keep_meeting(by, run.meeting.series):
        raise NotAllowed(f"You do not lead the room. Ask {whom_to_ask(run.facilitator)}, or take over.")
    meeting = run.meeting
    if meeting.state == MeetingState.SKIPPED:
        raise AlreadyClosed("This meeting was called off.")
    at = ended_at or now
    stop_clock(run, at)
    freeze(run, now)
    carry_over(meeting, now)
    Poll.objects.filter(meeting=meeting, closed_at=None).update(closed_at=now)
    run.closed_at = now
    meeting.state, meeting.started_at, meeting.ended_at = (
        MeetingState.HELD,
        meeting.started_at or run.opened_at,
        max(at, run.opened_at),
    )
    meeting.rating = Attendance.objects.filter(meeting=meeting).aggregate(mean=Avg("rating"))["mean"]
    meeting.save(update_fields=["state", "started_at", "ended_at", "rating"])
    changed(run, *ALL, fields=["closed_at", "stretch_began_at"])
    refresh_week(meeting, now)
    record(
        "meeting.held",
        by=by,
        about=meeting.series,
        now=now,
        meeting=meeting.pk,
        planned_at=meeting.planned_at.isoformat(),
        rating=meeting.rating,
    )
    return meeting


def carry_over(meeting: Meeting, now: datetime) -> None:
    """What nobody settled is on the next agenda; what was known of it today is kept."""
    rest = list(AgendaItem.objects.filter(meeting=meeting, disposition=""))
    known = known_of(rest)
    for item in rest:
        item.disposition, item.disposed_at, item.known = Disposition.CARRIED, now, known.get(item.pk, [])
    AgendaItem.objects.bulk_update(rest, ["disposition", "disposed_at", "known"])


def refresh_week(meeting: Meeting, now: datetime) -> None:
    if meeting.series.team_id:
        refresh_weeks(
            organization_id=meeting.organization_id,
            team_ids=[meeting.series.team_id],
            week_of=monday_of(day_of(meeting.planned_at, meeting.organization)),
            today=day_of(now, meeting.organization),
        )

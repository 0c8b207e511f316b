"""Verbs: an item is settled, and the meeting is closed: nothing on the agenda ends without a disposition."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db.models import Avg

from decisions.models import Decision
from organizations.logbook import record, verb
from organizations.measures import monday_of
from organizations.models import Person, Team
from organizations.refusals import AlreadyClosed, NotAllowed, NotSaid
from organizations.verbs import day_of, locked, whom_to_ask
from rhythm import policy
from rhythm.actions.rooms.acts import ALL, changed, held, led, stop_clock
from rhythm.actions.rooms.endings import end_issue, end_items
from rhythm.actions.rooms.freezing import freeze
from rhythm.actions.rooms.settled import settle_what_ended
from rhythm.models import AgendaItem, Attendance, Capture, CaptureKind, Disposition, Meeting, MeetingState, Poll
from rhythm.weeks import refresh_weeks

RATING_PLACES = 2  # as many as a reader tells apart; a bundle writes and reads them without loss
NEEDS_WORDS = {
    Disposition.DROPPED: "Say why it is dropped, so that nobody raises it again for that.",
    Disposition.ROUTED: "Say which team it goes to.",
}
ISSUE_NEEDS_WORDS = NEEDS_WORDS | {
    Disposition.ROUTED: "Say why they can solve it.",
    Disposition.FINE: "Say why nothing is done, so that nobody raises it again for that.",
}


@verb
def settle_item(
    *, item: AgendaItem, disposition: str, by: Person | None, now: datetime, note: str = "", to: Team | None = None
) -> AgendaItem:
    """How an item ends, with what was known of it at this moment kept; said again before the close it counts as said last.

    An issue goes with its item: solved, dropped, parked, or passed on `to` a team; what took it off the table is not said again.
    """
    run = led(item.meeting, by=by)
    if disposition not in Disposition.values:
        raise NotSaid("Say how it ends: decided, promised, on the issue list, parked, dropped or carried over.")
    note = note.strip()
    ending, issue = Disposition(disposition), locked(item.issue) if item.issue else None
    needs_words = ISSUE_NEEDS_WORDS if issue else NEEDS_WORDS
    if ending in needs_words and not note:
        raise NotSaid(needs_words[ending])
    if len(note) > 1000:
        raise NotSaid("Shorten the note to 1,000 characters.")
    end_items([item], ending, note=note, now=now)
    if issue is not None:
        word = by if policy.may_close_issue(by, issue) else None  # else the room's own: it was asked to solve it
        came = answer_of(item, ending)
        end_issue(issue, ending, note=note or came.words, to=to, decision=came.decision, by=word, now=now)
    changed(run, "head", "now")
    return item


class Answer(NamedTuple):
    """What took an issue off the table, in words, and the decision among it."""

    words: str
    decision: Decision | None


def answer_of(item: AgendaItem, ending: Disposition) -> Answer:
    """What was decided and promised while the room was at it; else only how it ended, and where."""
    kinds = (CaptureKind.DECISION, CaptureKind.COMMITMENT)
    caught = list(Capture.objects.filter(item=item, kind__in=kinds, withdrawn_at=None).select_related("decision").order_by("id"))
    words = ". ".join(line.text.rstrip(".") for line in caught) or f"{ending.words} in “{item.meeting.series}”"
    return Answer(words[:4000], next((line.decision for line in caught if line.decision), None))


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
    settle_what_ended(run.meeting, now)
    freeze(run, now)
    carry_over(meeting, now)
    Poll.objects.filter(meeting=meeting, closed_at=None).update(closed_at=now)
    run.closed_at = now
    meeting.state, meeting.started_at, meeting.ended_at = (
        MeetingState.HELD,
        meeting.started_at or run.opened_at,
        max(at, run.opened_at),
    )
    mean = Attendance.objects.filter(meeting=meeting).aggregate(mean=Avg("rating"))["mean"]
    meeting.rating = None if mean is None else round(mean, RATING_PLACES)
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
    end_items(list(AgendaItem.objects.filter(meeting=meeting, disposition="")), Disposition.CARRIED, now=now)


def refresh_week(meeting: Meeting, now: datetime) -> None:
    if meeting.series.team_id:
        refresh_weeks(
            organization_id=meeting.organization_id,
            team_ids=[meeting.series.team_id],
            week_of=monday_of(day_of(meeting.planned_at, meeting.organization)),
            today=day_of(now, meeting.organization),
        )

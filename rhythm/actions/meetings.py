"""Verbs: one meeting of a series is planned, held, missed or called off."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F

from accountability.models import Commitment
from decisions.models import Decision
from organizations.logbook import record, verb
from organizations.measures import monday_of
from organizations.models import Person
from organizations.refusals import AlreadyThere, DatesOutOfOrder, NotAllowed, NotSaid
from organizations.verbs import States, check_next, day_of, locked, whom_to_ask, worded
from rhythm import policy
from rhythm.models import Meeting, MeetingOutput, MeetingSeries, MeetingState
from rhythm.weeks import refresh_weeks

State = MeetingState
STATES: States = {
    State.PLANNED: frozenset({State.HELD, State.MISSED, State.SKIPPED}),
    State.MISSED: frozenset({State.HELD, State.SKIPPED}),  # said too early, or the reason came later
    State.HELD: frozenset(),
    State.SKIPPED: frozenset(),
}


@verb
def plan_meeting(*, series: MeetingSeries, planned_at: datetime, by: Person | None, now: datetime) -> Meeting:
    """Put one meeting of a series on the calendar as a row of its own, so that its agenda can be prepared."""
    if not policy.may_keep_meeting(by, series):
        raise not_yours(series)
    if Meeting.objects.filter(series=series, planned_at=planned_at).exists():
        raise AlreadyThere(f"“{series}” is planned for that time already.")
    meeting: Meeting = Meeting.objects.create(
        organization_id=series.organization_id, series=series, planned_at=planned_at, state=State.PLANNED
    )
    finish(meeting, "meeting.planned", by=by, now=now)
    return meeting


@verb
def hold_meeting(
    *,
    series: MeetingSeries,
    planned_at: datetime,
    by: Person | None,
    now: datetime,
    started_at: datetime | None = None,
    ended_at: datetime | None = None,
    rating: float | None = None,
    outputs: Iterable[Decision | Commitment] = (),
) -> Meeting:
    """The meeting took place; `outputs` are the decisions and commitments that came of it."""
    meeting = turn(series, planned_at, State.HELD, by=by)
    meeting.started_at, meeting.ended_at, meeting.rating = started_at or planned_at, ended_at, rating
    check_held(meeting, now)
    meeting.save(update_fields=["state", "started_at", "ended_at", "rating"])
    for output in outputs:
        what = "decision" if isinstance(output, Decision) else "commitment"
        MeetingOutput.objects.create(organization_id=series.organization_id, series=series, meeting=meeting, **{what: output})
    finish(meeting, "meeting.held", by=by, now=now, rating=rating)
    return meeting


@verb
def miss_meeting(*, series: MeetingSeries, planned_at: datetime, by: Person | None, now: datetime) -> Meeting:
    """Its time has passed and nobody met."""
    meeting = turn(series, planned_at, State.MISSED, by=by)
    if planned_at > now:
        raise DatesOutOfOrder("The meeting is still to come. Call it off, with a reason, if it will not take place.")
    meeting.save(update_fields=["state"])
    finish(meeting, "meeting.missed", by=by, now=now)
    return meeting


@verb
def skip_meeting(*, series: MeetingSeries, planned_at: datetime, reason: str, by: Person | None, now: datetime) -> Meeting:
    """The meeting is called off, and everybody can read why."""
    meeting = turn(series, planned_at, State.SKIPPED, by=by)
    meeting.reason = reason = worded(reason, "Say why it is called off.", limit=1000)
    meeting.save(update_fields=["state", "reason"])
    show_in_calendars(meeting.series)
    finish(meeting, "meeting.skipped", by=by, now=now, reason=reason)
    return meeting


def check_held(meeting: Meeting, now: datetime) -> None:
    """What is held has begun, ends after it began, and is rated from 1 to 10."""
    start, end = meeting.started_at or meeting.planned_at, meeting.ended_at
    if max(start, end or start) > now:
        raise DatesOutOfOrder("The meeting is still to come. Say that it was held when it is over.")
    if end and end < start:
        raise DatesOutOfOrder("Choose an end that is not before the start.")
    if meeting.rating is not None and not 1 <= meeting.rating <= 10:
        raise NotSaid("Rate the meeting from 1 to 10.")


def turn(series: MeetingSeries, planned_at: datetime, state: State, *, by: Person | None) -> Meeting:
    """The meeting of that time, made if nobody had planned it singly, locked and moved; the caller saves it."""
    if not policy.may_keep_meeting(by, series):
        raise not_yours(series)
    locked(series)  # before its meetings, as whoever plans ahead does
    found, _ = Meeting.objects.get_or_create(
        series=series, planned_at=planned_at, defaults={"organization_id": series.organization_id}
    )
    meeting: Meeting = locked(found)
    check_next(STATES, meeting, state)
    meeting.state = state
    return meeting


def show_in_calendars(series: MeetingSeries) -> None:
    """Count a change of what calendars show of it, so that they take the newer one (RFC 5545 SEQUENCE)."""
    MeetingSeries.objects.filter(pk=series.pk).update(sequence=F("sequence") + 1)
    series.refresh_from_db(fields=["sequence"])


def not_yours(series: MeetingSeries) -> NotAllowed:
    return NotAllowed(f"“{series}” is not your meeting. Ask {whom_to_ask(series.organizer)}.")


def finish(meeting: Meeting, event: str, *, by: Person | None, now: datetime, **data: object) -> None:
    """Refresh the team's week and write the line, about the series, which has the name."""
    series, planned_on = meeting.series, day_of(meeting.planned_at, meeting.organization)
    if series.team_id:
        refresh_weeks(
            organization_id=meeting.organization_id,
            team_ids=[series.team_id],
            week_of=monday_of(planned_on),
            today=day_of(now, meeting.organization),
        )
    record(event, by=by, about=series, now=now, meeting=meeting.pk, planned_at=meeting.planned_at.isoformat(), **data)

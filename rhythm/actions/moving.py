"""Verbs: one meeting is moved with a reason, one that was called off takes place after all, turns to facilitate change hands."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from organizations.logbook import record, verb
from organizations.measures import monday_of
from organizations.models import Absence, Person
from organizations.reads.absences import away_on
from organizations.refusals import AlreadyClosed, AlreadyThere, DatesOutOfOrder, NotAllowed, NotSaid, OutOfTurn
from organizations.verbs import day_of, locked, whom_to_ask, worded
from rhythm import policy
from rhythm.actions.meetings import finish, not_yours, show_in_calendars
from rhythm.models import Meeting, MeetingSeries, MeetingState
from rhythm.people import is_asked
from rhythm.reads.series_page import dates_to_come
from rhythm.reads.turns import zone_for
from rhythm.weeks import refresh_weeks

FURTHEST = timedelta(days=366)
MOST_FORESEEN = 60  # dates of a series between now and one whose turn is asked for


@verb
def move_meeting(
    *, series: MeetingSeries, planned_at: datetime, to: datetime, reason: str, by: Person | None, now: datetime
) -> Meeting:
    """One meeting takes place at another time, and everybody can read why; the time of the rule stays beside the new one."""
    meeting = row_of(series, planned_at, by=by)
    check_can_move(meeting, to, now)
    reason = worded(reason, "Say why it is moved.", limit=1000)
    former = meeting.planned_at
    rule_at = meeting.original_at or former
    meeting.planned_at = to
    meeting.original_at, meeting.reason = (None, "") if to == rule_at else (rule_at, reason)
    meeting.save(update_fields=["planned_at", "original_at", "reason"])
    show_in_calendars(meeting.series)
    count_week_of(meeting, former, now)
    finish(meeting, "meeting.moved", by=by, now=now, was=former.isoformat(), rule_at=rule_at.isoformat(), reason=reason)
    return meeting


@verb
def restore_meeting(*, meeting: Meeting, by: Person | None, now: datetime) -> Meeting:
    """What was called off takes place after all: until its time has come."""
    series = locked(meeting.series)
    meeting = locked(meeting)
    if not policy.may_keep_meeting(by, series):
        raise not_yours(series)
    if meeting.state != MeetingState.SKIPPED:
        raise OutOfTurn("This meeting is not called off.")
    if meeting.planned_at <= now:
        raise AlreadyClosed("Its time has passed. Plan another one instead.")
    meeting.state, meeting.reason = MeetingState.PLANNED, ""
    meeting.save(update_fields=["state", "reason"])
    show_in_calendars(meeting.series)
    finish(meeting, "meeting.restored", by=by, now=now)
    return meeting


@verb
def hand_over_turn(*, series: MeetingSeries, planned_at: datetime, to: Person, by: Person | None, now: datetime) -> Meeting:
    """Somebody else facilitates this meeting."""
    meeting = turn_of(series, planned_at, by=by, now=now)
    if meeting.facilitator_id == to.pk:
        raise AlreadyThere(f"{to.name} facilitates it already.")
    check_can_facilitate(to, meeting)
    give(meeting, to)
    return meeting_after(meeting, by=by, now=now)


@verb
def swap_turns(
    *, series: MeetingSeries, planned_at: datetime, other_at: datetime, by: Person | None, now: datetime
) -> tuple[Meeting, Meeting]:
    """Two meetings of a series exchange who facilitates them."""
    first, second = (turn_of(series, at, by=by, now=now) for at in (planned_at, other_at))
    if first.pk == second.pk or first.facilitator_id == second.facilitator_id:
        raise NotSaid("Choose a meeting that somebody else facilitates.")
    if first.facilitator is None or second.facilitator is None:
        raise NotSaid("Nobody has the turn of one of them. Hand it to somebody instead.")
    check_can_facilitate(second.facilitator, first)
    check_can_facilitate(first.facilitator, second)
    facilitators = first.facilitator, second.facilitator
    give(first, facilitators[1])
    give(second, facilitators[0])
    meeting_after(first, by=by, now=now, swapped_with=second.planned_at.isoformat())
    return first, meeting_after(second, by=by, now=now, swapped_with=first.planned_at.isoformat())


def row_of(series: MeetingSeries, planned_at: datetime, *, by: Person | None) -> Meeting:
    """The meeting of that time, made if nobody had planned it singly, locked."""
    series = locked(series)
    if not policy.may_keep_meeting(by, series):
        raise not_yours(series)
    return row_at(series, planned_at)


def row_at(series: MeetingSeries, planned_at: datetime) -> Meeting:
    found, _ = Meeting.objects.get_or_create(
        series=series, planned_at=planned_at, defaults={"organization_id": series.organization_id}
    )
    meeting: Meeting = locked(found)
    return meeting


def check_can_move(meeting: Meeting, to: datetime, now: datetime) -> None:
    if meeting.state != MeetingState.PLANNED:
        raise OutOfTurn(f"This meeting is {meeting.get_state_display().lower()} already, so it keeps its time.")
    if meeting.started_at is not None:
        raise OutOfTurn("This meeting has begun. End it first, or call it off.")
    if to <= now:
        raise DatesOutOfOrder("Choose a time that is still to come.")
    if to == meeting.planned_at:
        raise NotSaid("It is planned for that time already. Choose another one.")
    if to > now + FURTHEST:
        raise DatesOutOfOrder("Choose a time within a year.")
    if Meeting.objects.filter(series=meeting.series_id, planned_at=to).exists():
        raise AlreadyThere(f"“{meeting.series}” meets at that time already. Call one of the two off instead.")


def count_week_of(meeting: Meeting, former: datetime, now: datetime) -> None:
    """The week that it left; the one that it is in now is counted with the line."""
    if meeting.series.team_id:
        organization = meeting.organization
        monday, today = monday_of(day_of(former, organization)), day_of(now, organization)
        refresh_weeks(organization_id=organization.pk, team_ids=[meeting.series.team_id], week_of=monday, today=today)


def turn_of(series: MeetingSeries, planned_at: datetime, *, by: Person | None, now: datetime) -> Meeting:
    """The meeting whose turn is to change hands, made with whoever the rota foresees if it is not there yet."""
    series = locked(series)
    known: Any = Meeting.objects.filter(series=series, planned_at=planned_at).select_related("facilitator").first()
    holder = known.facilitator_id if known and known.facilitator_id else foreseen(series, planned_at, now)
    facilitator = Person.objects.filter(pk=holder).first() if holder else None
    if not policy.may_give_turn(by, series, facilitator):
        raise NotAllowed(f"This turn is not yours. Ask {whom_to_ask(facilitator, series.organizer)}.")
    meeting = row_at(series, planned_at)
    meeting.facilitator = facilitator
    if meeting.state != MeetingState.PLANNED or meeting.ended_at is not None or meeting.planned_at <= now:
        raise OutOfTurn("This meeting is over, or called off: its turn stays as it was.")
    return meeting


def foreseen(series: MeetingSeries, planned_at: datetime, now: datetime) -> int | None:
    """Whose turn a meeting further ahead would be, as the page of the series shows it."""
    dates, _ = dates_to_come(series, now, most=MOST_FORESEEN)
    return next((date.facilitator.pk for date in dates if date.at == planned_at and date.facilitator), None)


def check_can_facilitate(person: Person, meeting: Meeting) -> None:
    """Raises NotSaid for somebody who is not asked to the meeting, or away on its day."""
    series = meeting.series
    if not is_asked(person, series):
        raise NotSaid(f"{person.name} is not asked to “{series}”. Add them to it first.")
    day = meeting.planned_at.astimezone(zone_for(series)).date()
    absence: Absence | None = away_on(day).filter(person=person).first()
    if absence is not None:
        raise NotSaid(f"{person.name} is away until {absence.ends_on:%-d %B}. Choose somebody else.")


def give(meeting: Meeting, to: Person) -> None:
    meeting.was = meeting.facilitator_id  # type: ignore[attr-defined]
    meeting.facilitator = to
    meeting.save(update_fields=["facilitator"])


def meeting_after(meeting: Meeting, *, by: Person | None, now: datetime, **data: object) -> Meeting:
    """Write the line of a turn that changed hands."""
    turn = {"was": meeting.was, "is": meeting.facilitator_id}  # type: ignore[attr-defined]
    at = meeting.planned_at.isoformat()
    record("meeting.turn_given", by=by, about=meeting.series, now=now, meeting=meeting.pk, planned_at=at, **turn, **data)
    return meeting

"""Verbs: what is said in a meeting is caught as a decision, a commitment, an issue or a note, once however often it is sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from accountability.actions import amend_commitment, drop_commitment, make_commitment
from accountability.models import OPEN_STATES, Commitment
from accountability.policy import may_make_commitment
from alignment.models import Objective
from decisions.actions import record_decision, take_back_decision
from decisions.models import Decision
from decisions.policy import may_record_decision
from notifications.mentions import person_called
from organizations.logbook import record, verb
from organizations.models import Person
from organizations.refusals import AlreadyClosed, NotAllowed, NotSaid
from organizations.verbs import day_of, whom_to_ask, worded
from rhythm.actions.issues import close_issue, raise_issue
from rhythm.actions.rooms.acts import changed, taken_part_in
from rhythm.lines import read_line
from rhythm.models import Capture, CaptureKind, IssueState, Meeting, MeetingOutput, MeetingRun

Kind = CaptureKind
TITLE = 250
NEXT_MEETING = timedelta(days=7)  # a promise without a day is for the next meeting (DOMAIN 1c)
ASKS = {
    Kind.DECISION: "Say what is decided.",
    Kind.COMMITMENT: "Say what is promised.",
    Kind.ISSUE: "Say what the issue is, in one line.",
    Kind.WIN: "Say what went well.",
    Kind.HEADLINE: "Say it in one line.",
    Kind.NOTE: "Write the note.",
}


@verb
def capture(*, meeting: Meeting, kind: str, text: str, key: str, by: Person, now: datetime) -> Capture:
    """Catch a line: `text` as typed, with @owner and /date in it; `key` is of the screen's making: a second try changes nothing.

    A decision is of its owner, or of who leads; a promise without an owner is of who typed it, without a day for the next week.
    """
    run = taken_part_in(meeting, by=by, now=now)
    if not key:
        raise NotSaid("Send the line with a key of its own, so that it is caught once.")
    before: Capture | None = Capture.objects.filter(meeting=run.meeting, key=key[:40]).first()
    if before is not None:
        return before
    if kind not in Kind.values:
        raise NotSaid("Say what it is: a decision, a commitment, an issue, a note, a win or a headline.")
    today = day_of(now, run.meeting.organization)
    line = read_line(text, today)
    if line.unread and kind in {Kind.COMMITMENT, Kind.DECISION}:
        raise NotSaid(f"“/{line.unread}” is no day. Write /fri, /21 aug, /+3d or /2026-08-21, or leave the slash out.")
    owner = person_called(line.owner) if line.owner else None
    caught: Capture = Capture(
        organization_id=run.organization_id,
        meeting=run.meeting,
        key=key[:40],
        kind=kind,
        text=worded(line.text, ASKS[Kind(kind)], limit=1000),
        by=by,
        at=now,
        segment=run.segment,
        item=run.item,
        owner=owner,
        due_on=line.due_on,
    )
    BECOMES[Kind(kind)](run, caught, by, now)
    caught.save()
    whose = {pk for pk in (by.pk, caught.owner_id) if pk}
    changed(run, "captured", "now", whose=sorted(whose))
    record("meeting.captured", by=by, about=run.meeting.series, now=now, meeting=meeting.pk, kind=kind, text=caught.text[:250])
    return caught


def becomes_decision(run: MeetingRun, caught: Capture, by: Person, now: datetime) -> None:
    caught.owner = caught.owner or run.facilitator or by
    caught.decision = record_decision(
        organization=run.meeting.organization,
        title=headline(caught.text),
        outcome=caught.text,
        context=f"In “{run.meeting.series}”, at “{run.item or run.segment}”.",
        decider=caught.owner,
        team=run.meeting.series.team,
        objective=objective_of(run),
        by=by
        if may_record_decision(by, run.meeting.series.team)
        else None,  # else the room's own word: whoever is asked may take part
        now=now,
    )
    put_out(run, decision=caught.decision)


def becomes_commitment(run: MeetingRun, caught: Capture, by: Person, now: datetime) -> None:
    caught.owner = caught.owner or by
    caught.due_on = caught.due_on or day_of(now, run.meeting.organization) + NEXT_MEETING
    caught.agreed_at = now if caught.owner_id == by.pk else None
    team = run.meeting.series.team
    caught.commitment = make_commitment(
        organization=run.meeting.organization,
        title=headline(caught.text),
        description=caught.text if len(caught.text) > TITLE else "",
        due_on=caught.due_on,
        owner=caught.owner,
        team=team,
        objective=objective_of(run),
        by=by if may_make_commitment(by, caught.owner, team) else None,
        now=now,
    )
    put_out(run, commitment=caught.commitment)


def becomes_issue(run: MeetingRun, caught: Capture, by: Person, now: datetime) -> None:
    caught.issue = raise_issue(
        organization=run.meeting.organization,
        title=headline(caught.text),
        description=caught.text if len(caught.text) > TITLE else "",
        team=run.meeting.series.team,
        owner=caught.owner,
        objective=objective_of(run),
        by=by,
        now=now,
    )


def stays_a_line(run: MeetingRun, caught: Capture, by: Person, now: datetime) -> None:
    """A note, a win, a headline: the words are all there is."""


BECOMES: dict[CaptureKind, Callable[[MeetingRun, Capture, Person, datetime], None]] = {
    Kind.DECISION: becomes_decision,
    Kind.COMMITMENT: becomes_commitment,
    Kind.ISSUE: becomes_issue,
    Kind.NOTE: stays_a_line,
    Kind.WIN: stays_a_line,
    Kind.HEADLINE: stays_a_line,
}


def headline(text: str) -> str:
    """What fits a title: whole words, with a sign that there is more."""
    return text if len(text) <= TITLE else text[: TITLE - 1].rsplit(" ", 1)[0] + "…"


def objective_of(run: MeetingRun) -> Objective | None:
    """The objective that the room is at, if it is at one."""
    item = run.item
    if item is None or item.about_type != Objective._meta.label:
        return None
    found: Objective | None = Objective.objects.filter(pk=item.about_id).first()
    return found


def put_out(run: MeetingRun, *, decision: Decision | None = None, commitment: Commitment | None = None) -> None:
    MeetingOutput.objects.create(
        organization_id=run.organization_id,
        series=run.meeting.series,
        meeting=run.meeting,
        decision=decision,
        commitment=commitment,
    )


@verb
def agree_to_capture(*, caught: Capture, by: Person, now: datetime, due_on: date | None = None) -> Capture:
    """Who is named for a promise says yes to it; until then it stands with their name, and unagreed."""
    run = taken_part_in(caught.meeting, by=by, now=now)
    if caught.owner_id != by.pk:
        raise NotAllowed(f"This is for {caught.owner.name if caught.owner else 'its owner'} to agree to.")
    if due_on is not None and caught.commitment is not None:
        amend_commitment(commitment=caught.commitment, due_on=due_on, by=by, now=now)
        caught.due_on = due_on
    caught.agreed_at = now
    caught.save(update_fields=["agreed_at", "due_on"])
    changed(run, "captured", whose=[by.pk])
    return caught


@verb
def withdraw_capture(*, caught: Capture, by: Person, now: datetime) -> Capture:
    """Caught by mistake: the line goes, and what it had become is dropped with that reason; by who typed it, or who leads."""
    run = taken_part_in(caught.meeting, by=by, now=now)
    if by.pk not in {caught.by_id, run.facilitator_id}:
        raise NotAllowed(f"Ask {whom_to_ask(caught.by, run.facilitator)} to take it back.")
    if caught.withdrawn_at is not None:
        raise AlreadyClosed("It was taken back already.")
    caught.withdrawn_at = now
    caught.save(update_fields=["withdrawn_at"])
    undo(caught, now)
    changed(run, "captured", whose=[by.pk])
    return caught


def undo(caught: Capture, now: datetime) -> None:
    """What nobody has built on yet is taken away; a promise is dropped, so that its owner sees where it went."""
    why = "Caught by mistake in the meeting."
    MeetingOutput.objects.filter(meeting=caught.meeting, decision=caught.decision_id, commitment=caught.commitment_id).delete()
    if caught.commitment is not None and caught.commitment.state in OPEN_STATES:
        drop_commitment(commitment=caught.commitment, reason=why, by=None, now=now)
    if caught.decision is not None:
        take_back_decision(decision=caught.decision, reason=why, by=None, now=now)
    if caught.issue is not None and caught.issue.state == IssueState.OPEN:
        close_issue(issue=caught.issue, answer=why, by=None, now=now)

"""Verbs: a promise is made, and stays in view until it is done, re-scoped, or dropped on purpose."""

from __future__ import annotations

from datetime import date, datetime

from accountability import policy
from accountability.models import Commitment, CommitmentState
from alignment.models import Objective
from organizations.logbook import record, verb
from organizations.models import Organization, Person, Team
from organizations.refusals import DatesOutOfOrder, NotAllowed, NotSaid, OutOfTurn
from organizations.tenancy import new_key
from organizations.verbs import States, check_next, day_of, locked, whom_to_ask, worded

State = CommitmentState
CLOSINGS = frozenset({State.DONE, State.RESCOPED, State.CANCELLED})
STATES: States = {
    "": frozenset({State.OPEN, State.IN_PROGRESS}) | CLOSINGS,
    State.OPEN: frozenset({State.IN_PROGRESS}) | CLOSINGS,
    State.IN_PROGRESS: frozenset({State.OPEN}) | CLOSINGS,
    State.DONE: frozenset(),
    State.RESCOPED: frozenset(),
    State.CANCELLED: frozenset(),
}


@verb
def make_commitment(
    *,
    organization: Organization,
    title: str,
    due_on: date | None,
    by: Person | None,
    now: datetime,
    key: str = "",
    owner: Person | None = None,
    team: Team | None = None,
    objective: Objective | None = None,
    description: str = "",
) -> Commitment:
    """Somebody promises something by a day; without another owner it is the one who says it."""
    owner = owner or by
    if owner is None:
        raise NotSaid("Say who promises it. A promise has one owner.")
    if not policy.may_make_commitment(by, owner, team):
        raise NotAllowed(f"You may not promise for {owner.name}. Ask {whom_to_ask(owner)}.")
    today = day_of(now, organization)
    check_day(due_on, today)
    commitment: Commitment = Commitment.objects.create(
        organization=organization,
        key=key or new_key(),
        title=worded(title, "Say what is promised."),
        description=description.strip(),
        owner=owner,
        team=team,
        objective=objective,
        state=State.OPEN,
        created_on=today,
        due_on=due_on,
    )
    record("commitment.made", by=by, about=commitment, now=now, owner=owner.pk, due_on=due_on and due_on.isoformat())
    return commitment


@verb
def start_commitment(*, commitment: Commitment, by: Person | None, now: datetime) -> Commitment:
    """Work on it has begun."""
    commitment = turn(commitment, State.IN_PROGRESS, by=by)
    commitment.save(update_fields=["state"])
    record("commitment.started", by=by, about=commitment, now=now)
    return commitment


@verb
def finish_commitment(*, commitment: Commitment, by: Person | None, now: datetime, note: str = "") -> Commitment:
    """The promise is kept; the logbook says whether by the day that was first promised."""
    commitment = turn(commitment, State.DONE, by=by)
    today = day_of(now, commitment.organization)
    commitment.completed_on, commitment.closing_reason = today, note.strip()[:1000]
    commitment.save(update_fields=["state", "completed_on", "closing_reason"])
    first_due = commitment.original_due_on
    record("commitment.finished", by=by, about=commitment, now=now, is_on_time=None if first_due is None else today <= first_due)
    return commitment


@verb
def reopen_commitment(*, commitment: Commitment, by: Person | None, now: datetime) -> Commitment:
    """Done was said by mistake: on the same day it can be taken back, and the promise is open as it was."""
    commitment = locked(commitment)
    if not policy.may_close_commitment(by, commitment):
        raise NotAllowed(f"“{commitment}” is not yours to open again. Ask {whom_to_ask(commitment.owner)}.")
    if commitment.state != State.DONE or commitment.completed_on != day_of(now, commitment.organization):
        raise OutOfTurn(f"“{commitment}” was not finished today, so that cannot be taken back. Promise it anew.")
    commitment.state, commitment.completed_on, commitment.closing_reason = State.OPEN, None, ""
    commitment.save(update_fields=["state", "completed_on", "closing_reason"])
    record("commitment.reopened", by=by, about=commitment, now=now)
    return commitment


@verb
def amend_commitment(
    *, commitment: Commitment, by: Person | None, now: datetime, owner: Person | None = None, due_on: date | None = None
) -> Commitment:
    """Whose it is and by when, put right by who agrees to it; the logbook keeps both days, and the first one stays the original.

    Raises OutOfTurn once it is closed, DatesOutOfOrder for a day that is past.
    """
    commitment = locked(commitment)
    if not policy.may_close_commitment(by, commitment):
        raise NotAllowed(f"“{commitment}” is not yours to change. Ask {whom_to_ask(commitment.owner)}.")
    if commitment.state in CLOSINGS:
        raise OutOfTurn(f"“{commitment}” is closed already. Promise it anew.")
    was = commitment.due_on
    if due_on is not None:
        check_day(due_on, day_of(now, commitment.organization))
    commitment.owner, commitment.due_on = owner or commitment.owner, due_on or was
    commitment.save(update_fields=["owner", "due_on"])
    days = [day and day.isoformat() for day in (was, commitment.due_on)]
    record("commitment.amended", by=by, about=commitment, now=now, owner=commitment.owner_id, due_on=days)
    return commitment


@verb
def rescope_commitment(
    *, commitment: Commitment, due_on: date, reason: str, by: Person | None, now: datetime, title: str = ""
) -> Commitment:
    """The promise cannot be kept as it was made: it is closed, and another takes its place. Returns the new one."""
    commitment = turn(commitment, State.RESCOPED, by=by)
    today = day_of(now, commitment.organization)
    check_day(due_on, today)
    commitment.closing_reason = worded(reason, "Say why it needs another day: the reason shows what was missing.", limit=1000)
    successor: Commitment = Commitment.objects.create(
        organization=commitment.organization,
        title=worded(title or commitment.title, "Say what is promised."),
        description=commitment.description,
        owner=commitment.owner,
        team=commitment.team,
        objective=commitment.objective,
        state=State.OPEN,
        created_on=today,
        due_on=due_on,
    )
    commitment.successor = successor
    commitment.save(update_fields=["state", "closing_reason", "successor"])
    was = commitment.due_on and commitment.due_on.isoformat()
    record(
        "commitment.rescoped",
        by=by,
        about=commitment,
        now=now,
        successor=successor.pk,
        due_on=[was, due_on.isoformat()],
        reason=commitment.closing_reason,
    )
    return successor


@verb
def drop_commitment(*, commitment: Commitment, reason: str, by: Person | None, now: datetime) -> Commitment:
    """The promise is given up on purpose; nothing disappears in silence."""
    commitment = turn(commitment, State.CANCELLED, by=by)
    commitment.closing_reason = worded(reason, "Say why it is dropped, so that whoever waits for it knows.", limit=1000)
    commitment.save(update_fields=["state", "closing_reason"])
    record("commitment.dropped", by=by, about=commitment, now=now, reason=commitment.closing_reason)
    return commitment


def check_day(due_on: date | None, today: date) -> None:
    if due_on is None:
        raise NotSaid("Say by when.")
    if due_on < today:
        raise DatesOutOfOrder("Choose a day that is still to come.")


def turn(commitment: Commitment, state: State, *, by: Person | None) -> Commitment:
    """Lock the row, ask policy and the table, and set the state; the caller saves it with what belongs to it."""
    commitment = locked(commitment)
    if not policy.may_close_commitment(by, commitment):
        raise NotAllowed(f"“{commitment}” is not yours to close. Ask {whom_to_ask(commitment.owner)}.")
    check_next(STATES, commitment, state)
    commitment.state = state
    return commitment

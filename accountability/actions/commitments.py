"""Verbs: a promise is made, begun, and put right by who agrees to it."""

from __future__ import annotations

from datetime import date, datetime

from accountability import policy
from accountability.actions.entering import CLOSINGS, State, check_day, check_may, check_rule, enter, held, made, turn
from accountability.days import day_where, owners_day
from accountability.models import WAITING_STATES, Commitment
from alignment.models import Objective
from organizations.logbook import verb
from organizations.models import Organization, Person, Team
from organizations.refusals import NotAllowed, NotSaid, OutOfTurn
from organizations.tenancy import new_key
from organizations.verbs import whom_to_ask, worded


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
    receiver: Person | None = None,
    is_private: bool = False,
    repeats: str = "",
) -> Commitment:
    """Somebody promises something by a day; without another owner it is the one who says it."""
    owner = owner or by
    if owner is None:
        raise NotSaid("Say who promises it. A promise has one owner.")
    if not policy.may_make_commitment(by, owner, team) or (is_private and by is not None and by.pk != owner.pk):
        raise NotAllowed(f"You may not promise for {owner.name}. Ask {whom_to_ask(owner)}.")
    today = day_where(owner, now, organization)
    check_day(due_on, today)
    rule = check_rule(repeats, due_on)
    commitment: Commitment = Commitment.with_private.create(
        organization=organization,
        key=key or new_key(),
        title=worded(title, "Say what is promised."),
        description=description.strip(),
        owner=owner,
        team=None if is_private else team,
        objective=objective,
        receiver=receiver,
        is_private=is_private,
        repeats=rule,
        repeats_from=due_on if rule else None,
        state=State.OPEN,
        created_on=today,
        touched_on=today,
        due_on=due_on,
    )
    made(commitment, "commitment.made", by=by, now=now, owner=owner.pk, due_on=due_on and due_on.isoformat())
    return commitment


@verb
def start_commitment(*, commitment: Commitment, by: Person | None, now: datetime) -> Commitment:
    """Work on it has begun."""
    commitment = turn(commitment, State.IN_PROGRESS, by=by)
    enter(commitment, "commitment.started", "state", by=by, now=now)
    return commitment


@verb
def amend_commitment(
    *, commitment: Commitment, by: Person | None, now: datetime, owner: Person | None = None, due_on: date | None = None
) -> Commitment:
    """Whose it is and by when, put right by who agrees to it; the logbook keeps both days, and the first one stays the original.

    Raises OutOfTurn once it is closed, DatesOutOfOrder for a day that is past.
    """
    commitment = held(commitment)
    check_may(commitment, by, policy.may_close_commitment, "change")
    if commitment.state in WAITING_STATES:
        raise OutOfTurn(f"“{commitment}” is only asked for. Answer that first.")
    if commitment.state in CLOSINGS or commitment.state == State.DECLINED:
        raise OutOfTurn(f"“{commitment}” is closed already. Promise it anew.")
    was = commitment.due_on
    if due_on is not None:
        check_day(due_on, owners_day(commitment, now))
    commitment.owner, commitment.due_on = owner or commitment.owner, due_on or was
    days = [day and day.isoformat() for day in (was, commitment.due_on)]
    enter(commitment, "commitment.amended", "owner", "due_on", by=by, now=now, owner=commitment.owner_id, due_on=days)
    return commitment

"""Verbs: somebody asks for a promise, the doer says yes, no, or another day, and the asker answers to that."""

from __future__ import annotations

from datetime import date, datetime

from accountability import policy
from accountability.actions.entering import State, check_day, check_may, check_rule, check_seen, enter, held, made, turn
from accountability.days import day_where, owners_day
from accountability.models import Commitment
from alignment.models import Objective
from organizations.logbook import verb
from organizations.models import Organization, Person, Team
from organizations.models.people import PersonStatus
from organizations.refusals import AlreadyThere, NotAllowed, NotSaid, OutOfTurn
from organizations.tenancy import new_key
from organizations.verbs import worded


@verb
def ask_for_commitment(
    *,
    organization: Organization,
    title: str,
    owner: Person,
    asked_for_on: date | None,
    by: Person | None,
    now: datetime,
    key: str = "",
    receiver: Person | None = None,
    team: Team | None = None,
    objective: Objective | None = None,
    description: str = "",
    is_private: bool = False,
    repeats: str = "",
) -> Commitment:
    """Somebody asks somebody else; nothing is promised, and nothing due, before they say yes to a day."""
    if not policy.may_ask_for_commitment(by):
        raise NotAllowed("You may look, but not write here. Ask an admin of the organization to change that.")
    if by is not None and by.pk == owner.pk:
        raise NotSaid("You need not ask yourself: promise it.")
    if owner.status == PersonStatus.INACTIVE:
        raise NotSaid(f"{owner.name} has left. Ask somebody who is here.")
    today = day_where(owner, now, organization)
    check_day(asked_for_on, today)
    rule = check_rule(repeats, asked_for_on)
    commitment: Commitment = Commitment.with_private.create(
        organization=organization,
        key=key or new_key(),
        title=worded(title, "Say what you ask for."),
        description=description.strip(),
        owner=owner,
        asked_by=by,
        receiver=receiver or by,
        team=None if is_private else team,
        objective=objective,
        state=State.ASKED,
        created_on=today,
        touched_on=today,
        asked_for_on=asked_for_on,
        is_private=is_private,
        repeats=rule,
        repeats_from=asked_for_on if rule else None,
    )
    made(commitment, "commitment.asked", by=by, now=now, owner=owner.pk)
    return commitment


@verb
def accept_commitment(*, commitment: Commitment, by: Person | None, now: datetime, seen: str = "") -> Commitment:
    """The doer says yes to the day that was asked for: from here on it is a promise."""
    commitment = held(commitment)
    if commitment.state == State.COUNTERED:
        check_may(commitment, by, policy.may_answer_commitment, "answer")
        check_seen(commitment, seen)
        raise OutOfTurn("You offered another day; the one who asked answers to that.")
    commitment = turn(commitment, State.OPEN, by=by, may=policy.may_answer_commitment, verb="answer", seen=seen)
    commitment.due_on = day_to_promise(commitment, commitment.asked_for_on, now)
    enter(commitment, "commitment.accepted", "state", "due_on", "repeats_from", by=by, now=now)
    return commitment


@verb
def counter_commitment(
    *, commitment: Commitment, offered_on: date | None, by: Person | None, now: datetime, note: str = "", seen: str = ""
) -> Commitment:
    """The doer offers another day; the question goes back to who asked."""
    commitment = turn(commitment, State.COUNTERED, by=by, may=policy.may_answer_commitment, verb="answer", seen=seen)
    commitment.offered_on = check_day(offered_on, owners_day(commitment, now))
    if commitment.offered_on == commitment.asked_for_on:
        raise AlreadyThere("That is the day that was asked for: say yes to it, or offer another.")
    commitment.answer = note.strip()[:1000]
    enter(commitment, "commitment.countered", "state", "offered_on", "answer", by=by, now=now, said=commitment.answer)
    return commitment


@verb
def decline_commitment(*, commitment: Commitment, reason: str, by: Person | None, now: datetime, seen: str = "") -> Commitment:
    """The doer says no, and why."""
    commitment = turn(commitment, State.DECLINED, by=by, may=policy.may_answer_commitment, verb="answer", seen=seen)
    commitment.answer = worded(reason, "Say why, so that they can look for another way.", limit=1000)
    commitment.closed_on = owners_day(commitment, now)
    enter(commitment, "commitment.declined", "state", "answer", "closed_on", by=by, now=now, reason=commitment.answer)
    return commitment


@verb
def take_offer(*, commitment: Commitment, by: Person | None, now: datetime, seen: str = "") -> Commitment:
    """The asker takes the day that the doer offered: now it is promised for that day."""
    commitment = held(commitment)
    if commitment.state == State.ASKED:
        check_may(commitment, by, policy.may_settle_ask, "settle")
        check_seen(commitment, seen)
        raise OutOfTurn("No other day is offered yet; whoever is asked answers first.")
    commitment = turn(commitment, State.OPEN, by=by, may=policy.may_settle_ask, verb="settle", seen=seen)
    commitment.due_on = day_to_promise(commitment, commitment.offered_on, now)
    enter(commitment, "commitment.offer_taken", "state", "due_on", "repeats_from", by=by, now=now)
    return commitment


@verb
def ask_again(*, commitment: Commitment, asked_for_on: date | None, by: Person | None, now: datetime, seen: str = "") -> Commitment:
    """The asker asks for a third day instead of the one that was offered."""
    commitment = turn(commitment, State.ASKED, by=by, may=policy.may_settle_ask, verb="settle", seen=seen)
    commitment.asked_for_on = check_day(asked_for_on, owners_day(commitment, now))
    commitment.offered_on = None
    enter(commitment, "commitment.asked_again", "state", "asked_for_on", "offered_on", by=by, now=now)
    return commitment


def day_to_promise(commitment: Commitment, day: date | None, now: datetime) -> date:
    """The day that both agree to, unless it has passed while they talked; what repeats counts from it."""
    if day is None or day < owners_day(commitment, now):
        raise OutOfTurn("That day has passed meanwhile. Offer, or ask for, one that is still to come.")
    if commitment.repeats:
        commitment.repeats_from = day
    return day

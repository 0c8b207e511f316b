"""Verbs: how a promise ends. Done, and the receiver says so too; re-scoped with a reason and a successor; dropped by agreement."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from accountability import policy
from accountability.actions.entering import (
    State,
    begotten,
    check_day,
    check_may,
    check_seen,
    enter,
    held,
    turn,
)
from accountability.days import owners_day
from accountability.models import OPEN_STATES, Commitment, MissReason
from accountability.repeating import next_day
from alignment.models import CheckIn, KeyResult
from organizations.logbook import verb
from organizations.models import Person
from organizations.refusals import AlreadyThere, NotSaid, OutOfTurn
from organizations.verbs import worded

ASK_FOR_CODE = "Say what kept it from its day: choose one of the reasons."


@verb
def finish_commitment(
    *,
    commitment: Commitment,
    by: Person | None,
    now: datetime,
    note: str = "",
    evidence: str = "",
    key_result: KeyResult | None = None,
    check_in: CheckIn | None = None,
    reason_code: str = "",
    repeat: bool = True,
    seen: str = "",
) -> Commitment:
    """The promise is kept; the logbook says whether by the day that was first promised. A receiver has a word to say too."""
    commitment = turn(commitment, State.DONE, by=by, seen=seen)
    today = owners_day(commitment, now)
    first_due = commitment.original_due_on
    check_evidence(commitment, key_result, check_in)
    commitment.completed_on = commitment.closed_on = today
    commitment.closing_reason = note.strip()[:1000]
    commitment.evidence = evidence.strip()[:1000]
    commitment.key_result, commitment.check_in = key_result, check_in
    commitment.reason_code = known_code(reason_code) if first_due is not None and today > first_due else ""
    is_own = commitment.receiver_id is not None and by is not None and commitment.receiver_id == by.pk
    commitment.confirmed_on = today if is_own else None
    enter(
        commitment,
        "commitment.finished",
        *("state", "completed_on", "closed_on", "closing_reason", "evidence", "key_result", "check_in"),
        *("reason_code", "confirmed_on"),
        by=by,
        now=now,
        is_on_time=None if first_due is None else today <= first_due,
        begets=begotten(*next_of(commitment, today, repeat=repeat)),
    )
    return commitment


@verb
def reopen_commitment(*, commitment: Commitment, by: Person | None, now: datetime) -> Commitment:
    """Done was said by mistake: on the same day it can be taken back, and the promise is open as it was."""
    commitment = held(commitment)
    check_may(commitment, by, policy.may_close_commitment, "open again")
    if commitment.state != State.DONE or commitment.completed_on != owners_day(commitment, now):
        raise OutOfTurn(f"“{commitment}” was not finished today, so that cannot be taken back. Promise it anew.")
    undo_done(commitment)
    unmade = unmake_next(commitment)
    enter(commitment, "commitment.reopened", *DONE_FIELDS, by=by, now=now, unmakes=unmade)
    return commitment


@verb
def confirm_commitment(*, commitment: Commitment, by: Person | None, now: datetime, seen: str = "") -> Commitment:
    """The receiver says that it is what was promised."""
    commitment = delivered(commitment, by, seen)
    commitment.confirmed_on = owners_day(commitment, now)
    enter(commitment, "commitment.confirmed", "confirmed_on", by=by, now=now)
    return commitment


@verb
def send_back_commitment(*, commitment: Commitment, reason: str, by: Person | None, now: datetime, seen: str = "") -> Commitment:
    """The receiver says what is missing: the promise is open again, due when it was."""
    commitment = delivered(commitment, by, seen)
    reason = worded(reason, "Say what is missing, so that it can be done.", limit=1000)
    undo_done(commitment)
    commitment.answer, commitment.offered_on = reason, None
    enter(
        commitment,
        "commitment.sent_back",
        *DONE_FIELDS,
        "answer",
        "offered_on",
        by=by,
        now=now,
        reason=reason,
        unmakes=unmake_next(commitment),
    )
    return commitment


@verb
def rescope_commitment(
    *,
    commitment: Commitment,
    due_on: date,
    reason: str,
    by: Person | None,
    now: datetime,
    title: str = "",
    reason_code: str = "",
    seen: str = "",
) -> Commitment:
    """The promise cannot be kept as it was made: it is closed, and another takes its place. Returns the new one.

    Before its day is over that is a promise talked over in time; after it, a miss that says what kept it.
    """
    commitment = turn(commitment, State.RESCOPED, by=by, seen=seen)
    today = owners_day(commitment, now)
    check_day(due_on, today)
    commitment.closing_reason = worded(reason, "Say why it needs another day: the reason shows what was missing.", limit=1000)
    commitment.reason_code, commitment.closed_on = known_code(reason_code), today
    was = commitment.due_on
    successor = one_more(commitment, worded(title or commitment.title, "Say what is promised."), due_on, today)
    commitment.successor = successor
    enter(
        commitment,
        "commitment.rescoped",
        *("state", "closing_reason", "reason_code", "closed_on", "successor"),
        by=by,
        now=now,
        successor=successor.pk,
        due_on=[was and was.isoformat(), due_on.isoformat()],
        reason=commitment.closing_reason,
        was_past=was is not None and was < today,
        begets=begotten(successor),
    )
    return successor


@verb
def drop_commitment(
    *,
    commitment: Commitment,
    reason: str,
    by: Person | None,
    now: datetime,
    agreed_by: Person | None = None,
    reason_code: str = "",
    repeat: bool = False,
    seen: str = "",
) -> Commitment:
    """The promise is given up on purpose, and somebody agreed; or the question is taken back. Nothing disappears in silence."""
    commitment = turn(commitment, State.CANCELLED, by=by, seen=seen)
    today = owners_day(commitment, now)
    commitment.closing_reason = worded(reason, "Say why it is dropped, so that whoever waits for it knows.", limit=1000)
    commitment.reason_code, commitment.closed_on = known_code(reason_code), today
    commitment.agreed_by = agreed_by or who_agrees(commitment, by)
    enter(
        commitment,
        "commitment.dropped",
        *("state", "closing_reason", "reason_code", "closed_on", "agreed_by"),
        by=by,
        now=now,
        reason=commitment.closing_reason,
        begets=begotten(*next_of(commitment, today, repeat=repeat)),
    )
    return commitment


DONE_FIELDS = (
    "state", "completed_on", "closed_on", "closing_reason", "evidence", "key_result", "check_in", "reason_code", "confirmed_on",
)  # fmt: skip


def undo_done(commitment: Commitment) -> None:
    """Open as it was before somebody said that it is done."""
    commitment.state = State.OPEN
    commitment.completed_on = commitment.closed_on = commitment.confirmed_on = None
    commitment.closing_reason = commitment.evidence = commitment.reason_code = ""
    commitment.key_result = commitment.check_in = None


def delivered(commitment: Commitment, by: Person | None, seen: str) -> Commitment:
    """Done by one side, and waiting for the word of the other."""
    commitment = held(commitment)
    check_may(commitment, by, policy.may_confirm_commitment, "confirm")
    check_seen(commitment, seen)
    if commitment.state != State.DONE or commitment.receiver_id is None:
        raise OutOfTurn(f"“{commitment}” does not wait for a receiver's word.")
    if commitment.confirmed_on is not None:
        raise AlreadyThere(f"“{commitment}” is confirmed already.")
    return commitment


def who_agrees(commitment: Commitment, by: Person | None) -> Person | None:
    """Whoever drops it; where somebody waits for it, they have a say."""
    if by is not None and commitment.receiver_id not in (None, by.pk):
        raise NotSaid("Say who agreed that it is dropped: somebody waits for it.")
    return by


def known_code(code: str) -> str:
    if code and code not in MissReason.values:
        raise NotSaid(ASK_FOR_CODE)
    return code


def check_evidence(commitment: Commitment, key_result: KeyResult | None, check_in: CheckIn | None) -> None:
    """What shows it belongs to the objective that the promise serves."""
    for shown in (key_result, check_in):
        if shown is not None and (commitment.objective_id is None or shown.objective_id != commitment.objective_id):
            raise NotSaid("Choose a measure or a check-in of the objective that this is for.")


def next_of(commitment: Commitment, today: date, *, repeat: bool) -> list[Commitment]:
    """The next one of a promise that repeats: on the first day of its rule after this one's that is not past, if there is one."""
    if (
        not (repeat and commitment.repeats and commitment.repeats_from)
        or Commitment.with_private.filter(repeat_of=commitment).exists()
    ):
        return []
    due_on = next_day(commitment.repeats, commitment.repeats_from, max(commitment.due_on or today, today - timedelta(days=1)))
    return [] if due_on is None else [one_more(commitment, commitment.title, due_on, today, repeat_of=commitment)]


def one_more(commitment: Commitment, title: str, due_on: date, today: date, **more: Any) -> Commitment:
    """A promise like this one, by another day."""
    same = ("organization_id", "description", "owner_id", "team_id", "objective_id", "asked_by_id", "receiver_id", "is_private")
    kept = {name: getattr(commitment, name) for name in (*same, "repeats", "repeats_from")}
    new: Commitment = Commitment.with_private.create(
        title=title, state=State.OPEN, created_on=today, touched_on=today, due_on=due_on, **kept, **more
    )
    return new


def unmake_next(commitment: Commitment) -> list[int]:
    """The next one goes with the closing that made it, unless somebody has begun with it."""
    following = Commitment.with_private.filter(repeat_of=commitment, state__in=OPEN_STATES[:1]).first()
    if following is None or following.touched_on != following.created_on:
        return []
    gone = following.pk
    following.delete()
    return [gone]

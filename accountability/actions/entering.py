"""What every verb on a promise does: it locks the row, asks policy and the table, and enters what changed, also in the logbook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from accountability import policy
from accountability.days import owners_day
from accountability.ledger import FIELDS, TEXTS
from accountability.models import OPEN_STATES, WAITING_STATES, Commitment, CommitmentState
from accountability.repeating import fault_in
from organizations.logbook import record
from organizations.models import Event, Person
from organizations.refusals import ChangedMeanwhile, DatesOutOfOrder, NotAllowed, NotSaid
from organizations.verbs import States, check_next, whom_to_ask

State = CommitmentState
CLOSINGS = frozenset({State.DONE, State.RESCOPED, State.CANCELLED})
# What is asked for is promised when the doer says yes to a day, or the asker to the doer's.
STATES: States = {
    "": frozenset({State.OPEN, State.IN_PROGRESS}) | CLOSINGS,
    State.ASKED: frozenset({State.ASKED, State.OPEN, State.COUNTERED, State.DECLINED, State.CANCELLED}),
    State.COUNTERED: frozenset({State.OPEN, State.ASKED, State.DECLINED, State.CANCELLED}),
    State.OPEN: frozenset({State.IN_PROGRESS}) | CLOSINGS,
    State.IN_PROGRESS: frozenset({State.OPEN}) | CLOSINGS,
    State.DONE: frozenset(),
    State.RESCOPED: frozenset(),
    State.CANCELLED: frozenset(),
    State.DECLINED: frozenset(),
}
May = Callable[[Person | None, Commitment], bool]


def held(commitment: Commitment) -> Commitment:
    """The row as it stands now, private or not, until the verb's transaction ends."""
    rows = Commitment.with_private.select_related("organization", "owner", "asked_by", "receiver")
    fresh: Commitment = rows.select_for_update(of=("self",), no_key=True).get(pk=commitment.pk)
    return fresh


def turn(
    commitment: Commitment,
    state: CommitmentState,
    *,
    by: Person | None,
    may: May = policy.may_close_commitment,
    verb: str = "close",
    seen: str = "",
) -> Commitment:
    """Lock the row, ask policy, what the reader saw, and the table, and set the state; the caller enters it with the rest."""
    commitment = held(commitment)
    check_may(commitment, by, may, verb)
    check_seen(commitment, seen)
    check_next(STATES, commitment, state)
    commitment.state = state
    return commitment


def check_may(commitment: Commitment, by: Person | None, may: May, verb: str) -> None:
    if not may(by, commitment):
        sides = {"settle": commitment.asked_by, "confirm": commitment.receiver}
        ask = sides.get(verb, commitment.asked_by if commitment.state in WAITING_STATES and verb == "close" else commitment.owner)
        raise NotAllowed(f"“{commitment}” is not yours to {verb}. Ask {whom_to_ask(ask)}.")


def seen_as(commitment: Commitment) -> str:
    """What a form shows of it; another one when it is sent means that somebody was faster."""
    days = (commitment.due_on, commitment.asked_for_on, commitment.offered_on)
    return "/".join([commitment.state, str(commitment.owner_id), *(day.isoformat() if day else "" for day in days)])


def check_seen(commitment: Commitment, seen: str) -> None:
    """Raises ChangedMeanwhile when it is not any more what the reader saw."""
    if not seen or seen == seen_as(commitment):
        return
    lines = Event.objects.filter(about_type=commitment._meta.label, about_id=commitment.pk).select_related("actor")
    last = lines.order_by("-id").first()
    who = last.actor.name if last and last.actor else "Somebody"
    day = commitment.due_on or commitment.offered_on or commitment.asked_for_on
    now = commitment.get_state_display().lower() or "of no stated state"
    until = f", for {day.day} {day:%B}" if day else ""
    raise ChangedMeanwhile(f"{who} was faster: “{commitment}” is {now}{until}. Look again before you answer.")


def check_day(due_on: date | None, today: date) -> date:
    if due_on is None:
        raise NotSaid("Say by when.")
    if due_on < today:
        raise DatesOutOfOrder("Choose a day that is still to come.")
    return due_on


def check_rule(repeats: str, first: date | None) -> str:
    """The rule by which it is promised anew, as it is stored; raises NotSaid for one that says no day."""
    rule = repeats.strip().upper().replace(" ", "").removeprefix("RRULE:")
    fault = fault_in(rule, first) if rule and first else ""
    if fault:
        raise NotSaid(fault)
    return rule


def is_past(commitment: Commitment, today: date) -> bool:
    return commitment.state in OPEN_STATES and commitment.due_on is not None and commitment.due_on < today


def enter(commitment: Commitment, name: str, *fields: str, by: Person | None, now: datetime, **data: Any) -> None:
    """Save the fields and write the line, with what is needed to tell the row from the lines alone."""
    commitment.touched_on = owners_day(commitment, now)
    fields = (*fields, "touched_on")
    commitment.save(update_fields=list(fields))
    line(commitment, name, entry(commitment, fields), by=by, now=now, **data)


def made(commitment: Commitment, name: str, *, by: Person | None, now: datetime, **data: Any) -> None:
    """The line of a row that is new."""
    line(commitment, name, whole_entry(commitment), by=by, now=now, **data)


def line(commitment: Commitment, name: str, row: dict[str, Any], *, by: Person | None, now: datetime, **data: Any) -> None:
    if commitment.is_private:
        data = {key: value for key, value in data.items() if key not in {"reason", "said"}} | {"private": True}
    record(name, by=by, about=commitment, now=now, row=row, **data)


def entry(commitment: Commitment, fields: Any) -> dict[str, Any]:
    """Some fields as a line holds them."""
    known = FIELDS if commitment.is_private else FIELDS | TEXTS
    return {name: as_json(commitment, name) for name in fields if name in known}


def whole_entry(commitment: Commitment) -> dict[str, Any]:
    """A new row: all that is not as usual."""
    usual = FIELDS | TEXTS
    return {name: value for name, value in entry(commitment, usual).items() if value != usual[name]}


def as_json(commitment: Commitment, name: str) -> Any:
    field = commitment._meta.get_field(name)
    value = getattr(commitment, getattr(field, "attname", name))
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, str) else value


def begotten(*rows: Commitment) -> list[dict[str, Any]]:
    """What a line says of the rows that came of it."""
    return [{"id": row.pk, "row": whole_entry(row)} for row in rows]

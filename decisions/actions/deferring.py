"""Verbs: a question is put off on purpose until another day, and is taken up again, by hand or because that day comes."""

from __future__ import annotations

from datetime import date, datetime

from decisions import policy
from decisions.actions.asking import working_days_after
from decisions.actions.states import STATES, decider_of
from decisions.models import Decision, DecisionState
from organizations.logbook import record, verb
from organizations.models import Organization, Person
from organizations.refusals import DatesOutOfOrder, NotAllowed, OutOfTurn
from organizations.verbs import check_next, day_of, locked, whom_to_ask, worded

State = DecisionState
FURTHEST = 3653  # days; a later day is a slip of the pen
MOST_TIMES = 1000


@verb
def defer_decision(*, decision: Decision, reason: str, need_by: date, by: Person | None, now: datetime) -> Decision:
    """Not now, and why; by when instead. The first day stays on record, and the time that it takes runs on."""
    decision = locked(decision)
    check_may_defer(by, decision)
    check_next(STATES, decision, State.DEFERRED)
    check_day(decision, need_by, day_of(now, decision.organization))
    if decision.put_off_count >= MOST_TIMES:
        raise OutOfTurn(f"“{decision}” was put off {MOST_TIMES:,} times. Decide it, or withdraw it.")
    former = decision.need_by
    reason = worded(reason, "Say why it is put off.", limit=1000)
    decision.state, decision.need_by, decision.put_off_count = State.DEFERRED, need_by, decision.put_off_count + 1
    decision.save(update_fields=["state", "need_by", "put_off_count"])
    days = [former.isoformat() if former else None, need_by.isoformat()]
    record("decision.deferred", by=by, about=decision, now=now, reason=reason, need_by=days)
    return decision


def check_day(decision: Decision, need_by: date, today: date) -> None:
    """Later than it is needed now, and not so soon that it would be back at once."""
    if decision.need_by and need_by <= decision.need_by:
        raise DatesOutOfOrder(f"It is needed by {decision.need_by:%-d %B} as it is. Choose a later day.")
    soonest = working_days_after(today, 2)
    if need_by < soonest:
        raise DatesOutOfOrder(f"It comes back on the working day before. Choose {soonest:%-d %B} or a later day.")
    if (need_by - today).days > FURTHEST:
        raise DatesOutOfOrder("Choose a day within the next ten years, or withdraw it.")


@verb
def take_up_decision(*, decision: Decision, by: Person | None, now: datetime) -> Decision:
    """It waits for whoever decides it again, by the day that was named last."""
    decision = locked(decision)
    check_may_defer(by, decision)
    if decision.state != State.DEFERRED:
        raise OutOfTurn(f"“{decision}” is not put off, so it cannot be taken up again.")
    return bring_back(decision, by=by, now=now)


@verb
def take_up_what_is_due(*, organization: Organization, now: datetime) -> list[Decision]:
    """What was put off until the next working day, or an earlier one, waits again; each once, whenever somebody looks."""
    following = working_days_after(day_of(now, organization), 1)
    due = Decision.objects.filter(state=State.DEFERRED, put_off_count__gt=0, need_by__lte=following)
    held = [locked(decision) for decision in due.order_by("id")]
    return [bring_back(one, by=None, now=now) for one in held if one.state == State.DEFERRED]


def bring_back(decision: Decision, *, by: Person | None, now: datetime) -> Decision:
    decision.state = State.PROPOSED
    decision.save(update_fields=["state"])
    need_by = decision.need_by.isoformat() if decision.need_by else None
    record("decision.taken_up", by=by, about=decision, now=now, due=need_by)
    return decision


def check_may_defer(by: Person | None, decision: Decision) -> None:
    if not policy.may_defer_decision(by, decision):
        raise NotAllowed(f"You may not put “{decision}” off. Ask {whom_to_ask(decider_of(decision), decision.asked_by)}.")

"""Verb: what was decided is open again, to whoever decides it."""

from __future__ import annotations

from datetime import datetime

from decisions import policy
from decisions.actions.asking import WORKING_DAYS, working_days_after
from decisions.actions.states import STATES, decider_of
from decisions.measures import RECONSIDERED
from decisions.models import Decision, DecisionState, Door, Evidence, Option
from organizations.logbook import record, verb
from organizations.models import Person
from organizations.refusals import NotAllowed
from organizations.verbs import check_next, day_of, locked, whom_to_ask, worded


@verb
def reopen_decision(*, decision: Decision, reason: str, by: Person | None, now: datetime) -> Decision:
    """Ask the same question once more. What was answered, and what was known then, stays on record."""
    decision = locked(decision)
    if not policy.may_reopen_decision(by, decision):
        raise NotAllowed(f"You may not open “{decision}” again. Ask {whom_to_ask(decider_of(decision), decision.asked_by)}.")
    check_next(STATES, decision, DecisionState.PROPOSED)
    reason = worded(reason, "Say what has changed since.", limit=1000)
    return open_again(decision, reason=reason, because=RECONSIDERED, by=by, now=now)


def open_again(decision: Decision, *, reason: str, because: str, by: Person | None, now: datetime) -> Decision:
    """Within a verb that holds the row: back to its decider, with as many working days as its door gives."""
    today = day_of(now, decision.organization)
    asked_on, decided_on = decision.proposed_on, decision.decided_on
    decision.state, decision.proposed_on = DecisionState.PROPOSED, today
    decision.need_by = working_days_after(today, WORKING_DAYS[Door(decision.door or Door.TWO_WAY)])
    decision.decided_on = decision.communicated_on = decision.review_on = decision.confidence = None
    if Evidence.objects.filter(decision=decision).exists():
        decision.outcome = ""  # its words are kept there, so that they are not taken for what is proposed now
    fields = ["state", "proposed_on", "need_by", "decided_on", "communicated_on", "review_on", "confidence", "outcome"]
    decision.save(update_fields=fields)
    Option.objects.filter(decision=decision, is_chosen=True).update(is_chosen=False)
    record(
        "decision.reopened",
        by=by,
        about=decision,
        now=now,
        reason=reason,
        because=because,
        need_by=decision.need_by.isoformat(),
        asked_on=asked_on.isoformat() if asked_on else None,
        decided_on=decided_on.isoformat() if decided_on else None,
    )
    return decision

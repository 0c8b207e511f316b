"""Verbs: an objective is put on hold, taken up again, or reopened after it was closed."""

from __future__ import annotations

from datetime import datetime

from alignment.actions.objectives import ENDS, STATES, check_may_change, refresh
from alignment.models import Objective
from alignment.models.objectives import ObjectiveState
from organizations.logbook import record, verb
from organizations.models import Person
from organizations.refusals import OutOfTurn
from organizations.verbs import check_next, locked, worded


@verb
def hold_objective(*, objective: Objective, reason: str, by: Person | None, now: datetime) -> Objective:
    """Stop work on it for now; it keeps its date and asks for no check-in."""
    objective = move(objective, ObjectiveState.ON_HOLD, by=by, now=now)
    reason = worded(reason, "Say why work stops, and what would start it again.", limit=1000)
    record("objective.held", by=by, about=objective, now=now, reason=reason)
    return objective


@verb
def resume_objective(*, objective: Objective, by: Person | None, now: datetime) -> Objective:
    """Start work: on a proposal that was agreed, or on what was on hold."""
    if objective.state in ENDS:
        raise OutOfTurn(f"“{objective}” is closed. Reopen it, with a reason.")
    objective = move(objective, ObjectiveState.ACTIVE, by=by, now=now)
    record("objective.resumed", by=by, about=objective, now=now)
    return objective


@verb
def reopen_objective(*, objective: Objective, reason: str, by: Person | None, now: datetime) -> Objective:
    """Take back a closing; the logbook keeps that it was closed."""
    if objective.state not in ENDS:
        raise OutOfTurn(f"“{objective}” is open.")
    objective = move(objective, ObjectiveState.ACTIVE, by=by, now=now)
    reason = worded(reason, "Say why it is open again: people have been told that it is over.", limit=1000)
    record("objective.reopened", by=by, about=objective, now=now, reason=reason)
    return objective


def move(objective: Objective, state: ObjectiveState, *, by: Person | None, now: datetime) -> Objective:
    """Lock, ask, change the state and refresh what hangs on it."""
    objective = locked(objective)
    check_may_change(by, objective)
    check_next(STATES, objective, state)
    objective.state, objective.completed_on = state, None
    objective.save(update_fields=["state", "completed_on"])
    refresh(objective, now=now)
    return objective

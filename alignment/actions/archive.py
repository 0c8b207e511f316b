"""Verbs: an objective leaves every list, and comes back; nothing is deleted."""

from __future__ import annotations

from datetime import datetime

from alignment.actions.objectives import check_may_change, refresh
from alignment.models import Objective
from organizations.logbook import record, verb
from organizations.models import Person
from organizations.refusals import AlreadyClosed, OutOfTurn
from organizations.verbs import day_of, locked


@verb
def archive_objective(*, objective: Objective, by: Person | None, now: datetime, reason: str = "") -> Objective:
    """Take an objective out of every list and every count; it keeps all it has."""
    objective = locked(objective)
    check_may_change(by, objective)
    if objective.archived_on:
        raise AlreadyClosed(f"“{objective}” is archived already, since {objective.archived_on}.")
    objective.archived_on = day_of(now, objective.organization)
    objective.save(update_fields=["archived_on"])
    recount(objective, now=now)
    record("objective.archived", by=by, about=objective, now=now, reason=reason.strip())
    return objective


@verb
def restore_objective(*, objective: Objective, by: Person | None, now: datetime) -> Objective:
    """Bring an archived objective back to where it was."""
    objective = locked(objective)
    check_may_change(by, objective)
    if not objective.archived_on:
        raise OutOfTurn(f"“{objective}” is not archived.")
    objective.archived_on = None
    objective.save(update_fields=["archived_on"])
    recount(objective, now=now)
    record("objective.restored", by=by, about=objective, now=now)
    return objective


def recount(objective: Objective, *, now: datetime) -> None:
    """Its parent, team and cycle are counted anew without it, or with it."""
    refresh(objective, now=now, former=(None, None, None))  # as if it had come from elsewhere

"""Verbs: an objective says what must not get worse while it is reached; a hit with a broken guard is not a hit."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from alignment import policy
from alignment.arithmetic import text
from alignment.guards import is_broken, with_latest
from alignment.models import Guard, Metric, Objective
from alignment.models.objectives import Bound
from alignment.rollup import refresh_objectives
from organizations.logbook import record, verb
from organizations.models import Person
from organizations.refusals import AlreadyThere, NotAllowed, NotSaid
from organizations.verbs import day_of, locked, whom_to_ask


@verb
def add_guard(
    *, objective: Objective, metric: Metric, bound: Bound, limit_value: Decimal | int, by: Person | None, now: datetime
) -> Guard:
    """Name a number of the scorecard that must stay at or above, or at or below, a limit."""
    objective = locked(objective)
    check_may_guard(by, objective)
    if objective.guards.filter(metric=metric).exists():
        raise AlreadyThere(f"“{metric}” guards “{objective}” already. Take that guard away first.")
    guard: Guard = Guard.objects.create(
        organization_id=objective.organization_id, objective=objective, metric=metric, bound=bound, limit_value=Decimal(limit_value)
    )
    refresh_guarded(objective, now)
    record("guard.added", by=by, about=objective, now=now, metric=metric.title, bound=bound, limit=text(Decimal(limit_value)))
    return guard


@verb
def remove_guard(*, guard: Guard, by: Person | None, now: datetime) -> Objective:
    """Take a guard away; the logbook keeps that it stood."""
    objective: Objective = locked(guard.objective)
    check_may_guard(by, objective)
    metric = guard.metric
    guard.delete()
    refresh_guarded(objective, now)
    record("guard.removed", by=by, about=objective, now=now, metric=metric.title)
    return objective


def check_may_guard(by: Person | None, objective: Objective) -> None:
    if not policy.may_change_objective(by, objective):
        raise NotAllowed(f"You may not change the guards of “{objective}”. Ask {whom_to_ask(objective.owner)}.")


def refresh_guarded(objective: Objective, now: datetime) -> None:
    """A broken guard shows in the objective's health."""
    today = day_of(now, objective.organization)
    refresh_objectives(organization_id=objective.organization_id, objective_ids=[objective.pk], today=today)


def check_guards_hold(objective: Objective, reason: str) -> None:
    """Raises NotSaid when the objective is called reached while a guard is broken, unless it is said why it counts all the same."""
    guards = with_latest(Guard.objects.filter(objective=objective))
    broken = [guard for guard in guards if is_broken(guard.bound, guard.limit_value, guard.latest)]
    if broken and not reason.strip():
        told = "; ".join(
            f"“{guard.metric.title}” stands at {text(guard.latest)} and was to stay "
            f"{'at or above' if guard.bound == Bound.AT_LEAST else 'at or below'} {text(guard.limit_value)}"
            for guard in broken
        )
        raise NotSaid(f"{told}. A hit with a broken guard is not a hit: close it as missed, or say why it counts all the same.")

"""Verb: one more for a team's set, with the measure that it is seen by."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from alignment.actions.goalposts import is_published
from alignment.actions.key_results import add_key_result
from alignment.actions.objectives import set_objective
from alignment.models import Objective
from alignment.models.objectives import KeyResultKind, ObjectiveState
from organizations.logbook import verb
from organizations.models import Cycle, Person, Team


@verb
def draft_priority(
    *,
    cycle: Cycle,
    team: Team | None,
    title: str,
    by: Person | None,
    now: datetime,
    owner: Person | None = None,
    parent: Objective | None = None,
    measure: str = "",
    start_value: Decimal | None = None,
    target_value: Decimal | None = None,
    reason: str = "",
) -> Objective:
    """A draft while the set is one; under way at once, with its reason, where the set is published."""
    is_agreed = is_published(cycle.pk, team.pk if team else None)
    objective = set_objective(
        organization=cycle.organization,
        title=title,
        team=team,
        owner=owner,
        parent=parent,
        cycle=cycle,
        state=ObjectiveState.ACTIVE if is_agreed else ObjectiveState.PROPOSED,
        reason=reason,
        by=by,
        now=now,
    )
    if measure.strip():
        kind = KeyResultKind.MILESTONE if target_value is None else KeyResultKind.METRIC
        add_key_result(
            objective=objective, title=measure, kind=kind, start_value=start_value, target_value=target_value, by=by, now=now
        )
    return objective

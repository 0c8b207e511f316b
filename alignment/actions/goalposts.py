"""What every change of a published set goes by: a reason, and the first words beside the new ones."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from alignment.models import Objective, TeamPlan
from alignment.models.objectives import ObjectiveState
from alignment.models.plans import PlanState
from organizations.models import Cycle, Team
from organizations.models.cycles import CycleState
from organizations.refusals import AlreadyClosed, NotSaid

# What a team has promised the others with its set.
IN_THE_SET = {"title", "owner", "due_on", "weight", "team", "cycle"}


def check_added(cycle: Cycle | None, team: Team | None, reason: str) -> None:
    """A published set grows with a reason only, a closed cycle not at all."""
    check_is_open(cycle)
    if not reason.strip() and is_published(cycle.pk if cycle else None, team.pk if team else None):
        raise NotSaid(f"Say why: {set_of(team, cycle)} is published, and this is added to it.")


def check_moved(objective: Objective, moved: Mapping[str, Any], reason: str) -> None:
    """What was published is not changed in silence, nor put into another set or taken out of one; a draft is changed at will."""
    if "cycle" in moved:
        check_is_open(moved["cycle"])
    if reason.strip() or not IN_THE_SET & set(moved):
        return
    cycle, team = moved.get("cycle", objective.cycle), moved.get("team", objective.team)
    is_agreed = objective.state != ObjectiveState.PROPOSED and is_published(objective.cycle_id, objective.team_id)
    if is_agreed or ({"cycle", "team"} & set(moved) and is_published(cycle.pk if cycle else None, team.pk if team else None)):
        raise NotSaid(f"Say why: {set_of(team, cycle or objective.cycle)} is published, and others plan by it.")


def state_to_begin_with(cycle: Cycle | None, team: Team | None) -> ObjectiveState:
    """A draft where the cycle is open for planning and the set is not published yet; else it is under way at once."""
    is_planned = cycle is not None and cycle.state == CycleState.PLANNING
    is_draft = is_planned and not is_published(cycle.pk if cycle else None, team.pk if team else None)
    return ObjectiveState.PROPOSED if is_draft else ObjectiveState.ACTIVE


def check_is_open(cycle: Cycle | None) -> None:
    if cycle is not None and cycle.state == CycleState.CLOSED:
        raise AlreadyClosed(f"“{cycle}” is closed, and nothing is added to it. Choose a cycle that is still to come.")


def is_published(cycle_id: int | None, team_id: int | None) -> bool:
    """Whether the team has published its set for the cycle; without a team, the organization its own."""
    published = TeamPlan.objects.filter(cycle_id=cycle_id, team_id=team_id, state=PlanState.PUBLISHED)
    return cycle_id is not None and published.exists()


def set_of(team: Team | None, cycle: Cycle | None) -> str:
    return f"the set of {team} for {cycle}" if team else f"the organization’s own set for {cycle}"


def named(objectives: Collection[Objective], limit: int = 3) -> str:
    """“A”, “B”, “C” and 4 more."""
    first = ", ".join(f"“{objective}”" for objective in list(objectives)[:limit])
    return first + (f" and {len(objectives) - limit} more" if len(objectives) > limit else "")

"""Verbs: an objective contributes to one more, or no longer; and what keeps the tree a tree."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from alignment import policy
from alignment.models import Objective, ObjectiveLink
from organizations.logbook import record, verb
from organizations.models import Person
from organizations.refusals import AlreadyThere, NotAllowed, WouldBeCircle
from organizations.verbs import locked, whom_to_ask, worded


@verb
def link_objectives(
    *, objective: Objective, contributes_to: Objective, by: Person | None, now: datetime, because: str = ""
) -> ObjectiveLink:
    """Say that an objective serves one more, beside its parent."""
    hold_tree(objective.organization_id)
    objective = locked(objective)
    check_may_link(by, objective)
    if objective.parent_id == contributes_to.pk or objective.further_parents.filter(contributes_to=contributes_to).exists():
        raise AlreadyThere(f"“{objective}” contributes to “{contributes_to}” already.")
    check_no_circle(objective, contributes_to)
    link: ObjectiveLink = ObjectiveLink.objects.create(
        organization_id=objective.organization_id,
        objective=objective,
        contributes_to=contributes_to,
        because=worded(because, "") if because.strip() else "",
    )
    record("objective.linked", by=by, about=objective, now=now, contributes_to=contributes_to.pk, title=contributes_to.title)
    return link


@verb
def unlink_objectives(*, link: ObjectiveLink, by: Person | None, now: datetime) -> Objective:
    """Take back that an objective serves one more; its parent stays."""
    objective: Objective = locked(link.objective)
    check_may_link(by, objective)
    other = link.contributes_to
    link.delete()
    record("objective.unlinked", by=by, about=objective, now=now, contributes_to=other.pk, title=other.title)
    return objective


def check_may_link(by: Person | None, objective: Objective) -> None:
    if not policy.may_change_objective(by, objective):
        raise NotAllowed(f"You may not change what “{objective}” contributes to. Ask {whom_to_ask(objective.owner)}.")


def hold_tree(organization_id: int) -> None:
    """Let moves in an organization's tree follow each other: two that pass each other could close a circle that neither sees."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('objectives move', %s))", [organization_id])


def check_no_circle(objective: Objective, above: Objective) -> None:
    """Raises WouldBeCircle, which names its members, when `above` serves the objective already, by any way.

    One query a level; trees are a handful of levels deep.
    """
    way = way_up(above.pk, objective.pk)
    if way:
        titles = dict(Objective.objects.filter(pk__in=way).values_list("pk", "title"))
        told = " → ".join(titles[pk] for pk in [objective.pk, *way])
        raise WouldBeCircle(f"“{objective}” would serve itself: {told}. Choose a parent that does not lie below it.")


def way_up(start: int, goal: int) -> list[int]:
    """The objectives from `start` up to `goal`, both included, through parents and further links; none when no way leads there."""
    came_from: dict[int, int] = {start: start}
    level = {start}
    while level and goal not in came_from:
        steps = steps_up(level)
        level = {above for _, above in steps if above not in came_from}
        came_from |= {above: below for below, above in reversed(steps) if above in level}
    if goal not in came_from:
        return []
    way = [goal]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return way[::-1]


def steps_up(below: set[int]) -> list[tuple[int, int]]:
    """Each objective with what it serves directly."""
    parents = Objective.objects.filter(pk__in=below, parent__isnull=False).values_list("pk", "parent_id")
    further = ObjectiveLink.objects.filter(objective_id__in=below).values_list("objective_id", "contributes_to_id")
    return list(parents.union(further, all=True).order_by())

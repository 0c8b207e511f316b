"""Verb: a team publishes its set of priorities for a cycle, or the organization its own objectives."""

from __future__ import annotations

from datetime import datetime

import pgtrigger
from django.db.models import F

from alignment import policy
from alignment.actions.goalposts import check_is_open, set_of
from alignment.models import KeyResult, Objective, TeamPlan
from alignment.models.objectives import ObjectiveState
from alignment.models.plans import PlanState
from alignment.rollup import refresh_objectives
from organizations.logbook import record, verb
from organizations.models import Cycle, Person, Team
from organizations.models.cycles import CycleState
from organizations.refusals import AlreadyThere, NotAllowed, NotSaid, OutOfTurn
from organizations.verbs import day_of, locked
from organizations.words import as_opening

UNDER_WAY = (ObjectiveState.ACTIVE, ObjectiveState.ON_HOLD)
KEPT = {
    Objective: {"original_title": F("title"), "original_due_on": F("due_on"), "original_weight": F("weight")},
    KeyResult: {
        "original_title": F("title"),
        "original_target_value": F("target_value"),
        "original_due_on": F("due_on"),
        "original_weight": F("weight"),
    },
}


@verb
def publish_plan(*, cycle: Cycle, team: Team | None, by: Person | None, now: datetime) -> TeamPlan:
    """All drafts of the set become agreed at once; there is no way back, changes after it give a reason."""
    cycle = locked(cycle)
    if not policy.may_publish_plan(by, team):
        raise NotAllowed(f"You may not publish {set_of(team, cycle)}. Ask whoever leads the team, or a leader of the organization.")
    check_has_planning(cycle)
    plan: TeamPlan
    plan, _ = TeamPlan.objects.get_or_create(cycle=cycle, team=team, defaults={"organization_id": cycle.organization_id})
    if plan.state == PlanState.PUBLISHED:
        raise AlreadyThere(f"{as_opening(set_of(team, cycle))} is published. Change it one by one, each with its reason.")
    ours = Objective.objects.filter(cycle=cycle, team=team, archived_on=None)
    drafts = list(ours.filter(state=ObjectiveState.PROPOSED).order_by("pk").values_list("pk", flat=True))
    if not drafts and not ours.filter(state__in=UNDER_WAY).exists():
        raise NotSaid("There is nothing to publish yet. Write the first one: what will be true at the end?")
    agree_on(drafts)
    plan.state, plan.published_on, plan.by = PlanState.PUBLISHED, day_of(now, cycle.organization), by
    plan.save(update_fields=["state", "published_on", "by"])
    refresh_objectives(
        organization_id=cycle.organization_id,
        objective_ids=drafts,
        today=day_of(now, cycle.organization),
        team_ids=[team.pk] if team else [],
        cycle_ids=[cycle.pk],
    )
    record("plan.published", by=by, about=plan, now=now, cycle=cycle.pk, team=team.pk if team else None, objectives=drafts)
    return plan


def check_has_planning(cycle: Cycle) -> None:
    check_is_open(cycle)
    if cycle.state == CycleState.CLOSING:
        raise OutOfTurn(f"“{cycle}” is being closed. Publish for a cycle that is still to come.")
    if cycle.state == CycleState.PLANNED:
        raise OutOfTurn(f"“{cycle}” is not open for planning yet. A leader of the organization opens it.")


def agree_on(drafts: list[int]) -> None:
    """What was first said is what was published: words and numbers that changed while it was a draft moved no goalpost."""
    of_objectives, of_key_results = Objective.objects.filter(pk__in=drafts), KeyResult.objects.filter(objective_id__in=drafts)
    with pgtrigger.ignore("alignment.Objective:keep_originals", "alignment.KeyResult:keep_originals"):
        of_objectives.update(state=ObjectiveState.ACTIVE, **KEPT[Objective])
        of_key_results.update(**KEPT[KeyResult])

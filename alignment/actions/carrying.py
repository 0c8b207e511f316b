"""What of an objective goes on in another cycle: a successor with the key results that are still open."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from alignment.actions.goalposts import check_is_open, is_published, named
from alignment.models import CheckIn, ChecklistItem, Guard, KeyResult, Objective, ObjectiveContributor, ObjectiveLink
from alignment.models.objectives import KeyResultKind, KeyResultState, ObjectiveState
from organizations.models import Cycle, Event
from organizations.models.cycles import CycleState
from organizations.refusals import NotSaid, OutOfTurn
from organizations.tenancy import new_key
from organizations.words import own_words

COPIED = ("title", "description", "done_means", "because", "ambition", "weight", "tags", "url")
POINTERS = ("team_id", "owner_id", "reviewer_id", "parent_id", "serves_id")
ENDED = (KeyResultState.DONE, KeyResultState.MISSED, KeyResultState.CANCELLED)
NUMBERS = ("title", "kind", "unit", "metric_id", "owner_id", "weight", "url", "position", "commit_value", "stretch_value")


def successor_in(objective: Objective, cycle: Cycle, today: date) -> Objective:
    """A new objective of the same team and parent; a draft while the cycle is planned, under way where people work by it."""
    check_takes(objective, cycle)
    goes_on = cycle.state == CycleState.ACTIVE or is_published(cycle.pk, objective.team_id)
    successor: Objective = Objective.objects.create(
        organization_id=objective.organization_id,
        key=new_key(),
        cycle=cycle,
        state=ObjectiveState.ACTIVE if goes_on else ObjectiveState.PROPOSED,
        due_on=cycle.ends_on if objective.due_on else None,
        **{name: getattr(objective, name) for name in (*COPIED, *POINTERS)},
    )
    for key_result in open_key_results(objective):
        carry_key_result(key_result, successor, today)
    carry_around(objective, successor)
    return successor


def open_key_results(objective: Objective) -> list[KeyResult]:
    return list(objective.key_results.exclude(state__in=ENDED).order_by("position", "id"))


def carry_key_result(key_result: KeyResult, successor: Objective, today: date) -> None:
    """A number starts where it stands now and goes for the same target; of a list, what is not ticked off."""
    start, target, current = key_result.start_value, key_result.target_value, key_result.current_value
    if key_result.kind in {KeyResultKind.METRIC, ""} and current is not None and current != target:
        start = current
    if key_result.kind == KeyResultKind.CHECKLIST and target is not None and current is not None:
        target, current = max(target - current, Decimal(1)), Decimal(0)
    carried = KeyResult.objects.create(
        organization_id=successor.organization_id,
        objective=successor,
        key=new_key(),
        start_value=start,
        target_value=target,
        current_value=current,
        state=KeyResultState.OPEN,
        **{name: getattr(key_result, name) for name in NUMBERS},
    )
    left = key_result.items.filter(done_on=None).order_by("position", "id")
    ChecklistItem.objects.bulk_create(
        ChecklistItem(
            organization_id=successor.organization_id, key_result=carried, text=item.text, position=item.position, added_on=today
        )
        for item in left
    )


def carry_around(objective: Objective, successor: Objective) -> None:
    """Who works on it, what it serves beside its parent, and what must not get worse meanwhile."""
    scope = {"organization_id": successor.organization_id, "objective": successor}
    ObjectiveContributor.objects.bulk_create(
        ObjectiveContributor(**scope, person_id=one.person_id, position=one.position) for one in objective.contributions.all()
    )
    ObjectiveLink.objects.bulk_create(
        ObjectiveLink(**scope, contributes_to_id=one.contributes_to_id, because=one.because)
        for one in objective.further_parents.all()
    )
    Guard.objects.bulk_create(
        Guard(**scope, metric_id=one.metric_id, bound=one.bound, limit_value=one.limit_value) for one in objective.guards.all()
    )


def check_takes(objective: Objective, cycle: Cycle) -> None:
    """The cycle that it is carried to must be another one that is still open."""
    if cycle.pk == objective.cycle_id:
        raise NotSaid(f"“{objective}” is in {cycle} already. Choose a cycle after it.")
    check_is_open(cycle)
    if cycle.state == CycleState.CLOSING:
        raise OutOfTurn(f"“{cycle}” is being closed itself. Choose a cycle that is still to come.")


def check_joins(objective: Objective, other: Objective) -> None:
    """An objective that is already there may take it on: of another open cycle, and still under way or proposed."""
    if other.cycle is None or other.archived_on or other.state not in {ObjectiveState.PROPOSED, ObjectiveState.ACTIVE}:
        wanted = own_words()["an_objective"]
        raise NotSaid(f"“{other}” cannot take it on. Choose {wanted} that is under way or proposed in another cycle.")
    check_takes(objective, other.cycle)


def take_back(objective: Objective, today: date) -> None:
    """Another choice is made: a successor that was written for this one leaves, unless somebody has worked on it since."""
    successor, is_joined = objective.carried_to, was_joined(objective)
    objective.carried_to = None
    if successor is None or is_joined:
        return
    if CheckIn.objects.filter(objective=successor).exists():
        where = named([successor])
        raise OutOfTurn(f"{where} goes on in {successor.cycle} and was reported on there. Close it there, with its reason.")
    successor.state, successor.archived_on = ObjectiveState.CANCELLED, today
    successor.save(update_fields=["state", "archived_on"])


def was_joined(objective: Objective) -> bool:
    """Whether it was carried to an objective that was there before."""
    if objective.carried_to_id is None:
        return False
    lines = Event.objects.filter(name="objective.concluded", about_type=objective._meta.label, about_id=objective.pk)
    line = lines.order_by("-id").first()
    return line is None or bool(line.data["joined"])

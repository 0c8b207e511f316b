"""Verbs: an open question is put into other words, given other people, and another reach; who decides changes by hand-over only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from alignment.models import Objective
from decisions import policy
from decisions.actions.asking import Waiting, write_reach
from decisions.actions.hearings import keep_in_step
from decisions.actions.states import check_is_open, check_people, decider_of
from decisions.models import Decision, DecisionRole, DecisionTeam, Door, HeldUp, Part
from organizations.logbook import record, verb
from organizations.models import Person, Team
from organizations.refusals import DatesOutOfOrder, NotAllowed, NotSaid
from organizations.verbs import day_of, locked, whom_to_ask, worded


class DecisionChanges(TypedDict, total=False):
    """What can be changed while it is open."""

    title: str
    context: str
    need_by: date | None
    door: str
    team: Team | None
    objective: Objective | None


@verb
def change_decision(*, decision: Decision, by: Person | None, now: datetime, **changes: Unpack[DecisionChanges]) -> Decision:
    """Other words, another day, another door; the logbook line has what was and what is."""
    decision = held(decision, by)
    moved: dict[str, Any] = {field: value for field, value in changes.items() if getattr(decision, field) != value}
    if not moved:
        return decision
    if "title" in moved:
        moved["title"] = worded(moved["title"], "Say what is to be decided.")
    if "need_by" in moved and (moved["need_by"] is None or moved["need_by"] < day_of(now, decision.organization)):
        raise DatesOutOfOrder("Say by which day it is needed, one that is still to come.")
    if "door" in moved and moved["door"] not in Door.values:
        raise NotSaid("Say whether it can be undone.")
    before_and_after = {field: [told(getattr(decision, field)), told(value)] for field, value in moved.items()}
    for field, value in moved.items():
        setattr(decision, field, value)
    decision.save(update_fields=list(moved))
    record("decision.changed", by=by, about=decision, now=now, changes=before_and_after)
    return decision


def told(value: Any) -> str | None:
    """A value as the logbook keeps it."""
    return None if value is None else str(value)[:4000]


@verb
def change_parts(
    *, decision: Decision, parts: Mapping[Part, Sequence[Person]], by: Person | None, now: datetime, pattern: str | None = None
) -> Decision:
    """Other people in some parts; parts that are not named stay as they are. The decider is none of them."""
    decision = held(decision, by)
    former = decision.pattern
    decision.pattern = former if pattern is None else pattern
    kept = DecisionRole.objects.filter(decision=decision).exclude(part__in=list(parts)).select_related("person")
    approving = [role.person for role in kept if role.part == Part.APPROVER]
    check_people(decider_of(decision), {Part.APPROVER: approving, **parts} if approving else parts, decision.pattern)
    before = people_by_part(decision, parts)
    for part, people in parts.items():
        put_in_part(decision, part, list(dict.fromkeys(people)))
    after = people_by_part(decision, parts)
    changes: dict[str, Any] = {part: [before[part], after[part]] for part in before if before[part] != after[part]}
    if decision.pattern != former:
        decision.save(update_fields=["pattern"])
        changes["pattern"] = [former, decision.pattern]
    if changes:
        keep_in_step(decision, today=day_of(now, decision.organization))
        record("decision.people_changed", by=by, about=decision, now=now, changes=changes)
    return decision


def put_in_part(decision: Decision, part: Part, people: list[Person]) -> None:
    """Just these, in this order; who has the part already keeps the row."""
    roles = DecisionRole.objects.filter(decision=decision, part=part)
    roles.exclude(person__in=people).delete()
    there = {role.person_id: role for role in roles}
    for position, person in enumerate(people):
        role = there.get(person.pk)
        if role is None:
            DecisionRole.objects.create(
                organization_id=decision.organization_id, decision=decision, person=person, part=part, position=position
            )
        elif role.position != position:
            role.position = position
            role.save(update_fields=["position"])


def people_by_part(decision: Decision, parts: Iterable[Part]) -> dict[str, list[str]]:
    rows = DecisionRole.objects.filter(decision=decision, part__in=list(parts)).order_by("part", "position", "id")
    named = rows.values_list("part", "person__name")
    return {part: [name for other, name in named if other == part] for part in parts}


@verb
def change_reach(
    *, decision: Decision, holds_up: Iterable[Waiting], touches: Iterable[Team], by: Person | None, now: datetime
) -> Decision:
    """What waits for it, and which teams it touches."""
    decision = held(decision, by)
    before = reach_of(decision)
    wanted = {(one.team.pk, one.objective and one.objective.pk, one.dependency and one.dependency.pk): one for one in holds_up}
    there = {(row.team_id, row.objective_id, row.dependency_id): row for row in HeldUp.objects.filter(decision=decision)}
    HeldUp.objects.filter(pk__in=[row.pk for key, row in there.items() if key not in wanted]).delete()
    teams = list(dict.fromkeys(touches))
    touched = DecisionTeam.objects.filter(decision=decision)
    if [row.team_id for row in touched.order_by("position", "id")] == [team.pk for team in teams]:
        teams = []
    else:
        touched.delete()
    write_reach(decision, [one for key, one in wanted.items() if key not in there], teams)
    after = reach_of(decision)
    changes = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    if changes:
        keep_in_step(decision, today=day_of(now, decision.organization))
        record("decision.reach_changed", by=by, about=decision, now=now, changes=changes)
    return decision


def reach_of(decision: Decision) -> dict[str, list[str]]:
    """In words, for the logbook."""
    waiting = HeldUp.objects.filter(decision=decision).select_related("team", "objective", "dependency")
    teams = DecisionTeam.objects.filter(decision=decision).order_by("team__name").values_list("team__name", flat=True)
    held_up = sorted(": ".join(str(one) for one in (row.team, row.objective or row.dependency) if one) for row in waiting)
    return {"holds_up": held_up, "touches": list(teams)}


def held(decision: Decision, by: Person | None) -> Decision:
    decision = locked(decision)
    check_may_change(decision, by)
    return decision


def check_may_change(decision: Decision, by: Person | None) -> None:
    """Also before a form is shown: none is offered that cannot be sent."""
    if not policy.may_change_decision(by, decision):
        raise NotAllowed(f"You may not change “{decision}”. Ask {whom_to_ask(decision.asked_by, decider_of(decision))}.")
    check_is_open(decision)

"""Verbs: an objective is set, changed with a reason, linked, and closed on purpose."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from alignment import policy
from alignment.models import Objective, ObjectiveContributor, ObjectiveLink
from alignment.models.objectives import ObjectiveState
from alignment.rollup import refresh_objectives
from organizations.logbook import record, verb
from organizations.models import Cycle, Organization, Person, Team
from organizations.refusals import AlreadyThere, NotAllowed, NotSaid, WouldBeCircle
from organizations.tenancy import new_key
from organizations.verbs import States, check_next, check_order, day_of, locked, whom_to_ask, worded

ENDS = frozenset(
    {ObjectiveState.COMPLETED, ObjectiveState.MISSED, ObjectiveState.CANCELLED, ObjectiveState.SUPERSEDED, ObjectiveState.REJECTED}
)
# An end is no grave: an objective closed by mistake is reopened, with a reason, and the logbook keeps both.
STATES: States = {
    ObjectiveState.PROPOSED: frozenset({ObjectiveState.ACTIVE}) | ENDS - {ObjectiveState.COMPLETED, ObjectiveState.MISSED},
    ObjectiveState.ACTIVE: frozenset({ObjectiveState.ON_HOLD}) | ENDS - {ObjectiveState.REJECTED},
    ObjectiveState.ON_HOLD: frozenset({ObjectiveState.ACTIVE}) | ENDS - {ObjectiveState.REJECTED},
    **{end: frozenset({ObjectiveState.ACTIVE}) for end in ENDS},
}


class ObjectiveChanges(TypedDict, total=False):
    """What may be said anew of an objective; what is left out stays."""

    title: str
    description: str
    owner: Person | None
    team: Team | None
    cycle: Cycle | None
    parent: Objective | None
    start_on: date | None
    due_on: date | None
    rank: int | None
    tags: list[str]


# What people agreed on: changing it asks for a reason, and the first wording and date stay beside the new ones.
AGREED_ON = {"title", "owner", "due_on"}


@verb
def set_objective(
    *,
    organization: Organization,
    title: str,
    by: Person | None,
    now: datetime,
    key: str = "",
    description: str = "",
    team: Team | None = None,
    owner: Person | None = None,
    contributors: Iterable[Person] = (),
    cycle: Cycle | None = None,
    parent: Objective | None = None,
    state: ObjectiveState = ObjectiveState.ACTIVE,
    rank: int | None = None,
    start_on: date | None = None,
    due_on: date | None = None,
) -> Objective:
    """Say what a team, a person or the organization wants to reach."""
    if not policy.may_set_objective(by, team, owner):
        raise NotAllowed(f"You may not set this objective. Ask {whom_to_ask()}, or set it for a team you are in.")
    check_order(start_on, due_on, "Choose a due date that is not before the start.")
    objective: Objective = Objective.objects.create(
        organization=organization,
        key=key or new_key(),
        title=worded(title, "Give the objective a title: what will be true when it is reached?"),
        description=description.strip(),
        team=team,
        owner=owner,
        cycle=cycle,
        parent=parent,
        state=state,
        rank=rank,
        start_on=start_on,
        due_on=due_on,
    )
    for position, person in enumerate(contributors):
        ObjectiveContributor.objects.create(organization=organization, objective=objective, person=person, position=position)
    refresh(objective, now=now)
    record("objective.set", by=by, about=objective, now=now, due_on=iso(due_on), parent=parent.pk if parent else None)
    return objective


@verb
def change_objective(
    *, objective: Objective, by: Person | None, now: datetime, reason: str = "", **changes: Unpack[ObjectiveChanges]
) -> Objective:
    """Re-word, re-date, re-own or move an objective; the logbook line has what was and what is."""
    objective = locked(objective)
    check_may_change(by, objective)
    former = objective.parent_id, objective.team_id, objective.cycle_id
    moved = {field: value for field, value in changes.items() if getattr(objective, field) != value}
    if not moved:
        return objective
    check_changes(objective, moved, reason)
    before_and_after = {field: [said(getattr(objective, field)), said(value)] for field, value in moved.items()}
    for field, value in moved.items():
        setattr(objective, field, value)
    objective.save(update_fields=list(moved))
    refresh(objective, now=now, former=former)
    record("objective.changed", by=by, about=objective, now=now, changes=before_and_after, reason=reason.strip())
    return objective


@verb
def close_objective(
    *,
    objective: Objective,
    outcome: ObjectiveState,
    by: Person | None,
    now: datetime,
    reason: str = "",
    completed_on: date | None = None,
) -> Objective:
    """End an objective: reached, missed, or given up on purpose; all but "reached" asks why."""
    objective = locked(objective)
    if not policy.may_close_objective(by, objective):
        raise NotAllowed(f"You may not close “{objective}”. Ask {whom_to_ask(objective.owner)}.")
    if outcome not in ENDS:
        raise NotSaid("Say how it ended: completed, missed, cancelled, superseded or rejected.")
    check_next(STATES, objective, outcome)
    if outcome != ObjectiveState.COMPLETED:
        reason = worded(reason, "Say why it ends without being reached: the reason is what others learn from.", limit=1000)
    completed_on = completed_on or day_of(now, objective.organization)
    check_order(objective.start_on, completed_on, f"Choose a day after the start, {objective.start_on}.")
    objective.state, objective.completed_on = outcome, completed_on
    objective.save(update_fields=["state", "completed_on"])
    refresh(objective, now=now)
    record("objective.closed", by=by, about=objective, now=now, outcome=outcome, reason=reason)
    return objective


@verb
def link_objectives(
    *, objective: Objective, contributes_to: Objective, by: Person | None, now: datetime, because: str = ""
) -> ObjectiveLink:
    """Say that an objective serves one more, beside its parent."""
    check_may_change(by, objective)
    if objective == contributes_to:
        raise WouldBeCircle("An objective cannot contribute to itself. Choose another one.")
    if objective.parent_id == contributes_to.pk or objective.further_parents.filter(contributes_to=contributes_to).exists():
        raise AlreadyThere(f"“{objective}” contributes to “{contributes_to}” already.")
    link: ObjectiveLink = ObjectiveLink.objects.create(
        organization_id=objective.organization_id, objective=objective, contributes_to=contributes_to, because=because.strip()
    )
    record("objective.linked", by=by, about=objective, now=now, contributes_to=contributes_to.pk, title=contributes_to.title)
    return link


def check_may_change(by: Person | None, objective: Objective) -> None:
    if not policy.may_change_objective(by, objective):
        raise NotAllowed(f"You may not change “{objective}”. Ask {whom_to_ask(objective.owner)}.")


def check_changes(objective: Objective, moved: dict[str, Any], reason: str) -> None:
    """An agreed objective is not re-worded, re-dated or re-owned in silence."""
    if "title" in moved:
        moved["title"] = worded(moved["title"], "Give the objective a title: what will be true when it is reached?")
    if AGREED_ON & set(moved) and objective.state != ObjectiveState.PROPOSED and not reason.strip():
        raise NotSaid("Say why: people have agreed on the title, the owner and the date of this objective.")
    start, due = moved.get("start_on", objective.start_on), moved.get("due_on", objective.due_on)
    check_order(start, due, "Choose a due date that is not before the start.")
    if moved.get("parent"):
        check_no_circle(objective, moved["parent"])


def check_no_circle(objective: Objective, parent: Objective) -> None:
    """One query a level; trees are a handful of levels deep."""
    above, seen = parent.pk, set[int]()
    while above and above not in seen:
        if above == objective.pk:
            raise WouldBeCircle(f"“{parent}” serves “{objective}” already. Choose a parent that does not lie below it.")
        seen.add(above)
        above = Objective.objects.values_list("parent_id", flat=True).get(pk=above)


def refresh(row: Objective, *, now: datetime, former: tuple[int | None, int | None, int | None] | None = None) -> None:
    """Bring the stored roll-ups of the objective and of all above it up to date.

    `former`: its parent, team and cycle before it was moved.
    """
    parent, team, cycle = former or (row.parent_id, row.team_id, row.cycle_id)
    refresh_objectives(
        organization_id=row.organization_id,
        objective_ids=[row.pk, *both_ends(parent, row.parent_id)],
        today=day_of(now, row.organization),
        team_ids=both_ends(team, row.team_id),
        cycle_ids=both_ends(cycle, row.cycle_id),
    )


def both_ends(before: int | None, after: int | None) -> list[int]:
    """What a row was taken from and what it was put into; neither when it stayed where it was."""
    return [] if before == after else [pk for pk in (before, after) if pk]


def said(value: Any) -> Any:
    """A value as the logbook keeps it: dates as text, rows by their words."""
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | int | list | None) else str(value)


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None

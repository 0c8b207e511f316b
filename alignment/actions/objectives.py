"""Verbs: an objective is set, changed with a reason, and closed on purpose."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from alignment import policy
from alignment.actions.goalposts import check_added, check_moved
from alignment.actions.guards import check_guards_hold
from alignment.actions.tree import check_no_circle, hold_tree
from alignment.forecasts import refresh_forecasts
from alignment.models import Objective, ObjectiveContributor, StrategyLine
from alignment.models.objectives import Ambition, ObjectiveState
from alignment.rollup import refresh_objectives
from organizations.logbook import record, verb
from organizations.models import Cycle, Organization, Person, Team
from organizations.models.people import PersonStatus
from organizations.models.teams import TeamStatus
from organizations.refusals import NotAllowed, NotSaid
from organizations.tenancy import TenantModel, new_key
from organizations.verbs import States, check_next, check_order, day_of, locked, whom_to_ask, worded
from organizations.words import own_words

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


class ObjectiveWords(TypedDict, total=False):
    """What may be said of an objective beside its title."""

    description: str
    done_means: str
    owner: Person | None
    reviewer: Person | None
    team: Team | None
    cycle: Cycle | None
    parent: Objective | None
    because: str
    serves: StrategyLine | None
    ambition: str
    weight: Decimal
    start_on: date | None
    due_on: date | None
    rank: int | None
    tags: list[str]
    url: str


class ObjectiveChanges(ObjectiveWords, total=False):
    """What may be said anew of an objective; what is left out stays."""

    title: str


ASK_TITLE = "Give the objective a title: what will be true when it is reached?"
ASK_ORDER = "Choose a due date that is not before the start."
HEAVIEST = 1000

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
    state: ObjectiveState = ObjectiveState.ACTIVE,
    contributors: Iterable[Person] = (),
    reason: str = "",
    **said: Unpack[ObjectiveWords],
) -> Objective:
    """Say what a team, a person or the organization wants to reach; into a set that is published only with a reason."""
    team, due_on = said.get("team"), said.get("due_on")
    check_may_set(by, team)
    check_added(said.get("cycle"), team, reason)
    wanted: dict[str, Any] = {**said, "title": worded(title, ASK_TITLE)}
    check_sense(Objective(organization=organization), wanted)
    objective: Objective = Objective.objects.create(organization=organization, key=key or new_key(), state=state, **wanted)
    for position, person in enumerate(contributors):
        ObjectiveContributor.objects.create(organization=organization, objective=objective, person=person, position=position)
    refresh(objective, now=now)
    record("objective.set", by=by, about=objective, now=now, due_on=iso(due_on), parent=objective.parent_id, reason=reason.strip())
    return objective


@verb
def change_objective(
    *, objective: Objective, by: Person | None, now: datetime, reason: str = "", **changes: Unpack[ObjectiveChanges]
) -> Objective:
    """Re-word, re-date, re-own or move an objective; the logbook line has what was and what is."""
    if "parent" in changes:
        hold_tree(objective.organization_id)
    objective = locked(objective)
    check_may_change(by, objective)
    former = objective.parent_id, objective.team_id, objective.cycle_id
    moved = {field: value for field, value in changes.items() if getattr(objective, field) != value}
    if not moved:
        return objective
    if "team" in moved:
        check_may_set(by, changes["team"])
    check_changes(objective, moved, reason)
    before_and_after = {field: [said(getattr(objective, field)), said(value)] for field, value in moved.items()}
    for field, value in moved.items():
        setattr(objective, field, value)
    objective.save(update_fields=list(moved))
    refresh(objective, now=now, former=former, is_redated="due_on" in moved)
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
    if outcome == ObjectiveState.COMPLETED:
        check_guards_hold(objective, reason)
    else:
        reason = worded(reason, "Say why it ends without being reached: the reason is what others learn from.", limit=1000)
    completed_on = completed_on or day_of(now, objective.organization)
    check_order(objective.start_on, completed_on, f"Choose a day after the start, {objective.start_on}.")
    objective.state, objective.completed_on = outcome, completed_on
    objective.save(update_fields=["state", "completed_on"])
    refresh(objective, now=now)
    record("objective.closed", by=by, about=objective, now=now, outcome=outcome, reason=reason)
    return objective


def check_may_set(by: Person | None, team: Team | None) -> None:
    if not policy.may_set_objective(by, team):
        whose = f"for {team.name}" if team else "for the whole organization"
        raise NotAllowed(
            f"You may not set {own_words()['an_objective']} {whose}. Ask {whom_to_ask()}, or choose a team you are in."
        )


def check_may_change(by: Person | None, objective: Objective) -> None:
    if not policy.may_change_objective(by, objective):
        raise NotAllowed(f"You may not change “{objective}”. Ask {whom_to_ask(objective.owner)}.")


def check_changes(objective: Objective, moved: dict[str, Any], reason: str) -> None:
    """An agreed objective is not re-worded, re-dated or re-owned in silence."""
    if "title" in moved:
        moved["title"] = worded(moved["title"], ASK_TITLE)
    if AGREED_ON & set(moved) and objective.state != ObjectiveState.PROPOSED and not reason.strip():
        raise NotSaid(f"Say why: people have agreed on the title, the owner and the date of this {own_words()['objective']}.")
    check_moved(objective, moved, reason)
    check_sense(objective, moved)
    if moved.get("parent"):
        check_no_circle(objective, moved["parent"])


def check_sense(objective: Objective, said: dict[str, Any]) -> None:
    """What no objective may be told: texts that do not fit, an end before its start, people who are not here any more."""
    for field, value in said.items():
        if isinstance(value, str):
            said[field] = fitting(value, longest(Objective, field))
    check_order(said.get("start_on", objective.start_on), said.get("due_on", objective.due_on), ASK_ORDER)
    for person in (said.get("owner"), said.get("reviewer")):
        if person is not None and person.status == PersonStatus.INACTIVE:
            raise NotSaid(f"{person.name} is not here any more. Choose somebody who is.")
    team = said.get("team")
    if team is not None and team.status == TeamStatus.ARCHIVED:
        raise NotSaid(f"The team {team.name} is archived. Choose another one.")
    check_ambition(said.get("ambition", ""))
    check_weight(said.get("weight"))
    if said.get("parent") is not None and said["parent"].archived_on:
        raise NotSaid(f"“{said['parent']}” is archived. Restore it first, or choose another parent.")


def check_ambition(ambition: str) -> None:
    if ambition and ambition not in Ambition.values:
        raise NotSaid("Say whether it is a commitment or a stretch.")


def check_weight(weight: Decimal | None) -> None:
    """A weight is a plain number; 0 counts for nothing."""
    if weight is not None and not 0 <= weight <= HEAVIEST:
        raise NotSaid(f"Give a weight from 0, which counts for nothing, to {HEAVIEST:,}.")


def longest(model: type[TenantModel], field: str) -> int | None:
    """How many characters a column takes."""
    return getattr(model._meta.get_field(field), "max_length", None)


def fitting(text: str, limit: int | None) -> str:
    """The text without blanks around it.

    Raises NotSaid when it does not fit its field.
    """
    text = text.strip()
    return worded(text, "", limit=limit) if text and limit else text


def refresh(
    row: Objective, *, now: datetime, former: tuple[int | None, int | None, int | None] | None = None, is_redated: bool = False
) -> None:
    """Bring the stored roll-ups of the objective and of all above it up to date.

    `former`: its parent, team and cycle before it was moved. `is_redated`: what is blocked by it may come on another day.
    """
    parent, team, cycle = former or (row.parent_id, row.team_id, row.cycle_id)
    today = day_of(now, row.organization)
    waiting = (
        refresh_forecasts(organization_id=row.organization_id, objective_ids=[row.pk], today=today, now=now) if is_redated else ()
    )
    refresh_objectives(
        organization_id=row.organization_id,
        objective_ids={row.pk, *both_ends(parent, row.parent_id), *waiting},
        today=today,
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

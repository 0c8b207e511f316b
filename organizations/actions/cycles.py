"""Verbs: planning periods are added, changed, opened for planning, started, and their closing begins; closing needs objectives."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from organizations import policy
from organizations.logbook import record, verb
from organizations.models import Cycle, Organization, Person
from organizations.models.cycles import CycleState, CycleStatus
from organizations.refusals import AlreadyClosed, NotAllowed, WouldBeCircle
from organizations.tenancy import new_key
from organizations.verbs import States, check_next, check_order, day_of, locked, worded

State = CycleState
# A closing begun too early goes back to work; a closed cycle stays closed, for its scores are what people were told.
STATES: States = {
    State.PLANNED: frozenset({State.PLANNING, State.ACTIVE}),
    State.PLANNING: frozenset({State.ACTIVE}),
    State.ACTIVE: frozenset({State.CLOSING}),
    State.CLOSING: frozenset({State.ACTIVE, State.CLOSED}),
    State.CLOSED: frozenset(),
}
NAME_IT = "Give the cycle a name, for instance Q3 2026."
IN_ORDER = "Choose a last day that is not before the first day."


@verb
def add_cycle(
    *,
    organization: Organization,
    name: str,
    starts_on: date,
    ends_on: date,
    by: Person | None,
    now: datetime,
    key: str = "",
    parent: Cycle | None = None,
    status: CycleStatus = CycleStatus.PLANNED,
) -> Cycle:
    """A year, a quarter or a release to plan for, both days included."""
    check_may_run(by, organization)
    check_order(starts_on, ends_on, IN_ORDER)
    cycle: Cycle = Cycle.objects.create(
        organization=organization,
        key=key or new_key(),
        name=worded(name, NAME_IT),
        starts_on=starts_on,
        ends_on=ends_on,
        parent=parent,
        status=status,
    )
    record("cycle.added", by=by, about=cycle, now=now, starts_on=starts_on.isoformat(), ends_on=ends_on.isoformat())
    return cycle


@verb
def change_cycle(
    *,
    cycle: Cycle,
    name: str,
    starts_on: date,
    ends_on: date,
    parent: Cycle | None,
    by: Person | None,
    now: datetime,
) -> Cycle:
    """Rename it, move its days, or put it within another."""
    cycle = locked(cycle)
    check_may_run(by, cycle.organization)
    if cycle.state == State.CLOSED:
        raise AlreadyClosed(f"“{cycle}” is closed. Its name and days stay as they were reported.")
    check_order(starts_on, ends_on, IN_ORDER)
    check_no_circle(cycle, parent)
    wanted: dict[str, Any] = {"name": worded(name, NAME_IT), "starts_on": starts_on, "ends_on": ends_on, "parent": parent}
    moved = {field: value for field, value in wanted.items() if getattr(cycle, field) != value}
    if moved:
        changes = {field: [text(getattr(cycle, field)), text(value)] for field, value in moved.items()}
        for field, value in moved.items():
            setattr(cycle, field, value)
        cycle.save(update_fields=list(moved))
        record("cycle.changed", by=by, about=cycle, now=now, changes=changes)
    return cycle


@verb
def open_cycle(*, cycle: Cycle, by: Person | None, now: datetime) -> Cycle:
    """Teams may write their sets for it from now on; whoever leads one hears of it."""
    cycle = turned(cycle, State.PLANNING, by=by)
    cycle.status, cycle.opened_on = CycleStatus.PLANNED, day_of(now, cycle.organization)
    cycle.save(update_fields=["status", "opened_on"])
    record("cycle.opened", by=by, about=cycle, now=now)
    return cycle


@verb
def start_cycle(*, cycle: Cycle, by: Person | None, now: datetime) -> Cycle:
    """It is what everybody works by; also takes back a closing that began too early. Sets may still be published."""
    cycle = turned(cycle, State.ACTIVE, by=by)
    cycle.status, cycle.closing_on = CycleStatus.ACTIVE, None
    cycle.opened_on = cycle.opened_on or day_of(now, cycle.organization)
    cycle.save(update_fields=["status", "closing_on", "opened_on"])
    record("cycle.started", by=by, about=cycle, now=now)
    return cycle


@verb
def begin_closing(*, cycle: Cycle, by: Person | None, now: datetime) -> Cycle:
    """Everything in it is to be scored and gets a choice; whoever leads a team hears of it."""
    cycle = turned(cycle, State.CLOSING, by=by)
    cycle.closing_on = day_of(now, cycle.organization)
    cycle.save(update_fields=["closing_on"])
    record("cycle.closing_begun", by=by, about=cycle, now=now)
    return cycle


def turned(cycle: Cycle, wanted: CycleState, *, by: Person | None) -> Cycle:
    """The cycle, locked, when the table of states and the policy let it take this step."""
    cycle = locked(cycle)
    check_may_run(by, cycle.organization)
    check_next(STATES, cycle, wanted)
    return cycle


def check_may_run(by: Person | None, organization: Organization) -> None:
    if not policy.may_run_cycles(by, organization):
        raise NotAllowed("You may not run the planning periods. Ask a leader of the organization.")


def check_no_circle(cycle: Cycle, parent: Cycle | None) -> None:
    """One query a level; a year, a half and a quarter are three."""
    above, seen = parent.pk if parent else None, set[int]()
    while above and above not in seen:
        if above == cycle.pk:
            raise WouldBeCircle(f"“{parent}” lies within “{cycle}” already. Choose a period that does not.")
        seen.add(above)
        above = Cycle.objects.values_list("parent_id", flat=True).get(pk=above)


def text(value: date | str | Cycle | None) -> str:
    """A value as the logbook keeps it."""
    return value.isoformat() if isinstance(value, date) else str(value or "")

"""Verbs: planning periods."""

from __future__ import annotations

from datetime import date, datetime

from organizations import policy
from organizations.logbook import record, verb
from organizations.models import Cycle, Organization, Person
from organizations.models.cycles import CycleStatus
from organizations.refusals import NotAllowed
from organizations.tenancy import new_key
from organizations.verbs import check_order, worded


@verb
def open_cycle(
    *,
    organization: Organization,
    name: str,
    starts_on: date,
    ends_on: date,
    by: Person | None,
    now: datetime,
    key: str = "",
    parent: Cycle | None = None,
    status: CycleStatus = CycleStatus.ACTIVE,
) -> Cycle:
    """A year, a quarter or a release to plan for, both days included."""
    if not policy.may_open_cycle(by, organization):
        raise NotAllowed("You may not open a planning period. Ask a leader of the organization.")
    check_order(starts_on, ends_on, "Choose a last day that is not before the first day.")
    cycle: Cycle = Cycle.objects.create(
        organization=organization,
        key=key or new_key(),
        name=worded(name, "Give the period a name, for instance Q3 2026."),
        starts_on=starts_on,
        ends_on=ends_on,
        parent=parent,
        status=status,
    )
    record("cycle.opened", by=by, about=cycle, now=now, starts_on=starts_on.isoformat(), ends_on=ends_on.isoformat())
    return cycle

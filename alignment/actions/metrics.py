"""Verbs: the scorecard gets a number, and the number a value."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from alignment import policy
from alignment.arithmetic import text
from alignment.models import Measurement, Metric, Objective
from alignment.models.metrics import Better, MetricKind
from alignment.rollup import refresh_objectives
from organizations.logbook import record, verb
from organizations.models import Organization, Person, Team
from organizations.refusals import DatesOutOfOrder, NotAllowed, NotSaid
from organizations.tenancy import new_key
from organizations.verbs import day_of, locked, whom_to_ask, worded


@verb
def add_metric(
    *,
    organization: Organization,
    title: str,
    by: Person | None,
    now: datetime,
    key: str = "",
    team: Team | None = None,
    owner: Person | None = None,
    objective: Objective | None = None,
    unit: str = "",
    kind: MetricKind = MetricKind.LAG,
    better: Better = Better.UP,
    goal: Decimal | int | None = None,
    every_days: int = 7,
) -> Metric:
    """A number that is measured again and again, with a goal and one owner."""
    if not policy.may_add_metric(by, team):
        raise NotAllowed(f"You may not add this number to the scorecard. Ask {whom_to_ask()}.")
    if every_days < 1:
        raise NotSaid("Say how often it is measured: every so many days, one or more.")
    metric: Metric = Metric.objects.create(
        organization=organization,
        key=key or new_key(),
        title=worded(title, "Say what is counted, for instance: new tenants per week."),
        team=team,
        owner=owner,
        objective=objective,
        unit=unit.strip(),
        kind=kind,
        better=better,
        goal=goal,
        every_days=every_days,
    )
    record("metric.added", by=by, about=metric, now=now, goal=text(goal))
    return metric


@verb
def record_measurement(
    *, metric: Metric, value: Decimal | int, by: Person | None, now: datetime, on: date | None = None
) -> Measurement:
    """The metric's value on a day; said twice for one day, the later word counts and the history keeps the first."""
    metric = locked(metric)
    if not policy.may_record_measurement(by, metric):
        raise NotAllowed(f"You may not measure “{metric}”. Ask {whom_to_ask(metric.owner)}.")
    today = day_of(now, metric.organization)
    if on and on > today:
        raise DatesOutOfOrder("Choose a day that has come: today or earlier.")
    measurement: Measurement
    measurement, _ = Measurement.objects.update_or_create(
        metric=metric,
        on=on or today,
        defaults={"value": Decimal(value), "by": by},
        create_defaults={"organization_id": metric.organization_id, "value": Decimal(value), "by": by},
    )
    guarded = metric.guards.values_list("objective_id", flat=True)
    refresh_objectives(organization_id=metric.organization_id, objective_ids=list(guarded), today=today)
    record("metric.measured", by=by, about=metric, now=now, on=measurement.on.isoformat(), value=text(Decimal(value)))
    return measurement

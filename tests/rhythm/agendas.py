"""The week of agendas' stories: Security's weekly and the leadership's, and what has gone wrong around them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.test import Client

from accountability.models import Commitment
from alignment.models import Dependency, Objective, ObjectiveHealth, Risk
from decisions.models import Blocker, Decision, DecisionRole, HeldUp
from organizations.models import Person, Team
from organizations.tenancy import organization_in_hand
from rhythm.models import Issue, Meeting, MeetingSeries
from tests.cast import MONDAY, NOW, new_objective

LATER_TODAY = NOW + timedelta(hours=3)


def days(number: int) -> date:
    return MONDAY + timedelta(days=number)


def new_series(title: str, team: Team | None = None, **fields: Any) -> MeetingSeries:
    timing: dict[str, Any] = {"duration_minutes": 60, "start_on": MONDAY, "start_time": time(12), "timezone": "UTC"}
    series: MeetingSeries = MeetingSeries.objects.create(
        organization_id=organization_in_hand(), title=title, team=team, **({"kind": "weekly"} | timing | fields)
    )
    return series


def new_meeting(series: MeetingSeries, planned_at: datetime = LATER_TODAY, **fields: Any) -> Meeting:
    meeting: Meeting = Meeting.objects.create(
        organization_id=organization_in_hand(), series=series, planned_at=planned_at, **fields
    )
    return meeting


def troubled(title: str, status: str, team: Team | None = None, since: int = -7, **fields: Any) -> Objective:
    """An objective with the health that the story needs."""
    health = {name: fields.pop(name) for name in ("is_contradicted", "causes", "contradictions", "progress", "elapsed", "depth")
              if name in fields}  # fmt: skip
    objective = new_objective(title, team=team, **fields)
    scope = {"organization_id": objective.organization_id, "as_of": MONDAY, "status": status, "status_since": days(since)}
    ObjectiveHealth.objects.update_or_create(objective=objective, defaults=scope | health)
    return objective


def asked(title: str, of: Team, by: Team, **fields: Any) -> Dependency:
    values: dict[str, Any] = {"kind": "work", "state": "requested", "requested_on": days(-12)}
    dependency: Dependency = Dependency.objects.create(
        organization_id=organization_in_hand(), title=title, to_team=of, from_team=by, **(values | fields)
    )
    return dependency


def undecided(title: str, decider: Person | None = None, held: tuple[Team, ...] = (), **fields: Any) -> Decision:
    decision: Decision = Decision.objects.create(
        organization_id=organization_in_hand(), title=title, **({"state": "proposed", "proposed_on": days(-9)} | fields)
    )
    scope = {"organization_id": organization_in_hand(), "decision": decision}
    if decider:
        DecisionRole.objects.create(**scope, person=decider, part="decider")
    for team in held:
        HeldUp.objects.create(**scope, team=team)
    return decision


def stuck(title: str, team: Team, owner: Person, since: int = -9, **fields: Any) -> Blocker:
    objective = fields.pop("objective", None) or new_objective(f"Goal {title}", team=team)
    blocker: Blocker = Blocker.objects.create(
        organization_id=organization_in_hand(),
        title=title,
        objective=objective,
        owner=owner,
        **({"kind": "team", "raised_at": NOW} | fields),
    )
    blocker.spans.create(organization_id=organization_in_hand(), since_on=days(since))
    return blocker


def promised(title: str, owner: Person | None, due: int, **fields: Any) -> Commitment:
    commitment: Commitment = Commitment.objects.create(
        organization_id=organization_in_hand(), title=title, owner=owner, due_on=days(due), **({"state": "open"} | fields)
    )
    return commitment


def new_issue(title: str, team: Team | None = None, **fields: Any) -> Issue:
    issue: Issue = Issue.objects.create(
        organization_id=organization_in_hand(), title=title, team=team, **({"state": "open", "raised_on": days(-21)} | fields)
    )
    return issue


def new_risk(title: str, team: Team | None = None, **fields: Any) -> Risk:
    risk: Risk = Risk.objects.create(
        organization_id=organization_in_hand(), title=title, team=team, **({"state": "open", "likelihood": 4, "impact": 3} | fields)
    )
    return risk


def sign_in(client: Client, person: Person) -> None:
    assert person.user
    client.force_login(person.user)

"""The cast: the people, teams and objectives that the tests' stories are about, each built in one line."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from alignment.models import KeyResult, Objective
from organizations.models import Cycle, Membership, Organization, Person, Team, User
from organizations.tenancy import organization_in_hand

MONDAY = date(2026, 8, 17)  # week 8 of the quarter
NOW = datetime(2026, 8, 17, 9, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"


def new_organization(slug: str, name: str = "") -> Organization:
    return Organization.objects.create(slug=slug, name=name or slug.title(), created_at=NOW)


def new_person(name: str, *, login: bool = False, **fields: Any) -> Person:
    """A person of the organization in hand; `login=True` gives them an account with PASSWORD."""
    first = name.split(maxsplit=1)[0].lower()
    email = fields.pop("email", f"{first}@{Organization.objects.get(pk=organization_in_hand()).slug}.example")
    user = User.objects.create_user(email, PASSWORD) if login else None
    defaults: dict[str, Any] = {"key": name.lower().replace(" ", "-"), "name": name, "email": email, "user": user}
    person: Person = Person.objects.create(organization_id=organization_in_hand(), **(defaults | fields))
    return person


def new_team(name: str, *, lead: Person | None = None, **fields: Any) -> Team:
    defaults: dict[str, Any] = {"key": name.lower().replace(" ", "-"), "name": name, "kind": "team"}
    team: Team = Team.objects.create(organization_id=organization_in_hand(), **(defaults | fields))
    if lead:
        Membership.objects.create(organization_id=organization_in_hand(), team=team, person=lead, role="lead", status="active")
    return team


def new_quarter(**fields: Any) -> Cycle:
    defaults: dict[str, Any] = {
        "key": "2026-q3", "name": "Q3 2026", "starts_on": date(2026, 6, 29), "ends_on": date(2026, 9, 27), "status": "active"
    }  # fmt: skip
    cycle: Cycle = Cycle.objects.create(organization_id=organization_in_hand(), **(defaults | fields))
    return cycle


def new_objective(title: str, **fields: Any) -> Objective:
    """An objective under way."""
    objective: Objective = Objective.objects.create(
        organization_id=organization_in_hand(), title=title, **({"state": "active"} | fields)
    )
    return objective


def new_key_result(
    objective: Objective, title: str, start: float = 0, target: float = 10, now: float = 0, **fields: Any
) -> KeyResult:
    values: dict[str, Any] = {
        "kind": "metric",
        "start_value": start,
        "target_value": target,
        "current_value": now,
        "state": "open",
    }
    key_result: KeyResult = KeyResult.objects.create(
        organization_id=organization_in_hand(), objective=objective, title=title, **(values | fields)
    )
    return key_result

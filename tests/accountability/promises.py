"""Promises in every state, and everybody who could do something about them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from accountability.models import Commitment
from organizations.models import Organization, Person
from tests.cast import MONDAY, new_person, new_team

FRIDAY = MONDAY + timedelta(days=4)
NEXT_FRIDAY = FRIDAY + timedelta(days=7)
DAYS = {
    "asked": {"asked_for_on": FRIDAY},
    "countered": {"asked_for_on": FRIDAY, "offered_on": NEXT_FRIDAY},
    "declined": {"asked_for_on": FRIDAY, "closed_on": MONDAY},
    "done": {"due_on": FRIDAY, "completed_on": MONDAY, "closed_on": MONDAY},
}


def everybody(ines: Person) -> dict[str, Person]:
    """The doer, who asked, for whom it is, and the others; Security is the doer's and the teammate's."""
    people = {
        "doer": ines,
        "asker": new_person("Ruth Adeyemi"),
        "receiver": new_person("Lena Fischer"),
        "teammate": new_person("Omar Haddad"),
        "leader": new_person("Marta Reyes", access="leader", key="leader", email="leader@tidewater.example"),
        "stranger": new_person("Wen Li"),
        "viewer": new_person("Vera Novak", access="viewer"),
        "gone": new_person("Gus Olsen", status="inactive", access="leader"),
    }
    security = new_team("Security", lead=ines)
    security.memberships.create(organization=ines.organization, person=people["teammate"], role="member", status="active")
    people["doer"].team = security  # type: ignore[attr-defined]
    return people


def in_state(organization: Organization, people: dict[str, Person], state: str, **fields: Any) -> Commitment:
    """One of Security's, asked by one and for another."""
    defaults: dict[str, Any] = {
        "title": "Book the pen-test slot",
        "owner": people["doer"],
        "asked_by": people["asker"],
        "receiver": people["receiver"],
        "team": people["doer"].team,  # type: ignore[attr-defined]
        "state": state,
        "created_on": MONDAY,
        **DAYS.get(state, {"due_on": FRIDAY}),
    }
    made: Commitment = Commitment.with_private.create(organization=organization, **(defaults | fields))
    return made

"""Words and people of a dependency that its doors and its rehearsal share: who waits for it, and what they are told."""

from __future__ import annotations

from alignment.models import Dependency
from alignment.turns import last_mover
from organizations.models import Event, Person

ABOUT = "alignment.Dependency"


def waiting_person(dependency: Dependency) -> Person | None:
    """Whoever answers for it on the side that waits: the named owner, else who asked, else the owner of the objective."""
    objective = dependency.from_objective
    return dependency.from_owner or dependency.asked_by or (objective.owner if objective else None)


def needed_side(dependency: Dependency) -> str:
    return str(dependency.to_team or dependency.to_objective)


def waiting_side(dependency: Dependency) -> str:
    return str(dependency.from_team or dependency.from_objective)


def will_be_late(dependency: Dependency) -> str:
    """The finding, before its day has come."""
    return f"“{dependency}” from {needed_side(dependency)} will be late"


def who_offered(lines: list[Event]) -> str:
    """The side whose day is on the table (giver or taker), by the newest offer of these lines, newest first; "" without one."""
    offer = next((line.data for line in lines if line.name == "dependency.negotiated"), None)
    return last_mover(offer.get("before", {}), offer.get("after", {})) if offer else ""


def last_offer(dependency: Dependency) -> list[Event]:
    """The line of the newest offer, if there is one."""
    lines = Event.objects.filter(about_type=ABOUT, about_id=dependency.pk, name="dependency.negotiated")
    return list(lines.order_by("-id")[:1])

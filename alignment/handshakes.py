"""Words and people of a dependency that its doors and its rehearsal share: who waits for it, and what they are told."""

from __future__ import annotations

from alignment.models import Dependency
from organizations.models import Person


def waiting_person(dependency: Dependency) -> Person | None:
    """Whoever answers for it on the side that waits: the named owner, else who asked, else the owner of the objective."""
    objective = dependency.from_objective
    return dependency.from_owner or dependency.asked_by or (objective.owner if objective else None)


def needed_side(dependency: Dependency) -> str:
    return str(dependency.to_team or dependency.to_objective)


def will_be_late(dependency: Dependency) -> str:
    """The finding, before its day has come."""
    return f"“{dependency}” from {needed_side(dependency)} will be late"

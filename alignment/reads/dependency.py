"""One dependency's page: its handshake, both sides, and what was first said beside what is said now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from alignment.models import Dependency
from alignment.models.dependencies import OPEN_STATES, DependencyState
from alignment.reads.dependencies import UNANSWERED, DependencyRow, dependency_row, with_dependency_rows
from alignment.reads.leads import leads_of
from organizations.models import Person


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the handshake."""

    word: str
    on: date | None
    is_done: bool
    is_now: bool


@dataclass(frozen=True, slots=True)
class DependencyPage:
    """Everything on the page of a dependency."""

    dependency: Dependency
    row: DependencyRow
    steps: list[Step]
    contacts: list[Person]
    leads: list[Person]
    needed_moved: date | None  # the day it was first needed by, where that was changed
    promised_moved: date | None

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to answer, deliver, or take delivery."""
        return self.dependency.state in (*OPEN_STATES, DependencyState.DELIVERED)


def dependency_page(pk: int, today: date) -> DependencyPage | None:
    """One dependency with its handshake, both sides, and who answers for it."""
    found = with_dependency_rows(Dependency.objects.filter(pk=pk), today)
    dependency = found.select_related(
        "from_team", "to_team", "from_objective__team", "from_objective__health", "to_objective__team", "to_objective__owner",
        "to_objective__health", "asked_by", "organization",
    ).first()  # fmt: skip
    if dependency is None:
        return None
    row = dependency_row(dependency, today)
    first_needed, first_promised = dependency.original_needed_by, dependency.original_promised_by
    return DependencyPage(
        dependency=dependency,
        row=row,
        steps=handshake(dependency),
        contacts=[contact.person for contact in dependency.first_contacts[:50]],
        leads=leads_of([row.giver_team.pk]).get(row.giver_team.pk, []) if row.giver_team else [],
        needed_moved=first_needed if first_needed != dependency.needed_by else None,
        promised_moved=first_promised if first_promised != dependency.promised_by else None,
    )


def handshake(dependency: Dependency) -> list[Step]:
    """Asked, answered, worked on, delivered, accepted; a refusal or a withdrawal ends it early. Nothing when nobody asked."""
    state = dependency.state
    if not state:
        return []
    if state == DependencyState.WITHDRAWN:
        return [Step("Asked", dependency.requested_on, True, False), Step("Withdrawn", None, True, True)]
    if state == DependencyState.DECLINED:
        return [Step("Asked", dependency.requested_on, True, False), Step("Declined", dependency.answered_on, True, True)]
    reached = [
        [*UNANSWERED],
        [DependencyState.AGREED],
        [DependencyState.IN_PROGRESS],
        [DependencyState.DELIVERED],
        [DependencyState.ACCEPTED],
    ]
    at = next(index for index, states in enumerate(reached) if state in states)
    asked = "In talks" if state == DependencyState.NEGOTIATING else "Asked"
    words = [asked, "Agreed", "In work", "Delivered", "Accepted"]
    days = [dependency.requested_on, dependency.answered_on, None, dependency.delivered_on, None]
    return [Step(word, day if i <= at else None, i <= at, i == at) for i, (word, day) in enumerate(zip(words, days, strict=True))]

"""One dependency's page: its handshake, both sides, and what was first said beside what is said now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from alignment.models import Dependency, DependencyForecast
from alignment.models.dependencies import OPEN_STATES, DependencyState
from alignment.promises import gap_days
from alignment.reads.dependencies import UNANSWERED, DependencyRow, dependency_row, forecast_of, with_dependency_rows
from alignment.reads.handshake import Standing, standing_of
from alignment.reads.leads import leads_of
from organizations.models import Person

WITH_SIDES = (
    "organization", "from_team", "to_team", "from_objective__team", "from_objective__health", "to_objective__team",
    "to_objective__owner", "to_objective__health", "asked_by", "from_owner", "to_owner", "forecast",
)  # fmt: skip


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
    standing: Standing

    @property
    def gap_days(self) -> int | None:
        """Promised minus needed, in days: more than 0 is a risk, less is time in hand."""
        return gap_days(self.dependency.needed_by, self.dependency.promised_by)

    @property
    def days_in_hand(self) -> int:
        """How many days the promise is before the day it is needed."""
        return max(0, -(self.gap_days or 0))

    @property
    def path(self) -> list[dict[str, Any]]:
        """What makes it late, step by step to the first cause, each with its day; nothing while it is not."""
        steps = self.forecast.path if self.forecast else []
        return [step | {"day": date.fromisoformat(step["on"]) if step.get("on") else None} for step in steps]

    @property
    def forecast(self) -> DependencyForecast | None:
        forecast = forecast_of(self.dependency)
        return forecast if forecast and forecast.slip_days and self.is_open else None

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to answer, deliver, or take delivery."""
        return self.dependency.state in (*OPEN_STATES, DependencyState.DELIVERED)


def dependency_page(pk: int, today: date, person: Person) -> DependencyPage | None:
    """One dependency with its handshake, both sides, and who answers for it."""
    found = with_dependency_rows(Dependency.objects.filter(pk=pk), today)
    dependency = found.select_related(*WITH_SIDES).first()
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
        standing=standing_of(dependency, person),
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

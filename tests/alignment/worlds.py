"""Small organizations at random, and changes to them: what the roll-up's property tests are played on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from alignment.models import CheckIn, Dependency, Guard, KeyResult, Measurement, Metric, Objective, Risk
from organizations.models import Cycle, Organization, Person, Team
from tests.cast import MONDAY, new_objective, new_person, new_quarter, new_team

STATES = ["active"] * 6 + ["on_hold", "completed", "missed", "proposed", "cancelled"]
KINDS = ["metric", "metric", "", "milestone", "checklist", "threshold_above", "threshold_below"]


@dataclass
class Change:
    """What a verb would tell the roll-up after it changed something."""

    objective_ids: list[int] = field(default_factory=list)
    team_ids: list[int] = field(default_factory=list)
    cycle_ids: list[int] = field(default_factory=list)
    dependency_ids: list[int] = field(default_factory=list)
    redated_ids: list[int] = field(default_factory=list)  # objectives whose due date changed


class World:
    """An organization with up to a dozen objectives, as the dice fall."""

    def __init__(self, organization: Organization, seed: int) -> None:
        self.organization, self.dice = organization, Random(seed)
        self.owner: Person = new_person("Marta Lindqvist")
        company = new_team("Company")
        platform = new_team("Platform", parent=company)
        self.teams: list[Team] = [company, platform, new_team("Grid API", parent=platform), new_team("Security", parent=company)]
        self.cycles: list[Cycle] = [
            new_quarter(),
            new_quarter(key="2026-q2", starts_on=date(2026, 3, 30), ends_on=date(2026, 6, 28)),
        ]
        self.objectives: list[Objective] = []
        for number in range(self.dice.randint(1, 12)):
            self.add_objective(number)

    def some(self, *choices: Any) -> Any:
        return self.dice.choice(choices)

    def day(self, earliest: int, latest: int) -> date:
        return MONDAY + timedelta(days=self.dice.randint(earliest, latest))

    def add_objective(self, number: int) -> Change:
        objective = new_objective(
            f"Objective {number}",
            state=self.dice.choice(STATES),
            parent=self.some(None, *self.objectives) if number else None,
            team=self.some(None, *self.teams),
            cycle=self.some(None, *self.cycles),
            owner=self.some(None, self.owner),
            due_on=self.some(None, None, self.day(-20, 60)),
            start_on=self.some(None, None, self.day(-90, -30)),
            weight=self.some(1, 1, 1, 0, 3),
        )
        self.objectives.append(objective)
        for _ in range(self.dice.randint(0, 3)):
            self.add_key_result(objective)
        for _ in range(self.some(0, 1, 3, 14)):
            self.add_check_in(objective)
        change = self.add_dependency(objective) if self.dice.random() < 0.4 else Change([objective.pk])
        if self.dice.random() < 0.2:
            self.add_guard(objective)
        if self.dice.random() < 0.3:
            Risk.objects.create(
                organization=self.organization, objective=objective, title="A risk", state=self.some("", "open", "closed"),
                impact=self.some(None, 2, 4, 5), likelihood=self.some(None, 3, 4),
            )  # fmt: skip
        return change

    def add_guard(self, objective: Objective) -> None:
        metric = Metric.objects.create(organization=self.organization, title="Churn")
        for day in {self.day(-9, 3) for _ in range(self.some(0, 1, 3))}:
            Measurement.objects.create(organization=self.organization, metric=metric, on=day, value=self.dice.randint(0, 4))
        bound = self.some("at_least", "at_most")
        Guard.objects.create(organization=self.organization, objective=objective, metric=metric, bound=bound, limit_value=2)

    def add_key_result(self, objective: Objective) -> None:
        start, target, current = (self.some(None, *range(-3, 12)) for _ in range(3))
        KeyResult.objects.create(
            organization=self.organization, objective=objective, title="A key result", kind=self.dice.choice(KINDS),
            state=self.some("", "open", "open", "open", "done", "missed", "cancelled"),
            start_value=start, target_value=target, current_value=current,
            due_on=self.some(None, self.day(-20, 20)), value_changed_on=self.some(None, self.day(-40, 0)),
            weight=self.some(1, 1, 0, 2, Decimal("0.5")),
        )  # fmt: skip

    def add_check_in(self, objective: Objective) -> Change:
        moment = datetime(2026, 8, 17, 23, 30, tzinfo=UTC) - timedelta(hours=self.dice.randint(-40, 24 * 90))
        is_day_only = self.dice.random() < 0.3
        CheckIn.objects.create(
            organization=self.organization, objective=objective, key_result=self.some(None, None, *objective.key_results.all()),
            at=moment.replace(hour=0, minute=0) if is_day_only else moment, is_day_only=is_day_only,
            claim=self.some("", "on_track", "on_track", "at_risk", "off_track"), confidence=self.some(None, *range(0, 101, 10)),
        )  # fmt: skip
        return Change([objective.pk])

    def add_dependency(self, objective: Objective) -> Change:
        asked, owing = objective.team, self.dice.choice(self.teams)
        need = Dependency.objects.create(
            organization=self.organization, title="A need", from_team=asked, from_objective=objective, to_team=owing,
            to_objective=self.some(None, *(other for other in self.objectives if other.pk != objective.pk)),
            kind=self.some("work", "review", "blocked_by", "relates_to"), requested_on=self.some(None, self.day(-10, 0)),
            state=self.some("", "requested", "negotiating", "agreed", "in_progress", "delivered"),
            needed_by=self.some(None, self.day(-10, 10)), promised_by=self.some(None, self.day(-10, 10)),
        )  # fmt: skip
        return Change([objective.pk], [team.pk for team in (asked, owing) if team], dependency_ids=[need.pk])

    def change(self) -> Change:
        """One thing happens to one objective, as a verb would do it."""
        objective = Objective.objects.get(pk=self.dice.choice(self.objectives).pk)
        changes: list[Callable[[Objective], Change]] = [
            self.add_check_in, self.add_dependency, self.move_value, self.end, self.redate, self.hand_over, self.move, self.remove,
        ]  # fmt: skip
        if self.dice.random() < 0.15:
            return self.add_objective(len(self.objectives))
        return self.dice.choice(changes)(objective)

    def move_value(self, objective: Objective) -> Change:
        objective.key_results.update(current_value=self.dice.randint(0, 10), value_changed_on=MONDAY)
        return Change([objective.pk])

    def end(self, objective: Objective) -> Change:
        Objective.objects.filter(pk=objective.pk).update(state=self.dice.choice(STATES))
        return Change([objective.pk])

    def redate(self, objective: Objective) -> Change:
        Objective.objects.filter(pk=objective.pk).update(due_on=self.some(None, self.day(-10, 30)))
        return Change([objective.pk], redated_ids=[objective.pk])

    def hand_over(self, objective: Objective) -> Change:
        """To another team and another cycle."""
        team, cycle = self.some(None, *self.teams), self.some(None, *self.cycles)
        Objective.objects.filter(pk=objective.pk).update(team=team, cycle=cycle)
        teams, cycles = [objective.team_id, team and team.pk], [objective.cycle_id, cycle and cycle.pk]
        return Change([objective.pk], [pk for pk in teams if pk], [pk for pk in cycles if pk])

    def move(self, objective: Objective) -> Change:
        """Below another parent that is not below it."""
        below = {objective.pk}
        for _ in self.objectives:
            below |= set(Objective.objects.filter(parent_id__in=below).values_list("pk", flat=True))
        parent = self.some(None, *[other for other in self.objectives if other.pk not in below])
        Objective.objects.filter(pk=objective.pk).update(parent=parent)
        return Change([pk for pk in (objective.pk, objective.parent_id) if pk])

    def remove(self, objective: Objective) -> Change:
        """Take an objective that nothing hangs on out of the organization."""
        held_by = (objective.children, objective.check_ins, objective.needs, objective.owes)
        if len(self.objectives) == 1 or any(rows.exists() for rows in held_by):
            return self.add_check_in(objective)
        self.objectives = [other for other in self.objectives if other.pk != objective.pk]
        Risk.objects.filter(objective=objective).delete()
        pk, team, cycle, parent = objective.pk, objective.team_id, objective.cycle_id, objective.parent_id
        objective.delete()
        return Change([pk, parent] if parent else [pk], [team] if team else [], [cycle] if cycle else [])

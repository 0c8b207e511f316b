"""Health worked out slowly in Python, row by row from the facts: what the database's roll-up is held against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from alignment import measures
from alignment.lateness import Need, Reckoned, reckon
from alignment.measures import Child, Facts, Numbers
from alignment.models import CheckIn, Dependency, Guard, KeyResult, Measurement, Objective, Risk
from organizations.models import Cycle, Organization, Team

COLOURED = ["on_track", "at_risk", "off_track", "no_update", "paused", "done"]
UNDER_WAY = COLOURED[:-1]
OPEN = {"requested", "negotiating", "agreed", "in_progress"}
WORK = {"work", "review", "decision", "support", "blocked_by"}


@dataclass
class Health:
    """What the roll-up should have stored of one objective."""

    depth: int = 0
    progress: Decimal | None = None
    elapsed: Decimal | None = None
    pace: Decimal | None = None
    verdict: str = ""
    status: str = ""
    status_source: str = ""
    claim: str = ""
    claimed_on: date | None = None
    confidence: int | None = None
    confidence_trend: list[int] = field(default_factory=list)
    checked_in_on: date | None = None
    is_fresh: bool = False
    children_by_status: dict[str, int] = field(default_factory=dict)
    below_by_status: dict[str, int] = field(default_factory=dict)
    causes: set[tuple[str, int]] = field(default_factory=set)
    contradictions: set[tuple[str, int]] = field(default_factory=set)


class Reference:
    """The whole organization, read once, judged from the leaves up."""

    def __init__(self, organization: Organization, today: date) -> None:
        self.organization, self.today, self.zone = organization, today, ZoneInfo(organization.timezone)
        self.objectives = list(Objective.objects.select_related("cycle"))
        self.key_results = list(KeyResult.objects.all())
        self.check_ins = sorted(CheckIn.objects.all(), key=lambda report: (report.at, report.pk))
        self.dependencies, self.risks = list(Dependency.objects.select_related("to_objective")), list(Risk.objects.all())
        self.guards, self.measurements = list(Guard.objects.all()), list(Measurement.objects.all())
        self.forecasts = self.reckon()
        self.health: dict[int, Health] = {}
        for objective in self.objectives:
            if objective.parent_id is None:
                self.judge(objective, 0)

    def day(self, report: CheckIn) -> date:
        return report.at.astimezone(UTC if report.is_day_only else self.zone).date()

    def judge(self, objective: Objective, depth: int) -> Health:
        children = [child for child in self.objectives if child.parent_id == objective.pk]
        below = [(child, self.judge(child, depth + 1)) for child in children]
        health = self.health[objective.pk] = Health(depth=depth)
        own = [numbers(row) for row in self.key_results if row.objective_id == objective.pk]
        self.read_reports(objective, health)
        cycle = objective.cycle
        health.progress = measures.objective_progress(
            objective.state, own, [Child(child.state, found.status, found.progress, child.weight) for child, found in below]
        )
        health.elapsed = measures.elapsed(
            objective.start_on or (cycle and cycle.starts_on), objective.due_on or (cycle and cycle.ends_on), self.today
        )
        health.pace = measures.pace(objective.state, health.progress, health.elapsed)
        health.verdict = measures.verdict(health.pace)
        has_value = any(row.state == "done" or (row.state != "cancelled" and row.current is not None) for row in own)
        is_measured = measures.weighted_mean((measures.key_result_progress(row), row.weight) for row in own) is not None
        facts = Facts(
            objective.state,
            health.progress,
            health.elapsed,
            objective.due_on,
            health.claim,
            health.is_fresh,
            is_measured and (has_value or health.checked_in_on is not None),
            [found.status for _, found in below],
            bool(self.broken_guards(objective)),
            any(is_overdue for _, _, is_overdue in self.waits(objective)),
        )
        health.status, health.status_source = measures.status(facts, self.today)
        health.children_by_status = counted(found.status for _, found in below)
        health.below_by_status = dict(
            sum((Counter(found.below_by_status) for _, found in below), Counter(health.children_by_status))
        )
        self.explain(objective, health, below)
        return health

    def read_reports(self, objective: Objective, health: Health) -> None:
        until = datetime.combine(self.today + timedelta(days=2), time(), self.zone)  # a day of grace for readers further east
        reports = [row for row in self.check_ins if row.objective_id == objective.pk and row.at < until]
        if reports:
            health.checked_in_on = self.day(reports[-1])
        health.is_fresh = measures.is_fresh(health.checked_in_on, self.organization.check_in_every_days, self.today)
        newest = {row.corrects_id or row.pk: row.pk for row in reports}
        stated = [row for row in reports if row.claim and newest[row.corrects_id or row.pk] == row.pk]
        first_choice = [row for row in stated if row.key_result_id is None] or stated
        if first_choice:
            health.claim, health.claimed_on = first_choice[-1].claim, self.day(first_choice[-1])
        health.confidence_trend = measures.weekly(
            (row.at.astimezone(UTC).date(), row.confidence) for row in reports if row.confidence is not None
        )
        health.confidence = health.confidence_trend[-1] if health.confidence_trend else None

    def explain(self, objective: Objective, health: Health, below: list[tuple[Objective, Health]]) -> None:
        evidence, further = self.evidence(objective, health, below), self.further(objective, health, below)
        said = {("reported", 0)} if health.status_source == "reported" else set()
        if health.status_source == "children":
            said = {("children", objective.pk)}
        if health.status in {"off_track", "at_risk", "no_update"}:
            health.causes = said | evidence | further
        elif health.status == "on_track" and health.status_source == "reported":
            health.causes, health.contradictions = said, evidence
        elif health.status == "on_track":
            health.causes = said or {("on_pace", objective.pk)}

    def evidence(self, objective: Objective, health: Health, below: list[tuple[Objective, Health]]) -> set[tuple[str, int]]:
        """What would speak against a reported "on track"."""
        found = {("child", child.pk) for child, judged in below if judged.status == "off_track"}
        if objective.due_on and objective.due_on < self.today and (health.progress or 0) < 1:
            found.add(("due_passed", objective.pk))
        if health.verdict in {"at_risk", "behind"}:
            found.add(("behind_pace", objective.pk))
        found |= {(f"dependency_{problem}", pk) for pk, problem, is_overdue in self.waits(objective) if is_overdue}
        found |= {("guard", pk) for pk in self.broken_guards(objective)}
        return found | {("key_result", pk) for pk, problem in self.problems(objective, health) if problem != "behind"}

    def further(self, objective: Objective, health: Health, below: list[tuple[Objective, Health]]) -> set[tuple[str, int]]:
        found = {("child", child.pk) for child, judged in below if judged.status == "at_risk"}
        if objective.owner_id is None:
            found.add(("no_owner", objective.pk))
        if not health.is_fresh and (health.checked_in_on or health.status == "no_update"):
            found.add(("stale", objective.pk))
        found |= {(f"dependency_{problem}", pk) for pk, problem, is_overdue in self.waits(objective) if not is_overdue}
        found |= {
            ("risk", risk.pk)
            for risk in self.risks
            if risk.objective_id == objective.pk and risk.state == "open" and measures.is_grave(risk.impact, risk.likelihood)
        }
        return found | {("key_result", pk) for pk, problem in self.problems(objective, health) if problem == "behind"}

    def problems(self, objective: Objective, health: Health) -> list[tuple[int, str]]:
        rows = [row for row in self.key_results if row.objective_id == objective.pk]
        found = [(row.pk, measures.key_result_problem(numbers(row), health.elapsed, self.today)) for row in rows]
        return [(pk, problem) for pk, problem in found if problem]

    def waits(self, objective: Objective) -> list[tuple[int, str, bool]]:
        rows = [row for row in self.dependencies if row.from_objective_id == objective.pk and row.kind in WORK]
        found = [
            (row.pk, *measures.dependency_problem(row.state, self.today, row.requested_on, row.needed_by, row.promised_by))
            for row in rows
        ]
        slipping = [(row.pk, "slipping", True) for row in rows if self.forecasts[row.pk].slip_days and row.state in OPEN]
        own = [(pk, problem, is_overdue) for pk, problem, is_overdue in found if problem]
        return own + [each for each in slipping if each[0] not in {pk for pk, _, _ in own}]

    def broken_guards(self, objective: Objective) -> list[int]:
        """The numbers that must not get worse and did, by their latest measurement."""
        broken = []
        for guard in self.guards:
            values = [row for row in self.measurements if row.metric_id == guard.metric_id and row.on <= self.today]
            latest = max(values, key=lambda row: row.on, default=None)
            if guard.objective_id == objective.pk and latest:
                is_low, is_high = latest.value < guard.limit_value, latest.value > guard.limit_value
                broken += [guard.metric_id] if (is_low if guard.bound == "at_least" else is_high) else []
        return broken

    def reckon(self) -> dict[int, Reckoned]:
        """Every dependency by the formula; those that nobody waits for have no forecast."""
        open_ones = [row for row in self.dependencies if row.state in OPEN and row.kind in WORK]
        found = reckon([need_of(row) for row in open_ones], self.today)
        return {row.pk: found.get(row.pk, Reckoned()) for row in self.dependencies}

    def of_team(self, team: Team) -> dict[str, Any]:
        own = self.under_way(lambda objective: objective.team_id == team.pk)
        below = set(self.teams_below(team))
        everything = self.under_way(lambda objective: objective.team_id in below)
        return {
            "own_count": len(own),
            "own_by_status": counted(health.status for health in own),
            "all_count": len(everything),
            "all_by_status": counted(health.status for health in everything),
            "fresh_count": sum(health.is_fresh for health in own),
            "progress": measures.mean(health.progress for health in own),
        }

    def teams_below(self, team: Team) -> Iterable[int]:
        yield team.pk
        for child in Team.objects.filter(parent=team):
            yield from self.teams_below(child)

    def under_way(self, choose: Any) -> list[Health]:
        chosen = [self.health[objective.pk] for objective in self.objectives if choose(objective)]
        return [health for health in chosen if health.status in UNDER_WAY]

    def of_cycle(self, cycle: Cycle) -> dict[str, Any]:
        rows = [self.health[objective.pk] for objective in self.objectives if objective.cycle_id == cycle.pk]
        under_way = [health for health in rows if health.status in UNDER_WAY]
        return {
            "objective_count": len(rows),
            "under_way_count": len(under_way),
            "by_status": counted(health.status for health in rows),
            "contradicted_count": sum(bool(health.contradictions) for health in rows),
            "fresh_count": sum(health.is_fresh for health in under_way),
            "progress": measures.mean(health.progress for health in rows if health.status in COLOURED),
        }


def need_of(row: Dependency) -> Need:
    """As docs/health.md says: a promise that was agreed on is what counts, before that the day it is needed."""
    agreed = row.state in {"agreed", "in_progress"}
    wanted = (row.promised_by or row.needed_by) if agreed else (row.needed_by or row.promised_by)
    day = row.promised_by or row.needed_by
    if row.kind == "blocked_by" and not row.promised_by:
        day = max((known for known in (row.needed_by, row.to_objective and row.to_objective.due_on) if known), default=None)
    return Need(row.pk, row.from_objective_id, row.to_objective_id, day, wanted)


def numbers(row: KeyResult) -> Numbers:
    return Numbers(
        row.kind, row.state, row.start_value, row.target_value, row.current_value, row.due_on, row.value_changed_on, row.weight
    )  # fmt: skip


def counted(statuses: Iterable[str]) -> dict[str, int]:
    return dict(Counter(status for status in statuses if status))

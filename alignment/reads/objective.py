"""One objective's page: how it stands, how it is measured, what carries it, what it waits on, what was reported."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q

from alignment.advice import Advice
from alignment.arithmetic import Sum
from alignment.explain import link, sentence
from alignment.models import CheckIn, Dependency, KeyResult, Objective, ObjectiveLink, Risk
from alignment.models.objectives import KeyResultKind, KeyResultState
from alignment.models.risks import RiskState
from alignment.reads.check_ins import Report, report_of, standing
from alignment.reads.cycles import week_of
from alignment.reads.dependencies import DependencyRow, dependency_row, with_sides
from alignment.reads.leads import leads_of
from alignment.reads.objective_parts import (
    Checklist,
    GuardLine,
    InitiativeLine,
    arithmetic_of,
    checklist_of,
    guard_lines,
    initiative_lines,
    with_items,
    with_parts,
)
from alignment.reads.objective_writing import advice_on_saved
from alignment.reads.objectives import Branch, objective_children
from alignment.reads.progress import Chart, chart_of, with_progress
from alignment.reads.risks import RiskRow, risk_row
from alignment.reads.rows import ObjectiveRow, row_of
from organizations.listing import Named, Page
from organizations.models import Person, Team
from organizations.words import own_words

MOST = 50
CHARTED = 200  # check-ins that the chart looks back on
SHOWN = 4  # check-ins shown on the page; the others are a click away

# What kind of evidence a cause is, in one word.
SOURCES = {
    "reported": "Check_in", "stale": "Check_ins", "due_passed": "Date", "behind_pace": "Pace", "on_pace": "Pace", "risk": "Risk",
    "children": "Priorities", "child": "Priority", "key_result": "Measure", "no_owner": "Owner",
    "dependency_unanswered": "Dependency", "dependency_late": "Dependency",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measure:
    """A key result as a line of the measures."""

    id: int
    title: str
    owner: Person | None
    start: Any
    now: Any
    target: Any
    unit: str
    kind: str
    state: str
    mark: str
    progress: float | None
    original_target: Any  # only where it was moved
    original_title: str  # only where it was reworded
    due_on: date | None
    original_due_on: date | None  # only where it was moved
    url: str
    weight: Decimal
    commit: Any
    stretch: Any
    checklist: Checklist | None
    can_tick: bool  # a milestone that is open


@dataclass(frozen=True, slots=True)
class TeamGroup:
    """The children of one team."""

    team: Team | None
    leads: str
    rows: list[ObjectiveRow]


@dataclass(frozen=True, slots=True)
class Also:
    """A further link: another objective that this one serves, or that serves this one, and why."""

    id: int
    objective: Objective
    because: str
    is_parent: bool


@dataclass(slots=True)
class Sides:
    """The dependencies of an objective."""

    waits_on: list[DependencyRow] = field(default_factory=list)
    owes: list[DependencyRow] = field(default_factory=list)
    related: list[DependencyRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence: what it says, and the page that shows it."""

    source: str
    sentence: str
    place: str  # a URL name
    id: int


@dataclass(frozen=True, slots=True)
class ObjectivePage:
    """Everything on the page that is a fact of this room; decisions, commitments and lessons come by slots."""

    objective: Objective
    row: ObjectiveRow
    health: Any
    reasons: list[Reason]
    contradictions: list[Reason]
    measures: list[Measure]
    chart: Chart | None
    groups: list[TeamGroup]
    children: Page[Branch]
    arithmetic: Sum | None
    guards: list[GuardLine]
    initiatives: list[InitiativeLine]
    advice: list[Advice]
    sides: Sides
    risks: list[RiskRow]
    also: list[Also]
    contributors: list[Named]
    check_ins: list[Report]
    has_more_check_ins: bool
    since: int  # days that the status has been so
    week: int  # of its cycle, while that runs
    weeks: int

    @property
    def was_moved(self) -> bool:
        """Whether its date or wording is another one than was first agreed."""
        own = self.objective
        return own.original_due_on not in (None, own.due_on) or own.original_title not in ("", own.title)


def objective_page(objective: Objective, today: date) -> ObjectivePage:
    """The page of an objective that `find_objective` brought."""
    measured = with_items(with_progress(KeyResult.objects.filter(objective=objective)).select_related("owner"))
    key_results = list(measured.order_by("position", "id")[:MOST])
    check_ins = list(newest_check_ins(objective)[:CHARTED])
    noted = [check_in for check_in in check_ins if says_something(check_in)]
    children = objective_children(objective, page=1)
    health = getattr(objective, "health", None)
    parts: Any = objective
    week, weeks = week_of(objective.cycle, today) if objective.cycle else (0, 0)
    return ObjectivePage(
        objective=objective,
        row=row_of(objective),
        health=health,
        reasons=reasons_of(health.causes if health else []),
        contradictions=reasons_of(health.contradictions if health else []),
        measures=[measure_of(key_result) for key_result in key_results],
        chart=chart_of(objective, key_results, check_ins, today),
        groups=by_team(children),
        children=children,
        arithmetic=arithmetic_of(objective, key_results, list(children), is_whole=not children.has_more),
        guards=guard_lines(parts.guard_rows),
        initiatives=initiative_lines(parts.initiative_rows),
        advice=advice_on_saved(objective, key_results, parts.team_has, parts.owner_has),
        sides=dependencies_of(objective, today),
        risks=[risk_row(risk) for risk in open_risks(objective)],
        also=also_linked(objective),
        contributors=[Named(row["name"], row["id"]) for row in parts.contributor_rows],
        check_ins=[report_of(check_in, objective.organization) for check_in in noted[:SHOWN]],
        has_more_check_ins=len(check_ins) > min(len(noted), SHOWN),
        since=(today - health.status_since).days if health else 0,
        week=week,
        weeks=weeks,
    )


def reasons_of(causes: list[dict[str, Any]]) -> list[Reason]:
    words = own_words()
    sources = [SOURCES.get(cause["kind"], "Evidence") for cause in causes]
    return [Reason(words.get(source, source), sentence(cause), *link(cause)) for source, cause in zip(sources, causes, strict=True)]


def find_objective(pk: int) -> Objective | None:
    """An objective with all that its head says."""
    related = ("health", "owner", "reviewer", "team", "cycle", "serves", "parent__parent", "organization")
    found: Objective | None = with_parts(Objective.objects.select_related(*related)).filter(pk=pk).first()
    return found


def newest_check_ins(objective: Objective) -> Any:
    return standing(CheckIn.objects.filter(objective=objective)).select_related("author", "key_result").order_by("-at", "-id")


def says_something(check_in: CheckIn) -> bool:
    """A bare number is in the chart and the table already."""
    return bool(check_in.note or check_in.claim or check_in.confidence is not None or check_in.state or check_in.way_back)


def measure_of(key_result: Any) -> Measure:
    done = key_result.state == KeyResultState.DONE
    return Measure(
        id=key_result.pk,
        title=key_result.title,
        owner=key_result.owner,
        start=key_result.start_value,
        now=key_result.current_value,
        target=key_result.target_value,
        unit=key_result.unit,
        kind=key_result.kind,
        state=key_result.get_state_display(),
        mark="done" if done else "ended" if key_result.state in (KeyResultState.MISSED, KeyResultState.CANCELLED) else "",
        progress=key_result.progress,
        original_target=unless_same(key_result.original_target_value, key_result.target_value),
        original_title=unless_same(key_result.original_title, key_result.title) or "",
        due_on=key_result.due_on,
        original_due_on=unless_same(key_result.original_due_on, key_result.due_on),
        url=key_result.url,
        weight=key_result.weight,
        commit=key_result.commit_value,
        stretch=key_result.stretch_value,
        checklist=checklist_of(key_result),
        can_tick=key_result.kind == KeyResultKind.MILESTONE and key_result.state == KeyResultState.OPEN,
    )


def unless_same(first: Any, now: Any) -> Any:
    """What was first said, where it is not what is said now."""
    return first if first != now else None


def by_team(children: Page[Branch]) -> list[TeamGroup]:
    """The children under their teams, the team with the worst of them first."""
    groups: dict[int | None, TeamGroup] = {}
    for row in (branch.row for branch in children):
        groups.setdefault(row.team.pk if row.team else None, TeamGroup(row.team, "", [])).rows.append(row)
    leads = leads_of([pk for pk in groups if pk])
    return [replace(group, leads=", ".join(person.name for person in leads.get(pk or 0, [])[:3])) for pk, group in groups.items()]


def dependencies_of(objective: Objective, today: date) -> Sides:
    """What it needs, what others need of it, and what it merely has to do with; harm first."""
    found = with_sides(Dependency.objects.filter(Q(from_objective=objective) | Q(to_objective=objective)), today)[:MOST]
    sides = Sides()
    for dependency in found:
        row = dependency_row(dependency, today)
        ours = sides.waits_on if dependency.from_objective_id == objective.pk else sides.owes
        (sides.related if row.is_link else ours).append(row)
    return sides


def open_risks(objective: Objective) -> Any:
    found = Risk.objects.filter(objective=objective).exclude(state=RiskState.CLOSED).select_related("owner", "team")
    return found.order_by((F("likelihood") * F("impact")).desc(nulls_last=True), "-raised_on", "id")[:MOST]


def also_linked(objective: Objective) -> list[Also]:
    links = ObjectiveLink.objects.filter(Q(objective=objective) | Q(contributes_to=objective))
    return [
        Also(
            link.pk,
            link.contributes_to if link.objective_id == objective.pk else link.objective,
            link.because,
            link.objective_id == objective.pk,
        )
        for link in links.select_related("objective__health", "contributes_to__health").order_by("id")[:MOST]
    ]

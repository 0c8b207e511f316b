"""How far the teams are with their sets for a cycle, and one set as a page: its objectives, what is open about them, the load."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from alignment.advice import Advice, Written, advice
from alignment.coherence import PRIORITY_LIMIT
from alignment.models import Dependency, KeyResult, Objective, TeamPlan
from alignment.models.dependencies import DependencyState
from alignment.models.objectives import KeyResultKind, ObjectiveState
from alignment.models.plans import PlanState
from alignment.reads.leads import leads_of
from organizations.measures import days_in_common
from organizations.models import Absence, Cycle, Membership, Person, Team
from organizations.models.cycles import CycleState
from organizations.models.teams import INSIDE, TeamStatus

MOST_TEAMS = 100
MOST = 50
ASKED = [DependencyState.REQUESTED, DependencyState.NEGOTIATING]
UNDER_WAY = {ObjectiveState.PROPOSED, ObjectiveState.ACTIVE, ObjectiveState.ON_HOLD}
NEVER_BEGUN = ["", DependencyState.WITHDRAWN]
WORDS = {"published": "Published", "drafting": "Drafting", "begun": "Under way, never published", "": "Not begun"}


@dataclass(frozen=True, slots=True)
class SetRow:
    """One team's set, or the organization's own (no team), as a line of the overview."""

    team: Team | None
    leads: list[Person]
    state: str  # published | drafting | begun | "" when nothing is written yet
    plan: TeamPlan | None
    count: int
    draft_count: int
    asked: int  # what the set needs of other teams
    answered: int

    @property
    def word(self) -> str:
        return WORDS[self.state]


@dataclass(frozen=True, slots=True)
class Sets:
    """All sets of a cycle, those being written first; `published`, `drafting` and `of` count teams only."""

    rows: list[SetRow]
    published: int
    drafting: int
    of: int

    @property
    def waiting(self) -> int:
        return self.of - self.published - self.drafting


def sets_of(cycle: Cycle) -> Sets | None:
    """None while nobody plans for it: it was never opened, and no set was published."""
    plans = {plan.team_id: plan for plan in TeamPlan.objects.filter(cycle=cycle).select_related("by")[: MOST_TEAMS + 1]}
    if not plans and not (cycle.opened_on and cycle.state != CycleState.CLOSED):
        return None
    counts = {row["team_id"]: row for row in counted(cycle)}
    asked = {row["from_objective__team_id"]: row for row in asked_of_others(cycle)}
    teams = list(Team.objects.exclude(status=TeamStatus.ARCHIVED).order_by("name", "id")[:MOST_TEAMS])
    leads = leads_of([team.pk for team in teams])
    own = [None] if None in counts or None in plans else []
    rows = [set_row(team, plans, counts, asked, leads) for team in [*own, *teams]]
    order = ["drafting", "begun", "", "published"]
    rows.sort(key=lambda row: (row.team is not None, order.index(row.state)))
    of_teams = [row.state for row in rows if row.team]
    return Sets(rows, of_teams.count("published"), of_teams.count("drafting"), len(of_teams))


def counted(cycle: Cycle) -> Any:
    """How many objectives and drafts each team has in the cycle."""
    ours = Objective.objects.filter(cycle=cycle, archived_on=None).exclude(state=ObjectiveState.REJECTED).order_by()
    return ours.values("team_id").annotate(all=Count("id"), drafts=Count("id", filter=Q(state=ObjectiveState.PROPOSED)))


def asked_of_others(cycle: Cycle) -> Any:
    """What the objectives of each team in the cycle need of others, and how much of it has an answer."""
    needs = Dependency.objects.filter(from_objective__cycle=cycle).exclude(state__in=NEVER_BEGUN).order_by()
    return needs.values("from_objective__team_id").annotate(asked=Count("id"), answered=Count("id", filter=~Q(state__in=ASKED)))


def set_row(team: Team | None, plans: Any, counts: Any, asked: Any, leads: dict[int, list[Person]]) -> SetRow:
    pk = team.pk if team else None
    plan, count, needs = plans.get(pk), counts.get(pk, {}), asked.get(pk, {})
    is_published = plan is not None and plan.state == PlanState.PUBLISHED
    state = "published" if is_published else "drafting" if count.get("drafts") else "begun" if count.get("all") else ""
    return SetRow(
        team=team,
        leads=leads.get(pk, []) if pk else [],
        state=state,
        plan=plan,
        count=count.get("all", 0),
        draft_count=count.get("drafts", 0),
        asked=needs.get("asked", 0),
        answered=needs.get("answered", 0),
    )


@dataclass(frozen=True, slots=True)
class Load:
    """What the set asks of one person."""

    person: Person
    here: int  # objectives of the set that they own
    elsewhere: int  # of the cycle, in other sets
    away: int  # days of the cycle on which they are away
    is_member: bool

    @property
    def is_heavy(self) -> bool:
        return self.here + self.elsewhere > PRIORITY_LIMIT


@dataclass(frozen=True, slots=True)
class SetLine:
    """One objective of a set."""

    objective: Objective
    key_results: list[KeyResult]
    advice: list[Advice]

    @property
    def is_draft(self) -> bool:
        return self.objective.state == ObjectiveState.PROPOSED


@dataclass(frozen=True, slots=True)
class PlanPage:
    """One set: what is in it, what is open about it, and who carries how much."""

    cycle: Cycle
    team: Team | None
    plan: TeamPlan | None
    lines: Sequence[SetLine]
    loads: list[Load]
    leads: list[Person]
    has_more: bool

    @property
    def is_published(self) -> bool:
        return self.plan is not None and self.plan.state == PlanState.PUBLISHED

    @property
    def drafts(self) -> list[SetLine]:
        return [line for line in self.lines if line.is_draft]

    @property
    def is_too_much(self) -> bool:
        """More than people can keep in mind."""
        return len([one for one in self.lines if one.objective.state in UNDER_WAY]) > PRIORITY_LIMIT

    @property
    def hint_count(self) -> int:
        return sum(len(line.advice) for line in self.lines)

    @property
    def is_open(self) -> bool:
        """Whether anything can be written for the cycle now."""
        return self.cycle.state in {CycleState.PLANNING, CycleState.ACTIVE}


def plan_page(cycle: Cycle, team: Team | None) -> PlanPage:
    ours = Objective.objects.filter(cycle=cycle, team=team, archived_on=None).exclude(state=ObjectiveState.REJECTED)
    rows = ours.select_related("owner", "parent", "health").prefetch_related("key_results")
    objectives = list(rows.order_by("rank", "title", "id")[: MOST + 1])
    plan = TeamPlan.objects.filter(cycle=cycle, team=team).select_related("by").first()
    return PlanPage(
        cycle=cycle,
        team=team,
        plan=plan,
        lines=[line_of(one) for one in objectives[:MOST]],
        loads=loads_of(cycle, team),
        leads=leads_of([team.pk]).get(team.pk, []) if team else [],
        has_more=len(objectives) > MOST,
    )


def line_of(objective: Objective) -> SetLine:
    """An objective with its measures and what to look at, the weightiest two."""
    key_results = list(objective.key_results.all())
    written = Written(
        title=objective.title,
        done_means=objective.done_means,
        has_owner=objective.owner_id is not None,
        has_due=True,
        has_team=objective.team_id is not None,
        has_parent=objective.parent_id is not None,
        is_saved=True,
        measures=len(key_results),
        without_baseline=tuple(one.title for one in key_results if one.kind == KeyResultKind.METRIC and one.start_value is None),
        weight_is_nought=objective.weight == 0,
    )
    hints = advice(written) if objective.state == ObjectiveState.PROPOSED else []
    order = ("owner", "measures", "parent", "title")
    return SetLine(objective, key_results, sorted(hints, key=lambda hint: hint.field not in order)[:2])


def loads_of(cycle: Cycle, team: Team | None) -> list[Load]:
    """The team's people and whoever else owns something in the set, the busiest first."""
    ours, others = Q(objectives__team=team) if team else Q(objectives__team=None), Q(objectives__cycle=cycle)
    live = others & Q(objectives__archived_on=None) & ~Q(objectives__state=ObjectiveState.REJECTED)
    members = Membership.objects.filter(INSIDE, team=team, person=OuterRef("pk"))
    people = Person.objects.annotate(
        is_member=Exists(members),
        here=Count("objectives", filter=live & ours, distinct=True),
        in_all=Count("objectives", filter=live, distinct=True),
    ).filter(Q(is_member=True) | Q(here__gt=0))
    found = list(people.order_by("-in_all", "name", "id")[:MOST])
    away = days_away(found, cycle)
    return [Load(one, one.here, one.in_all - one.here, away.get(one.pk, 0), one.is_member) for one in found]


def days_away(people: Sequence[Person], cycle: Cycle) -> dict[int, int]:
    """Days of the cycle on which each of them is away, as far as it is known."""
    days: dict[int, int] = {}
    overlapping = Absence.objects.filter(person__in=people, starts_on__lte=cycle.ends_on, ends_on__gte=cycle.starts_on)
    for absence in overlapping[:500]:
        days[absence.person_id] = days.get(absence.person_id, 0) + days_in_common(
            absence.starts_on, absence.ends_on, cycle.starts_on, cycle.ends_on
        )
    return days


def parents_for(cycle: Cycle, team: Team | None, today: date) -> list[Objective]:
    """What a new one may serve: of this cycle, the one around it or the one that runs; on top, or carried by others already."""
    near = Q(cycle=cycle) | Q(cycle__starts_on__lte=today, cycle__ends_on__gte=today)
    if cycle.parent_id:
        near |= Q(cycle_id=cycle.parent_id)
    carried = Exists(Objective.objects.filter(parent=OuterRef("pk")))
    found = Objective.objects.filter(near, Q(parent=None) | carried, state__in=UNDER_WAY, archived_on=None)
    found = found.exclude(team=team) if team else found
    return list(found.order_by("-cycle__starts_on", "title", "id")[:MOST])

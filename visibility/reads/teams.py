"""The tree of teams, whose branches are fetched when they are opened, and one team's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, DateField, Exists, F, IntegerField, OuterRef, Prefetch, Q, Value, When, Window
from django.db.models.functions import Cast, Coalesce, RowNumber

from accountability.days import day_of_owner
from accountability.models import OPEN_STATES as OPEN_COMMITMENTS
from accountability.models import Commitment
from alignment.models import Dependency, Objective
from alignment.models.dependencies import OPEN_STATES as OPEN_DEPENDENCIES
from alignment.reads.dependencies import DependencyRow, dependency_row, with_sides
from alignment.reads.rows import OPEN_STATES, ObjectiveRow, row_of, with_rows, worst_first
from decisions.models import Decision, DecisionState
from intelligence.models import Lesson
from organizations.listing import Asked, Named, Page, all_words, page_of
from organizations.models import Membership, Person, Team
from organizations.models.teams import LEADS, LIVE, TeamRole, TeamStatus
from rhythm.models import Issue, IssueState, MeetingSeries, TeamWeek
from visibility.reads.monday.rhythm import WEEKS, square

SHOWN = 50
GLANCE = 5  # rows of what is a click away in full
FIRST_LEAVES = 20  # teams of a branch that opens by itself


@dataclass(slots=True)
class TeamRow:
    """A team as a line of the tree."""

    id: int
    name: str
    kind: str
    parent: Team | None
    leads: list[Person]
    statuses: dict[str, int]
    own_count: int
    people_count: int
    waits_on: int
    owes: int
    has_below: bool
    is_archived: bool
    below: list[TeamRow] = field(default_factory=list)


def with_team_rows(teams: Any) -> Any:
    """Everything that `team_row` reads: one query, and one for the leads, three of a team at most."""
    leads = Membership.objects.filter(LEADS).select_related("person")
    place = Window(RowNumber(), partition_by=F("team_id"), order_by=["person__name", "id"])
    first = leads.annotate(place=place).filter(place__lte=3).order_by("place")
    below = Exists(Team.objects.filter(parent=OuterRef("pk")))
    rows = teams.select_related("health", "parent").annotate(has_below=below)
    return rows.prefetch_related(Prefetch("memberships", queryset=first, to_attr="first_leads"))


def by_size(teams: Any) -> Any:
    """Active ones first, then those with others below them, then by name."""
    archived = Case(When(status=TeamStatus.ARCHIVED, then=Value(1)), default=Value(0), output_field=IntegerField())
    return teams.order_by(archived, F("has_below").desc(), "name", "id")


def team_row(team: Any) -> TeamRow:
    health = getattr(team, "health", None)
    return TeamRow(
        id=team.pk,
        name=team.name,
        kind=team.kind.replace("-", " "),
        parent=team.parent,
        leads=list(dict.fromkeys(membership.person for membership in team.first_leads)),
        statuses=health.all_by_status if health else {},
        own_count=health.own_count if health else 0,
        people_count=health.people_count if health else 0,
        waits_on=health.waits_on_count if health else 0,
        owes=health.owes_count if health else 0,
        has_below=team.has_below,
        is_archived=team.status == TeamStatus.ARCHIVED,
    )


@dataclass(frozen=True, slots=True)
class TeamFilter:
    """What the reader asked the index for: a tree, or a list once something is looked for."""

    text: str
    person: Named
    page: int

    @property
    def is_narrow(self) -> bool:
        return bool(self.text or self.person)


def asked_teams(asked: Asked) -> TeamFilter:
    return TeamFilter(asked.text(), asked.named("person", Person), asked.page)


@dataclass(frozen=True, slots=True)
class TeamIndex:
    """The top of the tree, or the teams that were found, with the figures of the sentence."""

    page: Page[TeamRow]
    team_count: int
    top_count: int


def team_index(asked: TeamFilter) -> TeamIndex:
    """The teams without a parent; a single one at the top is opened, and so are its largest branches."""
    counts = Team.objects.exclude(status=TeamStatus.ARCHIVED).aggregate(all=Count("id"), top=Count("id", filter=Q(parent=None)))
    if asked.is_narrow:
        return TeamIndex(page_of(found_teams(asked), asked.page, team_row), counts["all"], counts["top"])
    page = page_of(by_size(with_team_rows(Team.objects.filter(parent=None))), asked.page, team_row)
    roots = [row for row in page if row.has_below]
    if len(roots) == 1:
        roots[0].below = team_children(roots[0].id, page=1).rows  # type: ignore[assignment]
    return TeamIndex(page, counts["all"], counts["top"])


def found_teams(asked: TeamFilter) -> Any:
    teams = Team.objects.filter(all_words(asked.text, "name", "key"))
    if asked.person:
        teams = teams.filter(pk__in=Membership.objects.filter(LIVE, asked.person.narrow("person")).values("team"))
    return by_size(with_team_rows(teams))


def team_children(team_id: int, page: int) -> Page[TeamRow]:
    """One page of a branch."""
    return page_of(by_size(with_team_rows(Team.objects.filter(parent_id=team_id))), page, team_row)


@dataclass(frozen=True, slots=True)
class Glance:
    """A line of what is a click away in full: a decision, an issue, a lesson, a commitment."""

    what: str
    id: int
    title: str
    state: str
    on: date | None
    owner: str
    days: int | None


@dataclass(frozen=True, slots=True)
class TeamPage:
    """Everything on a team's page."""

    team: Team
    row: TeamRow
    priorities: Page[ObjectiveRow]
    off_count: int
    owed: list[DependencyRow]
    waits_on: list[DependencyRow]
    squares: list[str]
    last_missed: bool
    series: Sequence[MeetingSeries]
    memberships: Sequence[Membership]
    has_more_people: bool
    children: Page[TeamRow]
    glances: dict[str, list[Glance]]

    @property
    def late_count(self) -> int:
        """On both sides, of those shown."""
        return sum(row.words == "late" for row in [*self.owed, *self.waits_on])

    @property
    def unanswered_count(self) -> int:
        return sum(row.words in {"unanswered", "talks"} for row in [*self.owed, *self.waits_on])


def team_page(pk: int, today: date, now: datetime) -> TeamPage | None:
    """One team: its priorities, who waits for it and whom it waits for, its rhythm, its people, and a glance at the rest."""
    below = Exists(Team.objects.filter(parent=OuterRef("pk")))
    related = ("health", "parent__parent", "organization")
    team = Team.objects.filter(pk=pk).select_related(*related).annotate(has_below=below).first()
    if team is None:
        return None
    people = list(members_of(team)[: SHOWN + 1])
    team.first_leads = [membership for membership in people if membership.role == TeamRole.LEAD][:3]
    priorities = worst_first(with_rows(Objective.objects.filter(team=team, state__in=OPEN_STATES, archived_on=None)))
    page = page_of(priorities, 1, row_of)
    owed, waits_on = dependencies_of(team, today)
    squares = squares_of(team, today)
    return TeamPage(
        team=team,
        row=team_row(team),
        priorities=page,
        off_count=sum(row.mark in ("off_track", "at_risk", "contradicted") for row in page),
        owed=owed,
        waits_on=waits_on,
        squares=squares,
        last_missed=bool(squares) and squares[-1] == "missed",
        series=list(MeetingSeries.objects.filter(team=team).order_by("start_time", "title")[:GLANCE]),
        memberships=people[:SHOWN],
        has_more_people=len(people) > SHOWN,
        children=page_of(by_size(with_team_rows(Team.objects.filter(parent=team))), 1, team_row, size=10)
        if team.has_below
        else Page([]),
        glances=glances_of(team, today, now),
    )


def members_of(team: Team) -> Any:
    """Who is in the team today: leads, then members, then advisors."""
    order = Case(When(role=TeamRole.LEAD, then=Value(0)), When(role=TeamRole.MEMBER, then=Value(1)), default=Value(2))
    return Membership.objects.filter(LIVE, team=team).select_related("person").order_by(order, "person__name", "id")


def dependencies_of(team: Team, today: date) -> tuple[list[DependencyRow], list[DependencyRow]]:
    """What others need of the team, and what it needs of others: open ones, harm first."""
    ours = Q(to_team=team) | Q(to_team=None, to_objective__team=team)
    theirs = Q(from_team=team) | Q(from_team=None, from_objective__team=team)
    found = with_sides(Dependency.objects.filter(ours | theirs, state__in=OPEN_DEPENDENCIES), today)[:SHOWN]
    owed: list[DependencyRow] = []
    waits_on: list[DependencyRow] = []
    for dependency in found:
        row = dependency_row(dependency, today)
        (owed if row.giver_team and row.giver_team.pk == team.pk else waits_on).append(row)
    return owed, waits_on


def squares_of(team: Team, today: date) -> list[str]:
    """The weeks before this one, oldest first; none when none was ever counted."""
    monday = today - timedelta(days=today.weekday())
    weeks = [monday - timedelta(weeks=back) for back in range(WEEKS, 0, -1)]
    by_week = {week.week_of: week for week in TeamWeek.objects.filter(team=team, week_of__gte=weeks[0], week_of__lt=monday)}
    return [square(by_week.get(week)) for week in weeks] if by_week else []


def glances_of(team: Team, today: date, now: datetime) -> dict[str, list[Glance]]:
    """Decisions, issues, commitments and lessons of the team, five of each, in one query."""
    waiting = Case(When(state=DecisionState.PROPOSED, then=Value(0)), default=Value(1))
    decisions = Decision.objects.filter(team=team).order_by(waiting, F("decided_on").desc(nulls_last=True), "-id")
    issues = Issue.objects.filter(Q(state=IssueState.OPEN) | Q(state=""), team=team).order_by(
        F("raised_on").asc(nulls_last=True), "id"
    )
    promised = Commitment.objects.filter(team=team, state__in=OPEN_COMMITMENTS).order_by(F("due_on").asc(nulls_last=True), "id")
    lessons = Lesson.objects.filter(team=team).order_by(F("on").desc(nulls_last=True), "-id")
    rows = as_glances(decisions, "decision", Coalesce("decided_on", "proposed_on")).union(
        as_glances(issues, "issue", F("raised_on"), owner="owner__name"),
        as_glances(promised, "commitment", F("due_on"), owner="owner__name", today=day_of_owner(now, team.organization)),
        as_glances(lessons, "lesson", F("on"), state=F("category"), owner="author__name"),
        all=True,
    )
    glances: dict[str, list[Glance]] = {"decision": [], "issue": [], "commitment": [], "lesson": []}
    for what, pk, title, state, day, owner, there in rows:
        glances[what].append(Glance(what, pk, title, state, day, owner or "", ((there or today) - day).days if day else None))
    return glances


def as_glances(rows: Any, what: str, day: Any, *, state: Any = None, owner: str = "", today: Any = None) -> Any:
    """The first five as (what, id, title, state, day, owner, today where the owner lives), so that they can stand in one answer."""
    named = F(owner) if owner else Value("", output_field=CharField())
    said = rows.annotate(g_what=Value(what, output_field=CharField()), g_state=state or F("state"), g_owner=named)
    there = Cast(Value(None) if today is None else today, DateField())
    return said.annotate(g_on=Coalesce(day, None, output_field=DateField()), g_today=there).values_list(
        "g_what", "id", "title", "g_state", "g_on", "g_owner", "g_today"
    )[:GLANCE]

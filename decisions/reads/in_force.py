"""What is in force on a day for a team: its own decisions, those of the teams above it, and those of the organization."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Case, Count, F, IntegerField, Q, Subquery, Value, When

from decisions.models import Decision
from decisions.reads.rows import DecisionRow, decision_row, with_rows
from decisions.reads.standing import enders, in_force
from organizations.listing import Asked, Page, page_of
from organizations.models import Team
from organizations.tenancy import organization_in_hand

# The team and those above it, as the teams stand today; the nearest first.
ABOVE = """
WITH RECURSIVE up(id, name, parent_id, step) AS (
    SELECT id, name, parent_id, 0 FROM organizations_team WHERE organization_id = %(organization)s AND id = %(team)s
    UNION ALL
    SELECT t.id, t.name, t.parent_id, up.step + 1 FROM organizations_team t JOIN up ON t.id = up.parent_id
    WHERE t.organization_id = %(organization)s
)
SELECT id, name FROM up ORDER BY step
"""
ORGANIZATION_S_OWN = 1_000  # a place below every team: no tree is so deep


@dataclass(frozen=True, slots=True)
class Above:
    """A team whose decisions hold for the one that is asked about."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class InForceFilter:
    """The day and the team of the address."""

    on: date
    team: Team | None
    unknown_team: str
    page: int


@dataclass(frozen=True, slots=True)
class InForceRow:
    """A decision that was in force, and what ended it afterwards."""

    row: DecisionRow
    place: int
    ended_on: date | None
    ended_by: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of this page whose decisions are one team's, or the organization's."""

    team: Above | None
    is_own: bool
    count: int
    rows: Sequence[InForceRow]


@dataclass(frozen=True, slots=True)
class InForcePage:
    """The answer: how many there are, and one page of them, the team's own first."""

    count: int
    groups: list[Group]
    page: Page[InForceRow]


def asked_in_force(asked: Asked, today: date) -> InForceFilter:
    """A day that makes no sense is today; a team that nobody knows is said, and everything is shown."""
    said, number = asked.text("team"), asked.number("team")
    teams = Team.objects.filter(pk=number) if number else Team.objects.filter(name__iexact=said)
    team = teams.order_by("pk").first() if said else None
    if said and team is None and not number:
        found = list(Team.objects.filter(name__icontains=said).order_by("pk")[:2])
        team = found[0] if len(found) == 1 else None
    return InForceFilter(day_said(asked, "on") or today, team, said if said and team is None else "", asked.page)


def day_said(asked: Asked, name: str) -> date | None:
    """A day of the address, as year-month-day; anything else is none."""
    try:
        return date.fromisoformat(asked.text(name, limit=10))
    except ValueError:
        return None


def teams_above(team_id: int) -> list[Above]:
    """The team itself and those above it, the nearest first; one query."""
    with connection.cursor() as cursor:
        cursor.execute(ABOVE, {"organization": organization_in_hand(), "team": team_id})
        return [Above(*row) for row in cursor.fetchall()]


def in_force_for(on: date, team_ids: Sequence[int] | None) -> Any:
    """What is in force for the first of these teams, which lies below the others; None: for anybody, wherever it was decided."""
    found = in_force(on)
    return found if team_ids is None else found.filter(Q(team_id__in=team_ids) | Q(team=None))


def in_force_page(asked: InForceFilter, today: date) -> InForcePage:
    """The team's own decisions, then those of each team above it, then the organization's, the newest first in each."""
    teams = teams_above(asked.team.pk) if asked.team else []
    ids = [team.id for team in teams] if asked.team else None
    found = in_force_for(asked.on, ids).annotate(place=place_of(ids))
    counts = dict(found.order_by().values_list("place").annotate(Count("id")))
    later = enders().filter(decision__decided_on__gt=asked.on).order_by("decision__decided_on", "decision_id")
    rows = with_rows(found).annotate(
        ended_on=Subquery(later.values("decision__decided_on")[:1]), ended_by=Subquery(later.values("decision_id")[:1])
    )
    ordered = rows.order_by("place", F("decided_on").desc(nulls_last=True), "-id")
    page = page_of(ordered, asked.page, lambda decision: row_of(decision, today))
    return InForcePage(sum(counts.values()), grouped(page, teams, counts), page)


def place_of(ids: Sequence[int] | None) -> Any:
    """0 for the team's own, 1 for the team above it, and so on; for anybody's all are one."""
    if ids is None:
        return Value(0, output_field=IntegerField())
    near = [When(team_id=pk, then=Value(step)) for step, pk in enumerate(ids)]
    return Case(*near, default=Value(ORGANIZATION_S_OWN), output_field=IntegerField())


def row_of(decision: Any, today: date) -> InForceRow:
    return InForceRow(decision_row(decision, today), decision.place, decision.ended_on, decision.ended_by)


def grouped(page: Page[InForceRow], teams: list[Above], counts: dict[int, int]) -> list[Group]:
    rows: dict[int, list[InForceRow]] = {}
    for row in page:
        rows.setdefault(row.place, []).append(row)
    return [
        Group(teams[place] if place < len(teams) else None, place == 0 and bool(teams), counts[place], found)
        for place, found in rows.items()
    ]


def is_in_force(decision: Decision, on: date) -> bool:
    """Whether this one is; one query."""
    return bool(in_force(on).filter(pk=decision.pk).exists())

"""Whose work a meeting is about: its team with those below it, or the whole company; and the people who are asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q

from organizations.tenancy import organization_in_hand
from rhythm.models import MeetingKind, MeetingSeries
from rhythm.people import asked_to

# Without a team these are about their people; every other kind is then about the whole company.
OF_ITS_PEOPLE = {MeetingKind.ONE_TO_ONE, MeetingKind.AFTER_ACTION, MeetingKind.DECISION_REVIEW, MeetingKind.PREMORTEM}
EVERYTHING = Q(pk__gt=0)
BELOW = """WITH RECURSIVE below (id) AS (
    SELECT id FROM organizations_team WHERE id = %(team)s AND organization_id = %(organization)s
    UNION
    SELECT t.id FROM organizations_team t JOIN below b ON t.parent_id = b.id
    WHERE t.organization_id = %(organization)s AND t.status <> 'archived'
)
SELECT id FROM below ORDER BY id"""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a group can change: `teams` with those below, or None for the whole company; `people` are those who are asked."""

    series: MeetingSeries
    teams: list[int] | None
    people: list[int]
    is_top: bool  # things of no team belong to it, too

    @property
    def is_company(self) -> bool:
        return self.teams is None

    def of(self, team: str, *owners: str) -> Q:
        """Rows of the group: of its teams, or of its people where they belong to no team."""
        if self.teams is None:
            return EVERYTHING
        theirs = Q()
        for owner in owners:
            theirs |= Q(**{f"{owner}__in": self.people})
        if not self.teams:
            return theirs
        of_none = Q(**{f"{team}__isnull": True})
        return Q(**{f"{team}__in": self.teams}) | (of_none if self.is_top else of_none & theirs)

    def gives(self, team_id: int | None, owner_id: int | None) -> bool:
        """Whether the giving side of a dependency is this group."""
        if self.teams is None:
            return False
        return team_id in self.teams or (not self.teams and owner_id in self.people)


def scope_of(series: MeetingSeries) -> Scope:
    """At most two queries."""
    people = [person.pk for person in asked_to(series)]
    if series.kind == MeetingKind.ONE_TO_ONE or (series.team_id is None and series.kind in OF_ITS_PEOPLE):
        return Scope(series, [], people, is_top=False)
    if series.team_id is None:
        return Scope(series, None, people, is_top=True)
    teams = teams_below(series.team_id)
    return Scope(series, teams, people, is_top=series.team.parent_id is None and len(teams) > 1)


def teams_below(team_id: int) -> list[int]:
    """The team itself and every team below it that is not archived."""
    with connection.cursor() as cursor:
        cursor.execute(BELOW, {"team": team_id, "organization": organization_in_hand()})
        found: list[Any] = cursor.fetchall()
    return [row[0] for row in found]

"""Whom a change of the strategy touches, and why: the teams that are asked what it means for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from alignment.differences import Change
from alignment.models import Objective, StrategyVersion
from alignment.models.objectives import ObjectiveState
from alignment.models.strategy import Section
from alignment.reads.rows import OPEN_STATES
from organizations.models import Team
from organizations.models.teams import TeamStatus
from organizations.tenancy import organization_in_hand

MOST = 500
FOR_EVERYBODY = (Section.PURPOSE, Section.VALUE, Section.NOT_DOING)  # a change of these holds for every team with work under way

# From the objectives that serve a changed line down the tree, further parents included, to the teams with something under way.
BELOW = """
WITH RECURSIVE below (id, root, line) AS (
    SELECT o.id, o.id, o.serves_id FROM alignment_objective o
    WHERE o.organization_id = %(org)s AND o.serves_id = ANY (%(lines)s) AND o.state = ANY (%(open)s) AND o.archived_on IS NULL
    UNION
    SELECT child.id, b.root, b.line FROM below b CROSS JOIN LATERAL (
        SELECT o.id FROM alignment_objective o WHERE o.organization_id = %(org)s AND o.parent_id = b.id
        UNION ALL
        SELECT l.objective_id FROM alignment_objectivelink l WHERE l.organization_id = %(org)s AND l.contributes_to_id = b.id
    ) child
)
SELECT DISTINCT ON (o.team_id) o.team_id, root.title, b.line
FROM below b
JOIN alignment_objective o ON o.id = b.id AND o.organization_id = %(org)s
JOIN alignment_objective root ON root.id = b.root AND root.organization_id = %(org)s
WHERE o.team_id IS NOT NULL AND o.state = %(active)s AND o.archived_on IS NULL
ORDER BY o.team_id, root.rank NULLS LAST, root.id
"""


@dataclass(frozen=True, slots=True)
class TouchedTeam:
    """A team that may be asked; `because` is empty for one that the change does not touch."""

    team: Team
    because: str

    @property
    def is_touched(self) -> bool:
        return bool(self.because)


def touched_teams(changes: Sequence[Change]) -> list[TouchedTeam]:
    """All teams by name, those that the changes touch with the reason. Two queries."""
    became = {change.line: change for change in changes if change.line and change.kind in {"reworded", "taken_out"}}
    reasons = teams_below(became)
    general = " and ".join(str(Section(name).label) for name in Section.values if name in everybodys(changes))
    found = []
    for team in live_teams():
        because = reasons.get(team.pk, "")
        if not because and general and team.has_work:
            because = f"{general} changed, and that holds for every team with work under way."
        found.append(TouchedTeam(team, because))
    return found


def is_team_unasked(version: StrategyVersion) -> bool:
    """Somebody is left to be asked about it. One query."""
    return Team.objects.exclude(status=TeamStatus.ARCHIVED).exclude(pk__in=version.impacts.values("team")).exists()


def everybodys(changes: Sequence[Change]) -> set[str]:
    return {change.section for change in changes if change.section in FOR_EVERYBODY and change.kind != "reordered"}


def live_teams() -> list[Any]:
    """Teams by name; `has_work` says whether something is under way in one."""
    work = Objective.objects.filter(team=OuterRef("pk"), state=ObjectiveState.ACTIVE, archived_on=None)
    return list(Team.objects.filter(~Q(status=TeamStatus.ARCHIVED)).annotate(has_work=Exists(work)).order_by("name", "id")[:MOST])


def teams_below(became: dict[int, Change]) -> dict[int, str]:
    """Team → why a change of these lines touches it."""
    if not became:
        return {}
    said: dict[str, Any] = {
        "org": organization_in_hand(),
        "lines": list(became),
        "open": [str(state) for state in OPEN_STATES],
        "active": str(ObjectiveState.ACTIVE),
    }
    with connection.cursor() as cursor:
        cursor.execute(BELOW, said)
        return {team: because(title, became[line]) for team, title, line in cursor.fetchall()}


def because(title: str, change: Change) -> str:
    """“Twelve utilities live” serves “Every utility is live in 30 days”, which was re-worded."""
    what = "was taken out" if change.kind == "taken_out" else "was re-worded"
    return f"Works for “{cut(title, 120)}”, which serves “{cut(change.before, 160)}”; that line {what}."


def cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"

"""The measures of alignment, with the rows that they are counted from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from alignment.coherence import Ratio, focus, jaccard, priority_consistency
from alignment.reads.findings.graph import GRAPH, rows_of

SHOWN_TEAMS = 5
TOP = 3  # priorities of a team, and of the company, that are held against each other

# One row a team; the figures of the whole organization stand in each, and in one without a team where there is none.
FIGURES = f"""{GRAPH},
top AS (SELECT id FROM lowest WHERE state <> 'proposed' ORDER BY rank NULLS LAST, due_on NULLS LAST, id LIMIT %(top)s),
totals AS (
    SELECT (SELECT count(*) FROM priority) AS priorities,
           (SELECT count(*) FROM priority p WHERE EXISTS (SELECT 1 FROM below b WHERE b.id = p.id)) AS linked,
           (SELECT count(*) FROM lowest WHERE state <> 'proposed') AS company,
           (SELECT count(*) FROM lowest l WHERE state <> 'proposed' AND l.owner_id IS NOT NULL AND EXISTS (
               SELECT 1 FROM below b JOIN alive a ON a.id = b.id WHERE b.top = l.id AND a.is_open AND NOT a.is_top)) AS carried,
           (SELECT array_agg(id) FROM top) AS top
),
ranked AS (
    SELECT id, team_id, count(*) OVER (PARTITION BY team_id) AS priorities,
           row_number() OVER (PARTITION BY team_id ORDER BY rank NULLS LAST, due_on NULLS LAST, id) AS nth FROM priority
),
teams AS (
    SELECT r.team_id, max(r.priorities) AS team_priorities,
           coalesce(array_agg(DISTINCT b.top) FILTER (WHERE b.top IS NOT NULL), '{{}}') AS leads_to
    FROM ranked r LEFT JOIN (SELECT b.* FROM below b JOIN lowest l ON l.id = b.top) b ON b.id = r.id WHERE r.nth <= %(top)s
    GROUP BY r.team_id
)
SELECT totals.*, t.id AS team_id, t.name AS team, coalesce(teams.team_priorities, 0) AS team_priorities, teams.leads_to
FROM totals LEFT JOIN teams ON TRUE LEFT JOIN organizations_team t ON t.id = teams.team_id ORDER BY t.name, t.id
"""  # noqa: S608  our own text


@dataclass(frozen=True, slots=True)
class TeamAgreement:
    """How far a team's first three priorities lead to the company's first three; 0 to 1."""

    id: int
    name: str
    share: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares with their counts; `consistency` runs 0 to 1 and is unknown without teams or company objectives."""

    coverage: Ratio  # priorities that lead to a company objective, of all
    carried: Ratio  # company objectives with an owner and a team's priority below, of all
    focus: Ratio  # priorities within the limit of their team, of all
    consistency: float | None
    teams: list[TeamAgreement]  # the least agreeing first
    team_count: int

    @property
    def is_empty(self) -> bool:
        return not (self.coverage.whole or self.carried.whole)


def figures() -> Figures:
    """All measures that objectives alone can tell, in one query."""
    rows = rows_of(FIGURES, top=TOP)
    total, teams = rows[0], [row for row in rows if row["team_id"]]
    top = set(total["top"] or [])
    agreeing = sorted((agreement(row, top) for row in teams), key=lambda team: (team.share, team.name)) if top else []
    return Figures(
        coverage=Ratio(total["linked"], total["priorities"]),
        carried=Ratio(total["carried"], total["company"]),
        focus=focus(row["team_priorities"] for row in teams),
        consistency=priority_consistency([row["leads_to"] for row in teams], top),
        teams=agreeing[:SHOWN_TEAMS],
        team_count=len(teams),
    )


def agreement(row: dict[str, Any], top: set[int]) -> TeamAgreement:
    return TeamAgreement(row["team_id"], row["team"], jaccard(row["leads_to"], top) or 0.0)

"""Blocked time (DOMAIN 2.2): of the working days on which things were under way, how many they were stuck; by team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from alignment.reads.findings.graph import rows_of
from decisions.blocking import ENOUGH, last_weeks, share

# A thing is under way from the day it begins to the day before it ends; each working day of it counts once, and once as blocked,
# however many blockers hold it up. Withdrawn ones are none. What is private is nobody's figure.
TIME = """
WITH days AS (
    SELECT day::date FROM generate_series(%(after)s::date + 1, %(last)s::date, interval '1 day') day
    WHERE extract(isodow FROM day) < 6
),
things AS (
    SELECT 'o' AS sort, o.id, o.team_id, coalesce(o.start_on, c.starts_on) AS begun, o.completed_on AS ended
    FROM alignment_objective o LEFT JOIN organizations_cycle c ON c.id = o.cycle_id
    WHERE o.organization_id = %(organization)s AND o.archived_on IS NULL
      AND (o.state = 'active' OR (o.state IN ('completed', 'missed', 'cancelled') AND o.completed_on > %(after)s))
  UNION ALL
    SELECT 'c', m.id, coalesce(m.team_id, o.team_id), m.created_on, coalesce(m.completed_on, m.closed_on)
    FROM accountability_commitment m LEFT JOIN alignment_objective o ON o.id = m.objective_id
    WHERE m.organization_id = %(organization)s AND NOT m.is_private
      AND (m.state IN ('open', 'in_progress')
        OR (m.state IN ('done', 'rescoped', 'cancelled') AND coalesce(m.completed_on, m.closed_on) > %(after)s))
),
stuck AS (
    SELECT DISTINCT CASE WHEN b.objective_id IS NULL THEN 'c' ELSE 'o' END AS sort,
        coalesce(b.objective_id, b.commitment_id) AS id, d.day
    FROM decisions_blocker b JOIN decisions_blockerspan s ON s.blocker_id = b.id
    JOIN days d ON d.day > s.since_on AND d.day <= coalesce(s.until_on, d.day)
    WHERE b.organization_id = %(organization)s AND b.state <> 'withdrawn'
),
counted AS (
    SELECT t.team_id, t.sort, t.id, count(*)::int AS active, count(s.id)::int AS blocked
    FROM things t JOIN days d ON d.day >= coalesce(t.begun, d.day) AND (t.ended IS NULL OR d.day < t.ended)
    LEFT JOIN stuck s ON s.sort = t.sort AND s.id = t.id AND s.day = d.day
    GROUP BY t.team_id, t.sort, t.id
)
SELECT c.team_id, coalesce(t.name, '') AS name, count(*)::int AS things, sum(c.active)::int AS active,
    sum(c.blocked)::int AS blocked, (count(*) FILTER (WHERE c.blocked > 0))::int AS stuck
FROM counted c LEFT JOIN organizations_team t ON t.id = c.team_id
GROUP BY c.team_id, t.name ORDER BY sum(c.blocked) DESC, t.name NULLS LAST, c.team_id
"""


@dataclass(frozen=True, slots=True)
class TeamTime:
    """One team's: days under way and days stuck, over so many things."""

    team_id: int | None
    name: str
    things: int
    active: int
    blocked: int
    stuck: int  # of the things, those that were stuck on any of the days

    @property
    def is_known(self) -> bool:
        """Whether there was enough under way to say a share of."""
        return self.things >= ENOUGH

    @property
    def share(self) -> float | None:
        return share(self.blocked, self.active)


@dataclass(frozen=True, slots=True)
class BlockedTime:
    """All teams', those with days stuck first named one by one, and the sum of all."""

    total: TeamTime
    teams: Sequence[TeamTime]
    clear: int  # teams on whose things nothing was stuck
    first: date
    last: date

    @property
    def is_empty(self) -> bool:
        return not self.total.active


def blocked_time(today: date) -> BlockedTime:
    """Over the last four complete weeks; one query."""
    after, last = last_weeks(today)
    rows = [TeamTime(**row) for row in rows_of(TIME, after=after, last=last)]
    sums = [sum(getattr(row, name) for row in rows) for name in ("things", "active", "blocked", "stuck")]
    total = TeamTime(None, "", *sums)
    stuck = [row for row in rows if row.blocked]
    return BlockedTime(total, stuck, len(rows) - len(stuck), after + timedelta(days=1), last)

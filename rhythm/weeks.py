"""A team's week as the rhythm matrix shows it: stored, and refreshed when a meeting or a check-in changes what it counts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.db import connection

# What a team owes in a week: a check-in on each of its objectives that is under way then. What came: those with one in the week.
# A meeting that was held outweighs one that was missed; a series without meetings leaves the week without.
REFRESH = """
WITH owed AS (
    SELECT o.team_id, count(*) AS due, count(*) FILTER (WHERE EXISTS (
        SELECT 1 FROM alignment_checkin c WHERE c.organization_id = o.organization_id AND c.objective_id = o.id
        AND c.at >= %(monday)s::date AND c.at < %(monday)s::date + 7)) AS came
    FROM alignment_objective o LEFT JOIN organizations_cycle y ON y.id = o.cycle_id
    WHERE o.organization_id = %(organization)s AND o.team_id IS NOT NULL AND o.state = 'active'
      AND (%(teams)s::bigint[] IS NULL OR o.team_id = ANY (%(teams)s))
      AND coalesce(o.start_on, y.starts_on, %(monday)s) < %(monday)s::date + 7
      AND coalesce(y.ends_on, o.due_on, %(monday)s) >= %(monday)s
      AND (o.cycle_id IS NOT NULL OR o.start_on IS NOT NULL OR o.due_on IS NOT NULL)
    GROUP BY o.team_id
), met AS (
    SELECT s.team_id, CASE WHEN bool_or(m.state = 'held') THEN 'held' WHEN bool_or(m.state = 'missed') THEN 'missed'
        WHEN bool_or(m.state = 'planned') THEN 'planned' ELSE '' END AS meeting
    FROM rhythm_meeting m JOIN rhythm_meetingseries s ON s.id = m.series_id
    WHERE m.organization_id = %(organization)s AND s.team_id IS NOT NULL
      AND (%(teams)s::bigint[] IS NULL OR s.team_id = ANY (%(teams)s))
      AND m.planned_at >= %(monday)s::date AND m.planned_at < %(monday)s::date + 7
    GROUP BY s.team_id
)
INSERT INTO rhythm_teamweek AS w (organization_id, team_id, week_of, meeting, check_ins_due, check_ins_in)
SELECT %(organization)s, coalesce(owed.team_id, met.team_id), %(monday)s, coalesce(met.meeting, ''),
       coalesce(owed.due, 0), coalesce(owed.came, 0)
FROM owed FULL JOIN met ON met.team_id = owed.team_id
ON CONFLICT (team_id, week_of) DO UPDATE SET
    (meeting, check_ins_due, check_ins_in) = (excluded.meeting, excluded.check_ins_due, excluded.check_ins_in)
WHERE (w.meeting, w.check_ins_due, w.check_ins_in)
    IS DISTINCT FROM (excluded.meeting, excluded.check_ins_due, excluded.check_ins_in)
"""


def refresh_weeks(*, organization_id: int, week_of: date, today: date, team_ids: Collection[int] | None = None) -> None:
    """Count the week that begins on `week_of` (a Monday) for these teams, or all; weeks after today's are left alone."""
    monday = week_of - timedelta(days=week_of.weekday())
    if monday > today:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            REFRESH,
            {"organization": organization_id, "monday": monday, "teams": None if team_ids is None else list(team_ids)},
        )

"""A team's week as the rhythm matrix shows it: stored, and refreshed when a meeting or a check-in changes what it counts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.db import connection

# What a team owes in a week: a check-in on each of its objectives that has a period, and was under way in that week (it still is,
# or it ended later). What came: those with one on a day of the week, by the organization's own calendar. A meeting that was held
# outweighs one that was missed; a week without meetings has none. One that is planned counts until its day is over: after that
# nobody knows whether it took place, until somebody says so at its series. What was counted before is counted down, too.
REFRESH = """
WITH owed AS (
    SELECT o.team_id, count(*) AS due, count(*) FILTER (WHERE EXISTS (
        SELECT 1 FROM alignment_checkin c
        WHERE c.organization_id = o.organization_id AND c.objective_id = o.id
          AND c.at >= %(monday)s::date - 1 AND c.at < %(monday)s::date + 8  -- the week in any time zone, for the index
          AND alignment_day(c.at, c.is_day_only, n.timezone) BETWEEN %(monday)s AND %(monday)s::date + 6)) AS came
    FROM alignment_objective o
    JOIN organizations_organization n ON n.id = o.organization_id
    LEFT JOIN organizations_cycle y ON y.id = o.cycle_id
    WHERE o.organization_id = %(organization)s AND o.team_id IS NOT NULL
      AND (o.state = 'active' OR o.state IN ('completed', 'missed') AND o.completed_on >= %(monday)s::date + 7)
      AND (%(teams)s::bigint[] IS NULL OR o.team_id = ANY (%(teams)s))
      AND coalesce(o.start_on, y.starts_on, %(monday)s) < %(monday)s::date + 7
      AND coalesce(y.ends_on, o.due_on, %(monday)s) >= %(monday)s
      AND (o.cycle_id IS NOT NULL OR o.start_on IS NOT NULL OR o.due_on IS NOT NULL)
    GROUP BY o.team_id
), met AS (
    SELECT s.team_id, CASE WHEN bool_or(m.state = 'held') THEN 'held' WHEN bool_or(m.state = 'missed') THEN 'missed'
        WHEN bool_or(m.state = 'planned' AND alignment_day(m.planned_at, false, n.timezone) >= %(today)s) THEN 'planned'
        ELSE '' END AS meeting
    FROM rhythm_meeting m
    JOIN rhythm_meetingseries s ON s.id = m.series_id
    JOIN organizations_organization n ON n.id = m.organization_id
    WHERE m.organization_id = %(organization)s AND s.team_id IS NOT NULL
      AND (%(teams)s::bigint[] IS NULL OR s.team_id = ANY (%(teams)s))
      AND m.planned_at >= %(monday)s::date - 1 AND m.planned_at < %(monday)s::date + 8
      AND alignment_day(m.planned_at, false, n.timezone) BETWEEN %(monday)s AND %(monday)s::date + 6
    GROUP BY s.team_id
), counted AS (
    SELECT team_id FROM owed UNION SELECT team_id FROM met UNION
    SELECT team_id FROM rhythm_teamweek WHERE organization_id = %(organization)s AND week_of = %(monday)s
      AND (%(teams)s::bigint[] IS NULL OR team_id = ANY (%(teams)s))
)
INSERT INTO rhythm_teamweek AS w (organization_id, team_id, week_of, meeting, check_ins_due, check_ins_in)
SELECT %(organization)s, t.team_id, %(monday)s, coalesce(met.meeting, ''), coalesce(owed.due, 0), coalesce(owed.came, 0)
FROM counted t LEFT JOIN owed ON owed.team_id = t.team_id LEFT JOIN met ON met.team_id = t.team_id
ORDER BY t.team_id
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
            {
                "organization": organization_id,
                "monday": monday,
                "today": today,
                "teams": None if team_ids is None else list(team_ids),
            },
        )

"""Who stands above the one who decides: a decision that is past its day is theirs to ask about.

By the chart where the decider holds a seat with somebody above it, past seats that stand empty; else by the teams.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from alignment.reads.findings.graph import rows_of

# Upwards from the team that decides, or else the decider's own: past the last that the decider leads, the first that has leads.
ABOVE = """
WITH RECURSIVE late AS (
    SELECT d.id, r.person_id AS decider, coalesce(d.team_id, (
        SELECT m.team_id FROM organizations_membership m
        WHERE m.organization_id = %(organization)s AND m.person_id = r.person_id AND m.role IN ('lead', 'member')
          AND m.end_on IS NULL AND m.status <> 'ended'
        ORDER BY m.role = 'lead' DESC, m.id LIMIT 1
    )) AS team_id
    FROM decisions_decision d JOIN decisions_decisionrole r ON r.decision_id = d.id AND r.part = 'decider'
    WHERE d.organization_id = %(organization)s AND d.state = 'proposed' AND d.need_by >= %(since)s AND d.need_by < %(today)s
),
way AS (
    SELECT id, decider, team_id, 0 AS steps FROM late WHERE team_id IS NOT NULL
  UNION ALL
    SELECT w.id, w.decider, t.parent_id, w.steps + 1 FROM way w JOIN organizations_team t ON t.id = w.team_id
    WHERE t.organization_id = %(organization)s AND t.parent_id IS NOT NULL
),
leads AS (
    SELECT w.id, w.steps, m.person_id, max(w.steps) FILTER (WHERE m.person_id = w.decider) OVER (PARTITION BY w.id) AS own
    FROM way w
    JOIN organizations_membership m ON m.team_id = w.team_id AND m.role = 'lead' AND m.end_on IS NULL AND m.status <> 'ended'
    JOIN organizations_person p ON p.id = m.person_id AND p.status <> 'inactive'
    WHERE m.organization_id = %(organization)s
),
nearest AS (SELECT id, min(steps) AS steps FROM leads WHERE steps > coalesce(own, -1) GROUP BY id),
seats AS (
    SELECT l.id, l.decider, s.above_id AS seat_id, 0 AS steps
    FROM late l JOIN accountability_seatholder h ON h.person_id = l.decider AND h.part = 'holder' AND h.end_on IS NULL
    JOIN accountability_seat s ON s.id = h.seat_id AND s.closed_on IS NULL
    WHERE s.organization_id = %(organization)s AND s.above_id IS NOT NULL
  UNION ALL
    SELECT w.id, w.decider, s.above_id, w.steps + 1 FROM seats w JOIN accountability_seat s ON s.id = w.seat_id
    WHERE s.organization_id = %(organization)s AND s.above_id IS NOT NULL
),
holders AS (
    SELECT w.id, w.steps, h.person_id FROM seats w JOIN accountability_seat s ON s.id = w.seat_id AND s.closed_on IS NULL
    JOIN accountability_seatholder h ON h.seat_id = s.id AND h.part = 'holder' AND h.end_on IS NULL
    JOIN organizations_person p ON p.id = h.person_id AND p.status <> 'inactive'
    WHERE h.person_id <> w.decider AND s.organization_id = %(organization)s
),
nearest_seat AS (SELECT id, min(steps) AS steps FROM holders GROUP BY id)
SELECT DISTINCT id FROM (
    SELECT h.id, h.person_id FROM holders h JOIN nearest_seat n ON n.id = h.id AND n.steps = h.steps
  UNION ALL
    SELECT l.id, l.person_id FROM leads l JOIN nearest n ON n.id = l.id AND n.steps = l.steps
    WHERE l.id NOT IN (SELECT id FROM nearest_seat)
) found WHERE person_id = ANY(%(people)s) ORDER BY id
"""


def escalated_to(people: Collection[int], *, since: date, today: date) -> list[int]:
    """Open decisions that were needed on these days, before today, and whose deciders stand right below these people; one query."""
    return [row["id"] for row in rows_of(ABOVE, people=list(people), since=since, today=today)]

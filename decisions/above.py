"""Who stands above the one who decides, or clears a blocker: what is past its day is theirs to ask about.

By the chart where that person holds a seat with somebody above it, past seats that stand empty; else by the teams.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from alignment.reads.findings.graph import rows_of

OWN_TEAM = """(
        SELECT m.team_id FROM organizations_membership m
        WHERE m.organization_id = %(organization)s AND m.person_id = late.decider AND m.role IN ('lead', 'member')
          AND m.end_on IS NULL AND m.status <> 'ended'
        ORDER BY m.role = 'lead' DESC, m.id LIMIT 1
    )"""
LATE_DECISIONS = """
    SELECT d.id, r.person_id AS decider, d.team_id
    FROM decisions_decision d JOIN decisions_decisionrole r ON r.decision_id = d.id AND r.part = 'decider'
    WHERE d.organization_id = %(organization)s AND d.state = 'proposed' AND d.need_by >= %(since)s AND d.need_by < %(today)s
"""
# One that waits on an open decision goes up with that decision.
LATE_BLOCKERS = """
    SELECT b.id, b.owner_id AS decider, NULL::bigint AS team_id
    FROM decisions_blocker b LEFT JOIN decisions_decision d ON d.id = b.decision_id
    WHERE b.organization_id = %(organization)s AND b.state = 'open' AND (d.state IS NULL OR d.state <> 'proposed')
      AND coalesce(b.promised_on, b.hoped_on) >= %(since)s AND coalesce(b.promised_on, b.hoped_on) < %(today)s
"""
# Upwards from the team that decides, or else the person's own: past the last that they lead, the first that has leads.
ABOVE = """
WITH RECURSIVE late AS (
    SELECT late.id, late.decider, coalesce(late.team_id, {own_team}) AS team_id FROM ({late}) late
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
    return above(LATE_DECISIONS, people, since=since, today=today)


def blockers_escalated_to(people: Collection[int], *, since: date, today: date) -> list[int]:
    """Open blockers that were to be cleared on these days, and whose owners stand right below these people; one query."""
    return above(LATE_BLOCKERS, people, since=since, today=today)


def above(late: str, people: Collection[int], *, since: date, today: date) -> list[int]:
    sql = ABOVE.format(own_team=OWN_TEAM, late=late)
    return [row["id"] for row in rows_of(sql, people=list(people), since=since, today=today)]

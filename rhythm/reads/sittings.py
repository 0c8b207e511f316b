"""The meetings of thirteen weeks as the health of their series sees them: one statement for one series or for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from organizations.tenancy import organization_in_hand
from rhythm.health import WEEKS, Sitting

# What came of a meeting: its outputs on record, and the issues on its agenda that ended there: decided, promised or dropped.
SITTINGS = """
SELECT m.series_id, m.id, coalesce(m.original_at, m.planned_at), m.planned_at, m.state, m.started_at, m.ended_at,
    s.duration_minutes, m.rating, m.reason, coalesce(a.required, 0), coalesce(a.prepared, 0), coalesce(a.present, 0),
    coalesce(o.decisions, 0), coalesce(o.commitments, 0), coalesce(i.issues, 0), r.id IS NOT NULL,
    coalesce(g.issue_seconds, 0), coalesce(g.used_seconds, 0),
    r.id IS NULL AND EXISTS (SELECT 1 FROM rhythm_huddleentry x WHERE x.meeting_id = m.id)
FROM rhythm_meeting m
JOIN rhythm_meetingseries s ON s.id = m.series_id
LEFT JOIN rhythm_meetingrun r ON r.meeting_id = m.id
LEFT JOIN LATERAL (SELECT count(*) FILTER (WHERE x.is_expected) AS required, count(x.joined_at) AS present,
        count(*) FILTER (WHERE x.is_expected AND x.prepared_at <= coalesce(m.started_at, m.planned_at)) AS prepared
    FROM rhythm_attendance x WHERE x.meeting_id = m.id) a ON true
LEFT JOIN LATERAL (SELECT count(x.decision_id) AS decisions, count(x.commitment_id) AS commitments
    FROM rhythm_meetingoutput x WHERE x.meeting_id = m.id) o ON true
LEFT JOIN LATERAL (SELECT count(*) AS issues FROM rhythm_agendaitem x
    WHERE x.meeting_id = m.id AND x.issue_id IS NOT NULL AND x.disposition IN ('decided', 'committed', 'dropped')) i ON true
LEFT JOIN LATERAL (SELECT sum(x.used_seconds) AS used_seconds, sum(x.used_seconds) FILTER (WHERE x.kind = 'issues') AS issue_seconds
    FROM rhythm_segment x WHERE x.meeting_id = m.id) g ON true
WHERE m.organization_id = %(organization)s AND m.planned_at >= %(since)s AND m.planned_at < %(now)s
  AND m.series_id = ANY (%(series)s)
ORDER BY m.planned_at, m.id
"""

OVERRUNS = """
SELECT x.title, count(*), sum(x.minutes), sum(x.used_seconds) / 60.0
FROM rhythm_segment x JOIN rhythm_meeting m ON m.id = x.meeting_id
WHERE m.organization_id = %(organization)s AND m.series_id = %(series)s AND m.state = 'held'
  AND m.planned_at >= %(since)s AND m.planned_at < %(now)s AND x.used_seconds > 0
GROUP BY x.title ORDER BY min(x.position), x.title LIMIT 30
"""

# An issue that was on this series' agendas, and each earlier one that it is again; chains end after twenty.
REPEATS = """
WITH RECURSIVE chain AS (
    SELECT i.id AS last, i.id, i.again_of_id, i.state, 1 AS depth FROM rhythm_issue i
    WHERE i.organization_id = %(organization)s AND i.again_of_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM rhythm_issue n WHERE n.again_of_id = i.id)
      AND EXISTS (SELECT 1 FROM rhythm_agendaitem x JOIN rhythm_meeting m ON m.id = x.meeting_id
          WHERE x.issue_id = i.id AND m.series_id = ANY (%(series)s))
    UNION ALL
    SELECT c.last, i.id, i.again_of_id, i.state, c.depth + 1 FROM chain c JOIN rhythm_issue i ON i.id = c.again_of_id
    WHERE c.depth < 20
)
SELECT last, array_agg(id ORDER BY depth DESC) FROM chain WHERE state = 'closed'
GROUP BY last HAVING count(*) >= %(times)s ORDER BY count(*) DESC, last
"""

# Who is asked to which series today, and the hours of a week that these take them, on average.
HOURS = """
WITH h (series_id, hours) AS (SELECT * FROM unnest(%(series)s::bigint[], %(hours)s::float8[])),
asked AS (
    SELECT h.series_id, b.person_id FROM h JOIN rhythm_meetingseries s ON s.id = h.series_id
    JOIN organizations_membership b ON b.team_id = s.team_id
    WHERE b.end_on IS NULL AND b.status <> 'ended' AND b.role IN ('lead', 'member')
    UNION SELECT h.series_id, s.organizer_id FROM h JOIN rhythm_meetingseries s ON s.id = h.series_id
    WHERE s.organizer_id IS NOT NULL
    UNION SELECT h.series_id, n.person_id FROM h JOIN rhythm_seriesperson n ON n.series_id = h.series_id WHERE n.part = 'required'
    EXCEPT SELECT h.series_id, n.person_id FROM h JOIN rhythm_seriesperson n ON n.series_id = h.series_id WHERE n.part <> 'required'
)
SELECT avg(total) FROM (SELECT sum(h.hours) AS total FROM asked a JOIN h ON h.series_id = a.series_id
    JOIN organizations_person p ON p.id = a.person_id AND p.status <> 'inactive' GROUP BY a.person_id) each_person
"""


def window(now: datetime) -> datetime:
    """Since when meetings count."""
    return now - timedelta(weeks=WEEKS)


def sittings_of(series: Collection[int], now: datetime) -> dict[int, list[Sitting]]:
    """The meetings of each of these series, oldest first."""
    found: dict[int, list[Sitting]] = defaultdict(list)
    asked: dict[str, Any] = {"organization": organization_in_hand(), "series": list(series), "since": window(now), "now": now}
    with connection.cursor() as cursor:
        cursor.execute(SITTINGS, asked)
        for series_id, *facts in cursor.fetchall():
            found[series_id].append(Sitting(*facts))
    return found


def overruns_of(series_id: int, now: datetime) -> list[tuple[str, int, float, float]]:
    """Each segment's title, how often it took place, and its planned and used minutes on average."""
    asked: dict[str, Any] = {"organization": organization_in_hand(), "series": series_id, "since": window(now), "now": now}
    with connection.cursor() as cursor:
        cursor.execute(OVERRUNS, asked)
        return [(title, count, float(planned) / count, float(used) / count) for title, count, planned, used in cursor.fetchall()]


def repeats_of(series: Collection[int], *, times: int) -> list[list[int]]:
    """Issues that were solved so many times and came back: the ids of each chain, the first one first."""
    with connection.cursor() as cursor:
        cursor.execute(REPEATS, {"organization": organization_in_hand(), "series": list(series), "times": times})
        return [ids for _, ids in cursor.fetchall()]


def hours_each(hours: Mapping[int, float]) -> float | None:
    """Hours a week that recurring meetings take of a person who is asked to any, on average; `hours` are those of each series."""
    if not hours:
        return None
    with connection.cursor() as cursor:
        cursor.execute(HOURS, {"series": list(hours), "hours": list(hours.values())})
        found = cursor.fetchone()[0]
        return float(found) if found is not None else None

"""Promises that stayed unresolved: how often a chain missed its day, and what two meetings found past it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accountability.days import day_of_owner
from accountability.models import OPEN_STATES, Commitment
from alignment.reads.findings.graph import rows_of
from rhythm.models import Issue, Meeting, MeetingState

TWICE = 2
KEY = "promise-"  # with the number of the first of its chain: the same promise is one issue, however often it is moved
MOST = 50
# The chain back to its beginning; each step was a miss where it was re-scoped after the day that it then had.
MISSES = f"""
WITH RECURSIVE back(id, step, is_miss) AS (
    SELECT c.id, 0, FALSE FROM accountability_commitment c WHERE c.organization_id = %(organization)s AND c.id = ANY(%(pks)s)
  UNION
    SELECT c.id, b.step + 1, coalesce(c.closed_on > c.due_on, FALSE)
    FROM back b JOIN accountability_commitment c ON c.successor_id = b.id
    WHERE c.organization_id = %(organization)s AND b.step < {MOST}
)
SELECT (array_agg(id ORDER BY step DESC, id))[1] AS root, count(*) FILTER (WHERE is_miss)::int AS misses FROM back
"""  # noqa: S608  our own number


def chain_of(commitment: Commitment) -> tuple[int, int]:
    """The first of its chain, and how many of the days before this one's were missed."""
    row = rows_of(MISSES, pks=[commitment.pk])[0]
    return row["root"], row["misses"]


def found_again(meeting: Meeting, now: datetime) -> list[Commitment]:
    """What is open and was past its day at the meeting before this one too."""
    before = Meeting.objects.filter(series=meeting.series_id, state=MeetingState.HELD, planned_at__lt=meeting.planned_at)
    last = before.order_by("-planned_at").first()
    if last is None or meeting.series.team_id is None:
        return []
    was = day_of_owner(min(now, last.planned_at), meeting.organization)
    rows: Any = Commitment.objects.filter(team=meeting.series.team_id, state__in=OPEN_STATES, due_on__lt=was)
    return list(rows.select_related("organization", "owner").order_by("due_on", "id")[:MOST])


def issue_of(commitment: Commitment) -> Issue | None:
    """The issue that the promise has become."""
    root, _ = chain_of(commitment)
    issue: Issue | None = Issue.objects.filter(key=f"{KEY}{root}").select_related("owner", "team", "passed_from").first()
    return issue

"""What pages show is stored: after an import, or its undoing, all of it is computed anew in the same transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from alignment.rollup import refresh_organization
from organizations.measures import weeks_touched
from organizations.models import Organization
from organizations.verbs import day_of
from rhythm.weeks import refresh_weeks

WEEKS_SHOWN = 12  # as many as the rhythm matrix can show


def refresh_stored(organization_id: int, *, now: datetime) -> None:
    """The health of every objective, team and cycle, and each team's latest weeks."""
    today = day_of(now, Organization.objects.get(pk=organization_id))
    refresh_organization(organization_id=organization_id, today=today)
    for week_of in weeks_touched(today - timedelta(weeks=WEEKS_SHOWN), today, at_most=WEEKS_SHOWN):
        refresh_weeks(organization_id=organization_id, week_of=week_of, today=today)

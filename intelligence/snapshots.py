"""Each day's picture of every objective, and the work of the night that takes it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import connection

from alignment.rollup import refresh_organization
from organizations.logbook import record, verb
from organizations.models import Organization
from organizations.tenancy import organization_in_hand
from organizations.verbs import day_of

# A second picture of the same day replaces the first: the night's work may run twice.
PICTURE = """
INSERT INTO intelligence_healthsnapshot
    (organization_id, objective_id, "on", status, progress, elapsed, confidence, is_contradicted)
SELECT organization_id, objective_id, %(day)s, status, progress, elapsed, confidence, is_contradicted
FROM alignment_objectivehealth WHERE organization_id = %(organization)s AND status <> ''
ON CONFLICT (objective_id, "on") DO UPDATE SET
    (status, progress, elapsed, confidence, is_contradicted)
    = (excluded.status, excluded.progress, excluded.elapsed, excluded.confidence, excluded.is_contradicted)
"""


@verb
def take_snapshot(*, organization: Organization, today: date, now: datetime) -> int:
    """Refresh all health as of `today` and keep it as that day's picture. Returns the number of objectives in it.

    A day that nobody took a picture of cannot be had later: health is computed from what is known now.
    """
    refresh_organization(organization_id=organization.pk, today=today)
    with connection.cursor() as cursor:
        cursor.execute(PICTURE, {"day": today, "organization": organization_in_hand()})
        return int(cursor.rowcount)


@verb
def nightly(*, organization: Organization, day: date, now: datetime) -> None:
    """Close one day of an organization: its picture and a line in the logbook; then all health as of the day that has begun."""
    count = take_snapshot(organization=organization, today=day, now=now)
    refresh_organization(organization_id=organization.pk, today=day_of(now, organization), now=now)
    record("day.closed", by=None, about=organization, now=now, day=day.isoformat(), objectives=count)

"""The stored roll-ups, refreshed: one call to the database computes and stores the health of objectives, teams and cycles."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import connection

from alignment.forecasts import refresh_forecasts

LONGEST = "3min"


def refresh_objectives(
    *,
    organization_id: int,
    objective_ids: Collection[int],
    today: date,
    team_ids: Collection[int] = (),
    cycle_ids: Collection[int] = (),
) -> None:
    """Refresh these objectives and all above them, in the transaction of the verb that changed them; their teams and cycles too.

    Call it late in the verb, and once a transaction with all ids: it holds the lock of each tree until commit.
    `objective_ids`: what changed, and the parent that an objective was taken from (moved, deleted).
    `team_ids`, `cycle_ids`: to be counted anew; both ends when an objective was moved from one to another, the one that it was
    deleted from, both sides of a dependency that changed, a team whose people changed.
    """
    _refresh(organization_id, list(objective_ids), today, list(team_ids), list(cycle_ids))


def refresh_organization(*, organization_id: int, today: date, now: datetime | None = None) -> None:
    """Refresh everything of an organization, the forecasts of its dependencies first; writes only what has changed.

    For the night, imports and the command line: it may take longer than a page is allowed to. With `now`, what begins to slip
    is said in the logbook.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout'), set_config('statement_timeout', %s, true)", [LONGEST])
        (before, _) = cursor.fetchone()
        refresh_forecasts(organization_id=organization_id, today=today, now=now, everything=True)
        _refresh(organization_id, None, today, None, None)
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [before])


def _refresh(
    organization_id: int, objective_ids: list[int] | None, today: date, team_ids: list[int] | None, cycle_ids: list[int] | None
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT alignment_refresh_health(%s, %s::bigint[], %s, %s::bigint[], %s::bigint[])",
            [organization_id, objective_ids, today, team_ids, cycle_ids],
        )

"""When open dependencies will be there: each from its own day and from what it waits for in turn; stored, refreshed by verbs."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from alignment.lateness import Need, Reckoned, reckon
from alignment.models import Dependency, DependencyForecast
from organizations.logbook import record_each
from organizations.models import Person

# Those that were changed with all that waits for them along the way (affected), and with what these wait for (reached).
AFFECTED = """
WITH RECURSIVE affected (id, from_objective_id, to_objective_id) AS (
    SELECT d.id, d.from_objective_id, d.to_objective_id FROM alignment_dependency d
    WHERE d.organization_id = %(org)s AND (%(all)s OR d.id = ANY (%(ids)s) OR d.to_objective_id = ANY (%(objectives)s))
    UNION
    SELECT d.id, d.from_objective_id, d.to_objective_id
    FROM alignment_dependency d JOIN affected a ON d.to_objective_id = a.from_objective_id
    WHERE d.organization_id = %(org)s AND d.state = ANY (%(open)s)
), reached (id, to_objective_id) AS (
    SELECT id, to_objective_id FROM affected
    UNION
    SELECT d.id, d.to_objective_id FROM alignment_dependency d JOIN reached r ON d.from_objective_id = r.to_objective_id
    WHERE d.organization_id = %(org)s AND d.state = ANY (%(open)s)
)
SELECT d.id, d.from_objective_id, d.to_objective_id, d.state = ANY (%(open)s) AND d.kind = ANY (%(kinds)s),
    CASE WHEN d.promised_by IS NULL AND d.kind = 'blocked_by' THEN GREATEST(d.needed_by, o.due_on)
        ELSE COALESCE(d.promised_by, d.needed_by) END,
    CASE WHEN d.state IN ('agreed', 'in_progress') THEN COALESCE(d.promised_by, d.needed_by)
        ELSE COALESCE(d.needed_by, d.promised_by) END,
    COALESCE(NULLIF(d.title, ''), NULLIF(d.deliverable, ''), o.title, ''), COALESCE(t.name, o.title, ''),
    f.expected_on, COALESCE(f.slip_days, 0), COALESCE(f.path, '[]')::text, EXISTS (SELECT 1 FROM affected a WHERE a.id = d.id)
FROM alignment_dependency d
LEFT JOIN alignment_objective o ON o.id = d.to_objective_id
LEFT JOIN organizations_team t ON t.id = COALESCE(d.to_team_id, o.team_id)
LEFT JOIN alignment_dependencyforecast f ON f.dependency_id = d.id
WHERE d.id IN (SELECT id FROM reached)
ORDER BY d.id
"""
OPEN = ["requested", "negotiating", "agreed", "in_progress"]
BLOCKING = ["work", "review", "decision", "support", "blocked_by"]  # the others link two things, and nobody waits
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('forecasts of organization ' || %s, 0))"


@dataclass(slots=True)
class Known:
    """A dependency with its neighbours and what is stored of its forecast; only what `is_affected` can come out otherwise."""

    pk: int
    from_objective_id: int | None
    to_objective_id: int | None
    is_waited_for: bool
    day: date | None
    wanted: date | None
    title: str
    team: str
    expected_on: date | None
    slip_days: int
    path: str
    is_affected: bool

    @property
    def need(self) -> Need:
        return Need(self.pk, self.from_objective_id, self.to_objective_id, self.day, self.wanted)

    @property
    def step(self) -> dict[str, Any]:
        """Its step in a path, as the page tells it."""
        return {"id": self.pk, "title": self.title, "team": self.team, "on": self.day.isoformat() if self.day else None}


def refresh_forecasts(
    *,
    organization_id: int,
    today: date,
    now: datetime | None = None,
    by: Person | None = None,
    dependency_ids: Collection[int] = (),
    objective_ids: Collection[int] = (),
    everything: bool = False,
) -> set[int]:
    """Reckon these dependencies anew, and all that wait for them along the way; returns the objectives whose waiting changed.

    `objective_ids`: objectives whose due date changed, since what is blocked by them may come later. Call it before
    `refresh_objectives`, and put what it returns among its ids. What begins to slip is said once in the logbook
    (`dependency.slipped`) when `now` is given, so that those who wait hear of it. One statement reads and one writes, whatever
    the size.
    """
    values: dict[str, Any] = {
        "org": organization_id, "ids": list(dependency_ids), "objectives": list(objective_ids), "all": everything, "open": OPEN,
        "kinds": BLOCKING,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [organization_id])
        cursor.execute(AFFECTED, values)
        known = {row[0]: Known(*row) for row in cursor.fetchall()}
    reckoned = reckon((each.need for each in known.values() if each.is_waited_for), today)
    changed = {
        pk: (each, to_store(each, reckoned.get(pk, Reckoned()), known, organization_id, today))
        for pk, each in known.items()
        if each.is_affected
    }
    news = {pk: forecast for pk, (each, forecast) in changed.items() if is_news(each, forecast)}
    store(list(news.values()))
    if now:
        tell_slipping([pk for pk, forecast in news.items() if begins_to_slip(known[pk], forecast)], news, by=by, now=now)
    return {objective for pk in news if (objective := known[pk].from_objective_id)}


def to_store(each: Known, reckoned: Reckoned, known: dict[int, Known], organization_id: int, today: date) -> DependencyForecast:
    return DependencyForecast(
        organization_id=organization_id,
        dependency_id=each.pk,
        as_of=today,
        expected_on=reckoned.expected_on,
        slip_days=reckoned.slip_days,
        path=[known[pk].step for pk in reckoned.path],
    )


def is_news(each: Known, forecast: DependencyForecast) -> bool:
    """Whether it differs from what is stored; nothing stored says as much as an empty forecast."""
    return (each.expected_on, each.slip_days, json.loads(each.path)) != (forecast.expected_on, forecast.slip_days, forecast.path)


def begins_to_slip(each: Known, forecast: DependencyForecast) -> bool:
    """Because of something else: what is late by itself is seen anyway."""
    return bool(forecast.slip_days and forecast.path and not each.slip_days)


def store(forecasts: list[DependencyForecast]) -> None:
    DependencyForecast.objects.bulk_create(
        forecasts,
        update_conflicts=True,
        unique_fields=["dependency"],
        update_fields=["as_of", "expected_on", "slip_days", "path"],
    )


def tell_slipping(begun: list[int], news: dict[int, DependencyForecast], *, by: Person | None, now: datetime) -> None:
    """A line for each that begins to slip."""
    if begun:
        rows = Dependency.objects.filter(pk__in=begun).only("organization", "title", "kind").order_by("pk")
        record_each("dependency.slipped", [(row, said_of(news[row.pk])) for row in rows], by=by, now=now)


def said_of(forecast: DependencyForecast) -> dict[str, Any]:
    return {"days": forecast.slip_days, "expected_on": forecast.expected_on.isoformat() if forecast.expected_on else None}

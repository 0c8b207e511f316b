"""What is known at the moment of an answer: the objectives it is about and holds up, their numbers, risks and dependencies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from alignment.arithmetic import text
from alignment.models import CheckIn, Dependency, KeyResult, Measurement, Metric, Objective, Risk
from alignment.models.dependencies import OPEN_STATES
from alignment.models.risks import RiskState
from alignment.reads.progress import moves, period_of, projected_of
from decisions.models import Decision, HeldUp

MOST = 20  # objectives; and of each of the other kinds


def facts_of(decision: Decision, today: date) -> dict[str, Any]:
    """As JSON, so that it can be kept as it is; seven queries, however much hangs on the decision."""
    held = list(HeldUp.objects.filter(decision=decision).select_related("dependency"))
    needed = {row.dependency.from_objective_id for row in held if row.dependency}
    ids = {decision.objective_id, *(row.objective_id for row in held), *needed} - {None}
    objectives = list(
        Objective.objects.filter(pk__in=ids)
        .select_related("health", "team", "cycle", "organization")
        .order_by("title", "id")[:MOST]
    )
    known = [objective.pk for objective in objectives]
    numbers = key_results_of(objectives)
    return {
        "objectives": [objective_fact(row, decision, numbers.get(row.pk, [])) for row in objectives],
        "risks": risks_of(known, decision.team_id),
        "dependencies": dependencies_of(known, [row.dependency_id for row in held if row.dependency_id]),
        "metrics": metrics_of(known),
    }


def objective_fact(objective: Objective, decision: Decision, numbers: list[dict[str, Any]]) -> dict[str, Any]:
    health = getattr(objective, "health", None)
    return {
        "id": objective.pk,
        "title": objective.title,
        "team": objective.team.name if objective.team else "",
        "is_about": objective.pk == decision.objective_id,
        "status": health.status if health else "",
        "word": health.get_status_display() if health else "",
        "progress": health.progress if health else None,
        "confidence": health.confidence if health else None,
        "checked_in_on": iso(health.checked_in_on) if health else None,
        "due_on": iso(objective.due_on),
        "key_results": numbers,
    }


def key_results_of(objectives: list[Objective]) -> dict[int, list[dict[str, Any]]]:
    """The numbers of each objective with where they are heading, by the reports so far."""
    periods = {row.pk: period_of(row) for row in objectives}
    found = list(KeyResult.objects.filter(objective__in=periods).order_by("position", "id")[: MOST * 5])
    reported: dict[int, list[tuple[date, float]]] = {}
    reports = CheckIn.objects.filter(key_result__in=[row.pk for row in found], value__isnull=False, corrections=None)
    for number, at, value in reports.order_by("at", "id").values_list("key_result", "at", "value"):
        reported.setdefault(number, []).append((at.date(), float(value)))
    by_objective: dict[int, list[dict[str, Any]]] = {}
    for row in found:
        heading = heading_of(row, periods[row.objective_id], reported.get(row.pk, []))
        by_objective.setdefault(row.objective_id, []).append(
            {
                "id": row.pk,
                "title": row.title,
                "unit": row.unit,
                "start": text(row.start_value),
                "target": text(row.target_value),
                "value": text(row.current_value),
                **heading,
            }
        )
    return by_objective


def heading_of(row: KeyResult, period: tuple[date, date] | None, reported: list[tuple[date, float]]) -> dict[str, Any]:
    """The value at the end of its time, on the line of the last reports; nothing without two of them."""
    if period is None or not reported or not moves(row):
        return {}
    points = [(period[0], float(row.start_value or 0)), *((day, value) for day, value in reported if period[0] <= day <= period[1])]
    heading = projected_of(points, period[1])
    return {} if heading is None else {"heading": text(round(Decimal(heading), 1)), "heading_on": iso(period[1])}


def risks_of(objectives: Iterable[int], team: int | None) -> list[dict[str, Any]]:
    """Open ones of these objectives and of the team that decides, the gravest first."""
    of_team = Q(team=team, objective=None) if team else Q(pk=None)
    found = Risk.objects.filter(Q(objective__in=objectives) | of_team, state=RiskState.OPEN).order_by("id")[: MOST * 5]
    rows = sorted(found, key=lambda row: (-(row.likelihood or 0) * (row.impact or 0), row.title, row.pk))[:MOST]
    return [{"id": row.pk, "title": row.title, "likelihood": row.likelihood, "impact": row.impact} for row in rows]


def dependencies_of(objectives: Iterable[int], held_up: Iterable[int]) -> list[dict[str, Any]]:
    """Open ones of these objectives, and those that the decision holds up."""
    of_them = Q(from_objective__in=objectives, state__in=OPEN_STATES) | Q(pk__in=held_up)
    found = Dependency.objects.filter(of_them).select_related("forecast", "to_team", "from_team").order_by("needed_by", "id")[:MOST]
    return [
        {
            "id": row.pk,
            "title": str(row),
            "from": row.from_team.name if row.from_team else "",
            "to": row.to_team.name if row.to_team else "",
            "word": row.get_state_display(),
            "needed_by": iso(row.needed_by),
            "promised_by": iso(row.promised_by),
            "expected_on": iso(row.forecast.expected_on) if hasattr(row, "forecast") else None,
        }
        for row in found
    ]


def metrics_of(objectives: Iterable[int]) -> list[dict[str, Any]]:
    """Numbers of the scorecard that these objectives move, or must not make worse, with their last values."""
    newest = Measurement.objects.filter(metric=OuterRef("pk")).order_by("-on")
    about = Q(objective__in=objectives) | Q(key_results__objective__in=objectives) | Q(guards__objective__in=objectives)
    found = Metric.objects.filter(about).distinct().order_by("title", "id")
    rows = found.annotate(value=Subquery(newest.values("value")[:1]), valued_on=Subquery(newest.values("on")[:1]))[:MOST]
    return [
        {
            "id": row.pk,
            "title": row.title,
            "unit": row.unit,
            "goal": text(row.goal),
            "value": text(row.value),
            "on": iso(row.valued_on),
        }
        for row in rows
    ]


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None

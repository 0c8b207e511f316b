"""Objectives against pace, what is off or at risk, and the greens that their evidence contradicts: all from stored health."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import JSONObject, RowNumber

from alignment.explain import sentence
from alignment.models import Objective, ObjectiveHealth
from alignment.models.objectives import ObjectiveState
from intelligence.models import HealthSnapshot
from organizations.models import Cycle, Person
from organizations.statements import Statement
from visibility.words import percent

SHOWN_OBJECTIVES = 7
SHOWN_TROUBLE = 6
SHOWN_CONTRADICTED = 3
# What a line shows: a row of health with its objective, owner and team has seventy columns, and naming each costs time.
SHOWN = (
    "status", "status_since", "is_contradicted", "progress", "elapsed", "confidence", "confidence_trend", "children_by_status",
    "child_count", "causes", "contradictions", "objective__title", "objective__owner__name", "objective__owner__key",
    "objective__team__name",
)  # fmt: skip
UNDER_WAY = ("on_track", "at_risk", "off_track", "no_update", "paused")
HARM = Case(
    When(status="off_track", then=Value(0)),
    When(status="at_risk", then=Value(1)),
    When(status="no_update", then=Value(2)),
    default=Value(3),
    output_field=IntegerField(),
)


@dataclass(slots=True)
class ObjectiveLine:
    """A company objective: what was done against what was expected today. Shares run 0 to 1, points and confidence as shown."""

    pk: int
    title: str
    owner: Person | None
    status: str
    is_contradicted: bool
    progress: float | None
    elapsed: float | None
    points: int | None  # progress - expected, whole points
    delta: int | None  # points since last Monday
    confidence: float | None  # 0 to 10
    trend: list[float]
    children: dict[str, int]
    child_count: int
    why: str
    of_all: dict[str, int]  # status -> how many of the cycle's top objectives, shown or not

    @property
    def is_under_way(self) -> bool:
        return self.status in UNDER_WAY

    @property
    def mark(self) -> str:
        return "contradicted" if self.is_contradicted else self.status

    @property
    def gap(self) -> tuple[str, str]:
        """Tone and words beside the bar: 21 behind, 7 ahead, on pace."""
        if self.points is None:
            return ("faint", "no pace yet" if self.progress is None else "no dates")
        if self.points >= 0:
            return ("faint", f"{self.points} ahead" if self.points else "on pace")
        tone = "off" if self.points < -15 else "risk" if self.points < -5 else "faint"
        return (tone, f"{-self.points} behind")


@dataclass(slots=True)
class Trouble:
    """An objective that needs a look: since when, who and where, and why."""

    pk: int
    title: str
    status: str
    owner: Person | None
    team: str
    days: int
    is_new: bool
    says: str = ""
    shows: list[str] = field(default_factory=list)


def company_objectives(cycle: Cycle | None, *, last_monday: date) -> list[ObjectiveLine]:
    """The first of the cycle's top objectives."""
    return [objective_line(row) for row in TOP(last_monday, cycle=cycle.pk if cycle else None)]


def top_of(last_monday: date, *, cycle: int | None) -> QuerySet[ObjectiveHealth]:
    """The cycle's top objectives by rank, then those that carry most, worst first."""
    before = HealthSnapshot.objects.filter(objective=OuterRef("objective"), on=last_monday).values("progress")[:1]
    rows = of_cycle(cycle).filter(depth=0).exclude(status="")
    rows = rows.annotate(before=Subquery(before), of_all=Subquery(top_by_status(cycle)))
    return rows.order_by(F("objective__rank").asc(nulls_last=True), "-below_count", HARM, "objective_id")[:SHOWN_OBJECTIVES]


TOP = Statement(top_of)


def top_by_status(cycle: int | None) -> QuerySet[Any, Any]:
    """The cycle's top objectives counted by status, as JSON in a sub-select."""
    rows: QuerySet[Any, Any] = ObjectiveHealth.objects.filter(depth=0).exclude(status="").order_by()
    rows = rows.filter(objective__cycle=cycle) if cycle else rows
    counts = {status: Count("id", filter=Q(status=status)) for status in (*UNDER_WAY, "done")}
    counted: QuerySet[Any, Any] = rows.values("organization_id").annotate(counts=JSONObject(**counts)).values("counts")
    return counted


def of_cycle(cycle: int | None) -> QuerySet[ObjectiveHealth]:
    """Health of the cycle's objectives; of all when the organization plans without cycles."""
    rows: QuerySet[ObjectiveHealth] = ObjectiveHealth.objects.select_related("objective__owner", "objective__team").only(*SHOWN)
    return rows.filter(objective__cycle=cycle) if cycle else rows


def objective_line(row: Any) -> ObjectiveLine:
    done, due, before = percent(row.progress), percent(row.elapsed), percent(row.before)
    return ObjectiveLine(
        pk=row.objective_id,
        title=row.objective.title,
        owner=row.objective.owner,
        status=row.status,
        is_contradicted=row.is_contradicted,
        progress=row.progress,
        elapsed=row.elapsed,
        points=None if done is None or due is None else done - due,
        delta=None if done is None or before is None else done - before,
        confidence=None if row.confidence is None else row.confidence / 10,
        trend=[value / 10 for value in row.confidence_trend],
        children=row.children_by_status,
        child_count=row.child_count,
        why=first_reason(row),
        of_all=row.of_all or {},
    )


def first_reason(row: ObjectiveHealth) -> str:
    """Why it is off, at risk or contradicted, in one line; nothing for what goes well. A fact comes before a report."""
    if row.is_contradicted and row.contradictions:
        return f"Says on track; {sentence(row.contradictions[0])}"
    if row.status in ("on_track", "done", "paused"):
        return ""
    causes = sorted(row.causes, key=lambda cause: cause["kind"] in ("reported", "behind_pace"))
    return sentence(causes[0]) if causes else ""


def in_trouble(cycle: Cycle | None, *, without: list[int], last_monday: date, today: date) -> tuple[list[Trouble], list[Trouble]]:
    """Off track first, then at risk, the longest first, without the objectives that stand above; and the contradicted greens.

    One query for both: an objective is in the one list or in the other, never in both.
    """
    above = dict(zip(ABOVE, [*without, *[0] * SHOWN_OBJECTIVES], strict=False))
    lines = [(row, trouble(row, last_monday, today)) for row in TROUBLED(cycle=cycle.pk if cycle else None, **above)]
    greens = [both_sides(row, line) for row, line in lines if row.is_contradicted]
    return [line for row, line in lines if not row.is_contradicted], greens[:SHOWN_CONTRADICTED]


def troubled(*, cycle: int | None, **above: int) -> QuerySet[ObjectiveHealth]:
    """The first of each list; `above` are the ids that stand above it."""
    in_sight = Q(status__in=["off_track", "at_risk"], is_contradicted=False)
    rows = of_cycle(cycle).filter(in_sight | Q(is_contradicted=True, objective__state=ObjectiveState.ACTIVE))
    place = Window(RowNumber(), partition_by="is_contradicted", order_by=[HARM, "status_since", "objective_id"])
    rows = rows.exclude(objective_id__in=list(above.values())).annotate(place=place)
    return rows.filter(place__lte=SHOWN_TROUBLE).order_by("is_contradicted", "place")


ABOVE = [f"above_{nth}" for nth in range(SHOWN_OBJECTIVES)]
TROUBLED = Statement(troubled)


def both_sides(row: ObjectiveHealth, line: Trouble) -> Trouble:
    """What is said of a contradicted green, and what its evidence shows."""
    line.says = "on track" if row.confidence is None else f"on track, confidence {row.confidence / 10:g}"
    line.shows = [sentence(cause) for cause in row.contradictions[:2]]
    return line


def trouble(row: ObjectiveHealth, last_monday: date, today: date) -> Trouble:
    objective: Objective = row.objective
    return Trouble(
        pk=row.objective_id,
        title=objective.title,
        status=row.status,
        owner=objective.owner,
        team=objective.team.name if objective.team else "",
        days=(today - row.status_since).days,
        is_new=row.status_since >= last_monday,
    )

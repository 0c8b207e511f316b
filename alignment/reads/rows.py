"""An objective as a row of any list: its mark, its owner, how far it is against pace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, Q, Value, When

from alignment.explain import sentence
from alignment.models import Objective
from alignment.models.objectives import ObjectiveState
from organizations.models import Person, Team

OPEN_STATES = [ObjectiveState.PROPOSED, ObjectiveState.ACTIVE, ObjectiveState.ON_HOLD]
CLOSED_MARKS = {ObjectiveState.COMPLETED: "done"}
# The order in which harm is read: what is off first, what is done last.
HARM = Case(
    When(state__in=[ObjectiveState.COMPLETED], then=Value(7)),
    When(~Q(state__in=OPEN_STATES), then=Value(8)),
    When(health__status="off_track", then=Value(0)),
    When(health__is_contradicted=True, then=Value(1)),
    When(health__status="at_risk", then=Value(2)),
    When(health__status="no_update", then=Value(3)),
    When(health__status="on_track", then=Value(4)),
    When(health__status="paused", then=Value(6)),
    default=Value(5),
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True)
class ObjectiveRow:
    """What a list says of an objective, ready to be shown; confidence runs 0 to 10, shares 0 to 1."""

    id: int
    title: str
    mark: str
    word: str
    owner: Person | None
    team: Team | None
    due_on: date | None
    since: date | None
    progress: float | None
    elapsed: float | None
    gap: str  # 21 behind, on pace, 7 ahead
    tone: str  # the colour of the gap: off, risk, or faint
    confidence: int | None
    trend: list[float]
    child_count: int
    children: dict[str, int]
    why: str  # the first reason for what is wrong
    is_open: bool


def with_rows(objectives: Any, *more: str) -> Any:
    """Everything that `row_of` reads, and the columns `more`, in the same query."""
    return objectives.select_related("health", "owner", "team").only(
        "organization_id", "title", "state", "due_on", "parent_id", *more,
        "owner__organization_id", "owner__name", "owner__key", "team__organization_id", "team__name",
        *(f"health__{name}" for name in HEALTH_READ),
    )  # fmt: skip


HEALTH_READ = [
    "organization_id", "objective_id", "status", "status_since", "is_contradicted", "progress", "elapsed", "pace", "confidence",
    "confidence_trend", "child_count", "children_by_status", "causes", "contradictions",
]  # fmt: skip


def worst_first(objectives: Any) -> Any:
    """Harm first, then the rank that was given, then the nearest date."""
    return objectives.order_by(HARM, F("rank").asc(nulls_last=True), F("due_on").asc(nulls_last=True), "title", "id")


def row_of(objective: Objective) -> ObjectiveRow:
    """One row; an objective whose health has not been computed yet has no update."""
    health = getattr(objective, "health", None)
    mark, word = mark_of(objective)
    gap, tone = gap_of(health.pace if health and objective.state in OPEN_STATES else None)
    return ObjectiveRow(
        id=objective.pk,
        title=objective.title,
        mark=mark,
        word=word,
        owner=objective.owner,
        team=objective.team,
        due_on=objective.due_on,
        since=health.status_since if health and health.status else None,
        progress=health.progress if health else None,
        elapsed=health.elapsed if health else None,
        gap=gap,
        tone=tone,
        confidence=None if health is None or health.confidence is None else round(health.confidence / 10),
        trend=[value / 10 for value in health.confidence_trend] if health else [],
        child_count=health.child_count if health else 0,
        children=health.children_by_status if health else {},
        why=why_of(objective, mark),
        is_open=objective.state in OPEN_STATES,
    )


def why_of(objective: Objective, mark: str) -> str:
    """The weightiest reason, for what is off, at risk or contradicted by its evidence."""
    reasons = {"contradicted": "contradictions", "off_track": "causes", "at_risk": "causes"}.get(mark)
    found = getattr(objective.health, reasons) if reasons else []
    return sentence(found[0]) if found else ""


def mark_of(objective: Objective) -> tuple[str, str]:
    """The mark beside an objective and the word for it: its health while it is under way, else its state."""
    health = getattr(objective, "health", None)
    state = ObjectiveState(objective.state)
    if state == ObjectiveState.PROPOSED:
        return "unanswered", str(state.label)
    if state not in OPEN_STATES:
        return CLOSED_MARKS.get(state, "ended"), str(state.label)
    if state == ObjectiveState.ON_HOLD:
        return "paused", str(state.label)
    if health is None or not health.status:
        return "no_update", "No update"
    return (
        ("contradicted", "Reported on track, evidence disagrees")
        if health.is_contradicted
        else (health.status, health.get_status_display())
    )


def gap_of(pace: float | None) -> tuple[str, str]:
    """The words and the colour of a distance to pace (a share: -0.21 is 21 points behind); nothing when it is not known."""
    if pace is None:
        return "", ""
    points = round(pace * 100)
    if points >= 0:
        return (f"{points} ahead" if points else "on pace"), "faint"
    return f"{-points} behind", "off" if points < -15 else "risk" if points < -5 else "faint"

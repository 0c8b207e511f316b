"""How far a key result is, and the curve of an objective's leading number with the reports along it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import FloatField, Func, TextField

from alignment.models import CheckIn, KeyResult, Objective
from alignment.models.objectives import KeyResultKind
from alignment.reads.rows import OPEN_STATES

MOST_SLOTS = 16  # longer periods than 16 weeks are cut into 13 even stretches
LOOK_BACK = 4  # values that "at this rate" is drawn through


def with_progress(key_results: Any) -> Any:
    """The share done of each, 0 to 1, by the same formula that the stored roll-ups use; null when nothing tells."""
    kind = Func(
        "kind", "start_value", "target_value", "current_value", function="alignment_key_result_kind", output_field=TextField()
    )
    values = ("state", "start_value", "target_value", "current_value")
    return key_results.annotate(progress=Func(kind, *values, function="alignment_key_result_progress", output_field=FloatField()))


@dataclass(frozen=True, slots=True)
class Slot:
    """One stretch of the period, usually a week: the last colour and confidence (0 to 10) reported in it."""

    ends_on: date
    mark: str
    confidence: int | None


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that the drawing needs; no line without a number that moves."""

    title: str
    unit: str
    starts_on: date
    ends_on: date
    today: date
    slots: list[Slot]
    is_open: bool = True
    start: float = 0.0
    target: float = 0.0
    points: tuple[tuple[date, float], ...] = ()
    projected: float | None = None  # at the end, at the rate of the last four values

    @property
    def expected(self) -> float:
        """Where the number would be today on an even pace."""
        return self.start + (self.target - self.start) * self.share(self.today)

    def share(self, day: date) -> float:
        """The share of the period that is over on a day, 0 to 1."""
        return min(1.0, max(0.0, (day - self.starts_on).days / max(1, (self.ends_on - self.starts_on).days)))

    @property
    def behind(self) -> float:
        """How far the number is behind an even pace, in its own unit; zero or less is on pace."""
        if not self.points or not self.is_open:
            return 0.0
        return (self.expected - self.points[-1][1]) * (1 if self.target > self.start else -1)


def chart_of(objective: Objective, key_results: Sequence[KeyResult], check_ins: Sequence[CheckIn], today: date) -> Chart | None:
    """The curve of the first number to move; None when the period is not known or nothing was reported in it."""
    period = period_of(objective)
    if period is None:
        return None
    is_open = objective.state in OPEN_STATES
    zone = ZoneInfo(objective.organization.timezone)
    dated = [(check_in.at.astimezone(zone).date(), check_in) for check_in in reversed(check_ins)]
    inside = [(day, check_in) for day, check_in in dated if period[0] <= day <= period[1]]
    slots = slots_of(inside, *period)
    leading = next((kr for kr in key_results if moves(kr) and any(c.key_result_id == kr.pk for _, c in inside)), None)
    if leading is None:
        return Chart(objective.title, "", *period, today, slots, is_open) if any(slot.mark for slot in slots) else None
    start, target = float(leading.start_value or 0), float(leading.target_value or 0)
    points = (
        (period[0], start),
        *((d, float(c.value)) for d, c in inside if c.key_result_id == leading.pk and c.value is not None),
    )
    return Chart(
        leading.title, leading.unit, *period, today, slots, is_open, start, target, points, projected_of(points, period[1])
    )


def moves(key_result: KeyResult) -> bool:
    """Whether it is a number that goes from a start to a target."""
    known = key_result.start_value is not None and key_result.target_value is not None
    return key_result.kind == KeyResultKind.METRIC and known and key_result.start_value != key_result.target_value


def period_of(objective: Objective) -> tuple[date, date] | None:
    """From its start to its due day, or its cycle's."""
    cycle = objective.cycle
    start = objective.start_on or (cycle.starts_on if cycle else None)
    end = objective.due_on or (cycle.ends_on if cycle else None)
    return (start, end) if start and end and start < end else None


def slots_of(dated: Sequence[tuple[date, CheckIn]], start: date, end: date) -> list[Slot]:
    """The period in weeks, or in 13 stretches, each with the last report in it; empty ones have no mark."""
    days = (end - start).days + 1
    weeks = -(-days // 7)
    count = weeks if weeks <= MOST_SLOTS else 13
    last: dict[int, CheckIn] = {}
    confidence: dict[int, int] = {}
    for day, check_in in dated:
        index = min(count - 1, (day - start).days * count // days)
        if check_in.claim:
            last[index] = check_in
        if check_in.confidence is not None:
            confidence[index] = round(check_in.confidence / 10)
    length = days / count
    return [
        Slot(start + timedelta(days=round((i + 1) * length) - 1), last[i].claim if i in last else "", confidence.get(i))
        for i in range(count)
    ]


def projected_of(points: Sequence[tuple[date, float]], end: date) -> float | None:
    """The value at the end, on the line through the first and last of the newest four; None when they are of one day."""
    newest = points[-LOOK_BACK:]
    (first_day, first), (last_day, last) = newest[0], newest[-1]
    days = (last_day - first_day).days
    return last + (last - first) / days * (end - last_day).days if days else None

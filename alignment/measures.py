"""The formulas of health in plain Python; the database computes the same (migrations/sql), and the tests hold the two together.

Shares run 0 to 1 and are kept to six decimals. None means "not known": it is left out, never counted as nought. Sources: progress,
pace and freshness as in the reference methods for objectives and key results (docs/health.md); thresholds are this product's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from organizations.measures import working_days

SIX = Decimal("0.000001")
ON_PACE_FROM = Decimal("-0.05")
AT_RISK_FROM = Decimal("-0.15")
FLAT_DAYS = 21
ANSWER_DAYS = 3  # an unanswered request is a cause from the third day on
GRACE_DAYS = 2  # a check-in may come this late before it counts as missing
GRAVE_RISK = 12  # impact times likelihood, of 25
ACKNOWLEDGED_WITHIN = 5  # working days that a team has to say what a change means for it
FEWEST_ASKED = 5  # a share of fewer is not shown


@dataclass(frozen=True, slots=True)
class Numbers:
    """A key result as the formulas see it; `kind` and `state` may be empty: not stated."""

    kind: str = ""
    state: str = "open"
    start: Decimal | None = None
    target: Decimal | None = None
    current: Decimal | None = None
    due_on: date | None = None
    changed_on: date | None = None
    weight: Decimal = Decimal(1)

    @property
    def kind_in_effect(self) -> str:
        """Without a stated kind: a number to move where there are numbers, a milestone where there are none."""
        if self.kind:
            return self.kind
        return "milestone" if self.start is self.target is self.current is None else "metric"


@dataclass(frozen=True, slots=True)
class Child:
    """A direct child with its stored health."""

    state: str
    status: str
    progress: Decimal | None = None
    weight: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides an objective's status."""

    state: str
    progress: Decimal | None = None
    elapsed: Decimal | None = None
    due_on: date | None = None
    claim: str = ""
    is_fresh: bool = False
    is_measured_itself: bool = False  # by key results of its own, and there is a report or a value
    children: Sequence[str] = field(default_factory=tuple)  # their statuses
    has_broken_guard: bool = False
    waits_too_long: bool = False  # for something that is late, or will be


def rounded(number: Decimal, step: Decimal = SIX) -> Decimal:
    return number.quantize(step, ROUND_HALF_UP)


def share(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """part / whole, held between 0 and 1."""
    if part is None or not whole:
        return None
    return rounded(min(Decimal(1), max(Decimal(0), part / whole)))


def mean(shares: Iterable[Decimal | None]) -> Decimal | None:
    """The mean of those that are known."""
    known = [number for number in shares if number is not None]
    return rounded(sum(known, Decimal(0)) / len(known)) if known else None


def weighted_mean(shares: Iterable[tuple[Decimal | None, Decimal]], step: Decimal = SIX) -> Decimal | None:
    """Σ weight · share / Σ weight over those that are known, rounded to `step`; a weight of 0 counts for nothing."""
    known = [(number, weight) for number, weight in shares if number is not None]
    weights = sum((weight for _, weight in known), Decimal(0))
    return rounded(sum((number * weight for number, weight in known), Decimal(0)) / weights, step) if weights else None


def key_result_progress(numbers: Numbers) -> Decimal | None:
    """1 when done, left out when cancelled, else what its numbers say."""
    if numbers.state == "done":
        return Decimal(1)
    return None if numbers.state == "cancelled" else measured_progress(numbers)


def measured_progress(numbers: Numbers) -> Decimal | None:
    """Share of the way from start to target; (current - start) / (target - start) works for targets below the start too."""
    current, start, target = numbers.current, numbers.start, numbers.target
    match numbers.kind_in_effect:
        case "metric" if current is not None and start is not None and target is not None:
            return share(current - start, target - start)
        case "checklist":
            return share(current, target)
        case "milestone" if numbers.state:
            return Decimal(0)
        case "threshold_above" | "threshold_below" as side if current is not None and target is not None:
            return Decimal(current >= target if side == "threshold_above" else current <= target)
    return None


def objective_progress(state: str, own: Iterable[Numbers], children: Iterable[Child]) -> Decimal | None:
    """1 when completed; else the weighted mean of its own key results; else that of its children that were begun."""
    if state == "completed":
        return Decimal(1)
    measured = weighted_mean((key_result_progress(numbers), numbers.weight) for numbers in own)
    if measured is not None:
        return measured
    begun = [child for child in children if child.state in {"active", "on_hold", "completed", "missed"}]
    return weighted_mean((child.progress, child.weight) for child in begun)


def elapsed(start: date | None, end: date | None, today: date) -> Decimal | None:
    """Full days passed / days in the period, its first and last day included: 0 on the first day, 1 after the last."""
    if start is None or end is None or end < start:
        return None
    return share(Decimal((today - start).days), Decimal((end - start).days + 1))


def pace(state: str, progress: Decimal | None, elapsed: Decimal | None) -> Decimal | None:
    """Progress - elapsed, for what is under way or on hold. 0.01 is called one point."""
    if state not in {"active", "on_hold"} or progress is None or elapsed is None:
        return None
    return progress - elapsed


def verdict(pace: Decimal | None) -> str:
    """on_pace down to -5 points, at_risk down to -15, behind below."""
    if pace is None:
        return ""
    return "on_pace" if pace >= ON_PACE_FROM else "at_risk" if pace >= AT_RISK_FROM else "behind"


def is_fresh(checked_in_on: date | None, every_days: int, today: date) -> bool:
    """Whether the latest check-in of any kind lies inside the organization's cadence and two days of grace."""
    return checked_in_on is not None and (today - checked_in_on).days <= every_days + GRACE_DAYS


def colour_below(statuses: Iterable[str], verdict: str) -> str:
    """The colour from the children's: as soon as half of them are off, off; one off, or half in trouble, at risk.

    Paused and ended children do not count; where more are silent than well, and none is in trouble, nothing is said.
    """
    counts = dict.fromkeys(["on_track", "at_risk", "off_track", "no_update", "done"], 0)
    for status in statuses:
        if status in counts:
            counts[status] += 1
    good, risk, off = counts["on_track"] + counts["done"], counts["at_risk"], counts["off_track"]
    coloured = good + risk + off
    if not coloured:
        return ""
    if verdict == "behind" or off * 2 >= coloured:
        return "off_track"
    if off or risk * 2 >= coloured:
        return "at_risk"
    return "" if counts["no_update"] > coloured else "on_track"


def status(facts: Facts, today: date) -> tuple[str, str]:
    """The status and where it comes from. A passed date comes first, then a person's word, then pace, then the children.

    A green that nobody states does not stand against a broken guard, nor against waiting for what is late: it is at risk.
    """
    if facts.state != "active":
        return {"on_hold": "paused", "completed": "done"}.get(facts.state, ""), ""
    how = verdict(pace(facts.state, facts.progress, facts.elapsed))
    below = colour_below(facts.children, how)
    if facts.due_on and facts.due_on < today and (facts.progress or 0) < 1:
        return "off_track", "date"
    if facts.claim:
        return (facts.claim, "reported") if facts.is_fresh else ("no_update", "")
    if facts.is_measured_itself and how:
        return doubted({"on_pace": "on_track", "at_risk": "at_risk", "behind": "off_track"}[how], "pace", facts)
    return doubted(below, "children", facts) if below else ("no_update", "")


def doubted(colour: str, source: str, facts: Facts) -> tuple[str, str]:
    if colour == "on_track" and (facts.has_broken_guard or facts.waits_too_long):
        return "at_risk", "guard" if facts.has_broken_guard else "waits"
    return colour, source


def key_result_problem(numbers: Numbers, elapsed: Decimal | None, today: date) -> str:
    """late: past its due date; broken: does not hold its threshold; flat: no move in three weeks; behind: by more than 15 points.

    A state that is not stated is neither open nor late.
    """
    progress = key_result_progress(numbers)
    if numbers.state == "open" and numbers.due_on and numbers.due_on < today and (progress or 0) < 1:
        return "late"
    if numbers.state not in {"", "open"} or progress is None or progress == 1:
        return ""
    if numbers.kind_in_effect in {"threshold_above", "threshold_below"}:
        return "broken"
    if numbers.kind_in_effect not in {"metric", "checklist"}:
        return ""
    if numbers.changed_on and (today - numbers.changed_on).days >= FLAT_DAYS:
        return "flat"
    return "behind" if elapsed is not None and progress - elapsed < AT_RISK_FROM else ""


def dependency_problem(
    state: str, today: date, requested_on: date | None, needed_by: date | None, promised_by: date | None
) -> tuple[str, bool]:
    """unanswered: asked three days ago, or its day has passed; late: past its promise. And whether its day has passed."""
    if state in {"requested", "negotiating"}:
        is_overdue = needed_by is not None and needed_by < today
        is_waiting = requested_on is not None and (today - requested_on).days >= ANSWER_DAYS
        return ("unanswered" if is_overdue or is_waiting else ""), is_overdue
    by = promised_by or needed_by
    is_late = state in {"agreed", "in_progress"} and by is not None and by < today
    return ("late" if is_late else ""), is_late


def is_grave(impact: int | None, likelihood: int | None) -> bool:
    """A risk that stands among the causes: impact times likelihood of 12 and more; not stated is not grave."""
    return (impact or 0) * (likelihood or 0) >= GRAVE_RISK


def weekly(stated: Iterable[tuple[date, int]], weeks: int = 8) -> list[int]:
    """The last stated per ISO week (of UTC), oldest first, of the last eight weeks that have one; `stated` in the order of time."""
    last = {day - timedelta(days=day.weekday()): number for day, number in stated}
    return [last[monday] for monday in sorted(last)][-weeks:]


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """How many of the teams that were asked what a change means for them answered within five working days."""

    in_time: int
    asked: int

    @property
    def share(self) -> float | None:
        """0 to 1; of fewer than five it says too little to be shown."""
        return self.in_time / self.asked if self.asked >= FEWEST_ASKED else None


def acknowledged(answers: Iterable[tuple[date, date | None]]) -> Acknowledged:
    """The indicator "acknowledged change", this product's own: (asked on, answered on or None) of each team; asking is day 0."""
    told = list(answers)
    in_time = sum(answered is not None and working_days(asked, answered) <= ACKNOWLEDGED_WITHIN for asked, answered in told)
    return Acknowledged(in_time, len(told))

"""What came of a decision: the number that it was taken for, today against the day it was decided and what was expected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from alignment.arithmetic import text
from alignment.models import KeyResult
from alignment.models.objectives import KeyResultState
from decisions.measures import came_true, turned_out_well
from decisions.models import Decision, Evidence


@dataclass(frozen=True, slots=True)
class Effect:
    """The last answer, and how much of its expected effect is there; `says` is the sentence where nothing can be computed."""

    evidence: Evidence | None
    value: Decimal | None = None
    came_true: float | None = None
    says: str = ""
    is_over: bool = True  # the day by which it was expected has come

    @property
    def is_well(self) -> bool | None:
        """None where it cannot be computed, or not yet, and somebody must say."""
        return turned_out_well(self.came_true) if self.is_over else None

    @property
    def per_cent(self) -> int | None:
        return None if self.came_true is None else round(self.came_true * 100)


def effect_of(decision: Decision, today: date) -> Effect:
    """Two queries."""
    evidence = Evidence.objects.filter(decision=decision).select_related("by").order_by("-at", "-id").first()
    if evidence is None or evidence.expected_value is None or evidence.baseline is None:
        return Effect(evidence, says="No effect on a number was written down when it was decided, so nothing can be computed.")
    found = KeyResult.objects.filter(pk=evidence.key_result_number).first()
    expected = f"{text(evidence.expected_value)} was expected, from {text(evidence.baseline)}"
    if found is None:
        gone = f"“{evidence.key_result_title}” was deleted since, so its effect cannot be computed; {expected}."
        return Effect(evidence, says=gone)
    if found.current_value is None:
        return Effect(evidence, says=f"“{found}” has no value today, so its effect cannot be computed; {expected}.")
    share = came_true(float(evidence.baseline), float(evidence.expected_value), float(found.current_value))
    ended = f"“{found}” is not measured any more; this is its last value." if found.state == KeyResultState.CANCELLED else ""
    return Effect(
        evidence, found.current_value, share, ended, is_over=evidence.expected_by is None or evidence.expected_by <= today
    )

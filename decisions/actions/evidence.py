"""Within the verbs that take a decision: what is known at that moment is kept with it, and what is expected of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from alignment.actions.key_results import LARGEST
from alignment.models import KeyResult
from decisions.models import Decision, Evidence, Option
from decisions.reads.knowing import facts_of
from organizations.models import Person
from organizations.refusals import DatesOutOfOrder, NotSaid
from organizations.verbs import day_of


@dataclass(frozen=True)
class Expected:
    """The effect that a decision is taken for: which number, how much, by when."""

    key_result: KeyResult
    value: Decimal
    by: date


def keep_evidence(
    decision: Decision, *, by: Person | None, now: datetime, option: Option | None = None, is_yes: bool = True,
    expects: Expected | None = None,
) -> Evidence:  # fmt: skip
    """One row an answer; nothing of it changes afterwards, whatever hindsight says."""
    today = day_of(now, decision.organization)
    kept: Evidence = Evidence.objects.create(
        organization_id=decision.organization_id,
        decision=decision,
        at=now,
        by=by,
        outcome=decision.outcome,
        choice=option.text if option else "",
        is_yes=is_yes,
        confidence=decision.confidence,
        facts=facts_of(decision, today),
        **expectation(expects, today),
    )
    return kept


def expectation(expects: Expected | None, today: date) -> dict[str, Any]:
    """The expected effect as columns, with the value that the number has now.

    Raises NotSaid, or DatesOutOfOrder, when nobody could tell later whether it came true.
    """
    if expects is None:
        return {}
    row = KeyResult.objects.get(pk=expects.key_result.pk)  # as it stands now: a form may have been open for long
    baseline = row.current_value if row.current_value is not None else row.start_value
    if baseline is None:
        raise NotSaid(f"“{row}” has no value yet, so no change of it could be told. Check in on it first, or leave it out.")
    if abs(expects.value) >= LARGEST:
        raise NotSaid("That number is too large. Choose a larger unit, thousands or millions.")
    if expects.value == baseline:
        raise NotSaid(f"“{row}” stands at that number today. Say what it is expected to become.")
    if expects.by <= today:
        raise DatesOutOfOrder("Choose a day that is still to come, by which the effect can be seen.")
    return {
        "key_result_number": row.pk,
        "key_result_title": row.title,
        "unit": row.unit,
        "baseline": baseline,
        "expected_value": expects.value,
        "expected_by": expects.by,
    }

"""Verbs: somebody reports where an objective stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from alignment import policy
from alignment.actions.key_results import text
from alignment.actions.objectives import ENDS, refresh
from alignment.models import CheckIn, KeyResult, Objective
from alignment.models.check_ins import Claim
from alignment.models.objectives import KeyResultKind, KeyResultState
from organizations.logbook import record, verb
from organizations.models import Person
from organizations.refusals import AlreadyClosed, NotAllowed, NotSaid
from organizations.verbs import day_of, locked, whom_to_ask, worded


@verb
def post_check_in(
    *,
    objective: Objective,
    by: Person | None,
    now: datetime,
    values: Mapping[KeyResult, Decimal | int] | None = None,
    claim: Claim | None = None,
    confidence: int | None = None,
    note: str = "",
    way_back: str = "",
) -> CheckIn:
    """Report colour, confidence (per cent) and numbers; amber and red say what would bring it back, and from whom."""
    objective = locked(objective)
    check_may_report(by, objective)
    if claim is None and confidence is None and not values and not note.strip():
        raise NotSaid("Say where it stands: choose a colour, give a number, or write a line.")
    if confidence is not None and not 0 <= confidence <= 100:
        raise NotSaid("Say how sure you are as a number from 0 to 100 per cent.")
    if claim in {Claim.AT_RISK, Claim.OFF_TRACK}:
        way_back = worded(way_back, "Say what would bring it back, and from whom.", limit=1000)
    before = last_claim(objective)
    check_in: CheckIn = CheckIn.objects.create(
        organization_id=objective.organization_id,
        objective=objective,
        at=to_the_second(now),
        author=by,
        claim=claim or "",
        confidence=confidence,
        note=worded(note, "", limit=4000) if note.strip() else "",
        way_back=way_back.strip(),
    )
    moved = [move_value(objective, key_result, value, by=by, now=now) for key_result, value in (values or {}).items()]
    refresh(objective, now=now)
    record(
        "check_in.posted",
        by=by,
        about=objective,
        now=now,
        check_in=check_in.pk,
        claim=claim or "",
        confidence=confidence,
        previous_claim=before.claim if before else "",
        previous_confidence=before.confidence if before else None,
        values=[change for change in moved if change],
    )
    return check_in


def to_the_second(now: datetime) -> datetime:
    """When it was reported, no finer than a bundle can say, so that an export loses nothing."""
    return now.replace(microsecond=0)


def check_may_report(by: Person | None, objective: Objective) -> None:
    if not policy.may_post_check_in(by, objective):
        raise NotAllowed(f"You may not check in on “{objective}”. Ask {whom_to_ask(objective.owner)}.")
    if objective.state in ENDS:
        raise AlreadyClosed(f"“{objective}” is closed. Reopen it before you report on it.")


def last_claim(objective: Objective) -> CheckIn | None:
    """The latest report on the objective itself, which the new one is compared with."""
    reports: Any = CheckIn.objects.filter(objective=objective, key_result=None)
    report: CheckIn | None = reports.order_by("-at", "-id").first()
    return report


def move_value(
    objective: Objective, key_result: KeyResult, value: Decimal | int, *, by: Person | None, now: datetime
) -> dict[str, Any] | None:
    """Write the number that moved, as a check-in of its own and on the key result; an unmoved one leaves no row."""
    key_result = locked(key_result)
    if key_result.objective_id != objective.pk:
        raise NotSaid(f"“{key_result}” measures another objective. Give the numbers of “{objective}” only.")
    before, value = key_result.current_value, Decimal(value)
    if before == value:
        return None
    CheckIn.objects.create(
        organization_id=objective.organization_id,
        objective=objective,
        key_result=key_result,
        at=to_the_second(now),
        author=by,
        value=value,
    )
    key_result.current_value, key_result.value_changed_on = value, day_of(now, objective.organization)
    key_result.state = state_at(key_result, value)
    key_result.save(update_fields=["current_value", "value_changed_on", "state"])
    return {"key_result": key_result.pk, "title": key_result.title, "from": text(before), "to": text(value)}


def state_at(key_result: KeyResult, value: Decimal) -> str:
    """A milestone or a list is done when its last item is; a number that reached its target may still fall back."""
    target = {KeyResultKind.MILESTONE: Decimal(1), KeyResultKind.CHECKLIST: key_result.target_value}.get(
        KeyResultKind(key_result.kind) if key_result.kind else KeyResultKind.METRIC
    )
    if target is None or key_result.state in {KeyResultState.MISSED, KeyResultState.CANCELLED}:
        return key_result.state
    return KeyResultState.DONE if value >= target else KeyResultState.OPEN

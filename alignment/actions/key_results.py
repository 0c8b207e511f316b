"""Verbs: how it is seen that an objective is reached."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from alignment.actions.objectives import check_may_change, iso, refresh
from alignment.models import KeyResult, Objective
from alignment.models.objectives import KeyResultKind, KeyResultState
from organizations.logbook import record, verb
from organizations.models import Person
from organizations.refusals import NotSaid
from organizations.tenancy import new_key
from organizations.verbs import locked, worded

Number = Decimal | int | None


@verb
def add_key_result(
    *,
    objective: Objective,
    title: str,
    by: Person | None,
    now: datetime,
    key: str = "",
    kind: KeyResultKind = KeyResultKind.METRIC,
    unit: str = "",
    start_value: Number = None,
    target_value: Number = None,
    current_value: Number = None,
    owner: Person | None = None,
    due_on: date | None = None,
) -> KeyResult:
    """A number to move, a line to hold, a list to tick off or a milestone."""
    objective = locked(objective)
    check_may_change(by, objective)
    check_numbers(kind, start_value, target_value)
    key_result: KeyResult = KeyResult.objects.create(
        organization_id=objective.organization_id,
        objective=objective,
        key=key or new_key(),
        title=worded(title, "Say what is measured, for instance: utilities live."),
        kind=kind,
        unit=unit.strip(),
        start_value=start_value,
        target_value=target_value,
        current_value=start_value if current_value is None else current_value,
        owner=owner,
        due_on=due_on,
        state=KeyResultState.OPEN,
        position=objective.key_results.count(),
    )
    refresh(objective, now=now)
    record("key_result.added", by=by, about=key_result, now=now, objective=objective.pk, target=text(target_value))
    return key_result


@verb
def change_key_result(
    *,
    key_result: KeyResult,
    reason: str,
    by: Person | None,
    now: datetime,
    title: str | None = None,
    target_value: Number = None,
    due_on: date | None = None,
) -> KeyResult:
    """Re-word, re-aim or re-date a key result; the first wording, target and date stay beside the new ones."""
    objective = locked(key_result.objective)
    check_may_change(by, objective)
    key_result = locked(key_result)
    reason = worded(reason, "Say why: people have agreed on this measure.", limit=1000)
    before = {"title": key_result.title, "target": text(key_result.target_value), "due_on": iso(key_result.due_on)}
    key_result.title = key_result.title if title is None else worded(title, "Say what is measured.")
    key_result.target_value = key_result.target_value if target_value is None else Decimal(target_value)
    key_result.due_on = due_on or key_result.due_on
    check_numbers(KeyResultKind(key_result.kind), key_result.start_value, key_result.target_value)
    key_result.save(update_fields=["title", "target_value", "due_on"])
    refresh(objective, now=now)
    record("key_result.changed", by=by, about=key_result, now=now, objective=objective.pk, before=before, reason=reason)
    return key_result


def check_numbers(kind: KeyResultKind, start: Number, target: Number) -> None:
    """A measure needs the numbers that its progress is reckoned from."""
    if kind == KeyResultKind.MILESTONE:
        return
    if target is None:
        raise NotSaid("Say what number is to be reached.")
    if kind == KeyResultKind.METRIC and start is None:
        raise NotSaid("Say where the number starts, so that progress can be seen.")
    if kind == KeyResultKind.METRIC and start == target:
        raise NotSaid(f"Choose a target other than the start, {target}; or make it a line to stay at or above.")
    if kind == KeyResultKind.CHECKLIST and target < 1:
        raise NotSaid("Say how many items are on the list: one or more.")


def text(number: Number) -> str | None:
    """A number as the logbook keeps it: exact, without trailing noughts."""
    if number is None:
        return None
    plain = f"{Decimal(number):f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain

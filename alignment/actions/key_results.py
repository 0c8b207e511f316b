"""Verbs: how it is seen that an objective is reached; a measure is added, changed with a reason, ordered and ended."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from alignment.actions.objectives import check_may_change, check_weight, fitting, longest, refresh, said
from alignment.arithmetic import text
from alignment.models import KeyResult, Metric, Objective
from alignment.models.objectives import KeyResultKind, KeyResultState, ObjectiveState
from organizations.logbook import record, verb
from organizations.models import Person
from organizations.models.people import PersonStatus
from organizations.refusals import NotSaid
from organizations.tenancy import new_key
from organizations.verbs import day_of, locked, worded

Number = Decimal | int | None
LARGEST = Decimal(10) ** 15


class KeyResultWords(TypedDict, total=False):
    """What may be said of a key result beside its title."""

    unit: str
    start_value: Number
    target_value: Number
    commit_value: Number
    stretch_value: Number
    weight: Decimal
    metric: Metric | None
    owner: Person | None
    due_on: date | None
    url: str


class KeyResultChanges(KeyResultWords, total=False):
    """What may be said anew of a key result; what is left out stays."""

    title: str


# What people agreed on; the first wording, target, date and weight stay beside the new ones.
AGREED_ON = {"title", "start_value", "target_value", "due_on", "weight"}


@verb
def add_key_result(
    *,
    objective: Objective,
    title: str,
    by: Person | None,
    now: datetime,
    key: str = "",
    kind: KeyResultKind = KeyResultKind.METRIC,
    current_value: Number = None,
    **told: Unpack[KeyResultWords],
) -> KeyResult:
    """A number to move, a line to hold, a list to tick off or a milestone."""
    objective = locked(objective)
    check_may_change(by, objective)
    start, target = told.get("start_value"), told.get("target_value")
    check_numbers(kind, start, target)
    wanted: dict[str, Any] = {**told, "title": worded(title, "Say what is measured, for instance: utilities live.")}
    check_sense(kind, start, target, wanted)
    key_result: KeyResult = KeyResult.objects.create(
        organization_id=objective.organization_id,
        objective=objective,
        key=key or new_key(),
        kind=kind,
        current_value=start if current_value is None else current_value,
        state=KeyResultState.OPEN,
        position=objective.key_results.count(),
        **wanted,
    )
    refresh(objective, now=now)
    record("key_result.added", by=by, about=key_result, now=now, objective=objective.pk, target=text(target))
    return key_result


@verb
def change_key_result(
    *, key_result: KeyResult, by: Person | None, now: datetime, reason: str = "", **changes: Unpack[KeyResultChanges]
) -> KeyResult:
    """Re-word, re-aim, re-weigh or re-date a key result; the first wording, target, date and weight stay beside the new ones."""
    objective = locked(key_result.objective)
    check_may_change(by, objective)
    key_result = locked(key_result)
    moved = {field: value for field, value in changes.items() if getattr(key_result, field) != value}
    if not moved:
        return key_result
    if AGREED_ON & set(moved) and objective.state != ObjectiveState.PROPOSED:
        reason = worded(reason, "Say why: people have agreed on this measure.", limit=1000)
    if "title" in moved:
        moved["title"] = worded(str(moved["title"]), "Say what is measured, for instance: utilities live.")
    before = {field: logged(getattr(key_result, field)) for field in moved}
    for field, value in moved.items():
        setattr(key_result, field, value)
    kind = KeyResultKind(key_result.kind or KeyResultKind.METRIC)
    check_numbers(kind, key_result.start_value, key_result.target_value)
    check_sense(kind, key_result.start_value, key_result.target_value, moved)
    key_result.save(update_fields=list(moved))
    refresh(objective, now=now)
    told = {field: [was, logged(getattr(key_result, field))] for field, was in before.items()}
    record("key_result.changed", by=by, about=key_result, now=now, objective=objective.pk, changes=told, reason=reason.strip())
    return key_result


@verb
def end_key_result(
    *, key_result: KeyResult, state: KeyResultState, by: Person | None, now: datetime, reason: str = ""
) -> KeyResult:
    """Done, missed, cancelled, or open again; cancelling one and opening one again ask why."""
    objective = locked(key_result.objective)
    check_may_change(by, objective)
    key_result = locked(key_result)
    if key_result.state == state:
        return key_result
    if state == KeyResultState.CANCELLED:
        reason = worded(reason, "Say why it is not measured any more: people have agreed on it.", limit=1000)
    before, key_result.state = key_result.state, state
    key_result.value_changed_on = day_of(now, objective.organization)
    key_result.save(update_fields=["state", "value_changed_on"])
    refresh(objective, now=now)
    told = {"state": [before, str(state)]}
    record("key_result.ended", by=by, about=key_result, now=now, objective=objective.pk, changes=told, reason=reason.strip())
    return key_result


@verb
def place_key_result(*, key_result: KeyResult, is_up: bool, by: Person | None, now: datetime) -> KeyResult:
    """One place up or down among the measures of its objective."""
    objective = locked(key_result.objective)
    check_may_change(by, objective)
    rows = list(KeyResult.objects.filter(objective=objective).order_by("position", "id").select_for_update(no_key=True))
    place = next(i for i, row in enumerate(rows) if row.pk == key_result.pk)
    wanted = place + (-1 if is_up else 1)
    if 0 <= wanted < len(rows):
        rows.insert(wanted, rows.pop(place))
        for position, row in enumerate(rows):
            row.position = position
        KeyResult.objects.bulk_update(rows, ["position"])
        record("key_result.placed", by=by, about=rows[wanted], now=now, objective=objective.pk, position=wanted)
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
        raise NotSaid(f"Choose a target other than the start, {text(target)}; or make it a line to stay at or above.")
    if kind == KeyResultKind.CHECKLIST and target < 1:
        raise NotSaid("Say how many items are on the list: one or more.")


def check_sense(kind: KeyResultKind, start: Number, target: Number, told: dict[str, Any]) -> None:
    """What no measure may be told: numbers that no column holds, a commitment beyond its target, an owner who has left."""
    for field, value in told.items():
        if isinstance(value, str):
            told[field] = fitting(value, longest(KeyResult, field))
        elif isinstance(value, Decimal) and abs(value) >= LARGEST:
            raise NotSaid("That number is too large. Choose a larger unit, thousands or millions.")
    check_weight(told.get("weight"))
    owner = told.get("owner")
    if owner is not None and owner.status == PersonStatus.INACTIVE:
        raise NotSaid(f"{owner.name} is not here any more. Choose somebody who is.")
    if kind == KeyResultKind.METRIC and start is not None and target is not None:
        check_bands(Decimal(start), Decimal(target), told.get("commit_value"), told.get("stretch_value"))


def check_bands(start: Decimal, target: Decimal, commit: Number, stretch: Number) -> None:
    """The commitment lies on the way to the target, the stretch beyond it, whichever way the number goes."""
    is_up = target > start
    if commit is not None and not (min(start, target) <= commit <= max(start, target)):
        raise NotSaid(f"The commitment lies between the start and the target: from {text(start)} to {text(target)}.")
    if stretch is not None and (stretch < target if is_up else stretch > target):
        raise NotSaid(f"The stretch lies beyond the target: {'more' if is_up else 'less'} than {text(target)}.")


def logged(value: Any) -> Any:
    return text(value) if isinstance(value, Decimal) else said(value)

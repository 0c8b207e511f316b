"""Verbs: a list grows and is ticked off; its key result counts along, and keeps how long the list first was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from alignment.actions.objectives import check_may_change, refresh
from alignment.arithmetic import text
from alignment.models import ChecklistItem, KeyResult, Objective
from alignment.models.objectives import KeyResultKind, KeyResultState
from organizations.logbook import record, verb
from organizations.models import Person
from organizations.refusals import NotSaid, OutOfTurn
from organizations.verbs import day_of, locked, worded

LONGEST_LIST = 200


@verb
def add_items(*, key_result: KeyResult, items: Sequence[str], by: Person | None, now: datetime) -> list[ChecklistItem]:
    """The list grows: its target moves, and what it first was stays beside it."""
    objective, key_result = held(key_result.objective, key_result, by)
    there = key_result.items.count()
    texts = [worded(item, "Say what is to be done, one thing a line.") for item in items]
    if not texts:
        raise NotSaid("Say what is on the list, one thing a line.")
    if there + len(texts) > LONGEST_LIST:
        raise NotSaid(f"A list has at most {LONGEST_LIST} items. Make two measures of it.")
    today = day_of(now, objective.organization)
    rows: list[ChecklistItem] = ChecklistItem.objects.bulk_create(
        ChecklistItem(
            organization_id=objective.organization_id, key_result=key_result, text=line, position=there + place, added_on=today
        )
        for place, line in enumerate(texts)
    )
    count(objective, key_result, now=now)
    target = text(key_result.target_value)
    record("key_result.grown", by=by, about=key_result, now=now, objective=objective.pk, items=texts[:20], target=target)
    return rows


@verb
def add_item(*, key_result: KeyResult, item: str, by: Person | None, now: datetime) -> ChecklistItem:
    """The list grows by one thing to do."""
    return add_items(key_result=key_result, items=[item], by=by, now=now)[0]


@verb
def tick_item(*, item: ChecklistItem, is_done: bool, by: Person | None, now: datetime) -> ChecklistItem:
    """Tick an item off, or take the tick back."""
    objective, key_result = held(item.key_result.objective, item.key_result, by)
    item = locked(item)
    if bool(item.done_on) == is_done:
        return item
    today = day_of(now, objective.organization)
    item.done_on, item.done_by = (today, by) if is_done else (None, None)
    item.save(update_fields=["done_on", "done_by"])
    count(objective, key_result, now=now)
    record("key_result.ticked", by=by, about=key_result, now=now, objective=objective.pk, item=item.text, is_done=is_done)
    return item


@verb
def remove_item(*, item: ChecklistItem, by: Person | None, now: datetime) -> KeyResult:
    """Take an item off the list; the last one stays, for a list of nothing is done at once."""
    objective, key_result = held(item.key_result.objective, item.key_result, by)
    if key_result.items.count() == 1:
        raise OutOfTurn("The last item of a list stays. Cancel the measure, with a reason, if the whole list is no longer meant.")
    text_of_it = item.text
    item.delete()
    count(objective, key_result, now=now)
    record("key_result.shortened", by=by, about=key_result, now=now, objective=objective.pk, item=text_of_it)
    return key_result


def held(objective: Objective, key_result: KeyResult, by: Person | None) -> tuple[Objective, KeyResult]:
    """Both rows, locked in the order of all verbs; only a list has items."""
    objective = locked(objective)
    check_may_change(by, objective)
    key_result = locked(key_result)
    if key_result.kind != KeyResultKind.CHECKLIST:
        raise NotSaid(f"“{key_result}” is not a list. Add a measure of the kind “Checklist” for things to tick off.")
    return objective, key_result


def count(objective: Objective, key_result: KeyResult, *, now: datetime) -> None:
    """Done of all, as the two numbers of the key result; a list that grows past its ticks is open again."""
    rows = list(key_result.items.values_list("done_on", flat=True))
    done = sum(day is not None for day in rows)
    if done != key_result.current_value:
        key_result.value_changed_on = day_of(now, objective.organization)
    key_result.start_value = key_result.start_value or Decimal(0)
    key_result.current_value, key_result.target_value = Decimal(done), Decimal(len(rows))
    if key_result.state not in {KeyResultState.MISSED, KeyResultState.CANCELLED}:
        key_result.state = KeyResultState.DONE if done == len(rows) else KeyResultState.OPEN
    key_result.save(update_fields=["start_value", "current_value", "target_value", "state", "value_changed_on"])
    refresh(objective, now=now)

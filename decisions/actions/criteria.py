"""Verb: what options are compared by is written down, with how much each counts, before anybody scores by it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from decisions.actions.options import held
from decisions.models import Criterion, Decision, OptionVote
from decisions.tallies import MOST_CRITERIA, MOST_WEIGHT
from organizations.logbook import record, verb
from organizations.models import Person
from organizations.refusals import NotSaid, OutOfTurn
from organizations.verbs import worded

LONGEST_NAME = 120


class Measure(NamedTuple):
    """A criterion as it is written down."""

    name: str
    weight: int


@verb
def set_criteria(*, decision: Decision, criteria: Sequence[Measure], by: Person | None, now: datetime) -> list[Criterion]:
    """Just these, in this order. What was scored by stays as it is: its weight is not chosen with the scores in sight."""
    decision = held(decision, by)
    wanted = checked(criteria)
    there = list(Criterion.objects.filter(decision=decision).order_by("position"))
    before = [one_line(row.name, row.weight) for row in there]
    after = [one_line(*one) for one in wanted]
    if before == after:
        return there
    by_name = {row.name.casefold(): row for row in there}
    named = {one.name.casefold(): one for one in wanted}
    for name, row in by_name.items():
        if (name not in named or named[name].weight != row.weight) and OptionVote.objects.filter(criterion=row).exists():
            raise OutOfTurn(
                f"“{row.name}” was scored by, with the weight {row.weight}, so it stays. Others can be added or changed."
            )
    Criterion.objects.filter(pk__in=[row.pk for name, row in by_name.items() if name not in named]).delete()
    rows = [put(decision, place, one, by_name.get(one.name.casefold())) for place, one in enumerate(wanted)]
    record("decision.criteria_changed", by=by, about=decision, now=now, criteria=[before, after])
    return rows


def put(decision: Decision, position: int, said: Measure, row: Criterion | None) -> Criterion:
    row = row or Criterion(organization_id=decision.organization_id, decision=decision)
    row.position, row.name, row.weight = position, said.name, said.weight
    row.save()
    return row


def checked(criteria: Sequence[Measure]) -> list[Measure]:
    found = [Measure(worded(one.name, "Say what the criterion is.", limit=LONGEST_NAME), one.weight) for one in criteria]
    if len(found) > MOST_CRITERIA:
        raise NotSaid(f"Compare by at most {MOST_CRITERIA} criteria; these are {len(found)}.")
    if any(not 1 <= one.weight <= MOST_WEIGHT for one in found):
        raise NotSaid(f"Weights are whole numbers from 1 to {MOST_WEIGHT}.")
    names = [one.name.casefold() for one in found]
    twice = next((one.name for one in found if names.count(one.name.casefold()) > 1), "")
    if twice:
        raise NotSaid(f"“{twice}” stands there twice. Name each criterion once.")
    return found


def one_line(name: str, weight: int) -> str:
    """As it is written and read in a line."""
    return f"{name}: {weight}"

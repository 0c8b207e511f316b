"""How lateness flows from dependency to dependency: a formula, table- and property-tested, that knows no framework."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Need:
    """An open dependency: what it serves, what it asks of, its own day, and the day it is wanted for; each may be unknown."""

    pk: int
    from_objective: int | None
    to_objective: int | None
    day: date | None
    wanted: date | None


@dataclass(frozen=True, slots=True)
class Reckoned:
    """When it will be there; days after the day it is wanted; and what makes it late, from what it waits for to the first cause."""

    expected_on: date | None = None
    slip_days: int = 0
    path: list[int] = field(default_factory=list)


def reckon(needs: Iterable[Need], today: date) -> dict[int, Reckoned]:
    """Expected days of open dependencies (this product's own rule).

    None is there before its own day, nor before today, nor before what the objective it asks of waits for itself; so its day is
    the latest of those that it reaches along the graph. A circle has one latest day for all in it. Each need is visited once,
    the latest first; ties go to the lower id, so that the same facts give the same path.
    """
    by_id = {need.pk: need for need in needs}
    own = {pk: max(need.day, today) for pk, need in by_id.items() if need.day}
    waiting: dict[int | None, list[int]] = defaultdict(list)  # objective -> the needs that ask something of it
    for pk in sorted(by_id):
        waiting[by_id[pk].to_objective].append(pk)
    expected: dict[int, date] = {}
    cause: dict[int, int] = {}
    for source in sorted(own, key=lambda pk: (-own[pk].toordinal(), pk)):
        if source in expected:
            continue
        expected[source] = own[source]
        late = deque([source])
        while late:
            at = late.popleft()
            asked_for = by_id[at].from_objective
            for pk in waiting[asked_for] if asked_for else ():
                if pk not in expected and own.get(pk) != own[source]:
                    expected[pk], cause[pk] = own[source], at
                    late.append(pk)
    return {pk: reckoned(need, expected.get(pk), path_of(pk, cause)) for pk, need in by_id.items()}


def path_of(pk: int, cause: dict[int, int]) -> list[int]:
    path: list[int] = []
    while pk in cause:
        pk = cause[pk]
        path.append(pk)
    return path


def reckoned(need: Need, expected_on: date | None, path: list[int]) -> Reckoned:
    slip = (expected_on - need.wanted).days if expected_on and need.wanted else 0
    return Reckoned(expected_on, max(0, slip), path)

"""Whose turn it is to facilitate; pure. Whoever had a turn longest ago is next: swaps and absences even out by themselves."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

NEVER = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Slot:
    """A meeting to come: who facilitates it, if that is said, and who of the rota is away on its day."""

    at: datetime
    facilitator: int | None = None
    away: frozenset[int] = frozenset()


def whose_turn(
    order: Sequence[int], last_turns: Mapping[int, datetime], *, away: Collection[int] = (), taken: Collection[int] = ()
) -> int | None:
    """The next of the rota, or None when all of it is away.

    The one whose last turn lies furthest back; among those who had none, in the order of the rota, from whoever was last on.
    `taken` are people with a turn soon after: they are asked only when nobody else is there.
    """
    here = [person for person in order if person not in away]
    pool = [person for person in here if person not in taken] or here
    if not pool:
        return None
    latest = max((person for person in order if person in last_turns), key=lambda person: last_turns[person], default=None)
    begin = order.index(latest) + 1 if latest is not None else 0
    place = {person: (number - begin) % len(order) for number, person in enumerate(order)}
    return min(pool, key=lambda person: (last_turns.get(person, NEVER), place[person]))


def deal(order: Sequence[int], last_turns: Mapping[int, datetime], slots: Sequence[Slot]) -> list[int | None]:
    """Who facilitates each of these meetings, in the order of time: what is said stays, the rest goes round."""
    turns, dealt = dict(last_turns), []
    for number, slot in enumerate(slots):
        soon = slots[number + 1 : number + len(order)]
        taken = {after.facilitator for after in soon if after.facilitator is not None}
        person = slot.facilitator if slot.facilitator is not None else whose_turn(order, turns, away=slot.away, taken=taken)
        dealt.append(person)
        if person is not None:
            turns[person] = slot.at
    return dealt

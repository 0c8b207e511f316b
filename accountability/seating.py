"""What is amiss on the accountability chart: formulas over seats and who sits in them; pure. Load and its limit: DOMAIN 2.6."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from alignment.coherence import is_overloaded, usual_load

VACANT, DOUBLE, OVERLOAD, SINGLE, NO_BACKUP = KINDS = ("vacant", "double", "overload", "single", "no_backup")


@dataclass(frozen=True, slots=True)
class Place:
    """A seat as the formulas see it; only people who are here count."""

    id: int
    title: str
    outcomes: Sequence[str] = ()
    holders: Sequence[int] = ()
    backups: Sequence[int] = ()
    is_critical: bool = False
    team: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is amiss with a seat; `others` are the seats and `people` the people that it is about."""

    kind: str
    seat: int
    others: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    outcome: str = ""


def folded(text: str) -> str:
    """Two outcomes are the same when they differ in case, blanks and the full stop only."""
    return " ".join(text.casefold().split()).rstrip(".")


def findings_of(
    places: Sequence[Place], loads: Mapping[int, int] | None = None, teams: Mapping[int, Sequence[int]] | None = None
) -> list[Finding]:
    """Everything that is amiss, seat by seat in the order given."""
    shared, alone = outcomes_twice(places), critical_alone(places)
    found: list[Finding] = []
    for place in places:
        if not place.holders:
            found.append(Finding(VACANT, place.id))
        if len(place.holders) > 1:
            found.append(Finding(DOUBLE, place.id, people=tuple(place.holders)))
        for outcome in place.outcomes:
            others = tuple(other for other in shared.get(folded(outcome), ()) if other != place.id)
            found += [Finding(DOUBLE, place.id, others=others, outcome=outcome)] if others else []
        over = tuple(person for person in place.holders if is_over(person, place.team, loads or {}, teams or {}))
        found += [Finding(OVERLOAD, place.id, people=over)] if over else []
        for person in place.holders if place.is_critical else ():
            seats = alone.get(person, ())
            if place.id in seats and len(seats) > 1:
                found.append(Finding(SINGLE, place.id, others=tuple(s for s in seats if s != place.id), people=(person,)))
        if len(place.holders) == 1 and not set(place.backups) - set(place.holders):
            found.append(Finding(NO_BACKUP, place.id))
    return found


def outcomes_twice(places: Sequence[Place]) -> dict[str, list[int]]:
    """Each outcome that several seats answer for, with these seats."""
    seats: dict[str, list[int]] = defaultdict(list)
    for place in places:
        for outcome in dict.fromkeys(folded(one) for one in place.outcomes):
            seats[outcome].append(place.id)
    return {outcome: ids for outcome, ids in seats.items() if outcome and len(ids) > 1}


def critical_alone(places: Sequence[Place]) -> dict[int, list[int]]:
    """The critical seats that each person holds without anybody beside them."""
    seats: dict[int, list[int]] = defaultdict(list)
    for place in places:
        if place.is_critical and len(place.holders) == 1:
            seats[place.holders[0]].append(place.id)
    return seats


def is_over(person: int, team: int | None, loads: Mapping[int, int], teams: Mapping[int, Sequence[int]]) -> bool:
    members = teams.get(team, ()) if team is not None else ()
    usual = usual_load(loads.get(member, 0) for member in members)
    return usual is not None and is_overloaded(loads.get(person, 0), usual)


def above_below(parents: Mapping[int, int | None], seat: int, above: int) -> list[int]:
    """The circle that closes when `above` comes to stand above `seat`: from the seat up to itself; empty when none does."""
    way, here = [seat], above
    while here != seat:
        following = parents.get(here)
        if following is None or here in way:
            return []
        way.append(here)
        here = following
    return [*way, seat]

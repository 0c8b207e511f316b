"""The scores of a closed cycle in plain Python: what was reached of what is said now, and of what was first said; 0 to 1.

Marks in brackets are sources of DOMAIN.md. None means "not known": it is left out, never counted as nought, unless said otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from alignment.measures import Numbers, key_result_progress, measured_progress, weighted_mean

HIT_FROM = {"committed": Decimal(1)}  # any other ambition, also none stated, is a hit from GOOD_FROM on
GOOD_FROM, FAIR_FROM = Decimal("0.7"), Decimal("0.4")
BELOW_A_HIT = Decimal("0.01")  # how far below it a broken guard holds a score
HEALTHY_FROM = Decimal("0.8")  # completion and predictability: discussed below
THREE = Decimal("0.001")  # to which a score is kept


@dataclass(frozen=True, slots=True)
class Result:
    """A key result at the end of its cycle: its numbers, what it first went for, and its weight in the objective."""

    numbers: Numbers
    original_target: Decimal | None = None
    weight: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Scored:
    """An objective at the end of its cycle; scores 0 to 1, None where nothing measures it."""

    ambition: str
    outcome: str
    score: Decimal | None
    original_score: Decimal | None
    weight: Decimal = Decimal(1)


def score(results: Iterable[Result]) -> Decimal | None:
    """What an objective reached of what is said now: the weighted mean of its key results, 0 to 1 (OKR grading, [R10]).

    A number to move and a list count by the share of the way, a threshold by whether it holds, a milestone by whether it is
    reached. Cancelled key results and missing numbers are left out.
    """
    return weighted_mean(((key_result_progress(one.numbers), one.weight) for one in results), THREE)


def original_score(results: Iterable[Result]) -> Decimal | None:
    """The same against what was first said, so that a moved target cannot improve a score (DOMAIN 2)."""
    return weighted_mean(((original_progress(one), one.weight) for one in results), THREE)


def original_progress(result: Result) -> Decimal | None:
    """A key result against its first target. "Done" is believed only where there is no other number to hold it against."""
    numbers, first = result.numbers, result.original_target
    if first is None or first == numbers.target or numbers.state == "cancelled":
        return key_result_progress(numbers)
    measured = measured_progress(replace(numbers, target=first))
    return key_result_progress(numbers) if measured is None else measured


def hit_from(ambition: str) -> Decimal:
    """The score from which it counts as reached: a commitment only in full, all else from 0.7 ([R10], [R12])."""
    return HIT_FROM.get(ambition, GOOD_FROM)


def is_hit(score: Decimal | None, ambition: str) -> bool:
    return score is not None and score >= hit_from(ambition)


def band(score: Decimal | None, ambition: str) -> str:
    """The colour of a score: on_track for a hit, at_risk from 0.4, off_track below; nothing when it is not known ([R11], [R12])."""
    if score is None:
        return ""
    return "on_track" if is_hit(score, ambition) else "at_risk" if score >= FAIR_FROM else "off_track"


def held_below_a_hit(score: Decimal | None, ambition: str) -> Decimal | None:
    """The score with a broken guard: a hit with a broken guard is not a hit."""
    return hit_from(ambition) - BELOW_A_HIT if score is not None and is_hit(score, ambition) else score


def completion(scored: Iterable[Scored]) -> tuple[int, int]:
    """How many were done at the end, on their original wording and targets, of how many were set ([R6]: discuss under 80 %)."""
    rows = list(scored)
    return sum(map(is_done, rows)), len(rows)


def is_done(row: Scored) -> bool:
    """Chosen as done, and a hit by the lower of its two scores."""
    return row.outcome == "done" and is_hit(least(row.original_score, row.score), row.ambition)


def least(first: Decimal | None, second: Decimal | None) -> Decimal | None:
    """The lower of two scores where both are known, so that neither a moved target nor a kind word lifts a miss to a hit."""
    return min((one for one in (first, second) if one is not None), default=None)


def predictability(scored: Iterable[Scored]) -> Decimal | None:
    """Actual / planned value of what was not a stretch, by weight, against what was first said ([R33]); 0.8 to 1 is healthy.

    What nothing measures, or what was dropped without a score, has delivered nothing.
    """
    planned = [(row.original_score or row.score or Decimal(0), row.weight) for row in scored if row.ambition != "aspirational"]
    return weighted_mean(planned, THREE)

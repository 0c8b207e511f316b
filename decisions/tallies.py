"""What answers add up to, and what is wrong with one: scores, orders and dots over options; pure.

An answer maps options to points. Score: 0 to 5 for each option that somebody has an opinion on. Rank: every option has a place,
1 the best, each place once. Dots: three to give, to one option or several. By criteria, an answer maps pairs of option
and criterion to a score from 0 to 5, as many of them as somebody has an opinion on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

BEST_SCORE = 5
DOTS = 3
SCORE, RANK, GIVEN = "score", "rank", "dots"
VOTES = (SCORE, RANK, GIVEN)  # the ways in which options are weighed

Points = Mapping[int, int]  # option -> points
Cells = Mapping[tuple[int, int], int]  # option and criterion -> score
MOST_CRITERIA, MOST_WEIGHT = 8, 10


@dataclass(frozen=True, slots=True)
class Tally:
    """What one option has: `value` orders them (a mean, or a sum), `share` of the best that was possible, and how many gave it."""

    option: int
    value: Fraction
    share: Fraction
    count: int
    firsts: int = 0


def fault_in(way: str, points: Points, options: Sequence[int]) -> str:
    """The sentence that asks for what is missing; empty when the answer is sound."""
    if way not in VOTES:
        return ""
    if set(points) - set(options):
        return "The options have changed since you opened this. Look at them again."
    return FAULTS[way](list(points.values()), len(options))


def fault_in_scores(given: Sequence[int], _: int) -> str:
    if not given:
        return "Score one option at least."
    return "" if all(0 <= score <= BEST_SCORE for score in given) else f"Score each option from 0 to {BEST_SCORE}."


def fault_in_places(given: Sequence[int], options: int) -> str:
    is_sound = sorted(given) == list(range(1, options + 1))
    return "" if is_sound else f"Give every option a place from 1 to {options}, and each place once."


def fault_in_dots(given: Sequence[int], _: int) -> str:
    if min(given, default=0) < 0 or sum(given) > DOTS:
        return f"You have {DOTS} dots to give; these are {sum(given)}."
    return "" if sum(given) else f"Give one dot at least; you have {DOTS}."


FAULTS = {SCORE: fault_in_scores, RANK: fault_in_places, GIVEN: fault_in_dots}


def tally(way: str, answers: Sequence[Points], options: Sequence[int]) -> list[Tally]:
    """Every option with what it has, the best first; equals stay in the order of the options."""
    judge = {SCORE: of_scores, RANK: of_places, GIVEN: of_dots}[way]
    found = [judge(option, [answer[option] for answer in answers if option in answer], len(options)) for option in options]
    return sorted(found, key=lambda one: one.value if way == RANK and one.count else -one.share)


def of_scores(option: int, given: Sequence[int], _: int) -> Tally:
    """The mean of those who scored it."""
    mean = Fraction(sum(given), len(given)) if given else Fraction(0)
    return Tally(option, mean, mean / BEST_SCORE, len(given))


def of_places(option: int, given: Sequence[int], options: int) -> Tally:
    """The mean place: 1 when it is everybody's first, and then its share is whole; the last place has none."""
    if not given:
        return Tally(option, Fraction(options), Fraction(0), 0)
    mean = Fraction(sum(given), len(given))
    return Tally(option, mean, (options - mean) / max(1, options - 1), len(given), firsts=sum(place == 1 for place in given))


def of_dots(option: int, given: Sequence[int], _: int) -> Tally:
    """All dots together; the share is of all that these people had to give."""
    total = sum(given)
    return Tally(
        option, Fraction(total), Fraction(total, DOTS * len(given)) if given else Fraction(0), sum(dots > 0 for dots in given)
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """What one option has by one criterion: the mean of those who scored it, none where nobody did."""

    mean: Fraction | None
    count: int


@dataclass(frozen=True, slots=True)
class Weighed:
    """An option by all criteria, in their order: the sum of weight times mean, over the weights of those that it was scored by."""

    option: int
    cells: tuple[Cell, ...]
    weights: tuple[int, ...]

    @property
    def parts(self) -> list[tuple[int, Fraction]]:
        """Weight and mean of each criterion that it was scored by."""
        return [(weight, cell.mean) for weight, cell in zip(self.weights, self.cells, strict=True) if cell.mean is not None]

    @property
    def total(self) -> Fraction | None:
        """0 to 5; None where nobody scored it."""
        parts = self.parts
        return sum((weight * mean for weight, mean in parts), Fraction(0)) / sum(weight for weight, _ in parts) if parts else None

    @property
    def is_whole(self) -> bool:
        """Whether it was scored by each criterion, so that its total can be held against the others."""
        return len(self.parts) == len(self.cells)


def fault_in_cells(given: Cells, options: Sequence[int], criteria: Sequence[int]) -> str:
    """The sentence that asks for what is missing; empty when the answer is sound."""
    if any(option not in options or criterion not in criteria for option, criterion in given):
        return "The options or criteria have changed since you opened this. Look at them again."
    if not given:
        return "Score one option by one criterion at least."
    return "" if all(0 <= score <= BEST_SCORE for score in given.values()) else f"Give scores from 0 to {BEST_SCORE}."


def weigh(answers: Sequence[Cells], options: Sequence[int], weights: Mapping[int, int]) -> list[Weighed]:
    """Every option by every criterion (criterion -> weight), the options in their order."""
    return [
        Weighed(option, tuple(cell_of(answers, option, criterion) for criterion in weights), tuple(weights.values()))
        for option in options
    ]


def cell_of(answers: Sequence[Cells], option: int, criterion: int) -> Cell:
    given = [answer[option, criterion] for answer in answers if (option, criterion) in answer]
    return Cell(Fraction(sum(given), len(given)) if given else None, len(given))


def best_of(weighed: Sequence[Weighed]) -> set[int]:
    """The options with the highest total, of those that were scored by each criterion."""
    totals = {one.option: one.total for one in weighed if one.is_whole and one.total is not None}
    best = max(totals.values(), default=None)
    return {option for option, total in totals.items() if total == best}

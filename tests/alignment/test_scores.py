"""The scores of a closed cycle, case by case."""

from __future__ import annotations

from decimal import Decimal

import pytest

from alignment.measures import Numbers, weighted_mean
from alignment.scores import (
    Result,
    Scored,
    band,
    completion,
    held_below_a_hit,
    is_hit,
    original_score,
    predictability,
    score,
)


def number(
    current: float | None, target: float = 10, *, first: float | None = None, weight: float = 1, state: str = "open"
) -> Result:
    """A number to move from nought."""
    now = None if current is None else Decimal(str(current))
    numbers = Numbers(kind="metric", start=Decimal(0), target=Decimal(str(target)), current=now, state=state)
    return Result(numbers, Decimal(str(target if first is None else first)), Decimal(str(weight)))


def step(state: str, **more: float) -> Result:
    return Result(Numbers(kind="milestone", state=state), **{name: Decimal(str(value)) for name, value in more.items()})


CASES = [
    ("half of the way", [number(5)], "0.5", "0.5"),
    ("a lowered target lifts the score of today only", [number(5, 5, first=10)], "1", "0.5"),
    ("a raised target takes nothing from what was first said", [number(10, 20, first=10)], "0.5", "1"),
    ("the mean of several", [number(10), number(5)], "0.75", "0.75"),
    ("a heavier one counts for more", [number(10, weight=3), number(0)], "0.75", "0.75"),
    ("a weight of nought counts for nothing", [number(10), number(0, weight=0)], "1", "1"),
    ("beyond the target is no more than all of it", [number(30)], "1", "1"),
    ("a milestone is reached or not", [step("done"), step("open")], "0.5", "0.5"),
    ("what was missed counts as nothing", [step("missed"), number(10)], "0.5", "0.5"),
    ("what was cancelled is left out", [number(10), step("cancelled")], "1", "1"),
    ("called done below its first target", [number(5, 5, first=10, state="done")], "1", "0.5"),
    ("nobody said a number", [number(None)], None, None),
    ("no key result at all", [], None, None),
]


@pytest.mark.parametrize(("results", "now", "first"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_score(results: list[Result], now: str | None, first: str | None) -> None:
    assert score(results) == (None if now is None else Decimal(now))
    assert original_score(results) == (None if first is None else Decimal(first))


def test_a_threshold_holds_or_it_does_not_also_against_the_first_line() -> None:
    line = Result(Numbers(kind="threshold_below", target=Decimal(5), current=Decimal(4)), Decimal(3))
    assert (score([line]), original_score([line])) == (Decimal(1), Decimal(0))


@pytest.mark.parametrize(
    ("value", "ambition", "colour"),
    [
        ("1", "committed", "on_track"),
        ("0.99", "committed", "at_risk"),
        ("0.8", "committed", "at_risk"),
        ("0.39", "committed", "off_track"),
        ("0.7", "aspirational", "on_track"),
        ("0.69", "aspirational", "at_risk"),
        ("0.4", "aspirational", "at_risk"),
        ("0.399", "aspirational", "off_track"),
        ("0.7", "", "on_track"),
    ],
)
def test_a_commitment_is_green_only_in_full_and_a_stretch_from_seven_tenths(value: str, ambition: str, colour: str) -> None:
    assert band(Decimal(value), ambition) == colour


def test_what_nobody_knows_has_no_colour() -> None:
    assert band(None, "committed") == ""


@pytest.mark.parametrize("ambition", ["committed", "aspirational", ""])
@pytest.mark.parametrize("value", ["0", "0.5", "0.69", "0.7", "0.99", "1"])
def test_with_a_broken_guard_no_score_is_a_hit_and_a_miss_stays_what_it_was(value: str, ambition: str) -> None:
    before = Decimal(value)
    after = held_below_a_hit(before, ambition)
    assert not is_hit(after, ambition)
    assert after == before or is_hit(before, ambition)
    assert held_below_a_hit(None, ambition) is None


def scored(outcome: str, now: str | None, first: str | None = None, ambition: str = "", weight: str = "1") -> Scored:
    now_, first_ = (None if one is None else Decimal(one) for one in (now, now if first is None else first))
    return Scored(ambition, outcome, now_, first_, Decimal(weight))


def test_completion_counts_what_was_done_as_it_was_first_worded_of_all_that_was_set() -> None:
    rows = [
        scored("done", "0.8"),
        scored("done", "1", first="0.5"),  # a hit only because its target was lowered
        scored("done", "1", ambition="committed"),
        scored("done", "0.9", ambition="committed"),
        scored("carried", "1"),
        scored("dropped", None),
    ]
    assert completion(rows) == (2, 6)
    assert completion([]) == (0, 0)


def test_predictability_is_what_was_delivered_of_what_was_committed_and_a_stretch_is_no_promise() -> None:
    rows = [scored("done", "1", weight="3"), scored("dropped", None), scored("done", "0.1", ambition="aspirational")]
    assert predictability(rows) == Decimal("0.75")
    assert predictability([scored("done", "1", first="0.5")]) == Decimal("0.5"), "a lowered target delivers no more"
    assert predictability([scored("done", "1", ambition="aspirational")]) is None


def test_a_mean_of_nothing_is_not_known() -> None:
    assert weighted_mean([(None, Decimal(1)), (Decimal(1), Decimal(0))]) is None

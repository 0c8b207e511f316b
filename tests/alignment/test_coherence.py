"""The measures of alignment by the table: Jaccard, priority consistency, focus, overload, recall."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.coherence import Ratio, focus, is_overloaded, jaccard, priority_consistency, recalled

SETS = st.sets(st.integers(0, 9))


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ({1, 2, 3}, {1, 2, 3}, 1.0),
        ({1, 2, 3}, {4, 5, 6}, 0.0),
        ({1, 2, 3}, {2, 3, 4}, 0.5),
        ({1}, {1, 2, 3}, 1 / 3),
        (set(), {1, 2, 3}, 0.0),
        (set(), set(), None),
    ],
)
def test_jaccard(one: set[int], other: set[int], share: float | None) -> None:
    assert jaccard(one, other) == share


@given(one=SETS, other=SETS)
def test_jaccard_is_a_share_that_does_not_care_who_is_asked_first(one: set[int], other: set[int]) -> None:
    share = jaccard(one, other)
    assert share == jaccard(other, one)
    assert share is None or 0 <= share <= 1
    assert (share == 1) == (bool(one) and one == other)


@pytest.mark.parametrize(
    ("teams", "top", "share"),
    [
        ([{1, 2, 3}, {1, 2, 3}], {1, 2, 3}, 1.0),
        ([{1, 2, 3}, {7}], {1, 2, 3}, 0.5),
        ([{1}, set()], {1, 2, 3}, 1 / 6),
        ([], {1, 2, 3}, None),
        ([{1}], set(), None),
    ],
)
def test_priority_consistency_is_the_mean_over_teams(teams: list[set[int]], top: set[int], share: float | None) -> None:
    assert priority_consistency(teams, top) == (None if share is None else pytest.approx(share))


def test_focus_counts_what_is_above_seven_in_each_team() -> None:
    assert focus([3, 7, 9, 8]) == Ratio(24, 27)
    assert focus([]) == Ratio(0, 0)


def test_a_share_of_fewer_than_five_is_not_shown() -> None:
    assert [Ratio(0, whole).is_enough for whole in (0, 4, 5)] == [False, False, True]
    assert Ratio(17, 21).rest == 4


@pytest.mark.parametrize(
    ("load", "median", "priorities", "is_too_much"),
    [(6, 4, 2, False), (7, 4, 2, True), (3, 1, 1, False), (4, 1, 1, True), (8, 8, 8, True), (7, 7, 7, False)],
)
def test_overload(load: int, median: float, priorities: int, is_too_much: bool) -> None:
    assert is_overloaded(load, median, priorities) is is_too_much


@pytest.mark.parametrize(
    ("picked", "real", "knows"),
    [({1, 2, 3}, {1, 2, 3, 4, 5}, True), ({1, 2, 9}, {1, 2, 3, 4, 5}, False), ({1, 2}, {1, 2}, True), ({1}, {1, 2}, False)],
)
def test_recall_is_three_of_them_or_all_where_there_are_fewer(picked: set[int], real: set[int], knows: bool) -> None:
    assert recalled(picked, real) is knows

"""What answers add up to, by hand: scores are means, orders mean places, dots are counted."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.patterns import PARTS, PATTERNS, word_of
from decisions.tallies import DOTS, VOTES, fault_in, tally

BUILD, BUY, WAIT = 1, 2, 3
OPTIONS = [BUILD, BUY, WAIT]


def test_a_score_is_the_mean_of_those_who_gave_one() -> None:
    # Buy: (5 + 4) / 2 = 4.5; build: (3 + 1) / 2 = 2; wait has no score.
    found = tally("score", [{BUILD: 3, BUY: 5}, {BUILD: 1, BUY: 4}], OPTIONS)
    assert [(one.option, one.value, one.share, one.count) for one in found] == [
        (BUY, Fraction(9, 2), Fraction(9, 10), 2),
        (BUILD, 2, Fraction(2, 5), 2),
        (WAIT, 0, 0, 0),
    ]


def test_an_order_is_read_by_the_mean_place() -> None:
    # Build: places 1, 2, 2 = 5/3; buy: 2, 1, 3 = 2; wait: 3, 3, 1 = 7/3.
    orders = [{BUILD: 1, BUY: 2, WAIT: 3}, {BUILD: 2, BUY: 1, WAIT: 3}, {BUILD: 2, BUY: 3, WAIT: 1}]
    found = tally("rank", orders, OPTIONS)
    assert [(one.option, one.value, one.firsts) for one in found] == [
        (BUILD, Fraction(5, 3), 1),
        (BUY, 2, 1),
        (WAIT, Fraction(7, 3), 1),
    ]
    assert tally("rank", [{BUILD: 1, BUY: 2, WAIT: 3}], OPTIONS)[0].share == 1


def test_dots_are_added_up() -> None:
    found = tally("dots", [{BUY: 3}, {BUY: 1, WAIT: 2}, {WAIT: 1}], OPTIONS)
    assert [(one.option, int(one.value), one.count) for one in found] == [(BUY, 4, 2), (WAIT, 3, 2), (BUILD, 0, 0)]


@pytest.mark.parametrize(
    ("way", "points", "says"),
    [
        ("score", {}, "Score one"),
        ("score", {BUY: 6}, "from 0 to 5"),
        ("score", {9: 1}, "have changed"),
        ("rank", {BUILD: 1, BUY: 1, WAIT: 2}, "each place once"),
        ("rank", {BUILD: 1, BUY: 2}, "a place from 1 to 3"),
        ("dots", {BUY: 4}, "3 dots to give; these are 4"),
        ("dots", {BUY: 2, WAIT: 2}, "these are 4"),
        ("dots", {BUY: 0}, "one dot at least"),
        ("score", {BUY: 0}, ""),
        ("rank", {BUILD: 3, BUY: 1, WAIT: 2}, ""),
        ("dots", {BUY: 1, WAIT: 2}, ""),
        ("advice", {BUY: 99}, ""),
    ],
)
def test_what_is_wrong_with_an_answer_is_said(way: str, points: dict[int, int], says: str) -> None:
    fault = fault_in(way, points, OPTIONS)
    assert (says in fault) if says else not fault


@given(st.sampled_from(VOTES), st.lists(st.permutations([0, 1, 2]), max_size=6))
def test_every_option_stands_once_and_a_share_is_a_share(way: str, drawn: list[list[int]]) -> None:
    answers = [{o: p + 1 if way == "rank" else p for o, p in zip(OPTIONS, points, strict=True)} for points in drawn]
    assert not any(fault_in(way, answer, OPTIONS) for answer in answers)
    found = tally(way, answers, OPTIONS)
    assert sorted(one.option for one in found) == OPTIONS
    assert all(0 <= one.share <= 1 for one in found)
    assert [one.share for one in found] == sorted((one.share for one in found), reverse=True)
    assert sum(one.value for one in found) == DOTS * len(drawn) if way == "dots" else True


@pytest.mark.parametrize("pattern", list(PATTERNS))
def test_one_person_decides_in_every_pattern(pattern: str) -> None:
    assert "decider" in PATTERNS[pattern]
    assert [word_of(part, pattern) for part in PARTS]
    assert word_of("decider", "daci") == "Approver", "DACI's approver is who decides"
    assert word_of("approver", "rapid") == "Agrees"

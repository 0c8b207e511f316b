"""The clock of what is stuck: working days, each once, however many blockers overlap on it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.models import MissReason
from decisions.blocking import Span, days_blocked, last_weeks, share, this_friday
from decisions.models import BlockerKind
from tests.cast import MONDAY

FIRST = date(2026, 6, 1)
days = st.integers(0, 90).map(lambda number: FIRST + timedelta(days=number))
spans = st.lists(st.tuples(days, st.none() | st.integers(0, 40)), max_size=8).map(
    lambda found: [Span(since, None if length is None else since + timedelta(days=length)) for since, length in found]
)


@pytest.mark.parametrize(
    ("found", "today", "count"),
    [
        ([], MONDAY, 0),
        ([Span(MONDAY)], MONDAY, 0),  # since today
        ([Span(MONDAY)], MONDAY + timedelta(days=4), 4),  # Monday to Friday
        ([Span(MONDAY)], MONDAY + timedelta(days=7), 5),  # the week-end is none
        ([Span(MONDAY, MONDAY + timedelta(days=1))], MONDAY + timedelta(days=30), 1),
        ([Span(MONDAY, MONDAY + timedelta(days=3)), Span(MONDAY + timedelta(days=1), MONDAY + timedelta(days=4))], MONDAY, 4),
        ([Span(MONDAY, MONDAY + timedelta(days=1)), Span(MONDAY + timedelta(days=2), MONDAY + timedelta(days=3))], MONDAY, 2),
    ],
)
def test_days_by_hand(found: list[Span], today: date, count: int) -> None:
    assert days_blocked(found, today) == count


@given(spans, days)
def test_a_day_counts_once_however_many_blockers_overlap_on_it(found: list[Span], today: date) -> None:
    stuck = {
        day
        for since, until in found
        for number in range(1, ((until or today) - since).days + 1)
        if (day := since + timedelta(days=number)).weekday() < 5
    }
    assert days_blocked(found, today) == len(stuck)


@given(spans, days)
def test_the_sum_of_each_is_never_less_and_the_longest_never_more(found: list[Span], today: date) -> None:
    each = [days_blocked([span], today) for span in found]
    assert max(each, default=0) <= days_blocked(found, today) <= sum(each)


@pytest.mark.parametrize(("today", "ahead"), [(0, 4), (3, 1), (4, 7), (5, 6), (6, 5)])
def test_by_friday_is_the_next_one_that_is_still_to_come(today: int, ahead: int) -> None:
    day = MONDAY + timedelta(days=today)
    assert this_friday(day) == day + timedelta(days=ahead)
    assert this_friday(day).weekday() == 4


def test_a_share_is_of_days_under_way_and_of_nothing_there_is_none() -> None:
    assert share(3, 12) == 0.25
    assert share(0, 0) is None


def test_the_window_is_four_weeks_that_are_over() -> None:
    assert last_weeks(MONDAY) == (date(2026, 7, 19), date(2026, 8, 16))
    assert last_weeks(MONDAY + timedelta(days=6)) == (date(2026, 7, 19), date(2026, 8, 16))


def test_the_kinds_are_reasons_of_a_miss_under_the_same_codes() -> None:
    assert set(BlockerKind.values) == set(MissReason.values) - {MissReason.ESTIMATE, MissReason.FORGOT}

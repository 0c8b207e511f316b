"""Numbers and days as people say them."""

from datetime import date

import pytest

from visibility.words import as_days, as_points, as_when, count_of, in_words, percent, shorten


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "0 days"), (1, "1 day"), (14, "14 days"), (15, "2 weeks"), (100, "3 months"), (800, "2 years"), (-3, "0 days")],
)
def test_days_are_told_up_to_fourteen_then_weeks(days: int, said: str) -> None:
    assert as_days(days) == said


def test_numbers_up_to_twelve_are_words_in_a_sentence() -> None:
    assert [in_words(0), in_words(4), in_words(12), in_words(22), in_words(1200)] == ["no", "four", "twelve", "22", "1,200"]


def test_a_noun_takes_its_plural() -> None:
    assert [count_of(1, "team"), count_of(2, "priority"), count_of(3, "person,people")] == ["1 team", "2 priorities", "3 people"]


def test_a_share_is_whole_per_cent_and_an_unknown_one_stays_unknown() -> None:
    assert [percent(0.335), percent(1.2), percent(-0.1), percent(None)] == [34, 100, 0, None]


def test_a_difference_carries_its_sign() -> None:
    assert [as_points(9), as_points(-3), as_points(0), as_points(None)] == ["+9", "−3", "±0", ""]


def test_the_year_is_told_only_when_it_is_another() -> None:
    friday = date(2026, 8, 21)
    assert as_when(friday, date(2026, 8, 17)) == "Fri 21 Aug"
    assert as_when(friday, date(2027, 1, 4)) == "Fri 21 Aug 2026"


def test_a_long_title_is_cut_at_a_word() -> None:
    assert shorten("Renew 94% of revenue due this quarter", 20) == "Renew 94% of…"
    assert shorten("x" * 30, 10) == "x" * 9 + "…"

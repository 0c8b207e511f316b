"""The capture line: owner and day are read out of what was typed, and nothing else is touched."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhythm.lines import Line, read_day, read_line
from tests.cast import MONDAY


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("Extend the contractor, €38k @marta /fri", Line("Extend the contractor, €38k", "marta", date(2026, 8, 21))),
        ('Name an owner @"Ines Carvalho" /21 aug', Line("Name an owner", "Ines Carvalho", date(2026, 8, 21))),
        ("Move two kick-offs /2026-09-01 to September @ruth", Line("Move two kick-offs to September", "ruth", date(2026, 9, 1))),
        ("Ask @ines and then @ruth", Line("Ask and then", "ruth", None)),
        ("Tell press/customers first /tomorrow", Line("Tell press/customers first", "", date(2026, 8, 18))),
        ("Write to ops@tidewater.example /+2w", Line("Write to ops@tidewater.example", "", date(2026, 8, 31))),
        ("See https://tidewater.example/today", Line("See https://tidewater.example/today", "", None)),
        ("Ship it /frodo", Line("Ship it /frodo", "", None, "frodo")),
        ("שלחו את המכתב @ines /mon 🌊", Line("שלחו את המכתב 🌊", "ines", date(2026, 8, 24))),
        ("  , ", Line("", "", None)),
    ],
)
def test_a_line_is_read_as_it_was_meant(typed: str, line: Line) -> None:
    assert read_line(typed, MONDAY) == line


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("today", MONDAY), ("mon", MONDAY + timedelta(7)), ("Tue", date(2026, 8, 18)), ("sunday", date(2026, 8, 23)),
        ("1 jan", date(2027, 1, 1)), ("29 feb", date(2028, 2, 29)), ("31 feb", None), ("2026-02-31", None),
        ("+3", date(2026, 8, 20)), ("wedding", None), ("marching", None), ("10 marchers", None),
        ("10 march", date(2027, 3, 10)), ("ma", None), ("0 may", None),
    ],
)  # fmt: skip
def test_days_are_said_in_few_letters(said: str, day: date | None) -> None:
    assert read_day(said, MONDAY) == day


@given(st.text(max_size=300))
def test_whatever_is_typed_is_read(typed: str) -> None:
    line = read_line(typed, MONDAY)
    assert not line.text or line.text == " ".join(line.text.split()).strip(" ,;")
    assert line.due_on is None or line.due_on >= MONDAY or "-" in typed


@given(text=st.text(st.characters(whitelist_categories=["L"]), min_size=1, max_size=40), days=st.integers(0, 400))
def test_a_day_written_out_comes_back(text: str, days: int) -> None:
    day = MONDAY + timedelta(days)
    assert read_line(f"{text} @ines /{day.isoformat()}", MONDAY) == Line(text, "ines", day)

"""How two versions of the strategy differ, as tables: what came, what went, which words changed; how two hands come together."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.differences import Change, Line, difference, join, marked_words
from alignment.measures import acknowledged
from organizations.measures import working_days

SECTIONS = ("purpose", "annual", "not_doing")
LIVE = Line(1, "annual", "Sixty utilities live within 30 days")
RENEW = Line(2, "annual", "Renew 94% of revenue")
LIGHT = Line(3, "purpose", "Keep the lights on")


def shown(before: str, after: str) -> str:
    """The marked text as one string: [went] {came}."""
    brackets = {"same": "{}", "del": "[{}]", "ins": "{{{}}}"}
    return " ".join(brackets[piece.kind].format(piece.text) for piece in marked_words(before, after))


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("Sixty utilities live", "Sixty utilities live", "Sixty utilities live"),
        ("Sixty utilities live", "Eighty utilities live", "[Sixty] {Eighty} utilities live"),
        ("Sixty live", "Sixty live within 30 days", "Sixty live {within 30 days}"),
        ("Sixty live within 30 days", "Sixty live", "Sixty live [within 30 days]"),
        ("Renew 94% of revenue", "Hire in the North", "[Renew 94% of revenue] {Hire in the North}"),
        ("", "Hire in the North", "{Hire in the North}"),
        ("نضيء المدن الصغيرة", "نضيء المدن الكبيرة", "نضيء المدن [الصغيرة] {الكبيرة}"),
        ("⚡ first", "⚡ always first", "⚡ {always} first"),
        ("one  two", "one\ttwo", "one two"),
    ],
)
def test_the_words_that_went_and_came_are_marked(before: str, after: str, marked: str) -> None:
    assert shown(before, after) == marked


@given(st.text(max_size=80), st.text(max_size=80))
def test_both_wordings_can_be_read_out_of_the_marked_text(before: str, after: str) -> None:
    pieces = marked_words(before, after)
    assert " ".join(piece.text for piece in pieces if piece.kind != "ins") == " ".join(before.split())
    assert " ".join(piece.text for piece in pieces if piece.kind != "del") == " ".join(after.split())


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ([LIGHT, LIVE], [LIGHT, LIVE], []),
        ([], [LIGHT], [Change("added", "purpose", 3, after="Keep the lights on")]),
        ([LIGHT, LIVE], [LIGHT], [Change("taken_out", "annual", 1, before=LIVE.text)]),
        ([LIVE], [Line(1, "annual", "All live")], [Change("reworded", "annual", 1, LIVE.text, "All live")]),
        ([LIVE, RENEW], [RENEW, LIVE], [Change("reordered", "annual")]),
        ([LIVE, RENEW], [RENEW], [Change("taken_out", "annual", 1, before=LIVE.text)]),
        (
            [LIGHT, LIVE],
            [Line(None, "annual", "Hire"), Line(3, "purpose", "Light")],
            [
                Change("reworded", "purpose", 3, LIGHT.text, "Light"),
                Change("added", "annual", None, after="Hire"),
                Change("taken_out", "annual", 1, before=LIVE.text),
            ],
        ),
    ],
    ids=["the same", "the first", "taken out", "re-worded", "another order", "what is left keeps its order", "by section"],
)
def test_a_line_is_told_by_its_number_and_not_by_its_words(before: list[Line], after: list[Line], changes: list[Change]) -> None:
    assert difference(before, after, SECTIONS) == changes


REWORDED = Line(1, "annual", "Eighty utilities live within 30 days")
OTHERWISE = Line(1, "annual", "All utilities live within 30 days")
NEW = Line(9, "annual", "Hire in the North")


@pytest.mark.parametrize(
    ("mine", "theirs", "lines", "clashes"),
    [
        ([LIVE, RENEW], [REWORDED, RENEW], [REWORDED, RENEW], {}),
        ([REWORDED, RENEW], [LIVE, RENEW], [REWORDED, RENEW], {}),
        ([REWORDED, RENEW], [OTHERWISE, RENEW], [REWORDED, RENEW], {0: OTHERWISE.text}),
        ([REWORDED, RENEW], [REWORDED, RENEW], [REWORDED, RENEW], {}),
        ([LIVE, RENEW], [RENEW], [RENEW], {}),
        ([REWORDED, RENEW], [RENEW], [REWORDED, RENEW], {0: ""}),
        ([RENEW], [LIVE, RENEW], [RENEW], {}),
        ([RENEW], [REWORDED, RENEW], [RENEW, REWORDED], {1: REWORDED.text}),
        ([LIVE, RENEW], [LIVE, RENEW, NEW], [LIVE, RENEW, NEW], {}),
        ([LIVE, RENEW, Line(None, "annual", NEW.text)], [LIVE, RENEW, NEW], [LIVE, RENEW, NEW], {}),
        ([LIVE, RENEW, Line(None, "annual", "Mine")], [LIVE, RENEW], [LIVE, RENEW, Line(None, "annual", "Mine")], {}),
    ],
    ids=[
        "only they re-worded", "only I re-worded", "both re-worded", "both the same", "only they took out",
        "they took out what I re-worded", "only I took out", "I took out what they re-worded", "they added", "both added the same",
        "I added",
    ],
)  # fmt: skip
def test_two_hands_come_together_and_nobodys_words_go_in_silence(
    mine: list[Line], theirs: list[Line], lines: list[Line], clashes: dict[int, str]
) -> None:
    joined = join([LIVE, RENEW], mine, theirs)
    assert (joined.lines, joined.clashes) == (lines, clashes)


MONDAY, FRIDAY = date(2026, 8, 17), date(2026, 8, 21)


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (MONDAY, MONDAY, 0),
        (MONDAY, FRIDAY, 4),
        (FRIDAY, date(2026, 8, 24), 1),
        (FRIDAY, date(2026, 8, 23), 0),
        (MONDAY, date(2026, 9, 14), 20),
        (FRIDAY, MONDAY, 0),
    ],
)
def test_working_days_leave_the_weekend_out(since: date, until: date, days: int) -> None:
    assert working_days(since, until) == days


def test_a_share_of_teams_is_of_those_that_answered_in_five_working_days_and_of_five_at_least() -> None:
    in_time, late, silent = (MONDAY, date(2026, 8, 24)), (MONDAY, date(2026, 8, 25)), (MONDAY, None)
    told = acknowledged([in_time, in_time, in_time, late, silent])
    assert (told.in_time, told.asked, told.share) == (3, 5, 0.6)
    assert acknowledged([in_time] * 4).share is None, "four say too little"

"""The agendas in the box are those of the method, and each can be fitted to any length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhythm.agendas import BOXES, Part, against_length, agenda_for, box_of, fitted, length_of, squeezed
from rhythm.models import MeetingKind, SegmentKind

LENGTHS = {
    "weekly_90": 90, "weekly_60": 60, "team_sync": 30, "huddle": 10, "monthly": 90, "quarterly": 390, "annual": 900,
    "one_to_one": 30, "conversation": 45, "after_action": 45, "decision_review": 15, "premortem": 30,
}  # fmt: skip


def test_each_box_has_the_length_of_the_method_and_every_kind_of_meeting_has_one() -> None:
    assert {key: box.minutes for key, box in BOXES.items()} == LENGTHS
    assert {box.kind for box in BOXES.values()} == set(MeetingKind.values)


def test_every_segment_says_what_it_shows_and_what_it_is_for() -> None:
    parts = [part for box in BOXES.values() for part in box.parts]
    assert {part.kind for part in parts} <= set(SegmentKind.values)
    assert all(part.title and part.purpose and len(part.title) <= 120 and part.minutes >= 1 for part in parts)


@pytest.mark.parametrize(
    ("key", "minutes"), [("weekly_90", [5, 5, 15, 5, 10, 5, 40, 5]), ("weekly_60", [3, 2, 10, 5, 5, 5, 25, 5])]
)
def test_the_weekly_has_its_eight_movements(key: str, minutes: list[int]) -> None:
    """Pacing is read on two screens."""
    wins, conditions, numbers, priorities, *rest = (part.minutes for part in BOXES[key].parts)
    assert [wins, conditions, numbers + priorities, *rest] == minutes


def test_the_annual_meeting_takes_two_days() -> None:
    days = [sum(part.minutes for part in BOXES["annual"].parts if part.title.startswith(f"Day {day}")) for day in (1, 2)]
    assert days == [7 * 60, 8 * 60]


def test_with_the_length_of_its_box_it_has_the_minutes_of_the_method_and_in_one_day_no_segment_names_the_day() -> None:
    assert agenda_for("annual", 900) == list(BOXES["annual"].parts)
    titles = [part.title for part in agenda_for("annual", 420)]
    assert titles[:2] == ["The year in review", "Team health and trust"] and not [title for title in titles if "Day" in title]


@pytest.mark.parametrize(
    ("key", "minutes", "said"),
    [
        ("annual", 900, ""),
        ("annual", None, ""),
        ("annual", 450, ""),
        ("annual", 420, "takes 900 minutes on 2 days. In 420 its segments are squeezed: “The annual plan” gets 56 of its 120."),
        ("annual", 5, "In 5 only its longest segments stay."),
        ("weekly_60", 45, ""),
        ("weekly_60", 20, "takes 60 minutes. In 20 its segments are squeezed: “ACT” gets 8 of its 25."),
    ],
)
def test_what_is_much_shorter_than_its_box_says_what_becomes_of_its_segments(key: str, minutes: int | None, said: str) -> None:
    sentence = squeezed(BOXES[key], minutes)
    assert sentence.endswith(said) and bool(sentence) == bool(said)


def test_a_short_weekly_begins_compact_and_one_of_no_stated_kind_as_a_weekly() -> None:
    assert (box_of("weekly", 60).key, box_of("", 45).key, box_of("weekly", 90).key, box_of("", None).key) == (
        "weekly_60", "weekly_60", "weekly_90", "weekly_90"
    )  # fmt: skip
    assert length_of(agenda_for("weekly", 45)) == 45
    assert length_of(agenda_for("annual", None)) == 900


@given(
    st.lists(st.integers(min_value=1, max_value=600), min_size=1, max_size=30),
    st.integers(min_value=1, max_value=2_000),
)
def test_an_agenda_of_any_length_fills_it_with_a_minute_at_least_for_each(sizes: list[int], minutes: int) -> None:
    parts = [Part("talk", f"Segment {at}", size, "") for at, size in enumerate(sizes)]
    made = fitted(parts, minutes)
    assert length_of(made) == minutes
    assert all(part.minutes >= 1 for part in made)
    assert len(made) == min(len(parts), minutes)
    assert [part.title for part in made] == [part.title for part in parts if part.title in {one.title for one in made}]


@given(st.sampled_from(sorted(BOXES)), st.integers(min_value=1, max_value=4))
def test_twice_the_time_is_twice_the_minutes(key: str, times: int) -> None:
    parts = BOXES[key].parts
    assert [part.minutes for part in fitted(parts, times * BOXES[key].minutes)] == [times * part.minutes for part in parts]


def test_no_time_is_no_agenda() -> None:
    assert fitted(BOXES["huddle"].parts, 0) == fitted([], 60) == []


def test_the_sum_is_set_beside_the_length_in_words() -> None:
    assert against_length(64, 60) == "4 minutes more than the 60 of the meeting"
    assert against_length(59, 60) == "1 minute less than the 60 of the meeting"
    assert against_length(60, 60) == "Fills the 60 minutes of the meeting"
    assert "no length" in against_length(60, None)

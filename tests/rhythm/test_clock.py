"""The clock of a meeting: what is used, left and in hand adds up, whatever the room did."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhythm.clock import Slot, in_hand, plan_at, spoken, stretch_of, whole
from tests.cast import NOW

SLOTS = st.lists(
    st.builds(Slot, minutes=st.integers(1, 120), extra_minutes=st.integers(0, 10), used_seconds=st.integers(0, 7200)), min_size=1
)


@pytest.mark.parametrize(
    ("seconds", "said"), [(250, "4:10"), (0, "0:00"), (-95, "+1:35"), (3850, "1:04:10"), (59, "0:59"), (-1, "+0:01")]
)
def test_time_is_spoken_as_on_a_clock(seconds: int, said: str) -> None:
    assert spoken(seconds) == said


def test_a_device_whose_clock_is_behind_makes_no_negative_stretch() -> None:
    assert stretch_of(NOW + timedelta(seconds=30), NOW) == 0
    assert stretch_of(NOW - timedelta(seconds=30), NOW) == 30
    assert stretch_of(None, NOW) == 0


def test_time_saved_is_in_hand_and_time_lost_is_not() -> None:
    slots = [Slot(5, used_seconds=240), Slot(10, used_seconds=0), Slot(45)]
    assert in_hand(slots, 1, 0) == 60  # a minute was saved in the first
    assert in_hand(slots, 1, 600) == 60  # as planned so far
    assert in_hand(slots, 1, 720) == -60  # two minutes over
    assert plan_at(slots, 1, 720) == 900


def test_more_minutes_for_an_item_are_on_its_own_hand_and_change_no_plan() -> None:
    slots = [Slot(5, extra_minutes=2, used_seconds=0), Slot(10)]
    assert slots[0].hand(100).left == 7 * 60 - 100
    assert whole(slots, 100, is_running=True).planned == 15 * 60


@given(slots=SLOTS, stretch=st.integers(0, 7200))
def test_the_whole_is_the_sum_of_its_parts(slots: list[Slot], stretch: int) -> None:
    here = len(slots) - 1
    hand = whole(slots, stretch, is_running=True)
    assert hand.used == sum(slot.hand(stretch if slot is slots[here] else 0).used for slot in slots) or slots.count(slots[here]) > 1
    assert in_hand(slots, here, stretch) == plan_at(slots, here, stretch) - hand.used
    assert plan_at(slots, here, stretch) <= hand.planned
    assert hand.over == max(0, hand.used - hand.planned)

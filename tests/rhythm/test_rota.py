"""Whose turn it is: everybody once before anybody twice, whatever is swapped and whoever is away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rhythm.rota import Slot, deal, whose_turn

START = datetime(2026, 8, 17, 9, tzinfo=UTC)
ANA, BO, CY, DI = 1, 2, 3, 4


def weeks(*people: int | None, away: dict[int, set[int]] | None = None) -> list[Slot]:
    """A meeting a week: who has it already, and who is away in which week."""
    gone = away or {}
    return [Slot(START + timedelta(weeks=n), person, frozenset(gone.get(n, ()))) for n, person in enumerate(people)]


def had(*people: int) -> dict[int, datetime]:
    """Turns that were, the latest last."""
    return {person: START - timedelta(weeks=len(people) - n) for n, person in enumerate(people)}


def test_turns_go_round_in_the_order_of_the_rota() -> None:
    assert deal([ANA, BO, CY], {}, weeks(None, None, None, None)) == [ANA, BO, CY, ANA]
    assert deal([ANA, BO, CY], had(ANA), weeks(None, None, None)) == [BO, CY, ANA], "from whoever was last on"


def test_who_is_away_is_passed_over_and_is_next_when_they_are_back() -> None:
    assert deal([ANA, BO, CY], had(CY, ANA), weeks(None, None, None, away={0: {BO}})) == [CY, BO, ANA]


def test_after_a_swap_nobody_has_two_turns_before_the_others_had_one() -> None:
    assert deal([ANA, BO, CY], had(ANA, BO, CY), weeks(CY, None, ANA, None, None)) == [CY, BO, ANA, CY, BO]


def test_nobody_facilitates_when_all_are_away_or_there_is_no_rota() -> None:
    assert deal([ANA, BO], {}, weeks(None, away={0: {ANA, BO}})) == [None]
    assert whose_turn([], {}) is None


def test_somebody_new_has_a_turn_soon_and_somebody_who_left_the_rota_has_none() -> None:
    assert whose_turn([ANA, BO, CY, DI], had(BO, CY, ANA)) == DI
    assert deal([ANA, CY], had(ANA, BO, CY), weeks(None, None)) == [ANA, CY]


@given(
    size=st.integers(1, 7),
    meetings=st.integers(1, 30),
    chance=st.randoms(use_true_random=False),
)
def test_in_any_run_of_meetings_without_absences_turns_differ_by_one_at_most(size: int, meetings: int, chance: object) -> None:
    order = list(range(size))
    chance.shuffle(order)  # type: ignore[attr-defined]
    dealt = deal(order, {}, weeks(*[None] * meetings))
    for start in range(meetings - size + 1):
        assert set(dealt[start : start + size]) == set(order), "each once in every round"


@given(
    gone=st.dictionaries(st.integers(0, 11), st.sets(st.integers(0, 4), max_size=5)),
    said=st.dictionaries(st.integers(0, 11), st.integers(0, 4)),
)
def test_what_was_said_stays_and_nobody_who_is_away_is_asked(gone: dict[int, set[int]], said: dict[int, int]) -> None:
    order = [0, 1, 2, 3, 4]
    slots = weeks(*[said.get(n) for n in range(12)], away=gone)
    for number, (slot, person) in enumerate(zip(slots, deal(order, {}, slots), strict=True)):
        assert person == said[number] if number in said else person not in slot.away
        assert person is not None or slot.away == set(order), "somebody is here, so somebody is asked"

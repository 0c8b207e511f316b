"""How lateness flows: along chains, around circles, and never past a day that is later still."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.lateness import Need, Reckoned, reckon

MONDAY = date(2026, 8, 17)
GRID, TENANT, SSO, LIVE = 1, 2, 3, 4  # objectives


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def need(pk: int, asks: int | None, of: int | None, on: int | None, wanted: int | None = None) -> Need:
    return Need(pk, asks, of, None if on is None else day(on), day(wanted if wanted is not None else on or 0))


def test_what_waits_for_something_late_is_late_and_says_along_which_way() -> None:
    chain = [need(10, LIVE, SSO, 5), need(11, SSO, TENANT, 3), need(12, TENANT, GRID, 20)]
    reckoned = reckon(chain, MONDAY)
    assert reckoned[10] == Reckoned(day(20), 15, [11, 12])
    assert reckoned[11] == Reckoned(day(20), 17, [12])
    assert reckoned[12] == Reckoned(day(20), 0, [])


def test_what_is_promised_later_than_all_it_waits_for_is_not_late() -> None:
    reckoned = reckon([need(10, LIVE, SSO, 30), need(11, SSO, TENANT, 3)], MONDAY)
    assert reckoned[10] == Reckoned(day(30), 0, [])


def test_what_is_past_its_day_comes_today_at_the_earliest() -> None:
    assert reckon([need(10, LIVE, SSO, -4)], MONDAY)[10] == Reckoned(MONDAY, 4, [])


def test_a_circle_has_one_day_for_all_in_it_and_its_way_ends() -> None:
    circle = [need(10, LIVE, SSO, 2), need(11, SSO, TENANT, 9), need(12, TENANT, LIVE, 4)]
    reckoned = reckon(circle, MONDAY)
    assert {each.expected_on for each in reckoned.values()} == {day(9)}
    assert reckoned[11].path == []
    assert reckoned[10].path == [11]
    assert reckoned[12].path == [10, 11]


def test_a_need_without_a_day_passes_on_what_it_waits_for() -> None:
    reckoned = reckon([need(10, LIVE, SSO, 2), need(11, SSO, TENANT, None), need(12, TENANT, GRID, 8)], MONDAY)
    assert reckoned[10].expected_on == day(8)
    assert reckon([need(11, SSO, TENANT, None)], MONDAY)[11] == Reckoned(None, 0, [])


def test_teams_that_name_no_objective_are_not_chained() -> None:
    reckoned = reckon([need(10, None, SSO, 2), need(11, SSO, None, 9), need(12, None, None, 30)], MONDAY)
    assert reckoned[10].expected_on == day(9)
    assert reckoned[11].expected_on == day(9)


@st.composite
def graphs(draw: st.DrawFn) -> list[Need]:
    """Up to a dozen needs between six objectives, with circles, gaps and days before and after today."""
    sides = st.none() | st.integers(1, 6)
    days = st.none() | st.integers(-5, 12)
    return [need(pk, draw(sides), draw(sides), draw(days), draw(st.integers(-5, 12))) for pk in range(1, draw(st.integers(1, 12)))]


@given(graphs())
def test_it_is_the_latest_day_of_all_that_can_be_reached(needs: list[Need]) -> None:
    by_id = {each.pk: each for each in needs}
    for pk, found in reckon(needs, MONDAY).items():
        seen, todo = set[int](), [pk]
        while todo:
            at = by_id[todo.pop()]
            seen.add(at.pk)
            asked_of = [each.pk for each in needs if at.to_objective and each.from_objective == at.to_objective]
            todo += [other for other in asked_of if other not in seen]
        days = [max(known, MONDAY) for each in seen if (known := by_id[each].day)]
        assert found.expected_on == max(days, default=None)
        assert set(found.path) <= seen - {pk}
        assert not found.path or max(by_id[found.path[-1]].day or MONDAY, MONDAY) == found.expected_on


@pytest.mark.parametrize("reverse", [False, True])
def test_the_order_of_the_rows_does_not_show(reverse: bool) -> None:
    chain = [need(10, LIVE, SSO, 5), need(11, SSO, TENANT, 20), need(12, SSO, GRID, 20)]
    assert reckon(chain[::-1] if reverse else chain, MONDAY)[10].path == [11]

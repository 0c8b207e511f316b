"""The map's layout: the same for the same links, few lines that cross, circles drawn against the current, and knots found."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from alignment.knots import circles, crowded
from alignment.layout import BOX_HEIGHT, BOX_WIDTH, Link, lay_out
from alignment.strokes import on_curve, path_of, place_of_mark

TEAMS = [
    "Security",
    "Platform",
    "Grid",
    "Design",
    "Data",
    "Partnerships",
    "Mobile",
    "People",
    "Marketing",
    "Billing",
    "Support",
    "Finance",
    "Success",
    "Sales",
]
DRAWN = [
    "Platform-Grid",
    "Platform-Data",
    "Data-Success",
    "Grid-Mobile",
    "Grid-Partnerships",
    "Billing-Finance",
    "Billing-Sales",
    "Design-Mobile",
    "Mobile-Support",
    "Support-Success",
    "Partnerships-Sales",
    "Marketing-Sales",
    "People-Support",
    "Success-Sales",
    "Data-Marketing",
    "Security-Grid",
    "Security-Success",
    "Security-Partnerships",
    "Finance-Sales",
    "Design-Marketing",
    "Data-Billing",
    "Platform-Mobile",
]
TIDEWATER: list[Link] = [(TEAMS.index(a), TEAMS.index(b)) for a, b in (pair.split("-") for pair in DRAWN)]

links_of_some_teams = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=24)


def test_the_fourteen_teams_of_the_design_cross_twice() -> None:
    layout = lay_out(TIDEWATER)
    assert layout.crossings <= 2
    assert not layout.turned
    assert layout.width == 992
    assert layout.height < 400


def test_the_order_of_the_links_and_their_repetition_change_nothing() -> None:
    shuffled = TIDEWATER * 2
    random.Random(8).shuffle(shuffled)
    assert lay_out(shuffled) == lay_out(TIDEWATER)


@settings(max_examples=60)
@given(links=links_of_some_teams)
def test_work_flows_to_the_right_but_where_a_circle_is_closed_and_no_box_lies_on_another(links: list[Link]) -> None:
    layout = lay_out(links)
    real = {link for link in links if link[0] != link[1]}
    assert set(layout.routes) == real
    for giver, taker in real:
        goes_right = layout.places[giver][0] < layout.places[taker][0]
        assert goes_right != ((giver, taker) in layout.turned)
    boxes = list(layout.places.values())
    for index, (x, y) in enumerate(boxes):
        assert 0 <= x <= layout.width - BOX_WIDTH
        assert 0 <= y <= layout.height - BOX_HEIGHT
        assert not any(other[0] == x and abs(other[1] - y) < BOX_HEIGHT for other in boxes[index + 1 :])


@settings(max_examples=60)
@given(links=links_of_some_teams)
def test_lines_begin_and_end_at_the_sides_of_their_boxes(links: list[Link]) -> None:
    layout = lay_out(links)
    for (giver, taker), route in layout.routes.items():
        for team, (x, y) in ((giver, route[0]), (taker, route[-1])):
            left, top = layout.places[team]
            assert round(x - left, 1) in {0.0, BOX_WIDTH}
            assert top <= y <= top + BOX_HEIGHT


def test_without_a_circle_nothing_is_turned_and_a_circle_turns_one() -> None:
    assert not lay_out([(1, 2), (2, 3), (1, 3)]).turned
    assert len(lay_out([(1, 2), (2, 3), (3, 1)]).turned) == 1


def test_a_circle_is_told_once_in_the_direction_of_the_work() -> None:
    assert circles([(3, 1), (1, 2), (2, 3), (5, 1), (4, 4)]) == [[1, 2, 3]]
    assert circles([(1, 2), (2, 1), (7, 8), (8, 7)]) == [[1, 2], [7, 8]]
    assert circles([(1, 2), (2, 3)]) == []


@settings(max_examples=80)
@given(links=links_of_some_teams)
def test_every_circle_told_is_one_and_none_is_left_out(links: list[Link]) -> None:
    known = set(links)
    found = circles(links)
    for circle in found:
        assert all(step in known for step in zip(circle, [*circle[1:], circle[0]], strict=True))
    reach = {team: reached_from(team, known) for team in {team for link in links for team in link}}
    entangled = {team for team in reach if any(other != team and team in reach[other] for other in reach[team])}
    assert bool(found) == bool(entangled)
    assert {team for circle in found for team in circle} <= entangled


def reached_from(team: int, links: set[Link]) -> set[int]:
    found: set[int] = set()
    ahead = [team]
    while ahead:
        at = ahead.pop()
        following = {taker for giver, taker in links if giver == at} - found
        found |= following
        ahead += following
    return found


def test_more_than_five_open_requests_make_a_knot() -> None:
    assert crowded({1: 5, 2: 6, 3: 9}) == [3, 2]


def test_two_numbers_never_lie_on_each_other_while_there_is_room() -> None:
    route = [(0.0, 0.0), (200.0, 80.0)]
    first = place_of_mark(route, [])
    second = place_of_mark(route, [first])
    assert first == on_curve(route[0], route[1], 0.5)
    assert abs(first[0] - second[0]) > 21 or abs(first[1] - second[1]) > 21
    assert path_of(route) == "M0 0C100 0 100 80 200 80"

"""The objectives' map: levels side by side, parents beside what carries them, nothing upon another, the same each time."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from alignment.tree_layout import ACROSS, DOWN, HEIGHT, WIDTH, in_lines, lay_out_tree


def test_a_parent_stands_left_of_the_middle_of_what_carries_it() -> None:
    places = lay_out_tree({1: None, 2: 1, 3: 1}).places
    assert places == {2: (WIDTH + ACROSS, 0), 3: (WIDTH + ACROSS, HEIGHT + DOWN), 1: (0, (HEIGHT + DOWN) / 2)}


@given(st.lists(st.integers(-1, 40), max_size=60))
def test_no_box_covers_another_whatever_the_tree(parents: list[int]) -> None:
    tree = {box: (parent if 0 <= parent != box else None) for box, parent in enumerate(parents)}  # circles and strangers too
    picture = lay_out_tree(tree)
    assert set(picture.places) == set(tree)
    for (ax, ay), (bx, by) in combinations(picture.places.values(), 2):
        assert abs(ax - bx) >= WIDTH or abs(ay - by) >= HEIGHT
    assert all(x + WIDTH <= picture.width and y + HEIGHT <= picture.height for x, y in picture.places.values())
    assert lay_out_tree(tree) == picture


def test_a_long_title_is_cut_to_two_lines_at_a_word() -> None:
    assert in_lines("SSO for mid-market tenants") == ["SSO for mid-market tenants"]
    assert in_lines("Field engineers find and fix what broke within one day in the Northern region") == [
        "Field engineers find and fix",
        "what broke within one day in…",
    ]
    assert in_lines("x" * 80) == ["x" * 28 + "…"]
    assert in_lines("") == []

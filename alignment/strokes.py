"""How a route of the layout becomes a stroke: the path of a line, its arrow, and the place of its number; pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from alignment.layout import Point

MARK_SIZE = 21.0  # two marks nearer than that would lie on each other


def path_of(route: Sequence[Point]) -> str:
    """A curve between two columns, a straight line across one, in turns."""
    told = [f"M{route[0][0]:g} {route[0][1]:g}"]
    for index, ((x1, y1), (x2, y2)) in enumerate(pairwise(route)):
        middle = round((x1 + x2) / 2, 1)
        told.append(f"L{x2:g} {y2:g}" if index % 2 else f"C{middle:g} {y1:g} {middle:g} {y2:g} {x2:g} {y2:g}")
    return "".join(told)


def head_of(route: Sequence[Point], is_turned: bool) -> str:
    """The arrow at the taker."""
    x, y = route[-1]
    back = 6 if is_turned else -6
    return f"M{x + back:g} {y - 3.6:g}L{x:g} {y:g}L{x + back:g} {y + 3.6:g}z"


def place_of_mark(route: Sequence[Point], taken: Sequence[Point]) -> Point:
    """The middle of the last curve, or of the first, or another point of them where no other mark lies."""
    curves = [(route[-2], route[-1]), (route[0], route[1])]
    options = [on_curve(*curve, at) for curve in curves for at in (0.5, 0.28, 0.72)]
    free = (option for option in options if all(abs(option[0] - x) > MARK_SIZE or abs(option[1] - y) > MARK_SIZE for x, y in taken))
    return next(free, options[0])


def on_curve(start: Point, end: Point, at: float) -> Point:
    """A point of the curve that `path_of` draws."""
    (x1, y1), (x2, y2) = start, end
    middle, rest = (x1 + x2) / 2, 1 - at
    x = rest**3 * x1 + 3 * rest**2 * at * middle + 3 * rest * at**2 * middle + at**3 * x2
    y = (rest**3 + 3 * rest**2 * at) * y1 + (3 * rest * at**2 + at**3) * y2
    return round(x, 1), round(y, 1)

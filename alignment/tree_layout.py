"""Where the boxes of the objectives' map go: a column for each level, parents beside the middle of what carries them. Pure.

The same objectives in the same order always give the same picture. Pixels, from the upper left corner.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

WIDTH, HEIGHT = 224, 62  # of a box
ACROSS, DOWN = 72, 12  # between columns, and between boxes of a column
APART = 14  # further between two trees


@dataclass(slots=True)
class Picture:
    """The upper left corner of each box, and the size of all."""

    places: dict[int, tuple[float, float]] = field(default_factory=dict)
    width: float = 0
    height: float = 0


def lay_out_tree(parents: Mapping[int, int | None]) -> Picture:
    """`parents`: each box with the one that it hangs on, in the order in which they are to stand.

    A parent that is not among them counts as none; in a circle (there is none in the database) the first box is on top.
    """
    children: dict[int | None, list[int]] = {}
    for box, parent in parents.items():
        children.setdefault(parent if parent in parents and parent != box else None, []).append(box)
    planting = Planting(children)
    for top in [*children.get(None, []), *parents]:
        if top not in planting.seen:
            planting.bottom += APART if planting.places else 0
            planting.plant(top, 0)
    width = max((x + WIDTH for x, _ in planting.places.values()), default=0)
    return Picture(planting.places, width, max((y + HEIGHT for _, y in planting.places.values()), default=0))


@dataclass(slots=True)
class Planting:
    """Trees put below each other, one box after the other."""

    children: Mapping[int | None, list[int]]
    places: dict[int, tuple[float, float]] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    bottom: float = 0  # where the next box may begin

    def plant(self, box: int, column: int) -> None:
        """Put a box, and all that hangs on it, below what stands."""
        self.seen.add(box)
        top, below = self.bottom, []
        for child in self.children.get(box, ()):
            if child not in self.seen:
                self.plant(child, column + 1)
                below.append(self.places[child][1])
        y = (below[0] + below[-1]) / 2 if below else top
        self.places[box] = (float(column * (WIDTH + ACROSS)), y)
        self.bottom = max(self.bottom, y + HEIGHT + DOWN)


def line(start: tuple[float, float], end: tuple[float, float]) -> str:
    """The path from a parent's right side to a child's left side; where the child does not stand right of it, a bow around."""
    (px, py), (cx, cy) = start, end
    x1, y1, x2, y2 = px + WIDTH, py + HEIGHT / 2, cx, cy + HEIGHT / 2
    if x2 > x1:
        middle = (x1 + x2) / 2
        return f"M{x1:.0f} {y1:.0f}C{middle:.0f} {y1:.0f} {middle:.0f} {y2:.0f} {x2:.0f} {y2:.0f}"
    return f"M{x1:.0f} {y1:.0f}C{x1 + 48:.0f} {y1:.0f} {cx + WIDTH + 48:.0f} {y2:.0f} {cx + WIDTH:.0f} {y2:.0f}"


def in_lines(title: str, width: int = 29, most: int = 2) -> list[str]:
    """A title in at most two lines of so many characters; what does not fit ends with an ellipsis."""
    lines: list[str] = []
    words = title.split()
    while words and len(lines) < most:
        text = words.pop(0)
        while words and len(text) + 1 + len(words[0]) <= width:
            text += " " + words.pop(0)
        lines.append(text)
    if words or any(len(text) > width for text in lines):
        lines = [text if len(text) <= width else text[: width - 1] + "…" for text in lines]
        if words and not lines[-1].endswith("…"):
            lines[-1] = lines[-1][: width - 1].rstrip(" ,;:") + "…"
    return lines

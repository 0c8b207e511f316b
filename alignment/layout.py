"""Where the boxes and lines of a map go: in layers, work flowing from left to right; pure, and the same for the same links."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

Link = tuple[int, int]  # from the side that gives to the side that waits
Point = tuple[float, float]
Stop = int | tuple[int, int, int]  # a box, or a virtual point of a line that passes a column: (giver, taker, column)

BOX_WIDTH, BOX_HEIGHT = 134.0, 44.0
ROW_GAP, LANE = 15.0, 13.0  # between two boxes of a column, and for a line that passes between them
FULL_WIDTH, PITCH_LEAST, PITCH_MOST = 992.0, 170.0, 290.0
SWEEPS = 12


@dataclass(frozen=True, slots=True)
class Layout:
    """Places in pixels. A route goes from giver to taker: a curve between columns, a straight line across one, in turns."""

    width: float
    height: float
    places: dict[int, Point]  # the upper left corner of each box
    routes: dict[Link, list[Point]]
    turned: frozenset[Link]  # these close a circle, so they run against the current
    crossings: int


def lay_out(links: Iterable[Link]) -> Layout:
    """Columns by longest path, order within them by medians and swaps, heights by least squares.

    `links` are pairs of box ids; a pair of the same box is left out. Source: Sugiyama, Tagawa, Toda 1981, in the usual steps.
    """
    wanted = sorted({link for link in links if link[0] != link[1]})
    turned = against_the_current(wanted)
    forward = sorted({(b, a) if (a, b) in turned else (a, b) for a, b in wanted})
    column = columns(forward)
    layers, edges = with_virtual_points(column, forward)
    layers, crossings = ordered(layers, edges)
    heights = vertical(layers, edges)
    pitch = min(PITCH_MOST, max(PITCH_LEAST, (FULL_WIDTH - BOX_WIDTH) / max(1, len(layers) - 1)))
    places = {box: (column[box] * pitch, heights[box]) for box in column}
    routes = routed(wanted, turned, column, heights, pitch)
    width = max(FULL_WIDTH, (len(layers) - 1) * pitch + BOX_WIDTH)
    lowest = max((y for _, y in places.values()), default=0.0) + BOX_HEIGHT
    deepest = max((y for route in routes.values() for _, y in route), default=0.0)
    return Layout(round(width, 1), round(max(lowest, deepest) + 6, 1), places, routes, frozenset(turned), crossings)


def against_the_current(links: Sequence[Link]) -> set[Link]:
    """The links to turn so that no circle is left: few, though not always the fewest. Source: Eades, Lin, Smyth 1993."""
    following: dict[int, set[int]] = defaultdict(set)
    waited: dict[int, set[int]] = defaultdict(set)
    for giver, taker in links:
        following[giver].add(taker)
        waited[taker].add(giver)
    left = {box for link in links for box in link}
    first: list[int] = []
    last: list[int] = []
    while left:
        box = min(left, key=lambda one: (bool(following[one]), bool(waited[one]), len(waited[one]) - len(following[one]), one))
        (first if following[box] else last).append(box)
        left.discard(box)
        for taker in following.pop(box, ()):
            waited[taker].discard(box)
        for giver in waited.pop(box, ()):
            following[giver].discard(box)
    place = {box: index for index, box in enumerate([*first, *reversed(last)])}
    return {(giver, taker) for giver, taker in links if place[giver] > place[taker]}


def columns(links: Sequence[Link]) -> dict[int, int]:
    """The longest way from a source; what waits for nobody moves right, next to the first that waits for it."""
    following, waits = defaultdict(list), {box: 0 for link in links for box in link}
    for giver, taker in links:
        following[giver].append(taker)
        waits[taker] += 1
    column = dict.fromkeys(waits, 0)
    sources = [box for box in sorted(waits) if not waits[box]]
    ready = deque(sources)
    while ready:
        box = ready.popleft()
        for taker in following[box]:
            column[taker] = max(column[taker], column[box] + 1)
            waits[taker] -= 1
            if not waits[taker]:
                ready.append(taker)
    for box in sources:
        column[box] = min(column[taker] for taker in following[box]) - 1
    return column


def with_virtual_points(column: Mapping[int, int], links: Sequence[Link]) -> tuple[list[list[Stop]], list[tuple[Stop, Stop]]]:
    """Every column's stops, and the links cut into pieces that each lead from one column to the next."""
    layers: list[list[Stop]] = [[] for _ in range(max(column.values(), default=-1) + 1)]
    for box in sorted(column):
        layers[column[box]].append(box)
    pieces: list[tuple[Stop, Stop]] = []
    for giver, taker in links:
        before: Stop = giver
        for at in range(column[giver] + 1, column[taker]):
            point = (giver, taker, at)
            layers[at].append(point)
            pieces.append((before, point))
            before = point
        pieces.append((before, taker))
    return layers, pieces


Neighbours = Mapping[Stop, Sequence[Stop]]


def beside(pieces: Sequence[tuple[Stop, Stop]]) -> tuple[Neighbours, Neighbours]:
    """For each stop, those one column to the left and those one column to the right."""
    left, right = defaultdict(list), defaultdict(list)
    for before, after in pieces:
        left[after].append(before)
        right[before].append(after)
    return left, right


def ordered(layers: list[list[Stop]], pieces: Sequence[tuple[Stop, Stop]]) -> tuple[list[list[Stop]], int]:
    """The order with the fewest crossings that some sweeps of medians and swaps of neighbours find, and how many are left."""
    left, right = beside(pieces)
    best, fewest = [list(layer) for layer in layers], crossings_of(layers, right)
    now = [list(layer) for layer in layers]
    for sweep in range(SWEEPS):
        is_rightward = sweep % 2 == 0
        along = range(1, len(now)) if is_rightward else range(len(now) - 2, -1, -1)
        for at in along:
            sort_by_medians(now[at], now[at - 1] if is_rightward else now[at + 1], left if is_rightward else right)
        swap_neighbours(now, left, right)
        found = crossings_of(now, right)
        if found < fewest:
            best, fewest = [list(layer) for layer in now], found
        if not fewest:
            break
    return best, fewest


def sort_by_medians(layer: list[Stop], fixed: list[Stop], neighbours: Neighbours) -> None:
    """Order a column by the middle of each stop's neighbours in the fixed one; a stop without any keeps its place."""
    place = {stop: index for index, stop in enumerate(fixed)}
    middle = {
        stop: median([place[other] for other in neighbours[stop]]) if neighbours.get(stop) else float(index)
        for index, stop in enumerate(layer)
    }
    layer.sort(key=lambda stop: middle[stop])


def swap_neighbours(layers: list[list[Stop]], left: Neighbours, right: Neighbours) -> None:
    """Change two neighbours of a column where that leaves fewer crossings, until none is left that helps."""
    for at, layer in enumerate(layers):
        sides = []
        for other, neighbours in ((at - 1, left), (at + 1, right)):
            if 0 <= other < len(layers):
                sides.append(({stop: index for index, stop in enumerate(layers[other])}, neighbours))
        for _ in range(len(layer)):
            moved = False
            for i in range(len(layer) - 1):
                one, two = layer[i], layer[i + 1]
                if sum(crossed(one, two, *side) - crossed(two, one, *side) for side in sides) > 0:
                    layer[i], layer[i + 1], moved = two, one, True
            if not moved:
                break


def crossed(upper: Stop, lower: Stop, place: Mapping[Stop, int], neighbours: Neighbours) -> int:
    """How many lines of two stops of a column cross when the one stands above the other."""
    below = sorted(place[stop] for stop in neighbours.get(lower, ()))
    return sum(bisect_right(below, place[stop] - 1) for stop in neighbours.get(upper, ()))


def crossings_of(layers: Sequence[Sequence[Stop]], right: Neighbours) -> int:
    """All crossings, column by column: pairs of lines whose ends are in the other order than their starts."""
    found = 0
    for layer, following in pairwise(layers):
        place = {stop: index for index, stop in enumerate(following)}
        ends: list[int] = []
        for stop in layer:
            mine = sorted(place[other] for other in right.get(stop, ()))
            found += sum(len(ends) - bisect_right(ends, end) for end in mine)
            for end in mine:
                insort(ends, end)
    return found


def vertical(layers: Sequence[Sequence[Stop]], pieces: Sequence[tuple[Stop, Stop]]) -> dict[Stop, float]:
    """The upper edge of each box and the height of each virtual point: near their neighbours, never nearer than allowed."""
    left, right = beside(pieces)

    def beside_it(stop: Stop) -> list[Stop]:
        return [*left.get(stop, ()), *right.get(stop, ())]

    middle: dict[Stop, float] = {}
    for layer in layers:
        at = 0.0
        for stop in layer:
            middle[stop] = at + size(stop) / 2
            at += size(stop) + ROW_GAP
    for sweep in range(SWEEPS):
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            wished = [mean([middle[other] for other in beside_it(stop)], middle[stop]) for stop in layer]
            for stop, place in zip(layer, spread(layer, wished), strict=True):
                middle[stop] = place
    top = min((middle[stop] - size(stop) / 2 for layer in layers for stop in layer), default=0.0) - 6
    return {stop: round(at - top - (size(stop) / 2 if isinstance(stop, int) else 0), 1) for stop, at in middle.items()}


def size(stop: Stop) -> float:
    return BOX_HEIGHT if isinstance(stop, int) else LANE


def mean(heights: Sequence[float], otherwise: float) -> float:
    return sum(heights) / len(heights) if heights else otherwise


def spread(layer: Sequence[Stop], wished: Sequence[float]) -> list[float]:
    """The places nearest to the wished ones (least squares) that keep the order and the distances: pooled adjacent violators."""
    offsets, at = [], 0.0
    for index, stop in enumerate(layer):
        if index:
            before = layer[index - 1]
            gap = ROW_GAP if isinstance(stop, int) or isinstance(before, int) else 0.0
            at += (size(before) + size(stop)) / 2 + gap
        offsets.append(at)
    blocks: list[tuple[float, int]] = []  # the mean of some stops, and how many
    for wish, offset in zip(wished, offsets, strict=True):
        mean, count = wish - offset, 1
        while blocks and blocks[-1][0] > mean:
            other, others = blocks.pop()
            mean, count = (mean * count + other * others) / (count + others), count + others
        blocks.append((mean, count))
    means = [mean for mean, count in blocks for _ in range(count)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]


def routed(
    links: Sequence[Link], turned: set[Link], column: Mapping[int, int], heights: Mapping[Stop, float], pitch: float
) -> dict[Link, list[Point]]:
    """The points of every line; at a box the lines are spread over its side in the order of where they come from or go to."""
    passed: dict[Link, list[Point]] = {}
    for giver, taker in links:
        is_back = (giver, taker) in turned
        a, b = (taker, giver) if is_back else (giver, taker)
        points: list[Point] = []
        for at in range(column[a] + 1, column[b]):
            y = heights[(a, b, at)]
            points += [(at * pitch, y), (at * pitch + BOX_WIDTH, y)]
        passed[giver, taker] = points[::-1] if is_back else points
    ports = ports_of(links, turned, passed, heights)
    routes = {}
    for link in links:
        giver, taker = link
        is_back = link in turned
        start = column[giver] * pitch + (0 if is_back else BOX_WIDTH)
        end = column[taker] * pitch + (BOX_WIDTH if is_back else 0)
        routes[link] = [(round(x, 1), round(y, 1)) for x, y in [(start, ports[link, 0]), *passed[link], (end, ports[link, 1])]]
    return routes


def ports_of(
    links: Sequence[Link], turned: set[Link], passed: Mapping[Link, Sequence[Point]], heights: Mapping[Stop, float]
) -> dict[tuple[Link, int], float]:
    """The height at which each line leaves its giver (0) and reaches its taker (1)."""
    sides: dict[tuple[int, bool], list[tuple[float, Link, int]]] = defaultdict(list)  # box and whether it is its right side
    for link in links:
        giver, taker = link
        is_back = link in turned
        ahead = passed[link][0][1] if passed[link] else heights[taker] + BOX_HEIGHT / 2
        behind = passed[link][-1][1] if passed[link] else heights[giver] + BOX_HEIGHT / 2
        sides[giver, not is_back].append((ahead, link, 0))
        sides[taker, is_back].append((behind, link, 1))
    ports = {}
    for (box, _), lines in sides.items():
        step = min(9.0, (BOX_HEIGHT - 10) / max(1, len(lines) - 1))
        first = heights[box] + BOX_HEIGHT / 2 - step * (len(lines) - 1) / 2
        for index, (_, link, end) in enumerate(sorted(lines)):
            ports[link, end] = first + index * step
    return ports

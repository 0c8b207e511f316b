"""Critical knots of the dependencies: circles of teams that wait for each other, and teams that too many wait for; pure."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping

CROWDED_ABOVE = 5  # open requests that a team may have before it is called a knot (DOMAIN 2.7)
MOST_CIRCLES = 20


def circles(links: Iterable[tuple[int, int]]) -> list[list[int]]:
    """One shortest circle for each group of boxes that all wait for each other, along the links, from its smallest id.

    `links` are (giver, taker) pairs of ids; a box that waits for itself is no circle. At most `MOST_CIRCLES`, largest group first.
    """
    following: dict[int, list[int]] = defaultdict(list)
    for giver, taker in sorted(set(links)):
        if giver != taker:
            following[giver].append(taker)
    groups = sorted((sorted(group) for group in entangled(following)), key=lambda group: (-len(group), group))
    return [shortest_circle(group[0], set(group), following) for group in groups[:MOST_CIRCLES]]


def entangled(following: Mapping[int, list[int]]) -> list[list[int]]:
    """The strongly connected groups of two boxes and more. Source: Tarjan 1972, without recursion."""
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    groups: list[list[int]] = []
    for start in sorted(following):
        walk = [] if start in index else [(start, iter(following.get(start, ())))]
        if walk:
            index[start] = low[start] = len(index)
            stack.append(start)
            on_stack.add(start)
        while walk:
            box, rest = walk[-1]
            nearest = next(rest, None)
            if nearest is None:
                walk.pop()
                if walk:
                    low[walk[-1][0]] = min(low[walk[-1][0]], low[box])
                if low[box] == index[box]:
                    group = unwind(stack, on_stack, box)
                    groups += [group] if len(group) > 1 else []
            elif nearest not in index:
                index[nearest] = low[nearest] = len(index)
                stack.append(nearest)
                on_stack.add(nearest)
                walk.append((nearest, iter(following.get(nearest, ()))))
            elif nearest in on_stack:
                low[box] = min(low[box], index[nearest])
    return groups


def unwind(stack: list[int], on_stack: set[int], until: int) -> list[int]:
    """Take a finished group from the stack."""
    group = []
    while True:
        box = stack.pop()
        on_stack.discard(box)
        group.append(box)
        if box == until:
            return group


def shortest_circle(start: int, group: set[int], following: Mapping[int, list[int]]) -> list[int]:
    """The shortest way within a group from a box back to itself."""
    before: dict[int, int] = {}
    ready = deque([start])
    while ready:
        box = ready.popleft()
        for nearest in following.get(box, ()):
            if nearest == start:
                way = [box]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return way[::-1]
            if nearest in group and nearest not in before:
                before[nearest] = box
                ready.append(nearest)
    return [start]


def crowded(open_inbound: Mapping[int, int]) -> list[int]:
    """The boxes that more than `CROWDED_ABOVE` open requests wait for (box id -> requests), the fullest first."""
    return sorted((box for box, count in open_inbound.items() if count > CROWDED_ABOVE), key=lambda box: (-open_inbound[box], box))

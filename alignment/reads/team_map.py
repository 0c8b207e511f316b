"""The dependencies between teams as a map and as a matrix: a pair of teams is one line, one cell, with its worst mark."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass

from alignment.knots import circles
from alignment.layout import Layout, Link, Point, lay_out
from alignment.reads.ledger import Numbered
from alignment.reads.team_pairs import TONE_ORDER, Pair, around, crowds, holder_of
from alignment.strokes import head_of, path_of, place_of_mark
from organizations.kept import kept

WHOLE_UNTIL = 30  # teams; more are never drawn at once
KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Box:
    """A team on the map."""

    id: int
    name: str
    code: str
    x: float
    y: float
    gives: int
    waits: int
    troubled: tuple[str, ...]  # the teams that it holds up
    is_mine: bool
    is_focus: bool
    is_faded: bool

    @property
    def short(self) -> str:
        """The name as it fits into the box."""
        return self.name if len(self.name) <= 18 else self.name[:17].rstrip() + "…"

    @property
    def is_hot(self) -> bool:
        return len(self.troubled) > 1


@dataclass(frozen=True, slots=True)
class Line:
    """A pair of teams as a line from giver to taker, with the arrow's place and its turn, and the mark with the first number."""

    pair: Pair
    path: str
    head: str
    is_turned: bool
    is_faded: bool
    mark: Point | None
    first: Numbered | None
    more: int  # how many other numbers the line has


@dataclass(frozen=True, slots=True)
class Cell:
    """A pair of teams in the matrix; none where the row's team gives the column's nothing."""

    giver: int
    taker: int
    pair: Pair | None
    first: Numbered | None


@dataclass(frozen=True, slots=True)
class TeamMap:
    """The map and the matrix of the same teams."""

    width: float
    height: float
    boxes: list[Box]
    lines: list[Line]
    rows: list[tuple[Box, list[Cell]]]
    team_count: int  # of all, drawn or not
    focus: int | None
    focus_name: str
    is_part: bool
    choices: list[tuple[int, str]]  # the teams to choose a focus from, where they are few
    circles: list[list[tuple[int, str]]]
    crowded: list[tuple[int, str, int]]
    holder: tuple[int, str, int] | None  # the team that most of what needs action waits for


def team_map(pairs: Sequence[Pair], numbers: Sequence[Numbered], focus: int | None, mine: Sequence[int]) -> TeamMap:
    """Lay out all teams, or, when they are too many, the one in focus with its neighbours."""
    names = {pair.giver: pair.giver_name for pair in pairs} | {pair.taker: pair.taker_name for pair in pairs}
    is_part = len(names) > WHOLE_UNTIL
    if is_part and focus not in names:
        focus = next((team for team in mine if team in names), pairs[0].giver)
    elif focus not in names:
        focus = None
    shown = around(focus, pairs) if is_part and focus else set(names)
    drawn = [pair for pair in pairs if pair.giver in shown and pair.taker in shown]
    near = around(focus, pairs, most=len(names)) if focus else shown
    layout = laid_out([(pair.giver, pair.taker) for pair in drawn])
    boxes = boxes_of(layout, drawn, names, set(mine), (focus, near))
    by_pair: dict[Link, list[Numbered]] = defaultdict(list)
    for one in numbers:
        by_pair[one.giver or 0, one.taker or 0].append(one)
    return TeamMap(
        width=layout.width,
        height=layout.height,
        boxes=boxes,
        lines=lines_of(layout, drawn, by_pair, focus),
        rows=matrix_of(boxes, drawn, by_pair),
        team_count=len(names),
        focus=focus,
        focus_name=names.get(focus or 0, ""),
        is_part=is_part,
        choices=[] if is_part else sorted(names.items(), key=lambda item: (item[1].lower(), item[0])),
        circles=[[(team, names[team]) for team in circle] for circle in circles((pair.giver, pair.taker) for pair in pairs)],
        crowded=crowds(pairs, names),
        holder=holder_of(pairs, names),
    )


def laid_out(links: Sequence[Link]) -> Layout:
    """The layout of these links, kept: it is the same for the same links, whoever asks."""
    wanted = sorted(set(links))
    key = "map:1:" + hashlib.sha256(repr(wanted).encode()).hexdigest()
    known = kept.get(key)
    if known is not None:
        return Layout(*known)
    layout = lay_out(wanted)
    kept.set(key, astuple(layout), KEPT_SECONDS)
    return layout


def boxes_of(
    layout: Layout, pairs: Iterable[Pair], names: dict[int, str], mine: set[int], near: tuple[int | None, set[int]]
) -> list[Box]:
    """The boxes in reading order, column by column from the top down; `near` is the focus and the teams that do not fade."""
    gives, waits, troubled = Counter[int](), Counter[int](), defaultdict(list)
    for pair in pairs:
        gives[pair.giver] += pair.count
        waits[pair.taker] += pair.count
        if pair.trouble and pair.giver != pair.taker:
            troubled[pair.giver].append(pair.taker_name)
    order = sorted(layout.places, key=lambda team: (layout.places[team], team))
    codes = codes_of([names[team] for team in order])
    return [
        Box(
            id=team,
            name=names[team],
            code=code,
            x=round(layout.places[team][0], 1),
            y=round(layout.places[team][1], 1),
            gives=gives[team],
            waits=waits[team],
            troubled=tuple(troubled[team]),
            is_mine=team in mine,
            is_focus=team == near[0],
            is_faded=team not in near[1],
        )
        for team, code in zip(order, codes, strict=True)
    ]


def codes_of(names: Sequence[str]) -> list[str]:
    """Two letters for each name, as different as they can be: Customer Success is Cs, Sales Sa."""
    taken: set[str] = set()
    codes = []
    for name in names:
        words = [word for word in name.replace("-", " ").split() if word[0].isalnum()] or [name or "?"]
        first = words[0][0].upper()
        others = [word[0] for word in words[1:]] + [letter for word in words for letter in word[1:] if letter.isalnum()]
        options = [first + other.lower() for other in others] + [f"{first}{digit}" for digit in range(2, 10)]
        code = next((option for option in options if option not in taken), first)
        taken.add(code)
        codes.append(code)
    return codes


def lines_of(layout: Layout, pairs: Iterable[Pair], numbers: dict[Link, list[Numbered]], focus: int | None) -> list[Line]:
    """The lines, calm ones first, so that trouble lies on top; each number has a place of its own."""
    places: list[Point] = []
    lines = []
    for pair in sorted(pairs, key=lambda pair: (-TONE_ORDER.index(pair.tone), pair.giver, pair.taker)):
        route = layout.routes.get((pair.giver, pair.taker))
        if route is None:
            continue
        is_turned = (pair.giver, pair.taker) in layout.turned
        is_faded = focus is not None and focus not in (pair.giver, pair.taker)
        told = numbers.get((pair.giver, pair.taker), [])
        mark = place_of_mark(route, places) if told and not is_faded else None
        places += [mark] if mark else []
        first, more = (told[0], len(told) - 1) if told else (None, 0)
        lines.append(Line(pair, path_of(route), head_of(route, is_turned), is_turned, is_faded, mark, first, more))
    return lines


def matrix_of(boxes: Sequence[Box], pairs: Iterable[Pair], numbers: dict[Link, list[Numbered]]) -> list[tuple[Box, list[Cell]]]:
    """Teams by teams: the row gives, the column waits."""
    known = {(pair.giver, pair.taker): pair for pair in pairs}
    return [
        (
            row,
            [
                Cell(row.id, column.id, known.get((row.id, column.id)), next(iter(numbers.get((row.id, column.id), [])), None))
                for column in boxes
            ],
        )
        for row in boxes
    ]

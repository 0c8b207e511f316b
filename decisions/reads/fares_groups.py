"""What was taken and told by team, door, level and week, and on whom what is open waits; and the records of one of these alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from decisions.measures import Round, Split, Spread
from decisions.models import Decision, DecisionState, Door
from decisions.reads.courses import BACK, Course
from organizations.listing import Asked
from organizations.measures import monday_of
from organizations.words import own_words

NO_DOOR = "none"
LEVELS = {"team": "A {team}", "organization": "The whole organization"}


@dataclass(frozen=True, slots=True)
class Took:
    """One round with where its time went."""

    course: Course
    round: Round
    split: Split

    @property
    def told_on(self) -> date:
        assert self.round.told
        return self.round.told.astimezone(self.round.zone).date()


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open decision with the work that waits on it."""

    decision: Decision
    took: Took | None
    decider: str
    decider_id: int | None
    teams: int
    people: int
    objectives: int
    dependencies: int
    items: int  # teams, and what of their work, that were said to wait
    is_for_input: bool = False  # it waits for those who are to be heard

    @property
    def waited(self) -> float | None:
        return self.took.split.input + self.took.split.decider if self.took else None

    @property
    def weight(self) -> tuple[int, int, int]:
        return (-self.people, -self.objectives - self.dependencies, self.decision.pk)


@dataclass(frozen=True, slots=True)
class Group:
    """The rounds of one team, door or level, and what the address of their records asks for."""

    name: str
    spread: Spread
    asks: str


@dataclass(frozen=True, slots=True)
class Week:
    """What was told in a week, how much of it was logged as it was made, and how long the rest had waited."""

    monday: date
    told: int
    logged: int
    waited: tuple[float, ...]

    @property
    def range(self) -> str:
        """From the shortest to the longest, in working days."""
        if not self.waited:
            return ""
        low, high = f"{min(self.waited):.1f}", f"{max(self.waited):.1f}"
        return low if low == high else f"{low} to {high}"


@dataclass(frozen=True, slots=True)
class OnWhom:
    """Somebody with the open decisions that are theirs, and how many things wait for these."""

    id: int | None
    name: str
    count: int
    items: int


def by_team(took: Iterable[Took]) -> list[Group]:
    return groups(
        took, lambda one: (str(one.course.decision.team or f"No {own_words()['team']}"), {"team": one.course.decision.team_id or 0})
    )


def by_door(took: Iterable[Took]) -> list[Group]:
    return groups(took, lambda one: (one.course.door, {"door": one.course.decision.door or NO_DOOR}))


def by_level(took: Iterable[Took]) -> list[Group]:
    return groups(took, lambda one: (level_called(level_of(one.course)), {"level": level_of(one.course)}))


def level_of(course: Course) -> str:
    return "team" if course.is_local else "organization"


def level_called(level: str) -> str:
    return LEVELS[level].format_map(own_words())


def groups(took: Iterable[Took], named: Callable[[Took], tuple[str, dict[str, object]]]) -> list[Group]:
    """Those of each name, the most first."""
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for one in took:
        name, asks = named(one)
        found[name, urlencode({"of": "latency"} | asks)].append(one.split.latency)
    rows = [Group(name, Spread(tuple(values)), asks) for (name, asks), values in found.items()]
    return sorted(rows, key=lambda row: (-row.spread.count, row.name, row.asks))


def by_week(took: Sequence[Took], logged: Sequence[Course], today: date) -> list[Week]:
    """The newest first, also those in which nothing was told."""
    first = monday_of(today - BACK + timedelta(days=1))
    mondays = [first + timedelta(weeks=week) for week in range((monday_of(today) - first).days // 7 + 1)]
    return [week_of(monday, took, logged) for monday in reversed(mondays)]


def week_of(monday: date, took: Sequence[Took], logged: Sequence[Course]) -> Week:
    waited = tuple(one.split.latency for one in took if monday_of(one.told_on) == monday)
    count = sum(one.decided_on is not None and monday_of(one.decided_on) == monday for one in logged)
    return Week(monday, len(waited) + count, count, waited)


def by_decider(waiting: Iterable[Waiting]) -> list[OnWhom]:
    """By name, and last what nobody is named for. What is put off waits for nobody at the moment."""
    found: dict[tuple[str, int | None], list[int]] = defaultdict(list)
    for row in waiting:
        if row.decision.state == DecisionState.PROPOSED:
            found[row.decider, row.decider_id].append(row.items)
    rows = [OnWhom(pk, name, len(items), sum(items)) for (name, pk), items in found.items()]
    return sorted(rows, key=lambda row: (row.id is None, row.name, row.id or 0))


@dataclass(frozen=True, slots=True)
class Only:
    """To which of them the records are narrowed."""

    team: int | None = None  # 0: of no team
    door: str = ""
    level: str = ""
    week: date | None = None
    decider: int | None = None  # of what is open; 0: nobody is named

    def has(self, course: Course) -> bool:
        decision = course.decision
        return (
            (self.team is None or (decision.team_id or 0) == self.team)
            and (not self.door or (decision.door or NO_DOOR) == self.door)
            and (not self.level or level_of(course) == self.level)
        )

    def lasts(self, day: date | None) -> bool:
        return self.week is None or (day is not None and monday_of(day) == self.week)

    def holds(self, row: Waiting) -> bool:
        return self.decider is None or (row.decider_id or 0) == self.decider

    def __bool__(self) -> bool:
        return self != NOTHING


NOTHING = Only()


def asked_only(asked: Asked) -> Only:
    """What the address says, whatever it says."""
    week = asked.text("week", limit=10)
    return Only(
        team=number_or_none_of("team", asked),
        door=asked.one_of("door", [*Door.values, NO_DOOR]),
        level=asked.one_of("level", LEVELS),
        week=monday_of(date.fromisoformat(week)) if is_day(week) else None,
        decider=number_or_none_of("decider", asked),
    )


def number_or_none_of(name: str, asked: Asked) -> int | None:
    """0 stands for none of them."""
    return 0 if asked.text(name, limit=20) == "0" else asked.number(name)


def is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).year > 1
    except ValueError:
        return False

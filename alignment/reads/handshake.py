"""Where a handshake stands for one reader: what they can say now, whose turn it is, and all that was said so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from alignment import policy
from alignment.handshakes import ABOUT, who_offered
from alignment.models import Dependency
from alignment.reads.dependencies import LINKS
from alignment.turns import GIVER, TAKER, Turn, sayings, whose_turn
from organizations.models import Event, Person

MOST_LINES = 60

DEEDS = {
    "dependency.requested": "asked",
    "dependency.negotiated": "proposed another day",
    "dependency.agreed": "agreed",
    "dependency.started": "started",
    "dependency.delivered": "delivered",
    "dependency.returned": "sent it back",
    "dependency.accepted": "accepted the delivery",
    "dependency.declined": "declined",
    "dependency.withdrawn": "withdrew it",
    "dependency.noted": "noted",
    "dependency.nudged": "reminded the other side",
    "dependency.handed_over": "named the owner",
    "dependency.slipped": "it began to slip",
    "dependency.reopened": "opened the agreement again",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the history: who did what when, the days that were named, and the words."""

    at: datetime
    who: Person | None
    deed: str
    needed_by: date | None
    promised_by: date | None
    words: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What the reader can do, and what they wait for."""

    turns: list[Turn]
    turn_of: str  # giver or taker; nobody's when it is over
    sides: frozenset[str]
    history: list[Said]
    has_more: bool

    @property
    def is_mine(self) -> bool:
        """Whether it is the reader's turn."""
        return bool(self.turns) and self.turn_of in self.sides

    @property
    def first(self) -> Turn | None:
        """The one thing to do next."""
        return self.turns[0] if self.is_mine else None

    @property
    def others(self) -> list[Turn]:
        return self.turns[1:] if self.first else self.turns


def standing_of(dependency: Dependency, person: Person) -> Standing:
    """One query for what was said, and three at most for what the reader may."""
    lines = list(
        Event.objects.filter(about_type=ABOUT, about_id=dependency.pk).select_related("actor").order_by("-id")[: MOST_LINES + 1]
    )
    turn_of = whose_turn(dependency.state, who_offered(lines))
    is_link = dependency.kind in LINKS
    sides = frozenset() if is_link else sides_of(person, dependency)
    turns = sayings(dependency.state, set(sides), turn_of, is_promised=dependency.promised_by is not None)
    history = [said for line in lines[:MOST_LINES] if (said := said_in(line))]
    return Standing(turns, turn_of, sides, history, len(lines) > MOST_LINES)


def sides_of(person: Person, dependency: Dependency) -> frozenset[str]:
    """Whom the reader may speak for."""
    gives = policy.may_answer_dependency(person, dependency)
    waits = policy.may_ask_again(person, dependency)
    return frozenset([*([GIVER] if gives else []), *([TAKER] if waits else [])])


def said_in(line: Event) -> Said | None:
    """A line of the logbook as a line of the history; none for what readers need not know."""
    data: dict[str, Any] = line.data
    if line.name not in DEEDS:
        return None
    before, after = data.get("before", {}), data.get("after", {})
    days = {name: after.get(name) if after.get(name) != before.get(name) else None for name in ("needed_by", "promised_by")}
    days = {name: day or data.get(name) for name, day in days.items()}
    words = data.get("said") or data.get("reason") or ""
    if line.name == "dependency.handed_over":
        words = data.get("name", "")
    return Said(line.at, line.actor, DEEDS[line.name], day_in(days["needed_by"]), day_in(days["promised_by"]), words)


def day_in(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

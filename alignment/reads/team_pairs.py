"""The dependencies of one team on another, added up in the database: a pair of teams with its worst mark, and what pairs tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce

from alignment.knots import crowded
from alignment.models import Dependency
from alignment.models.dependencies import OPEN_STATES
from alignment.reads.dependencies import LINKS, is_late, is_slipping, is_unanswered
from alignment.reads.ledger import LedgerFilter, conditions_of, sided
from organizations.models import Person

MOST_PAIRS = 5_000
MOST_BESIDE = 24  # neighbours of the team in focus, the most troubled ones
TONE_ORDER = ("late", "una", "slip", "ok")
WORDS = {"late": "late", "una": "not accepted", "slip": "slipping", "ok": "accepted"}


@dataclass(frozen=True, slots=True)
class Pair:
    """All dependencies of one team on another: how many, and how many of each kind of trouble."""

    giver: int
    taker: int
    giver_name: str
    taker_name: str
    count: int
    open_count: int
    troubles: dict[str, int]  # late, una, slip -> how many

    @property
    def tone(self) -> str:
        """The worst mark."""
        return next((tone for tone in TONE_ORDER if self.troubles.get(tone)), "ok")

    @property
    def trouble(self) -> int:
        return sum(self.troubles.values())

    @property
    def words(self) -> str:
        """4 dependencies, 1 late, 2 not accepted."""
        told = [f"{count} {WORDS[tone]}" for tone in TONE_ORDER if (count := self.troubles.get(tone))]
        return ", ".join([f"{self.count} dependenc{'y' if self.count == 1 else 'ies'}", *told])


def pairs_of(asked: LedgerFilter, show: str, today: date, person: Person, teams: list[int]) -> list[Pair]:
    """One row for each pair of teams, the most troubled first; links that nobody waits for are left out. One query."""
    scope = sided(Dependency.objects).filter(asked.conditions(with_team=False) & conditions_of(today, person, teams)[show])
    found = (
        scope.exclude(kind__in=LINKS)
        .filter(gives__isnull=False, waits__isnull=False)
        .annotate(
            giver_name=Coalesce("to_team__name", "to_objective__team__name"),
            taker_name=Coalesce("from_team__name", "from_objective__team__name"),
        )
        .values_list("gives", "waits", "giver_name", "taker_name")
        .annotate(
            n=Count("id"),
            still=Count("id", filter=Q(state__in=OPEN_STATES)),
            late=Count("id", filter=is_late(today)),
            una=Count("id", filter=is_unanswered()),
            slip=Count("id", filter=is_slipping(today)),
        )
        .order_by(F("late").desc(), F("una").desc(), F("slip").desc(), "gives", "waits")
    )
    return [
        Pair(gives, waits, giver, taker, count, still, {"late": late, "una": una, "slip": slip})
        for gives, waits, giver, taker, count, still, late, una, slip in found[:MOST_PAIRS]
    ]


def around(focus: int, pairs: Iterable[Pair], most: int = MOST_BESIDE) -> set[int]:
    """The team and its neighbours; the pairs come with the most troubled first."""
    beside: dict[int, None] = {}
    for pair in pairs:
        if focus in (pair.giver, pair.taker):
            beside.setdefault(pair.taker if pair.giver == focus else pair.giver)
    beside.pop(focus, None)
    return {focus, *list(beside)[:most]}


def crowds(pairs: Iterable[Pair], names: dict[int, str]) -> list[tuple[int, str, int]]:
    """The teams that more than five open requests wait for."""
    inbound: Counter[int] = Counter()
    for pair in pairs:
        inbound[pair.giver] += pair.open_count
    return [(team, names[team], inbound[team]) for team in crowded(inbound)[:10]]


def holder_of(pairs: Iterable[Pair], names: dict[int, str]) -> tuple[int, str, int] | None:
    """The team that most of what needs action waits for; none where it is one thing."""
    held: Counter[int] = Counter()
    for pair in pairs:
        held[pair.giver] += pair.trouble
    worst = min(held, key=lambda team: (-held[team], team), default=None)
    return (worst, names[worst], held[worst]) if worst and held[worst] > 1 else None

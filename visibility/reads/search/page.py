"""The search page: what was found in each kind, or page by page in one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from organizations.listing import NOBODY, Asked, Named
from organizations.models import Cycle, Organization, Team
from organizations.reads.named import PEOPLE, TEAMS, alike
from organizations.words import words_of
from visibility.reads.search.kinds import BY_NAME, KINDS, Kind
from visibility.reads.search.marking import Part, excerpt, marked, words_of_query
from visibility.reads.search.statement import NEWEST, NEWEST_OF_ALL, Found, find

EACH = 5  # rows of a kind while all are shown
PER_PAGE = 25
MOST_PAGES = NEWEST // PER_PAGE
MOST_TEAMS = 1_000  # that a part of a name stands for
LONGEST = 200  # characters of a question; a longer one is cut
LIVES = {"": "All", "open": "Not over", "ended": "Over"}


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """What the reader asked for."""

    text: str
    kind: Kind | None = None
    team: Named = NOBODY
    cycle: Cycle | None = None
    cycles: list[Cycle] = field(default_factory=list)
    life: str = ""
    page: int = 1

    @property
    def is_narrow(self) -> bool:
        return bool(self.kind or self.team or self.cycle or self.life)

    @property
    def words(self) -> list[str]:
        return words_of_query(self.text)

    def kinds(self) -> list[tuple[Kind, Q]]:
        """The kinds that can be meant, each with its condition."""
        teams = self._teams()
        asked = [(kind, kind.within(teams, self.cycle, self.life)) for kind in ([self.kind] if self.kind else KINDS)]
        return [(kind, condition) for kind, condition in asked if condition is not None]

    def _teams(self) -> Q:
        """The condition on teams: numbers, since the planner knows how many rows each has, and of a part of a name it does not."""
        if self.team.id or not self.team:
            return Q(pk=self.team.id) if self.team else Q()
        named = Team.objects.filter(name__icontains=self.team.name).order_by("pk")
        return Q(pk__in=list(named.values_list("pk", flat=True)[:MOST_TEAMS]))


def asked_search(said: Mapping[str, str]) -> SearchFilter:
    """The filter that an address means."""
    asked = Asked(said)
    cycles = list(Cycle.objects.order_by("-starts_on", "-ends_on", "id")[:24])
    return SearchFilter(
        text=asked.text(limit=LONGEST),
        kind=BY_NAME.get(said.get("in", "")),
        team=asked.named("team", Team),
        cycle=next((cycle for cycle in cycles if cycle.pk == asked.number("cycle")), None),
        cycles=cycles,
        life=asked.one_of("state", LIVES),
        page=min(asked.page, MOST_PAGES),
    )


@dataclass(frozen=True, slots=True)
class Hit:
    """A row as the page shows it."""

    kind: Kind
    url: str
    title: list[Part]
    excerpt: list[Part]
    who: list[Part]
    state: str


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind."""

    kind: Kind
    word: str
    hits: list[Hit]
    count: int
    is_more: bool  # than were counted

    @property
    def has_more(self) -> bool:
        return self.count > len(self.hits)


@dataclass
class Results:
    """The whole page."""

    asked: SearchFilter
    groups: list[Group]
    near: list[tuple[str, str]] = field(default_factory=list)  # name and address of people and teams that sound alike
    slug: str = ""

    @property
    def following(self) -> int | None:
        is_last = not self.groups or self.groups[0].count <= self.asked.page * PER_PAGE
        return None if self.asked.kind is None or is_last else self.asked.page + 1

    @property
    def previous(self) -> int | None:
        return self.asked.page - 1 if self.asked.kind and self.asked.page > 1 else None

    @cached_property
    def total(self) -> int:
        return sum(group.count for group in self.groups)


def search(asked: SearchFilter, organization: Organization) -> Results:
    """The groups, the one with the best row first."""
    slug = organization.slug
    if not asked.words:
        return Results(asked, [], slug=slug)
    size = PER_PAGE if asked.kind else EACH
    found = find(asked.kinds(), asked.text, asked.words, count=size, start=(asked.page - 1) * size if asked.kind else 0)
    groups: dict[str, list[Found]] = {}
    for row in found:
        groups.setdefault(row.kind, []).append(row)
    words = words_of(organization)
    built = [group_of(BY_NAME[name], rows, asked, words, slug) for name, rows in groups.items()]
    return Results(asked, built, near_names(asked, slug) if not found else [], slug)


def group_of(kind: Kind, rows: list[Found], asked: SearchFilter, words: Mapping[str, str], slug: str) -> Group:
    most = NEWEST if asked.kind else NEWEST_OF_ALL
    hits = [hit_of(kind, row, asked.words, slug) for row in rows]
    return Group(kind, words.get(kind.word, kind.word), hits, rows[0].count, rows[0].count >= most)


def hit_of(kind: Kind, row: Found, words: list[str], slug: str) -> Hit:
    title, who = marked(row.title, words), marked(row.who, words)
    is_plain = kind.name == "people" or sum(part.is_found for part in title) >= len(words)
    state = kind.states.get(row.state, "")
    return Hit(kind, address_of(kind, row, slug), title, [] if is_plain else excerpt(row.body, words), who, state)


def address_of(kind: Kind, row: Found, slug: str) -> str:
    return reverse(kind.address, args=[slug, row.id] if kind.leads_to else [slug])


def near_names(asked: SearchFilter, slug: str) -> list[tuple[str, str]]:
    """People and teams with nearly that name, for when nothing was found."""
    people: list[Any] = alike(PEOPLE, asked.text)
    teams: list[Any] = alike(TEAMS, asked.text)
    named = [(row.name, reverse("visibility:person", args=[slug, row.pk])) for row in people]
    return named + [(row.name, reverse("visibility:team", args=[slug, row.pk])) for row in teams]


def facet(asked: SearchFilter, **changed: str) -> str:
    """The query of a link that changes one facet and keeps the others; the page starts anew."""
    said = {
        "q": asked.text, "in": asked.kind.name if asked.kind else "", "team": str(asked.team.id or asked.team.name),
        "cycle": str(asked.cycle.pk) if asked.cycle else "", "state": asked.life,
    }  # fmt: skip
    return "?" + urlencode({name: value for name, value in (said | changed).items() if value})

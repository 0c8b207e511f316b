"""The rows of the command palette: places to go, and the best of what is found, at most eight."""

from __future__ import annotations

from dataclasses import dataclass

from organizations.models import Person
from visibility.reads.search.kinds import BY_NAME
from visibility.reads.search.marking import Part, folded, marked, words_of_query
from visibility.reads.search.page import SearchFilter, hit_of
from visibility.reads.search.statement import find
from visibility.shell import Place

MOST = 8
EACH = 3  # of one kind, so that one does not crowd out the others


@dataclass(frozen=True, slots=True)
class Row:
    """One line to choose."""

    group: str
    icon: str
    url: str
    title: list[Part]
    more: str
    key: str = ""


def palette_rows(person: Person, places: list[Place], text: str, *, taken: int) -> list[Row]:
    """Places first, then things and people, the best first; `taken` rows stand above them already. At most one query."""
    words = words_of_query(text)
    room = max(1, MOST - taken)
    rows = [place_row(place, words) for place in places if is_asked(place, words)][: room if not words else 3]
    if words:
        rows += found_rows(person, text, words)[: room - len(rows)]
    order = list(dict.fromkeys(row.group for row in rows))  # the group of the best row first
    return sorted(rows, key=lambda row: order.index(row.group))


def is_asked(place: Place, words: list[str]) -> bool:
    """Whether the place's name begins with what was typed; all of them while nothing was."""
    return folded(place.word).startswith(" ".join(words))


def place_row(place: Place, words: list[str]) -> Row:
    return Row("Go to", place.icon, place.url, marked(place.word, words), "", place.key)


def found_rows(person: Person, text: str, words: list[str]) -> list[Row]:
    rows = []
    for found in find(SearchFilter(text).kinds(), text, words, count=EACH):
        hit = hit_of(BY_NAME[found.kind], found, words, person.organization.slug)
        more = found.who or hit.state
        rows.append(Row("People" if found.kind == "people" else "Go to", hit.kind.icon, hit.url, hit.title, more))
    return rows

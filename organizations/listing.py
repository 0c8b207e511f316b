"""What the address of a list asks for, read kindly, and one page of its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import parse_qsl, urlencode

from django.db.models import Q

Row = TypeVar("Row")

PAGE_SIZE = 50
MOST_PAGES = 2_000  # an OFFSET of 100,000 rows at most
BIGGEST_ID = 2**63 - 1


def whole(text: str) -> int | None:
    """A whole number as it is typed, from 0 to the biggest that a row can have; None for anything else."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(BIGGEST_ID)) else None
    return None if number is None or number > BIGGEST_ID else number


@dataclass(frozen=True, slots=True)
class Named:
    """A team or a person that a list is narrowed to: exactly the one that a link meant, or all with these words in their names."""

    name: str = ""
    id: int | None = None

    def narrow(self, field: str) -> Q:
        """The condition on a foreign key; none when nobody was named."""
        if self.id is not None:
            return Q(**{f"{field}_id": self.id})
        return Q(**{f"{field}__name__icontains": self.name}) if self.name else Q()

    def __bool__(self) -> bool:
        return bool(self.name)


NOBODY = Named()


# Lists that can be kept as a view: their addresses below the organization, as the rooms above name them.
LISTS = (
    "objectives/", "decisions/", "dependencies/", "commitments/", "people/", "teams/", "risks/", "lessons/", "issues/", "search/",
)  # fmt: skip
LONGEST_VIEW = 1_000
UNKEPT = frozenset({"page", "after", "before", "csrfmiddlewaretoken"})  # where in the list somebody was


def view_path(address: str) -> str | None:
    """A list with its filters, below the organization: "objectives/?status=off_track"; None for what is no list of ours."""
    path, _, asked = address.replace("\0", "").partition("?")
    if path not in LISTS:
        return None
    try:
        said = parse_qsl(asked.partition("#")[0], max_num_fields=30)
    except ValueError:
        return None
    kept = f"{path}?{urlencode([(name, value) for name, value in said if name not in UNKEPT])}"
    return kept if len(kept) <= LONGEST_VIEW else None


class Asked:
    """A query string. What makes no sense in it counts as not said, so no address can break a page."""

    def __init__(self, said: Mapping[str, str]) -> None:
        self._said = said

    def text(self, name: str = "q", limit: int = 100) -> str:
        """One line of text; PostgreSQL refuses NUL, so it is a blank here."""
        return " ".join(self._said.get(name, "").replace("\0", " ").split())[:limit]

    def one_of(self, name: str, words: Iterable[str], usual: str = "") -> str:
        """A word of the list, or the usual one."""
        word = self._said.get(name, "")
        return word if word in words else usual

    def number(self, name: str) -> int | None:
        """A row's number, or a page's."""
        return whole(self.text(name, limit=20)) or None

    def named(self, name: str, model: Any) -> Named:
        """A team or person, by the number of a link or by words that somebody typed."""
        number = self.number(name)
        if number is None:
            return Named(self.text(name))
        known = model.objects.filter(pk=number).values_list("name", flat=True).first()
        return Named(known, number) if known is not None else NOBODY

    def row(self, name: str, model: Any) -> Any:
        """The row whose number stands there; None where there is none, or no such row."""
        number = self.number(name)
        return model.objects.filter(pk=number).first() if number else None

    @property
    def page(self) -> int:
        """The page's number, from 1."""
        return min(self.number("page") or 1, MOST_PAGES)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list. How many there are in all is not counted: nobody reads it, and it costs more than the rows."""

    rows: Sequence[Row]
    number: int = 1
    has_more: bool = False

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def following(self) -> int | None:
        return self.number + 1 if self.has_more else None

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None


def page_of(found: Any, number: int, build: Callable[[Any], Row], *, size: int = PAGE_SIZE) -> Page[Row]:
    """The rows of one page of a queryset, one more fetched to know of a next page; past the end it is the first page."""
    start = (number - 1) * size
    rows = list(found[start : start + size + 1])
    if not rows and number > 1:
        return page_of(found, 1, build, size=size)
    return Page([build(row) for row in rows[:size]], number, len(rows) > size)


def all_words(text: str, *fields: str) -> Q:
    """Rows in which every word of the text (eight at most) is in one of the fields."""
    condition = Q()
    for word in text.split()[:8]:
        one = Q()
        for field in fields:
            one |= Q(**{f"{field}__icontains": word})
        condition &= one
    return condition

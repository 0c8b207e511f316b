"""Looks: the rows that a typed name means, by parts of it, without accents, and with a letter wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from operator import and_
from typing import Any, Generic, TypeVar, cast

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, F, Func, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Length

from organizations.listing import whole
from organizations.models import Person, Team
from organizations.models.people import PersonStatus
from organizations.models.teams import TeamStatus
from organizations.tenancy import TenantModel

Row = TypeVar("Row", bound=TenantModel)

AS_MANY = 8
ALIKE = 0.3  # share of letter triples that a word with a slip keeps: "Lindkvist" has 0.5 of "Lindqvist"
LONGEST = 100


class Folded(Func):
    """Small letters without accents: "Inês" and "ines" are the same."""

    function = "search_fold"
    output_field = TextField()


@dataclass(frozen=True, slots=True)
class Names(Generic[Row]):
    """How rows of a table are called: what they can be found by, and which are still about."""

    model: type[Row]
    noun: str
    nouns: str
    fields: tuple[str, ...]  # the first is the name; together they are the expression of an index
    live: Q = field(default_factory=Q)

    def rows(self) -> QuerySet[Any]:
        return self.model.objects.annotate(found_by=Folded(*self.fields), called=Folded(self.fields[0]))


PEOPLE = Names(Person, "person", "people", ("name", "handle", "email"), ~Q(status=PersonStatus.INACTIVE))
TEAMS = Names(Team, "team", "teams", ("name", "key"), ~Q(status=TeamStatus.ARCHIVED))


def plain(text: str) -> str:
    """One line that PostgreSQL takes, as a name is typed: @ines is Ines's handle."""
    return " ".join(text.replace("\0", " ").split())[:LONGEST].removeprefix("@")


def named(names: Names[Row], text: str, *, count: int = AS_MANY) -> list[Row]:
    """Rows in whose names every typed word begins one, those that begin with the text first; all by name when nothing is typed."""
    text = plain(text)
    rows = names.rows().filter(names.live)
    if not text:
        return list(rows.order_by(names.fields[0], "pk")[:count])
    words = reduce(and_, (begins_a_word(word) for word in text.split()[:8]))
    return list(rows.filter(words).order_by(place_of(text), Length("called"), "called", "pk")[:count])


def begins_a_word(word: str) -> Q:
    return Q(found_by__startswith=Folded(Value(word))) | Q(found_by__contains=Folded(Value(f" {word}")))


def place_of(text: str) -> Case:
    """0 for just this name, 1 for a name that begins so, 2 for the rest."""
    typed = Folded(Value(text))
    cases = When(called=typed, then=Value(0)), When(called__startswith=typed, then=Value(1))
    return Case(*cases, default=Value(2), output_field=IntegerField())


def alike(names: Names[Row], text: str, *, count: int = 3) -> list[Row]:
    """Rows whose names are nearly what was typed, the nearest first."""
    typed = cast(str, Folded(Value(plain(text))))  # Django takes an expression too; its stubs know of text alone
    near = names.rows().filter(names.live).annotate(nearness=TrigramWordSimilarity(typed, F("called")))
    return list(near.filter(nearness__gte=ALIKE).order_by("-nearness", "called", "pk")[:count])


def meant(names: Names[Row], text: str) -> list[Row]:
    """The rows that a name, a handle, an e-mail address or "Name (handle)" can only mean; several, where it is not clear."""
    typed = Folded(Value(plain(text)))
    known = names.rows().filter(names.live)
    exact: list[Row] = list(known.filter(one_of_its_names(names, typed)).order_by("pk")[:AS_MANY])
    if exact or not plain(text).endswith(")"):
        return exact
    name, _, other = plain(text)[:-1].rpartition(" (")
    both = Q(called=Folded(Value(name))) & one_of_its_names(names, Folded(Value(other)))
    return list(known.filter(both)[:AS_MANY]) if name and other else []


def one_of_its_names(names: Names[Any], typed: Folded) -> Q:
    condition = Q(called=typed)
    for each in names.fields[1:]:
        condition |= Q(**{f"{each}__iexact": typed})
    return condition


def still_called(names: Names[Row], text: str, number: str) -> Row | None:
    """The row of that number if it has that name; also one that has ended, since what was said of it stays true."""
    pk = whole(number)
    if pk is None:
        return None
    row: Row | None = names.rows().filter(pk=pk, called=Folded(Value(plain(text)))).first()
    return row


def label(row: Any, names: Names[Any], *, others: list[Any] | None = None) -> str:
    """How a row stands in a field: its name, with a second one where another row has the same name."""
    first: str = getattr(row, names.fields[0])
    if not any(other.pk != row.pk and getattr(other, names.fields[0]).lower() == first.lower() for other in others or []):
        return first
    second = next((getattr(row, each) for each in names.fields[1:] if getattr(row, each)), row.key)
    return f"{first} ({second})"

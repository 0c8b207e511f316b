"""The one statement of the search: the best of each kind, whatever their tables hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db.models import BooleanField, Case, Count, F, Func, IntegerField, Q, QuerySet, TextField, Value, When, Window
from django.db.models.expressions import Col
from django.db.models.functions import Cast, Coalesce, Concat, Left, Lower

from visibility.reads.search.kinds import Kind

NEWEST = 1_000  # matches of a kind that are ranked: beyond them a word stands in nearly everything, and says nothing
NEWEST_OF_ALL = 200  # the same while every kind is asked at once
BODY = 1_500  # characters of a text that an excerpt is looked for in
COLUMNS = ("found_kind", "found_id", "found_title", "found_body", "found_who", "found_state", "found_rank", "found_count")
WORDS = SearchVectorField()
WORDS.set_attributes_from_name("words")


class Words(F):
    """The words of a row, as the database keeps them beside the columns that Django knows (visibility/0001)."""

    def __init__(self) -> None:
        super().__init__("pk")

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        key: Any = super().resolve_expression(*args, **kwargs)  # the key's column knows under what name its table stands
        return Col(key.alias, WORDS)


def fits(text: str) -> Func:
    """Whether the words of a row have what was typed; none of it is a command."""
    typed = Func(Value(text), function="search_asked")
    return Func(Words(), typed, arg_joiner=" @@ ", template="%(expressions)s", output_field=BooleanField())


@dataclass(frozen=True, slots=True)
class Found:
    """One row that fits, of any kind."""

    kind: str
    id: int
    title: str
    body: str
    who: str
    state: str
    rank: int
    count: int  # how many fit of its kind, at most NEWEST


def find(kinds: list[tuple[Kind, Q]], text: str, words: list[str], *, count: int, start: int = 0) -> list[Found]:
    """The best of each kind: one query for all of them."""
    newest = NEWEST if len(kinds) == 1 else NEWEST_OF_ALL
    arms = [arm(kind, condition, text, words, newest).order_by("-found_rank", "-found_id") for kind, condition in kinds]
    rows = [each.values_list(*COLUMNS)[start : start + count] for each in arms]
    if not rows:
        return []
    found = rows[0].union(*rows[1:], all=True) if len(rows) > 1 else rows[0]
    return sorted((Found(*row) for row in found), key=lambda row: (-row.rank, -row.id))


def arm(kind: Kind, condition: Q, text: str, words: list[str], newest: int) -> QuerySet[Any]:
    """The newest matches of a kind, ranked by what their titles say."""
    model: Any = kind.model
    matches = model.objects.filter(fits(text), condition)
    title = kind.texts[0]
    told = (part for each in kind.told for part in (in_one(model, each), Value(" ")))
    body = Concat(Value(""), *told, Value(""), output_field=TextField())
    best = model.objects.filter(pk__in=matches.order_by("-pk").values("pk")[:newest]).annotate(small_title=Lower(title))
    rows: QuerySet[Any] = best.annotate(
        found_kind=Value(kind.name, output_field=TextField()),
        found_id=F(kind.leads_to or "pk"),
        found_title=Cast(title, TextField()),
        found_body=Left(body, BODY),
        found_who=as_text(kind.who),
        found_state=as_text(kind.state),
        found_rank=rank(kind, text, words),
        found_count=Window(Count("pk")),
    )
    return rows


def in_one(model: Any, column: str) -> Any:
    """A text, or the texts of a list, each as a sentence."""
    is_list = isinstance(model._meta.get_field(column), ArrayField)
    whole = "array_to_string(array_append(%(expressions)s, ''), '. ')"
    return Func(F(column), template=whole, output_field=TextField()) if is_list else F(column)


def as_text(path: str) -> Any:
    return Coalesce(Cast(path, TextField()), Value(""), output_field=TextField()) if path else Value("", output_field=TextField())


def rank(kind: Kind, text: str, words: list[str]) -> Any:
    """A title that is just this, begins so or says it; then each word in the title; then what is not over."""
    whole = " ".join(text.lower().split())
    points = [(Q(small_title=whole), 32), (Q(small_title__startswith=whole), 16), (Q(small_title__contains=whole), 8)]
    points += [(Q(small_title__contains=word), 4) for word in words[:4]] + [(kind.is_open, 2)]
    total: Any = Value(0)
    for condition, worth in points:
        total += Case(When(condition, then=Value(worth)), default=Value(0), output_field=IntegerField())
    return total

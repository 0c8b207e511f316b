"""The rows of a file of the bundle: one query a store, read through a cursor on the server, in memory that does not grow."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, F, Func, OrderBy, OuterRef, QuerySet, Subquery, Value, Window
from django.db.models.expressions import Combinable
from django.db.models.functions import Collate, NullIf, RowNumber

from peakos.bundles import frozen, things
from peakos.bundles.ballots import CONS, PROS, REASONS, SCORES, VOTES, has_reasons, reasons_asked, scores_asked, votes_asked
from peakos.bundles.columns import NTH, Column, Store, Table
from peakos.bundles.export_cells import written
from peakos.bundles.finding_keys import named
from peakos.bundles.format import BY_NAME
from peakos.bundles.naming import alike, is_counted, path_of
from peakos.bundles.own_words import WORDS, has_words, words_to_write
from peakos.bundles.pages import keyed
from peakos.bundles.references import model_of

CHUNK = 500  # rows of up to some 4,000 characters in a few columns
ORIGINAL, NUMBER = "original_", "_number"
NOT_TEXT = {"date", "when", "moment", "int", "number"}


@dataclass(frozen=True)
class Source:
    """Where a column of one store comes from: what the query asks for, and how the answer is put into the cell."""

    column: Column
    asks: tuple[Combinable, ...]

    def cell(self, answers: Sequence[Any]) -> str:
        column, value = self.column, answers[0]
        if column.is_day_only and answers[1]:
            value = value.date()
        elif column.name == CHOSEN:
            value = value.index(True) + 1 if True in value else None
        elif column.refines:
            value = value if value in refined(column).folds else ""
        elif column.type == "enum":
            value = column.file_word(value)
        elif column.is_extension and value == idle(column):
            value = None
        return written(column, value)


CHOSEN = "chosen"  # which of the options is meant
MEETING_AT = "meeting_at"  # which of the series' meetings is meant
# What names rows by number inside.
IN_KEYS: dict[str, Callable[[str], F | Func]] = {"page": keyed, "finding": named, "thing": things.named, "facts": frozen.keyed}


def columns_to_write(table: Table) -> list[Column]:
    """The columns of the format, and of the extensions those that a row of this workspace needs."""
    return [column for column in table.columns if not column.is_extension or is_needed(table, column)]


def rows_to_write(table: Table, columns: Sequence[Column]) -> Iterator[list[str]]:
    """The rows as cells, ordered by what names them."""
    if table is WORDS:
        return words_to_write(list(columns))
    streams = [rows_of(table, store, columns) for store in table.stores]
    if len(streams) == 1:
        return streams[0]
    names = [index for index, column in enumerate(columns) if column.name in table.identity]
    return heapq.merge(*streams, key=lambda cells: [cells[index] for index in names])


def has_rows(table: Table) -> bool:
    return has_words() if table is WORDS else any(rows_shown(store).exists() for store in table.stores)


def rows_shown(store: Store) -> QuerySet[Any]:
    """The rows of a store, but for those that nobody may see yet."""
    rows: QuerySet[Any] = store.table._default_manager.all()
    return rows.filter(store.shown()) if store.shown else rows


def rows_of(table: Table, store: Store, columns: Sequence[Column]) -> Iterator[list[str]]:
    own = {column.name: column for column in table.columns_of(store)}
    sources = [source_of(table, store, own[column.name]) if column.name in own else nothing(column) for column in columns]
    asks = {f"cell_{number}": ask for number, ask in enumerate(ask for source in sources for ask in source.asks)}
    rows = rows_shown(store).annotate(**asks).order_by(*order_of(table, own))
    for answers in rows.values_list(*asks).iterator(chunk_size=CHUNK):
        left = iter(answers)
        yield [source.cell([next(left) for _ in source.asks]) for source in sources]


def order_of(table: Table, own: dict[str, Column]) -> Iterator[OrderBy]:
    """The identity, as code points order it; what is not stated comes first, as an empty cell does."""
    for name in table.identity:
        if name == NTH:
            continue
        path = path_of(table, own[name]) + ("__key" if own[name].type == "ref" else "")
        is_text, said = own[name].type not in NOT_TEXT, IN_KEYS.get(own[name].type, F)(path)
        yield OrderBy(Collate(said, "C") if is_text else said, nulls_first=True)
    if is_counted(table):
        yield OrderBy(F("id"))


def nothing(column: Column) -> Source:
    return Source(column, (Value(None, output_field=CharField()),))


def source_of(table: Table, store: Store, column: Column) -> Source:
    if store.when and store.when[0] == column.name:
        return Source(Column(column.name, "text"), (Value(store.when[1], output_field=CharField()),))
    return Source(column, asks_of(table, store, column))


def asks_of(table: Table, store: Store, column: Column) -> tuple[Combinable, ...]:
    if column.name in OF_ITS_OWN:
        return (OF_ITS_OWN[column.name](table, store),)
    if column.link:
        return (linked(column),)
    if column.type == "ref" and column.field.endswith(NUMBER):
        numbered = model_of(column)._default_manager.filter(pk=OuterRef(column.field))
        return (Subquery(numbered.values("key")[:1]),)
    if column.type == "ref":
        return (F(f"{path_of(table, column)}__key"),)
    if column.is_original:  # kept apart only where the current one has moved away from it
        return (NullIf(F(column.field), F(column.field.removeprefix(ORIGINAL))),)
    return (IN_KEYS.get(column.type, F)(path_of(table, column)), *([F(column.is_day_only)] if column.is_day_only else []))


def place_among_alike(table: Table, _: Store) -> Combinable:
    """Which of the rows that are named alike it is; nothing for the first."""
    names = [path_of(table, one) for one in alike(table)]
    return NullIf(Window(RowNumber(), partition_by=names, order_by="id"), Value(1))


OF_ITS_OWN: dict[str, Callable[[Table, Store], Combinable]] = {
    CHOSEN: lambda table, store: linked(options_column(), "is_chosen"),
    MEETING_AT: lambda table, store: linked(meeting_column(store), "meeting__planned_at"),
    NTH: place_among_alike,
    PROS: lambda table, store: reasons_asked(PROS),
    CONS: lambda table, store: reasons_asked(CONS),
    VOTES: lambda table, store: votes_asked(),
    SCORES: lambda table, store: scores_asked(),
}


def linked(column: Column, other: str = "") -> Combinable:
    """What a column's link rows name: all of them in their order, or the one."""
    assert column.link
    link = column.link
    rows = link.table._default_manager.filter(**{link.owner: OuterRef("pk")}, **link.fixed)
    rows = rows.order_by(*(["position", "id"] if link.is_ordered else ["id"]))
    named = rows.values(other or link.other + ("__key" if column.target else ""))
    return Subquery(named[:1]) if column.type == "ref" else ArraySubquery(named)


def options_column() -> Column:
    return BY_NAME["decisions"].by_name["options"]


def meeting_column(store: Store) -> Column:
    return next(table.by_name["meeting"] for table in BY_NAME.values() if store in table.stores)


def refined(column: Column) -> Column:
    """The column of the format that an extension says more exactly."""
    return next(table.by_name[column.refines] for table in BY_NAME.values() if column in table.columns)


def idle(column: Column) -> Any:
    """What a row without the extension column holds, so that the cell need not say it."""
    if column.usual is not None:
        return column.usual
    return "" if column.type in {"text", "long", "enum", "rrule"} else None


def is_needed(table: Table, column: Column) -> bool:
    """Whether some row says what would be lost without the extension column."""
    return any(needs(table, store, column) for store in table.stores if column.name not in store.without)


def needs(table: Table, store: Store, column: Column) -> bool:
    if column.name == NTH:
        counted = rows_shown(store).values(*(path_of(table, one) for one in alike(table)))
        return bool(counted.annotate(n=Count("id")).filter(n__gt=1).exists())
    if column.name == CHOSEN:
        options = options_column().link
        return options is not None and options.table._default_manager.filter(is_chosen=True).exists()
    if column.name in REASONS:
        return has_reasons(column.name)
    if column.link is not None and column.type == "refs":
        return column.link.table._default_manager.filter(**column.link.fixed).exists()
    rows = rows_shown(store).annotate(said=asks_of(table, store, column)[0]).exclude(said=None)
    wanted = rows.filter(said__in=list(refined(column).folds)) if column.refines else rows.exclude(said=idle(column))
    return bool(wanted.exists())

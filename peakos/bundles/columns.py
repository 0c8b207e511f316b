"""What a file and a column of the bundle are: the types that `format.py` declares the format with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as made_by
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

TEXT_MAX, LONG_MAX, URL_MAX, KEY_MAX = 250, 4000, 2000, 80
INTEGER_MAX = 2_147_483_647
SMALL_MAX = 32_767
PHRASES_MAX = 10_000
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
NTH = "nth"


@dataclass(frozen=True, eq=False)
class Link:
    """The table behind a column that is no field of the row: one link row per key (or line) in the cell."""

    model: str
    owner: str  # its field that points at the row of this file
    other: str  # its field for what the cell names: a row of the target, or the text itself
    fixed: Mapping[str, str] = made_by(default_factory=dict)
    is_ordered: bool = False  # has a `position`

    @property
    def table(self) -> type[models.Model]:
        return apps.get_model(self.model)


@dataclass(frozen=True, eq=False)
class Column:
    """A column of a file.

    Types: key text long lines phrases list date when moment dates time tz rrule int number float url email ref refs enum flag page
    facts by_option votes scores thing noun finding.
    """

    name: str
    type: str
    field: str = ""  # the model's field; empty: `link` holds it, or the column only sorts rows into stores
    is_required: bool = False
    target: str = ""  # ref, refs: the file whose keys it holds
    words: Mapping[str, str] = made_by(default_factory=dict)  # enum: the file's word -> ours
    folds: Mapping[str, str] = made_by(default_factory=dict)  # enum: further words of ours -> the file's word for them
    low: int | None = None
    high: int | None = None
    limit: int = 0  # characters; 0: no limit
    link: Link | None = None
    refines: str = ""  # says more exactly what that column says: the same field, more words
    is_extension: bool = False  # not in FORMAT.md: written only where a row needs it
    is_day_only: str = ""  # when: the field that says that only a day was stated
    usual: int | None = None  # extension: what rows hold that say nothing of it

    @property
    def is_original(self) -> bool:
        """Whether it holds what was said first, which is said once. A score against that is a fact of its own."""
        return self.field.startswith("original_") and self.field not in {"original_score", "original_at"}

    def file_word(self, word: str) -> str:
        """The file's word for a stored one."""
        return self.folds.get(word) or next((ours for ours, kept in self.words.items() if kept == word), "")


@dataclass(frozen=True, eq=False)
class Store:
    """The model that keeps a file's rows; with `when`, those whose column holds that word."""

    model: str
    when: tuple[str, str] | None = None
    own: tuple[Column, ...] = ()  # columns that this store keeps otherwise than the file's other one
    without: tuple[str, ...] = ()  # columns that this store has no place for
    shown: Callable[[], Q] | None = None  # the rows that an export may show, where that is not all of them

    @property
    def table(self) -> type[models.Model]:
        return apps.get_model(self.model)


@dataclass(frozen=True, eq=False)
class Under:
    """The row without a key that a row belongs to, as this file names it."""

    field: str  # points at that row
    table: str  # the file that has it
    columns: tuple[str, ...]  # of this file: what names that row, in the order of its own identity


@dataclass(frozen=True, eq=False)
class Once:
    """Of the rows that say the same in some columns, one alone may be open."""

    columns: tuple[str, ...]
    is_open: str  # SQL over a staged row, {row}
    is_open_here: str  # and over a row of the workspace
    column: str  # where it is said
    says: str


@dataclass(frozen=True, eq=False)
class Table:
    """A file of the bundle, without its `.csv`."""

    name: str
    columns: tuple[Column, ...]
    stores: tuple[Store, ...]  # none: a module of its own keeps what the file says
    identity: tuple[str, ...] = ("key",)  # the columns that name a row for good
    in_order: tuple[tuple[str, str], ...] = ()  # the second date is not before the first
    tree: str = ""  # the column that must not form a circle
    is_extension: bool = False
    under: Under | None = None
    is_kept: bool = False  # what is in stays as it is, for good
    once: Once | None = None  # what ends makes room for what begins: rows that are there change before new ones come

    @property
    def file(self) -> str:
        return f"{self.name}.csv"

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    def columns_of(self, store: Store) -> Iterator[Column]:
        """The columns as this store keeps them."""
        own = {column.name: column for column in store.own}
        for column in self.columns:
            if column.name not in store.without:
                yield own.get(column.name, column)


def words(*known: str, **others: str) -> dict[str, str]:
    """Words that are ours too, and words that we say otherwise."""
    return {word: word for word in known} | others


def key() -> Column:
    return Column("key", "key", "key", is_required=True, limit=KEY_MAX)


def nth() -> Column:
    """Which of several rows that say the same in all that names them, in the order in which they came; empty: the first."""
    return Column(NTH, "int", low=2, high=SMALL_MAX, is_extension=True)


def phrases(name: str) -> Column:
    """A few short texts, one a line, kept in the row itself."""
    return Column(name, "phrases", name, limit=PHRASES_MAX)


def moment(name: str, kept: str = "", **more: Any) -> Column:
    """A point in time to its last digit: it names rows."""
    return Column(name, "moment", kept, **more)


def text(name: str, kept: str = "", **more: Any) -> Column:
    return Column(name, "text", kept or name, **{"limit": TEXT_MAX, **more})


def long(name: str, kept: str = "", **more: Any) -> Column:
    return Column(name, "long", kept or name, **{"limit": LONG_MAX, **more})


def date(name: str, kept: str, **more: Any) -> Column:
    return Column(name, "date", kept, **more)


def number(name: str, low: int | None = 0, kept: str = "", **more: Any) -> Column:
    return Column(name, "number", kept or name, low=low, **more)


def whole(name: str, low: int, high: int, kept: str = "", **more: Any) -> Column:
    return Column(name, "int", kept or name, low=low, high=high, **more)


def flag(name: str, kept: str, **more: Any) -> Column:
    """`yes`, or empty."""
    return Column(name, "flag", kept, **more)


def enum(name: str, allowed: Mapping[str, str], kept: str = "", **more: Any) -> Column:
    return Column(name, "enum", kept or name, words=allowed, **more)


def ref(name: str, target: str, kept: str = "", **more: Any) -> Column:
    return Column(name, "ref", "" if more.get("link") else kept or name, target=target, limit=KEY_MAX, **more)


def above(name: str, target: str) -> Column:
    """A key that only helps to name the row that this one belongs to."""
    return Column(name, "ref", target=target, limit=KEY_MAX, is_required=True)


def refs(name: str, target: str, model: str, owner: str, other: str, **fixed: str) -> Column:
    return Column(name, "refs", target=target, limit=LONG_MAX, link=Link(model, owner, other, fixed, is_ordered=True))


def finding() -> Column:
    """The name of a finding between objectives."""
    return Column("finding", "finding", "finding", is_required=True, limit=400)


def url(name: str = "url") -> Column:
    return Column(name, "url", name, limit=URL_MAX)


def tags() -> Column:
    return Column("tags", "list", "tags", limit=LONG_MAX)

"""From cells to fields: for each store of a file, the SQL that says what a staged row wants its row in the workspace to be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models

from peakos.bundles import frozen, things
from peakos.bundles.columns import NTH, Column, Store, Table
from peakos.bundles.desk import Desk, column_of, quoted, staged
from peakos.bundles.finding_keys import numbered
from peakos.bundles.naming import above, alike, is_counted, is_told_above, names_above, rows_here, same_above
from peakos.bundles.pages import with_ids
from peakos.bundles.references import model_of


@dataclass
class Wish:
    """One field: its database column, the SQL for a new row and for a changed one, and for whether they differ."""

    name: str
    new: str
    changed: str
    differs: str


@dataclass
class Mapping:
    """How one store takes in its rows: `s` is the staged row, `t` the row of the workspace."""

    desk: Desk
    table: Table
    store: Store
    wishes: list[Wish] = field(default_factory=list)
    joins: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for column in self.columns():
            if column.field:
                self.wishes += self._wishes(column)
        if names_above(self.desk, self.table):
            self.wishes.append(self._wish_above())

    @property
    def model(self) -> type[models.Model]:
        return self.store.table

    @property
    def db_table(self) -> str:
        return quoted(self.model._meta.db_table)

    @property
    def source(self) -> str:
        """The staged rows with what they refer to."""
        return " ".join([f"{staged(self.table)} s", *self.joins])

    @property
    def mine(self) -> str:
        """The staged rows that this store keeps."""
        return self.is_mine("s")

    def is_mine(self, row: str) -> str:
        return f"{row}.{quoted(self.store.when[0])} = '{self.store.when[1]}'" if self.store.when else "true"

    @property
    def match(self) -> str:
        """How a staged row finds its row in the workspace."""
        if self.table.identity == ("key",):
            return "t.organization_id = %(org)s AND t.key = s._key"
        if not is_counted(self.table):
            return self.match_alike
        return f"{self.match_alike} AND ({self.place}) = {'COALESCE(s.nth, 1)' if self.desk.has(self.table, NTH) else '1'}"

    @property
    def match_alike(self) -> str:
        """The same, wherever several rows are named alike."""
        return " AND ".join(["t.organization_id = %(org)s", *self._same_identity()])

    @property
    def differs(self) -> str:
        return " OR ".join(wish.differs for wish in self.wishes if wish.differs) or "false"

    def columns(self) -> Iterator[Column]:
        present = {column.name for column in self.desk.columns(self.table)}
        return (column for column in self.table.columns_of(self.store) if column.name in present)

    def defaults(self) -> dict[str, Any]:
        """What a new row has in the fields that the file says nothing of."""
        stated = {wish.name for wish in self.wishes} | {"id", "organization_id"}
        fields = (kept for kept in self.model._meta.concrete_fields if kept.column not in stated and not kept.null)
        return {str(kept.column): kept.get_db_prep_save(kept.get_default(), connection) for kept in fields}

    def _same_identity(self) -> Iterator[str]:
        if self.is_below and self.table.under:
            yield f"t.{quoted(self._column_above)} = u.id" if names_above(self.desk, self.table) else "false"
        for column in alike(self.table):
            if is_told_above(self.table, column):
                continue
            kept, name = self._kept(column), column.name
            wish = next((wish for wish in self.wishes if wish.name == kept.column), None)
            if wish is None and column.is_required:  # such a file is left out as a whole
                yield "false"
                continue
            wanted = wish.new if wish else _nothing(kept)
            yield f"t.{quoted(str(kept.column))} {'IS NOT DISTINCT FROM' if kept.null else '='} {wanted}"
            if wish and kept.null and column.type == "ref":  # what it refers to is not there yet, so nor is the row
                yield f"(s.{quoted(name)} IS NULL) = ({wanted} IS NULL)"

    @property
    def is_below(self) -> bool:
        """Whether the row above is part of what names a row."""
        return any(is_told_above(self.table, self.table.by_name[name]) for name in self.table.identity)

    @property
    def place(self) -> str:
        """SQL for which of the rows that are named alike `t` is."""
        return f"SELECT count(*) FROM {self.db_table} x WHERE {self.same('x', 't')} AND x.id <= t.id"

    def same(self, one: str, other: str) -> str:
        """SQL for whether two rows of the workspace are named alike."""
        names = ["organization_id", *(str(self._kept(column).column) for column in alike(self.table))]
        return " AND ".join(f"{one}.{quoted(name)} IS NOT DISTINCT FROM {other}.{quoted(name)}" for name in names)

    @property
    def _column_above(self) -> str:
        assert self.table.under
        return column_of(self.model, self.table.under.field)

    def _wish_above(self) -> Wish:
        """The row that it belongs to, which has no key of its own."""
        self.joins.append(f"LEFT JOIN ({rows_here(above(self.table))}) u ON {same_above(self.table, 'u')}")
        name = self._column_above
        told = (
            " AND ".join(f"s.{quoted(column)} IS NOT NULL" for column in self.table.under.columns) if self.table.under else "false"
        )
        return Wish(name, "u.id", "u.id", f"(t.{quoted(name)} IS DISTINCT FROM u.id OR (u.id IS NULL AND {told}))")

    def _kept(self, column: Column) -> models.Field[Any, Any]:
        kept = self.model._meta.get_field(column.field)
        assert isinstance(kept, models.Field)
        return kept

    def _wishes(self, column: Column) -> Iterator[Wish]:
        kept = self._kept(column)
        name, cell, ours = str(kept.column), f"s.{quoted(column.name)}", f"t.{quoted(str(kept.column))}"
        if column.type == "thing" and not self.desk.has(self.table, "kind"):  # nobody knows of what kind
            return
        if column.type == "ref":
            yield self._ref_wish(column, name)
            return
        new = _cast(cell, kept, column)
        if column.is_original:  # said once; the database keeps it from then on
            changed = f"COALESCE(NULLIF({ours}::text, '')::{kept.db_type(connection)}, {new})"
            yield Wish(name, new, changed, f"(COALESCE({ours}::text, '') = '' AND {cell} IS NOT NULL)")
            return
        if column.folds and not self.desk.is_exact(self.table, column):
            folded = _folded(column, ours)
            changed = f"CASE WHEN {folded} = {new} THEN {ours} ELSE {new} END"
            yield Wish(name, new, changed, f"{folded} IS DISTINCT FROM {new}")
        elif column.type == "facts":  # a row that is gone has a number still, and no key on either side
            yield Wish(name, new, new, f"{frozen.keyed_here(ours)} IS DISTINCT FROM {frozen.keyed_here(new)}")
        else:
            yield Wish(name, new, new, f"{ours} IS DISTINCT FROM {new}")
        if column.is_day_only:
            day = f"s.{quoted(f'{column.name} is a day')}"
            yield Wish(column.is_day_only, day, day, f"t.{quoted(column.is_day_only)} IS DISTINCT FROM {day}")

    def _ref_wish(self, column: Column, name: str) -> Wish:
        """A reference: to a row of the workspace, or to one of the same file that is about to be."""
        target, cell, ours = f"r_{column.name}", f"s.{quoted(column.name)}", f"t.{quoted(name)}"
        is_own = column.target == self.table.name  # of the file's stores, the one that keeps this row
        model = quoted((self.model if is_own else model_of(column))._meta.db_table)
        self.joins.append(f"LEFT JOIN {model} {target} ON {target}.organization_id = %(org)s AND {target}.key = {cell}")
        found = f"{target}.id"
        if is_own:
            new = f"n_{column.name}"
            is_new = f"{new}._key = {cell} AND {new}._outcome = 'created' AND {self.is_mine(new)}"
            self.joins.append(f"LEFT JOIN {staged(self.table)} {new} ON {is_new}")
            found = f"COALESCE({target}.id, {new}._id)"
        if not isinstance(self._kept(column), models.ForeignKey):  # a number that stays when its row goes
            return Wish(name, found, found, f"(SELECT k.key FROM {model} k WHERE k.id = {ours}) IS DISTINCT FROM {cell}")
        differs = f"({ours} IS DISTINCT FROM {target}.id OR ({cell} IS NOT NULL AND {target}.id IS NULL))"
        return Wish(name, found, found, differs)


def _nothing(kept: Any) -> str:
    """SQL for "not stated" in a field."""
    if kept.null:
        return "NULL"
    if kept.has_default() and not isinstance(kept, models.CharField):
        default = kept.get_default()
        return "'{}'" if default == [] else str(default)
    return "''"


def _cast(cell: str, kept: Any, column: Column) -> str:
    """The cell as the field's type, with the field's own "not stated" in place of an empty one."""
    if isinstance(kept, models.FloatField):
        cell = f"{cell}::double precision"
    if isinstance(kept, models.DecimalField):  # as many places as the field keeps, or it would differ each time
        cell = f"{cell}::{kept.db_type(connection)}"
    if column.type == "page":
        return with_ids(cell)
    if column.type == "finding":
        return numbered(cell)
    if column.type == "facts":
        return frozen.numbered(cell)
    if column.type == "thing":
        return things.numbered(cell)
    if column.type == "flag":  # empty says no, whatever a new row would have
        return f"COALESCE({cell}, false)"
    return cell if kept.null or column.is_required else f"COALESCE({cell}, {_nothing(kept)})"


def _folded(column: Column, ours: str) -> str:
    """Our word as the file's words can say it, in our spelling of the file's word."""
    cases = " ".join(f"WHEN '{word}' THEN '{column.words[said]}'" for word, said in column.folds.items())
    return f"CASE {ours} {cases} ELSE {ours} END"

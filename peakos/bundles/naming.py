"""Rows without a key: what names them in a file, how rows of other files find them, and which of several alike is meant."""

from __future__ import annotations

from collections.abc import Iterator

from peakos.bundles.columns import NTH, Column, Table
from peakos.bundles.desk import Desk, column_of, quoted, staged
from peakos.bundles.format import BY_NAME


def above(table: Table) -> Table:
    """The file of the row that this file's rows belong to."""
    assert table.under
    return BY_NAME[table.under.table]


def pairs(table: Table) -> list[tuple[str, str]]:
    """What names the row above: the column here, and the column there."""
    assert table.under
    return list(zip(table.under.columns, above(table).identity, strict=True))


def is_told_above(table: Table, column: Column) -> bool:
    """Whether the column only names the row above."""
    return bool(table.under) and not column.field and column.name in dict(pairs(table))


def path_of(table: Table, column: Column) -> str:
    """The way from a row of the file to what the column holds, as the ORM walks it."""
    if not is_told_above(table, column):
        return column.field
    assert table.under
    parent = above(table)
    return f"{table.under.field}__{path_of(parent, parent.by_name[dict(pairs(table))[column.name]])}"


def names_above(desk: Desk, table: Table) -> bool:
    """Whether the file has all the columns that name the row above."""
    return bool(table.under) and all(desk.has(table, name) for name, _ in pairs(table))


def rows_here(table: Table) -> str:
    """SQL for the rows of the workspace that a file names without a key: `id`, and its columns that name them."""
    model = table.stores[0].table
    cells: dict[str, str] = {}
    joins: list[str] = []
    for name in table.identity:
        column = table.by_name[name]
        if is_told_above(table, column):
            cells[name] = f"u.{quoted(dict(pairs(table))[name])}"
        elif column.type == "ref":
            target = quoted(BY_NAME[column.target].stores[0].table._meta.db_table)
            joins.append(f"JOIN {target} r_{name} ON r_{name}.id = p.{quoted(column_of(model, column.field))}")
            cells[name] = f"r_{name}.key"
        else:
            cells[name] = f"p.{quoted(column_of(model, column.field))}"
    if table.under:
        joins.append(f"JOIN ({rows_here(above(table))}) u ON u.id = p.{quoted(column_of(model, table.under.field))}")
    named = ", ".join(f"{cell} AS {quoted(name)}" for name, cell in cells.items())
    return (
        f"SELECT min(p.id) AS id, {named} FROM {quoted(model._meta.db_table)} p {' '.join(joins)} "
        f"WHERE p.organization_id = %(org)s GROUP BY {', '.join(cells.values())}"
    )


def same_above(table: Table, there: str) -> str:
    """SQL for whether a row `there` of the file above is the one that the staged row names."""
    return " AND ".join(f"{there}.{quoted(theirs)} = s.{quoted(ours)}" for ours, theirs in pairs(table))


def alike(table: Table) -> Iterator[Column]:
    """The columns in which rows that are counted say the same."""
    return (table.by_name[name] for name in table.identity if name != NTH)


def is_counted(table: Table) -> bool:
    return NTH in table.identity


def refuse_nowhere(desk: Desk, table: Table) -> None:
    """Refuse the rows that belong to a row which is neither in the bundle nor in the workspace."""
    if not names_above(desk, table):
        return
    parent, columns = above(table), [name for name, _ in pairs(table)]
    is_told = " AND ".join(f"s.{quoted(name)} IS NOT NULL" for name in columns)
    in_bundle = f"EXISTS (SELECT 1 FROM {staged(parent)} p WHERE p._outcome <> 'refused' AND {same_above(table, 'p')})"
    is_laid_out = parent in desk.tables and all(desk.has(parent, name) for name in parent.identity)
    message = (
        f"No row of {parent.file} and none of the workspace has the same {' and '.join(columns)}. "
        "Correct them, or add the row that is meant."
    )
    desk.refuse(
        table,
        "unknown_reference",
        f"""SELECT s._line, %(column)s::text, %(message)s::text FROM {staged(table)} s
        WHERE s._outcome = '' AND {is_told} AND NOT {in_bundle if is_laid_out else "false"}
        AND NOT EXISTS (SELECT 1 FROM ({rows_here(parent)}) u WHERE {same_above(table, "u")})""",
        column=columns[-1],
        message=message,
    )

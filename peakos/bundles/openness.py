"""What can be only once at a time: a seat that one person holds, a hearing that runs, a hand-over that is under way."""

from __future__ import annotations

from organizations.models.bundles import Severity
from peakos.bundles.columns import Table
from peakos.bundles.desk import Desk, column_of, quoted, staged
from peakos.bundles.references import model_of

STANDS = "IN ('created', 'changed', 'same')"


def refuse_open_twice(desk: Desk, table: Table) -> None:
    """Refuse the rows that would be open beside another: of this file, or of the workspace where the file leaves that one alone."""
    once = table.once
    if once is None or not all(desk.has(table, name) for name in once.columns):
        return
    model = table.stores[0].table
    same = " AND ".join(f"o.{quoted(name)} = s.{quoted(name)}" for name in once.columns)
    joins, here = [], []
    for name in once.columns:
        column = table.by_name[name]
        kept = f"t.{quoted(column_of(model, column.field))}"
        if column.type == "ref":
            joins.append(f"JOIN {quoted(model_of(column)._meta.db_table)} r_{name} ON r_{name}.id = {kept}")
            kept = f"r_{name}.key"
        here.append(f"{kept} = s.{quoted(name)}")
    select = f"""SELECT s._line, %(column)s::text, %(says)s::text FROM {staged(table)} s
        WHERE s._outcome IN ('created', 'changed') AND {open_row(desk, table, "s")} AND (EXISTS (
            SELECT 1 FROM {staged(table)} o WHERE o._outcome {STANDS} AND {open_row(desk, table, "o")} AND {same}
            AND o._line <> s._line AND (o._line < s._line OR o._outcome = 'same'))
        OR EXISTS (
            SELECT 1 FROM {quoted(model._meta.db_table)} t {" ".join(joins)}
            WHERE t.organization_id = %(org)s AND {" AND ".join(here)} AND {once.is_open_here.format(row="t")}
            AND NOT EXISTS (SELECT 1 FROM {staged(table)} m WHERE m._id = t.id AND m._outcome {STANDS})))"""
    while desk.refuse(table, "open_twice", select, column=once.column, says=once.says):
        pass  # what is refused keeps the place that it has, where another would have gone


def open_row(desk: Desk, table: Table, row: str) -> str:
    """In SQL: whether a staged row is open. A file without the column that says so leaves what is there, and ends nothing new."""
    once, model = table.once, table.stores[0].table
    assert once is not None
    said = once.is_open.format(row=row)
    if desk.has(table, once.column):
        return said
    kept = f"SELECT 1 FROM {quoted(model._meta.db_table)} k WHERE k.id = {row}._id AND {once.is_open_here.format(row='k')}"
    unsaid = said.replace(f"{row}.{once.column}", "NULL::text")
    return f"(CASE WHEN {row}._outcome = 'created' THEN {unsaid} ELSE EXISTS ({kept}) END)"


def warn_of_two_holders(desk: Desk, table: Table) -> None:
    """A seat is for one: a second one who holds it at the same time goes in, and is shown on the chart as one too many."""
    if all(desk.has(table, name) for name in ("seat", "person", "part")):
        sits = {row: f"{row}.part = 'holder' AND {open_row(desk, table, row)}" for row in ("s", "o")}
        desk.find(table.file, "two_holders", TWO_HOLDERS.format(staged=staged(table), **sits), severity=Severity.WARNING)


TWO_HOLDERS = """
SELECT s._line, 'person', format('“%%s” holds “%%s” too. Both go in, and the chart shows one too many: say in end_date when one of '
    'them ended.', left(o.person, 80), left(s.seat, 80))
FROM {staged} s CROSS JOIN LATERAL (
    SELECT person FROM (
        SELECT o.person FROM {staged} o WHERE o._outcome IN ('created', 'changed', 'same') AND {o}
        AND o.seat = s.seat AND o.person <> s.person AND (o._line < s._line OR o._outcome = 'same')
        UNION ALL
        SELECT p.key FROM accountability_seatholder t JOIN accountability_seat r ON r.id = t.seat_id
        JOIN organizations_person p ON p.id = t.person_id
        WHERE t.organization_id = %(org)s AND t.part = 'holder' AND t.end_on IS NULL AND r.key = s.seat AND p.key <> s.person
        AND NOT EXISTS (SELECT 1 FROM {staged} m WHERE m._id = t.id AND m._outcome IN ('created', 'changed', 'same'))
    ) x ORDER BY person LIMIT 1
) o
WHERE s._outcome IN ('created', 'changed') AND {s}
"""

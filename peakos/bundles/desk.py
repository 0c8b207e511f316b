"""The desk an import is worked on: one temporary, typed table for each staged file, gone with the transaction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection, models

from organizations.models import BundleImport
from organizations.models.bundles import Severity
from peakos.bundles.columns import Column, Table
from peakos.bundles.findings import MAX_A_FILE, POSITIONS
from peakos.bundles.format import TABLES

SQL_TYPES = {"date": "date", "dates": "date[]", "when": "timestamptz", "time": "time", "int": "bigint", "number": "numeric",
             "lines": "text[]", "list": "varchar[]", "phrases": "varchar[]",
             "moment": "timestamptz", "facts": "jsonb", "float": "double precision",
             "by_option": "text[]", "votes": "int[]", "scores": "jsonb",
             "refs": "text[]", "flag": "boolean", "page": "jsonb"}  # fmt: skip

FEW = 200  # rows that are read through as quickly as an index is made


class Desk:
    """One import's staged rows: each table has `_line`, `_key`, `_outcome`, `_id` (of the row it is or becomes) and its cells."""

    def __init__(self, bundle_import: BundleImport) -> None:
        self.bundle_import = bundle_import
        self.tables = [table for table in TABLES if table.name in bundle_import.headers]
        for table in self.tables:
            self._lay_out(table)

    def columns(self, table: Table) -> Iterator[Column]:
        """The columns that the file has, but for those kept in the one they refine."""
        present = self.bundle_import.headers.get(table.name, [])
        return (column for column in table.columns if column.name in present and not column.refines)

    def has(self, table: Table, column: str) -> bool:
        return column in self.bundle_import.headers.get(table.name, [])

    def is_exact(self, table: Table, column: Column) -> bool:
        """Whether the file has the words for all that the field can say."""
        return any(other.refines == column.name and self.has(table, other.name) for other in table.columns)

    @property
    def writes_check_ins(self) -> bool:
        """Whether the bundle has check-ins that may be about key results."""
        return "key_result" in self.bundle_import.headers.get("check_ins", [])

    def run(self, statement: str, **more: Any) -> int:
        """Run a statement that may name %(org)s and %(import)s; how many rows it touched."""
        with connection.cursor() as cursor:
            cursor.execute(statement, self._known() | more)
            return int(cursor.rowcount)

    def rows(self, statement: str, **more: Any) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(statement, self._known() | more)
            return list(cursor.fetchall())

    def find(self, file: str, code: str, select: str, severity: Severity = Severity.ERROR, **more: Any) -> int:
        """Write a finding for each row of `select`, which yields line, column and message."""
        position = {"position": POSITIONS[file], "file": file, "code": code, "most": MAX_A_FILE, "severity": severity.value}
        return self.run(FIND.format(select=select), **position, **more)

    def refuse(self, table: Table, code: str, select: str, **more: Any) -> int:
        """Refuse the rows of `select`, which yields line, column and message, with a finding each; how many were found."""
        count = self.find(table.file, code, select, **more)
        if count:
            self.run(
                f"""UPDATE {staged(table)} s SET _outcome = 'refused' FROM ({select}) bad(line, col, message)
                WHERE s._line = bad.line""",
                **more,
            )
        return count

    def write_back(self) -> None:
        """Keep each row's outcome where pages can read it."""
        for table in self.tables:
            self.run(
                f"""UPDATE organizations_bundlerow r SET outcome = s._outcome FROM {staged(table)} s
                WHERE r.bundle_import_id = %(import)s AND r."table" = %(table)s AND r.line = s._line AND r.outcome <> s._outcome""",
                table=table.name,
            )

    def _known(self) -> dict[str, Any]:
        return {"org": self.bundle_import.organization_id, "import": self.bundle_import.pk}

    def _lay_out(self, table: Table) -> None:
        cells = {quoted(column.name): SQL_TYPES.get(column.type, "text") for column in self.columns(table)}
        typed = ", ".join(f"{name} {kind}" for name, kind in cells.items())
        days = "".join(
            f", length(r.cells ->> '{column.name}') = 10 AS {quoted(f'{column.name} is a day')}"
            for column in self.columns(table)
            if column.is_day_only
        )
        self.run(f"DROP TABLE IF EXISTS {staged(table)}")
        count = self.run(
            f"""CREATE TEMPORARY TABLE {staged(table)} ON COMMIT DROP AS
            SELECT r.line AS _line, r.key AS _key, NULL::bigint AS _id,
                CASE WHEN r.is_faulty THEN 'refused' ELSE '' END AS _outcome{days}, c.*
            FROM organizations_bundlerow r CROSS JOIN LATERAL jsonb_to_record(r.cells) AS c({typed})
            WHERE r.bundle_import_id = %(import)s AND r."table" = %(table)s""",
            table=table.name,
        )
        if count > FEW:
            self.run(f"CREATE INDEX ON {staged(table)} (_key)")
            self.run(f"CREATE INDEX ON {staged(table)} (_line)")
            self.run(f"ANALYZE {staged(table)}")


FIND = """
INSERT INTO organizations_bundlefinding
    (organization_id, bundle_import_id, severity, code, file, line, "column", message, position, is_relational)
SELECT %(org)s, %(import)s, %(severity)s, %(code)s, %(file)s, found.line, found.col, left(found.message, 1000), %(position)s, true
FROM ({select}) found(line, col, message) ORDER BY found.line LIMIT %(most)s
"""


def staged(table: Table) -> str:
    """The temporary table of a file."""
    return f"pg_temp.staged_{table.name}"


def column_of(model: type[models.Model], name: str) -> str:
    """The database column of a model's field."""
    kept = model._meta.get_field(name)
    assert isinstance(kept, models.Field) and kept.column
    return kept.column


def quoted(name: str) -> str:
    """A name for SQL. Names come from `format.py` and the models, never from a bundle."""
    return connection.ops.quote_name(name)

"""Reading a bundle in: each file a stream, each row checked by itself and staged, each fault written down, in steady memory."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.db import connection, transaction

from organizations.models import BundleFinding, BundleImport, BundleRow
from organizations.models.bundles import ImportState, Severity
from peakos.bundles.checking import Header, read_header, read_row
from peakos.bundles.columns import Table
from peakos.bundles.copying import Copier
from peakos.bundles.decoding import BYTE_ORDER_MARK, EMPTY_FILE, Record, Records, look_through
from peakos.bundles.findings import MAX_A_FILE, POSITIONS, Findings, Problem, plain
from peakos.bundles.format import BY_NAME, TABLES
from peakos.bundles.progress import Progress, silent
from peakos.bundles.reading import Bundle, NotABundle, Source
from peakos.bundles.relating import relate
from peakos.bundles.transactions import patiently

EVERY = 500  # rows between two words of progress


def read_into(bundle_import: BundleImport, bundle: Bundle, *, progress: Progress = silent) -> None:
    """Check and stage every row of the bundle, so that `preview` can show and `load` take them.

    What an earlier, interrupted reading left behind is dropped first, so it may run again. Leaves the import in `preview`; when
    the bundle breaks off while it is read, in `failed` with the sentence in `error`, and raises NotABundle.
    """
    _start(bundle_import, bundle)
    try:
        _Reading(bundle_import, bundle, progress).run()
    except NotABundle as problem:
        bundle_import.state, bundle_import.error = ImportState.FAILED, str(problem)[:1000]
        bundle_import.save(update_fields=["state", "error"])
        raise
    progress("Looking up what the rows refer to", 0, 0)
    with transaction.atomic(), patiently():
        relate(bundle_import)
    bundle_import.state = ImportState.PREVIEW
    bundle_import.save(update_fields=["state"])


def _start(bundle_import: BundleImport, bundle: Bundle) -> None:
    BundleRow.objects.filter(bundle_import=bundle_import).delete()
    BundleFinding.objects.filter(bundle_import=bundle_import).delete()
    bundle_import.state, bundle_import.error = ImportState.READING, ""
    bundle_import.source_name = bundle_import.source_name or plain(bundle.name)
    bundle_import.headers, bundle_import.summary, bundle_import.row_count = {}, {}, 0
    bundle_import.save(update_fields=["state", "error", "source_name", "headers", "summary", "row_count"])


class _Reading:
    """One pass over a bundle's files."""

    def __init__(self, bundle_import: BundleImport, bundle: Bundle, progress: Progress) -> None:
        self.bundle_import, self.bundle, self.progress = bundle_import, bundle, progress
        self.findings = Findings(bundle_import)
        self.rows = Copier("organizations_bundlerow", ["bundle_import_id", "table", "line", "key", "cells", "is_faulty", "outcome"])
        self.headers: dict[str, list[str]] = {}
        self.row_count = self.bytes_done = 0
        self.bytes_total = sum(source.size for table in TABLES if (source := bundle.of(table.name)))

    def run(self) -> None:
        for name in self.bundle.unknown:
            self.findings.add(name, 0, Problem("unknown_file", _unknown_file(name), "", Severity.WARNING))
        for table in TABLES:
            if source := self.bundle.of(table.name):
                with _unbroken(source):
                    self._read_file(table, source)
                self.bytes_done += source.size
        self.rows.flush()
        self.findings.close()
        _refuse_duplicates(self.bundle_import)
        self.bundle_import.headers, self.bundle_import.row_count = self.headers, self.row_count
        self.bundle_import.save(update_fields=["headers", "row_count"])

    def _read_file(self, table: Table, source: Source) -> None:
        self.progress(f"Reading {table.file}", self.bytes_done, self.bytes_total)
        writing = look_through(source)
        if writing.problem:
            self.findings.add(table.file, writing.bad_line, writing.problem)
        if writing.has_mark:
            self.findings.add(table.file, 1, BYTE_ORDER_MARK)
        if writing.encoding is None:
            return
        with source.open() as stream, io.TextIOWrapper(stream, encoding=writing.encoding, newline="") as text:
            records = Records(text)
            self._read_records(table, iter(records), stream)
            for note in records.notes():
                self.findings.add(table.file, 1, note)

    def _read_records(self, table: Table, records: Iterator[Record], stream: IO[bytes]) -> None:
        if not (first := next(records, None)):
            self.findings.add(table.file, 0, EMPTY_FILE)
            return
        header = read_header(table, first.cells, is_ours=self.bundle.is_ours)
        self.findings.add_all(table.file, 1, [first.problem] if first.problem else header.problems)
        self.headers[table.name] = header.present
        for count, record in enumerate(records, 1):
            self._read_record(header, record)
            if count % EVERY == 0:
                self.progress(f"Reading {table.file}", self.bytes_done + stream.tell(), self.bytes_total)

    def _read_record(self, header: Header, record: Record) -> None:
        table = header.table
        if record.problem:
            self.findings.add(table.file, record.line, record.problem)
        elif not any(cell.strip() for cell in record.cells):
            self.findings.add(table.file, record.line, BLANK_ROW)
        else:
            row = read_row(header, record.cells, is_guarded=self.bundle.is_guarded)
            self.findings.add_all(table.file, record.line, row.problems)
            self.row_count += 1
            cells = json.dumps(row.values, ensure_ascii=False, separators=(",", ":"))
            is_faulty = row.is_faulty or header.is_refused
            self.rows.add([self.bundle_import.pk, table.name, record.line, row.key, cells, is_faulty, ""])


BLANK_ROW = Problem("blank_row", "The row is blank; it is skipped. Nothing to do.", "", Severity.INFO)


def _unknown_file(name: str) -> str:
    stem = name.rpartition(".")[0].lower()
    if stem in BY_NAME and not BY_NAME[stem].is_extension:
        return f"The file is ignored. Save it as CSV (UTF-8) under the name {stem}.csv."
    return "The file is not in the format; it is ignored. It can be left out."


@contextmanager
def _unbroken(source: Source) -> Iterator[None]:
    """A file that breaks off, in a reader's words."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as problem:
        raise NotABundle(f"{source.name} is damaged: it breaks off while it is read. Make the zip again.") from problem


def _refuse_duplicates(bundle_import: BundleImport) -> None:
    """Of rows with the same key the first counts; the others are refused, whatever else is right with them."""
    keyless = [table.name for table in TABLES if table.identity != ("key",)]
    with connection.cursor() as cursor:
        cursor.execute(
            DUPLICATES,
            {
                "import": bundle_import.pk,
                "org": bundle_import.organization_id,
                "keyless": keyless,
                "positions": json.dumps(POSITIONS),
                "most": MAX_A_FILE,
            },
        )


DUPLICATES = """
WITH again AS (
    SELECT * FROM (
        SELECT id, "table", line, key, row_number() OVER w AS nth, first_value(line) OVER w AS first
        FROM organizations_bundlerow WHERE bundle_import_id = %(import)s AND key <> ''
        WINDOW w AS (PARTITION BY "table", key ORDER BY line)
    ) numbered WHERE nth > 1
), marked AS (
    UPDATE organizations_bundlerow r SET is_faulty = true FROM again WHERE r.id = again.id
)
INSERT INTO organizations_bundlefinding
    (organization_id, bundle_import_id, severity, code, file, line, "column", message, position, is_relational)
SELECT %(org)s, %(import)s, 'error',
    CASE WHEN "table" = ANY(%(keyless)s) THEN 'duplicate_row' ELSE 'duplicate_key' END,
    "table" || '.csv', line,
    CASE WHEN "table" = ANY(%(keyless)s) THEN '' ELSE 'key' END,
    CASE WHEN "table" = ANY(%(keyless)s)
        THEN format('The row says the same as line %%s, which is kept. Delete one of them.', first)
        ELSE format('The key “%%s” is used on line %%s already, which is kept. Give this row a key of its own.', key, first) END,
    (%(positions)s::jsonb ->> ("table" || '.csv'))::int, false
FROM again ORDER BY "table", line LIMIT %(most)s
"""

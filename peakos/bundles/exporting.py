"""The way out: a whole workspace written as a bundle, into a folder or a zip, from one moment of the database."""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from django.db import connection, transaction

from organizations.refusals import Refused
from peakos.bundles.columns import Table
from peakos.bundles.export_rows import columns_to_write, has_rows, rows_to_write
from peakos.bundles.format import TABLES
from peakos.bundles.guarding import MANIFEST

FORMAT_VERSION = 1
OpenFile = Callable[[str], AbstractContextManager[IO[bytes]]]
Counts = dict[str, int]  # file -> rows written


class NotEmpty(Refused):
    """There is something at the place where the export would go."""


def export_folder(folder: Path, *, is_forced: bool = False) -> Counts:
    """Write the workspace in hand into a folder; what is there already stays, unless `is_forced`."""
    if folder.exists() and not folder.is_dir():
        raise NotEmpty(f"{folder} is a file. Name a folder, or a path that ends in .zip.")
    if folder.exists() and any(folder.iterdir()) and not is_forced:
        raise NotEmpty(f"{folder} is not empty. Name an empty folder, or add --force to replace the bundle in it.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".export-") as workshop:
        counts = write_bundle(lambda name: (Path(workshop) / name).open("wb"))
        folder.mkdir(exist_ok=True)
        for table in TABLES:  # a file of an earlier export that this one has not would come back with it
            (folder / table.file).unlink(missing_ok=True)
        for file in Path(workshop).iterdir():
            shutil.move(file, folder / file.name)
    return counts


def export_zip(path: Path, *, now: datetime, is_forced: bool = False) -> Counts:
    """Write the workspace in hand into a zip, which is there whole or not at all."""
    if path.exists() and not is_forced:
        raise NotEmpty(f"{path} is already there. Choose another name, or add --force to replace it.")
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".export-") as workshop:
        part = Path(workshop) / path.name
        with part.open("wb") as file:
            counts = write_zip(file, now=now)
        part.replace(path)
    return counts


def write_zip(file: IO[bytes], *, now: datetime) -> Counts:
    """Write the workspace in hand as a zip into an open file."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:

        def open_entry(name: str) -> IO[bytes]:
            entry = zipfile.ZipInfo(name, now.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            return archive.open(entry, "w", force_zip64=True)

        return write_bundle(open_entry)


def write_empty_zip(file: IO[bytes], *, now: datetime) -> None:
    """The thirteen files with their headers only, to be filled from a spreadsheet."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in TABLES:
            if not table.is_extension:
                header = ",".join(column.name for column in table.columns if not column.is_extension)
                archive.writestr(zipfile.ZipInfo(table.file, now.timetuple()[:6]), header + "\n")


def write_bundle(open_file: OpenFile) -> Counts:
    """Write every file of the format, and those of the extensions that have rows, as they stand at one moment."""
    counts: Counts = {}
    with one_moment():
        with open_file(MANIFEST) as file:
            file.write(json.dumps({"format": FORMAT_VERSION, "guarded": True}).encode() + b"\n")
        for table in TABLES:
            if not table.is_extension or has_rows(table):
                with open_file(table.file) as file:
                    counts[table.file] = write_table(table, file)
    return counts


def write_table(table: Table, file: IO[bytes]) -> int:
    columns = columns_to_write(table)
    writer = csv.writer(LineFeeds(file))
    writer.writerow([column.name for column in columns])
    count = 0
    for cells in rows_to_write(table, columns):
        writer.writerow(cells)
        count += 1
    return count


class LineFeeds:
    """Rows end in LF. Told so itself, the csv module of Python 3.11 would leave a lone CR inside a cell unquoted."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def write(self, row: str) -> None:
        self.file.write(row.removesuffix("\r\n").encode() + b"\n")


@contextmanager
def one_moment() -> Iterator[None]:
    """A transaction that sees the database as it was when it began, so that no row points at one that is not there yet."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield

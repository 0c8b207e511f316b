"""Rows on their way into a table in batches, by COPY: fast, and never more of them in memory than one batch."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.db import connection

BATCH = 2_000


class Copier:
    """Collects rows for one table; writes them when a batch is full, and at `flush`."""

    def __init__(self, table: str, columns: Sequence[str]) -> None:
        quote = connection.ops.quote_name
        names = ", ".join(quote(column) for column in columns)
        self.statement = f"COPY {quote(table)} ({names}) FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL ({names}))"
        self._start()

    def add(self, values: Sequence[Any]) -> None:
        """A row; None is written as the empty text."""
        self.writer.writerow(values)
        self.waiting += 1
        if self.waiting >= BATCH:
            self.flush()

    def flush(self) -> None:
        if self.waiting:
            self.buffer.seek(0)
            with connection.cursor() as cursor:
                cursor.cursor.copy_expert(self.statement, self.buffer)
        self._start()

    def _start(self) -> None:
        self.buffer = io.StringIO(newline="")
        self.writer = csv.writer(self.buffer, lineterminator="\n")
        self.waiting = 0

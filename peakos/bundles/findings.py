"""What is wrong with a bundle: a finding says where it is and what to do, and goes to the database in batches."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from organizations.models.bundles import BundleImport, Severity
from peakos.bundles.copying import Copier
from peakos.bundles.format import TABLES

MAX_A_FILE = 20_000  # findings listed; a file with more faults than that needs another look, not a longer list
POSITIONS = {table.file: number for number, table in enumerate(TABLES)}
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Problem:
    """A fault of a cell or a row, before it is known where that lies."""

    code: str
    message: str
    column: str = ""
    severity: Severity = Severity.ERROR

    @property
    def is_error(self) -> bool:
        return self.severity == Severity.ERROR


def quoted(value: str, limit: int = 60) -> str:
    """A cell's text as a sentence may show it: short, on one line, nothing in it that turns or hides letters."""
    text = UNPRINTABLE.sub("·", value)
    return f"“{text[: limit - 1]}…”" if len(text) > limit else f"“{text}”"


def plain(name: str) -> str:
    """The name of a file or column as the database can hold it, whatever bytes somebody named it with."""
    return UNPRINTABLE.sub("·", name.encode(errors="replace").decode())[:250]


class Findings:
    """The findings of one reading, written as they come."""

    def __init__(self, bundle_import: BundleImport) -> None:
        self.bundle_import = bundle_import
        self.count: Counter[str] = Counter()  # by file
        columns = "organization_id bundle_import_id severity code file line column message position is_relational"
        self.rows = Copier("organizations_bundlefinding", columns.split())

    def add(self, file: str, line: int, problem: Problem) -> None:
        self.count[file] += 1
        if self.count[file] <= MAX_A_FILE:
            self._write(file, line, problem)

    def add_all(self, file: str, line: int, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.add(file, line, problem)

    def close(self) -> None:
        """Write what is left; say how many findings were not listed."""
        for file, count in self.count.items():
            if count > MAX_A_FILE:
                message = f"{count - MAX_A_FILE:,} further findings are not listed. Mend these first, then import again."
                self._write(file, 0, Problem("more_findings", message))
        self.rows.flush()

    def _write(self, file: str, line: int, problem: Problem) -> None:
        about = self.bundle_import
        place: list[Any] = [plain(file), line, plain(problem.column)]
        position = POSITIONS.get(file, len(POSITIONS))
        self.rows.add(
            [about.organization_id, about.pk, problem.severity.value, problem.code, *place, problem.message[:1000], position, False]
        )

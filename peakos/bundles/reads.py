"""Looks: the data page, one import with its findings, and the report of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet

from organizations.listing import Asked, Page, page_of
from organizations.models import BundleFinding, BundleImport
from organizations.models.bundles import ImportState, Outcome, Severity
from peakos.bundles.actions import UNDER_WAY
from peakos.bundles.columns import Column, Table
from peakos.bundles.format import TABLES
from peakos.bundles.holding import is_held
from peakos.bundles.loading import summary_of
from peakos.bundles.watching import Step, step_of

SHOWN_IMPORTS = 20
LATE_AFTER = timedelta(seconds=30)
OUTCOMES = [outcome.value for outcome in Outcome]


@dataclass(frozen=True, slots=True)
class Tally:
    """What becomes of the rows of one file, or of all."""

    file: str
    created: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0

    @property
    def coming_in(self) -> int:
        return self.created + self.changed

    @property
    def all(self) -> int:
        return self.created + self.changed + self.same + self.refused


@dataclass(frozen=True)
class Tallies:
    """The tallies of an import's files, in the order of the format."""

    files: list[Tally]

    @cached_property
    def total(self) -> Tally:
        sums: Counter[str] = Counter()
        for tally in self.files:
            sums.update({outcome: getattr(tally, outcome) for outcome in OUTCOMES})
        return Tally("All files", **sums)


@dataclass(frozen=True)
class Sieve:
    """The findings as asked for: one page of them, and how many there are of each kind and in each file."""

    page: Page[BundleFinding]
    severity: str
    file: str
    counts: Mapping[tuple[str, str], int]  # (file, severity) -> findings

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def kinds(self) -> list[tuple[str, str, int]]:
        """Severity, its word and its count in the file asked for; kinds that do not occur are left out."""
        counts = [(kind.value, plural, self.count(kind.value)) for kind, plural in PLURALS.items()]
        return [("", "All", self.count()), *(entry for entry in counts if entry[2])]

    @property
    def files(self) -> list[str]:
        return list(dict.fromkeys(file for file, _ in self.counts))

    def count(self, severity: str = "") -> int:
        return sum(count for (file, kind), count in self.counts.items() if self.file in ("", file) and severity in ("", kind))

    @property
    def query(self) -> str:
        """What the links to other pages of the list keep."""
        return query_of(severity=self.severity, file=self.file)

    @property
    def file_query(self) -> str:
        return query_of(file=self.file)


PLURALS = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.INFO: "Notes"}


def query_of(**said: str) -> str:
    kept = urlencode({name: value for name, value in said.items() if value})
    return f"{kept}&" if kept else ""


@dataclass(frozen=True)
class FormatFile:
    """A file of the format as the page explains it."""

    table: Table

    @property
    def columns(self) -> list[tuple[str, str]]:
        return [(column.name, told(column)) for column in self.table.columns if not column.is_extension]


KINDS = {
    "key": "key: a to z, 0 to 9, “.”, “_”, “-”; names the row for good",
    "text": "text, one line", "long": "text, line breaks allowed", "lines": "one item per line", "list": "items parted by “;”",
    "date": "date, 2025-03-31", "dates": "dates parted by “;”", "when": "date, or time as 2025-03-31T14:30:00Z",
    "time": "time, 09:30",
    "tz": "time zone, Europe/Berlin", "rrule": "recurrence, FREQ=WEEKLY;BYDAY=TU", "int": "whole number", "number": "number, 12.5",
    "url": "web address", "email": "e-mail address",
}  # fmt: skip


def told(column: Column) -> str:
    """What a column holds, in words."""
    if column.type in ("ref", "refs"):
        words = f"key of {column.target}.csv" if column.type == "ref" else f"keys of {column.target}.csv parted by “;”"
    elif column.type == "enum":
        words = ", ".join(column.words)
    else:
        words = KINDS[column.type]
    return f"{words} (required)" if column.is_required else words


def format_files() -> list[FormatFile]:
    return [FormatFile(table) for table in TABLES if not table.is_extension]


@dataclass(frozen=True)
class PastImport:
    """An import as the list shows it."""

    row: BundleImport

    @property
    def mark(self) -> str:
        return MARKS.get(ImportState(self.row.state), "no_update")

    @property
    def told(self) -> str:
        """What came of it, in a few words."""
        total = tallies_of(self.row).total
        if self.row.state == ImportState.FAILED:
            return self.row.error
        if self.row.state not in (ImportState.PREVIEW, ImportState.DONE):
            return ""
        counts = [(total.created, "new"), (total.changed, "changed"), (total.same, "same"), (total.refused, "refused")]
        return ", ".join(f"{count:,} {word}" for count, word in counts if count) or "no rows"


MARKS = {ImportState.DONE: "done", ImportState.FAILED: "ended", ImportState.UNDONE: "ended"}


def latest_imports() -> list[PastImport]:
    rows = BundleImport.objects.select_related("by").order_by("-started_at", "-pk")[:SHOWN_IMPORTS]
    return [PastImport(row) for row in rows]


def tallies_of(bundle_import: BundleImport) -> Tallies:
    summary: dict[str, dict[str, int]] = bundle_import.summary
    if not summary and bundle_import.state == ImportState.PREVIEW:  # the worker is about to write it down
        summary = summary_of(bundle_import)
    told = [(table, summary[table.name]) for table in TABLES if table.name in summary]
    return Tallies([Tally(table.file, **{outcome: counts.get(outcome, 0) for outcome in OUTCOMES}) for table, counts in told])


def is_under_way(bundle_import: BundleImport) -> bool:
    return bundle_import.state in UNDER_WAY


USUAL_STEPS = {
    ImportState.WAITING: "Waiting for a worker",
    ImportState.READING: "Reading the files",
    ImportState.IMPORTING: "Importing the rows",
    ImportState.UNDOING: "Taking the rows back",
}


def progress_of(bundle_import: BundleImport) -> Step:
    """The worker's latest word, or what to say while nobody has begun."""
    step = step_of(bundle_import.pk)
    if step.words:
        return step
    return Step(USUAL_STEPS[ImportState(bundle_import.state)] if is_held(bundle_import.pk) else "Waiting for a worker")


def is_late(bundle_import: BundleImport, *, now: datetime) -> bool:
    """Whether a worker should have come by now."""
    return bundle_import.state == ImportState.WAITING and now - bundle_import.started_at > LATE_AFTER


def findings_of(bundle_import: BundleImport, said: Any) -> Sieve:
    found: QuerySet[BundleFinding] = BundleFinding.objects.filter(bundle_import=bundle_import)
    groups = found.order_by("position", "file").values_list("file", "severity").annotate(count=Count("id"))
    counts = {(file, severity): count for file, severity, count in groups}
    asked = Asked(said)
    severity = asked.one_of("severity", Severity.values)
    file = asked.one_of("file", {file for file, _ in counts})
    found = found.filter(**({"severity": severity} if severity else {}), **({"file": file} if file else {}))
    return Sieve(page_of(found, asked.page, lambda finding: finding), severity, file, counts)

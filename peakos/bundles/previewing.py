"""What an import would do, before anybody says yes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from organizations.models import BundleFinding, BundleImport
from organizations.models.bundles import Severity
from peakos.bundles.format import TABLES
from peakos.bundles.loading import summary_of

SHOWN = 100


@dataclass(frozen=True)
class FilePreview:
    """One file: how many of its rows would be made, changed, left as they are, and kept out."""

    file: str
    created: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0


@dataclass(frozen=True)
class Preview:
    """An import's files in the order of the format, how many findings of each severity, and the first of them."""

    files: list[FilePreview]
    errors: int
    warnings: int
    notes: int
    findings: list[BundleFinding]


def preview(bundle_import: BundleImport) -> Preview:
    """What `load` would do with the staged rows, as far as the workspace stays as it is."""
    summary = bundle_import.summary or summary_of(bundle_import)
    files = [FilePreview(table.file, **summary[table.name]) for table in TABLES if table.name in summary]
    found = BundleFinding.objects.filter(bundle_import=bundle_import)
    counts = dict(found.order_by().values_list("severity").annotate(Count("id")))
    errors, warnings, notes = (counts.get(severity.value, 0) for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO))
    return Preview(files, errors, warnings, notes, list(found[:SHOWN]))

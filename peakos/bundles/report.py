"""The findings of an import as a file for a spreadsheet: a line each, in the order of the bundle."""

from __future__ import annotations

from collections.abc import Iterator

from organizations.models import BundleFinding, BundleImport
from peakos.bundles.guarding import guard

COLUMNS = ("severity", "file", "line", "column", "message")


def report_lines(bundle_import: BundleImport) -> Iterator[str]:
    """Tab-separated lines, the column names first; a cell is one line and no formula."""
    yield "\t".join(COLUMNS) + "\n"
    findings = BundleFinding.objects.filter(bundle_import=bundle_import).values_list(*COLUMNS)
    for cells in findings.iterator(chunk_size=500):
        yield "\t".join(guard(" ".join(str(cell).split())) for cell in cells) + "\n"

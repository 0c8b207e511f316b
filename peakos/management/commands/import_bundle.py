"""`manage.py import_bundle PATH --organization SLUG`: a folder or zip of CSV files into an organization, all in one transaction."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, TextIO, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from organizations.actions.organizations import found_organization
from organizations.models import BundleImport, Organization
from organizations.refusals import Refused
from organizations.tenancy import in_organization
from peakos.bundles.loading import load
from peakos.bundles.previewing import Preview, preview
from peakos.bundles.reading import Bundle, open_bundle
from peakos.bundles.report import report_lines
from peakos.bundles.staging import read_into
from peakos.bundles.terminal import Bar

SHOWN_FINDINGS = 20


class Command(BaseCommand):
    help = "Import a bundle, a folder of CSV files or a zip of one. A new slug makes the organization. See docs/bundle.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", metavar="PATH", type=Path, help="the folder, or the zip file")
        parser.add_argument(
            "--organization", metavar="SLUG", required=True, help="the first part of its address; made if it is new"
        )
        parser.add_argument("--name", default="", help="the name of a new organization")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
        parser.add_argument("--strict", action="store_true", help="import all or nothing: with one error nothing goes in")
        parser.add_argument("--report", metavar="FILE.tsv", type=Path, help="write a line for each finding")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with open_bundle(options["path"]) as bundle, transaction.atomic():
                self._import(bundle, options, timezone.now())
                if options["dry_run"]:
                    transaction.set_rollback(True)
        except (Refused, OSError) as problem:
            raise CommandError(str(problem)) from problem
        if options["dry_run"]:
            self.stdout.write("Nothing was changed: this was a dry run.")

    def _import(self, bundle: Bundle, options: dict[str, Any], now: datetime) -> None:
        """Read, report, load; a refusal leaves the report behind and takes all else back."""
        organization = find_or_found(options["organization"], options["name"], now)
        bar = Bar(cast("TextIO", self.stdout._out))
        with in_organization(organization):
            row: BundleImport = BundleImport.objects.create(organization=organization, is_strict=options["strict"], started_at=now)
            read_into(row, bundle, progress=bar)
            seen = preview(row)
            try:
                if options["strict"] or not options["dry_run"]:
                    load(row, by=None, now=now, strict=options["strict"], progress=bar)
                    seen = preview(row)
            finally:
                bar.close()
                self._tell(seen)
                if options["report"]:
                    write_report(options["report"], row)

    def _tell(self, seen: Preview) -> None:
        self.stdout.write(f"{'file':<22}{'new':>9}{'changed':>9}{'same':>9}{'refused':>9}")
        for file in seen.files:
            self.stdout.write(f"{file.file:<22}{file.created:>9,}{file.changed:>9,}{file.same:>9,}{file.refused:>9,}")
        for finding in [finding for finding in seen.findings if finding.severity != "info"][:SHOWN_FINDINGS]:
            place = f"{finding.file}:{finding.line}" + (f" {finding.column}" if finding.column else "")
            self.stdout.write(f"{finding.severity}: {place}: {finding.message}")
        self.stdout.write(
            f"{seen.errors:,} errors, {seen.warnings:,} warnings, {seen.notes:,} notes. --report FILE.tsv lists them all."
        )


def find_or_found(slug: str, name: str, now: datetime) -> Organization:
    """The organization at /slug/, made when there is none."""
    organization = Organization.objects.filter(slug=slug).first()
    return organization or found_organization(slug=slug, name=name or slug.replace("-", " ").title(), now=now)


def write_report(path: Path, row: BundleImport) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(report_lines(row))

"""`manage.py export_bundle SLUG PATH`: a workspace as a folder of CSV files, or as a zip when PATH ends in .zip."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from organizations.models import Organization
from organizations.refusals import Refused
from organizations.tenancy import in_organization
from peakos.bundles.exporting import Counts, export_folder, export_zip


class Command(BaseCommand):
    help = "Write a workspace as a bundle: a folder of CSV files, or a zip of them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("organization", metavar="SLUG", help="the first part of the organization's address")
        parser.add_argument("path", metavar="PATH", type=Path, help="a folder, or a name that ends in .zip")
        parser.add_argument("--force", action="store_true", help="replace what is at PATH")

    def handle(self, *args: Any, **options: Any) -> None:
        organization = find_organization(options["organization"])
        try:
            with in_organization(organization):
                counts = write(options["path"], is_forced=options["force"])
        except (Refused, OSError) as problem:
            raise CommandError(f"Not exported. {problem}") from problem
        for file, count in counts.items():
            self.stdout.write(f"{count:>9,}  {file}")
        self.stdout.write(f"{organization.name} is in {options['path']}: {sum(counts.values()):,} rows.")


def find_organization(slug: str) -> Organization:
    organization = Organization.objects.filter(slug=slug).first()
    if organization is None:
        known = ", ".join(Organization.objects.order_by("slug").values_list("slug", flat=True)[:20])
        raise CommandError(
            f"There is no organization \u201c{slug}\u201d. " + (f"There are: {known}." if known else "There is none yet.")
        )
    return organization


def write(path: Path, *, is_forced: bool) -> Counts:
    if path.suffix.lower() == ".zip":
        return export_zip(path, now=timezone.now(), is_forced=is_forced)
    return export_folder(path, is_forced=is_forced)

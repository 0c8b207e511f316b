"""`manage.py refresh_health [SLUG]`: compute the health of one organization, or of all, anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from alignment.models import ObjectiveHealth
from alignment.rollup import refresh_organization
from organizations.models import Organization
from organizations.tenancy import in_organization
from organizations.verbs import day_of


class Command(BaseCommand):
    help = "Compute the health of all objectives, teams and cycles anew, of one organization or of all. Writes what has changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("organization", metavar="SLUG", nargs="?", help="the first part of the organization's address")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen, slug = Organization.objects.order_by("slug"), options["organization"]
        if slug:
            chosen = chosen.filter(slug=slug)
            if not chosen.exists():
                raise CommandError(f"There is no organization “{slug}”. Leave the name out to refresh all of them.")
        for organization in chosen:
            with in_organization(organization), transaction.atomic():
                refresh_organization(organization_id=organization.pk, today=day_of(timezone.now(), organization))
                count = ObjectiveHealth.objects.count()
                self.stdout.write(f"{organization.name}: health of {count:,} objective{'' if count == 1 else 's'} is up to date.")

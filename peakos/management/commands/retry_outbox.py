"""Try again what the outbox gave up on, once its cause is gone."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Count
from django.utils import timezone

from notifications import mail
from organizations import relay


class Command(BaseCommand):
    help = "Shows what the outbox gave up on and why; with --yes it is tried again within seconds."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--yes", action="store_true", help="try it again")

    def handle(self, *args: Any, **options: Any) -> None:
        self.show()
        if options["yes"]:
            lines, mails = relay.unpark_events(), mail.retry_failed(now=timezone.now())
            self.stdout.write(f"To be tried again: {lines} lines of the logbook, {mails} mails.")

    def show(self) -> None:
        """By cause, the most frequent first."""
        for title, rows in (("lines of the logbook", relay.parked()), ("mails", mail.failed())):
            self.stdout.write(f"Given up: {rows.count()} {title}")
            causes = rows.order_by().values_list("last_error").annotate(count=Count("pk")).order_by("-count")[:20]
            for cause, count in causes:
                self.stdout.write(f"  {count} × {cause}")

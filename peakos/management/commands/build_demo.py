"""`manage.py build_demo [--today YYYY-MM-DD] [--slug SLUG]`: the demo company, unless it is there already."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from organizations.models import Organization
from organizations.refusals import Refused
from peakos.demo.build import build_demo, today_there


class Command(BaseCommand):
    help = "Build the demo company Tidewater: eight weeks of a quarter, told through the product's own verbs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--today", type=date.fromisoformat, help="the day on which the story ends; without it, today")
        parser.add_argument("--slug", default="tidewater", help="the first part of its address")

    def handle(self, *args: Any, slug: str, today: date | None, **options: Any) -> None:
        if Organization.objects.filter(slug=slug, is_demo=True).exists():  # built in one transaction: there means complete
            self.say(f"{slug} is there already")
            return
        now = timezone.now()
        try:
            build_demo(slug=slug, today=today or today_there(now), now=now, say=self.say)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.say(f"{slug} is ready")

    def say(self, step: str) -> None:
        self.stdout.write(f"demo: {step}")
        self.stdout.flush()

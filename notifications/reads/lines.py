"""Looks: what a person was told, newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Count, Q

from notifications.hours import Hours
from notifications.models import Notification
from notifications.rules import Rule, rule_of
from organizations.models import Person
from organizations.words import own_words

PAGE = 50


@dataclass(frozen=True, slots=True)
class Told:
    """One line with the rule that made it."""

    line: Notification
    at: datetime
    rule: Rule

    @property
    def why(self) -> str:
        return self.line.why or f"{self.rule.words.format_map(own_words())}."


@dataclass(frozen=True, slots=True)
class Lines:
    """A stretch of them by day; the next one starts before the last of these."""

    days: Sequence[tuple[Any, list[Told]]]
    unread_count: int
    newest: int
    before: int | None
    only_unread: bool


def lines_of(person: Person, hours: Hours, *, before: int | None, only_unread: bool) -> Lines:
    """Two queries, however many there are."""
    rows = Notification.objects.filter(person=person)
    counts = rows.aggregate(unread=Count("id", filter=Q(read_at=None)))
    rows = rows.filter(read_at=None) if only_unread else rows
    rows = rows.filter(pk__lt=before) if before else rows
    found = list(rows.order_by("-id")[: PAGE + 1])
    shown = [Told(line, line.created_at.astimezone(hours.zone), rule_of(line.reason)) for line in found[:PAGE]]
    return Lines(
        days=[(day, list(lines)) for day, lines in groupby(shown, key=lambda told: told.at.date())],
        unread_count=counts["unread"],
        newest=shown[0].line.pk if shown else 0,
        before=found[PAGE - 1].pk if len(found) > PAGE else None,
        only_unread=only_unread,
    )


def key_of_unread(person: Person) -> str:
    """Where the number of what they have not read is kept for a moment; it is forgotten when they read something."""
    return f"unread:{person.pk}:{getattr(person, 'newest_event', None) or 0}"

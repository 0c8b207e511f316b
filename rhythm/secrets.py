"""The secret in the address of a calendar: made anew from its row when the page shows it, so that only a hash is kept."""

from __future__ import annotations

from datetime import UTC

from django.urls import reverse

from organizations.tokens import outside, remade
from rhythm.models import CalendarFeed

SALT = "rhythm.calendar"


def feed_secret(feed: CalendarFeed) -> str:
    return remade(SALT, f"{feed.pk}:{feed.person_id}:{feed.made_at.astimezone(UTC).isoformat()}", feed.secret_hash)


def feed_address(feed: CalendarFeed) -> str:
    """What is given to a calendar program."""
    return outside(reverse("calendars:feed", args=[feed_secret(feed)]))

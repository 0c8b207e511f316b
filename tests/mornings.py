"""A morning of the product without workers: everybody who is due hears what their day brings."""

from __future__ import annotations

from datetime import datetime, timedelta

from notifications import rounds
from notifications.models import Round


def go_the_rounds(at: datetime) -> None:
    """As the worker does; people who have no round yet have theirs from now on."""
    rounds.plan_missing(now=at - timedelta(seconds=1))
    while rounds.go_to_one(now=at):
        pass
    assert not Round.everywhere.exclude(last_error="").exists()

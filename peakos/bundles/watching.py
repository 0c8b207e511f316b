"""How far an import has come: told by the worker that is at it, asked for by the page that shows it.

It goes through the cache: the rows go in as one transaction, and what a transaction writes nobody sees before it ends.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.core.cache import cache
from redis.exceptions import RedisError

from peakos.bundles.progress import Progress

EVERY_SECONDS = 0.25
KEEPS_SECONDS = 600


@dataclass(frozen=True)
class Step:
    """What is being done, and how much of it is done; a total of 0 is not known."""

    words: str = ""
    done: int = 0
    total: int = 0

    @property
    def percent(self) -> int | None:
        return min(100, self.done * 100 // self.total) if self.total else None


def tell(import_id: int) -> Progress:
    """A progress callback that a page can follow; it says a new step at once, and more of the same four times a second."""
    last = ("", 0.0)

    def progress(words: str, done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if words == last[0] and now - last[1] < EVERY_SECONDS and done < total:
            return
        last = (words, now)
        try:
            cache.set(key_of(import_id), (words, done, total), KEEPS_SECONDS)
        except RedisError:  # the import is worth more than its bar
            return

    return progress


def step_of(import_id: int) -> Step:
    """The latest word of the worker; none when nobody is at it, or the cache is away."""
    try:
        told = cache.get(key_of(import_id))
    except RedisError:
        told = None
    return Step(*told) if told else Step()


def forget(import_id: int) -> None:
    try:
        cache.delete(key_of(import_id))
    except RedisError:
        return


def key_of(import_id: int) -> str:
    return f"import:{import_id}"

"""The channel: after commit it says which meeting has changed, and what of it. The rows hold what it is; a word may be lost."""

from __future__ import annotations

import json
import time
from collections.abc import Collection
from dataclasses import asdict, dataclass
from functools import cache

import structlog
from django.conf import settings
from django.db import transaction
from redis import Redis
from redis.exceptions import RedisError

REST_SECONDS = 5

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Word:
    """A change: of which meeting, the version it made, the move the room is at, the parts of a screen it concerns, and whose."""

    organization: int
    meeting: int
    version: int
    move: int
    what: tuple[str, ...]
    whose: tuple[int, ...] = ()  # people who see something of their own change

    def __str__(self) -> str:
        return json.dumps(asdict(self))


class _Voice:
    """Rests after a word that nobody took, so that a Redis that hangs holds up one request and not each."""

    rests_until = 0.0


def channel_name() -> str:
    return f"{settings.REDIS['KEY_PREFIX']}:live"


@cache
def redis_of(url: str) -> Redis:
    return Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1)


def tell_after_commit(
    *, organization: int, meeting: int, version: int, move: int, what: Collection[str], whose: Collection[int] = ()
) -> None:
    """Say it when this transaction is committed. Screens that miss it notice within seconds that the version is another."""
    word = Word(organization, meeting, version, move, tuple(what), tuple(whose))
    transaction.on_commit(lambda: tell(word))


def tell(word: Word) -> None:
    if time.monotonic() < _Voice.rests_until:
        return
    try:
        redis_of(settings.REDIS_URL).publish(channel_name(), str(word))
    except (RedisError, OSError) as problem:
        _Voice.rests_until = time.monotonic() + REST_SECONDS
        log.warning("live word not heard; screens look for themselves", problem=str(problem))

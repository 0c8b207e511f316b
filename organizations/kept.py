"""What is kept for a while to save work, in Redis: nothing while Redis is away. Limits and locks stand on the strict cache."""

from __future__ import annotations

import time
from typing import Any, ClassVar

import structlog
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from django.utils.connection import ConnectionProxy
from redis.exceptions import RedisError

REST_SECONDS = 5  # after a question that was not answered, so that a Redis that hangs holds up one page and not each

log = structlog.get_logger()


class Kept(RedisCache):
    """A cache that forgets instead of failing."""

    rests_until: ClassVar[dict[str, float]] = {}  # server -> when to ask it again

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        self.server = server
        super().__init__(server, params)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._ask(lambda: super(Kept, self).get(key, default, version), default)

    def get_many(self, keys: Any, version: int | None = None) -> dict[str, Any]:
        found: dict[str, Any] = self._ask(lambda: super(Kept, self).get_many(keys, version), {})
        return found

    def set(self, key: str, value: Any, *args: Any, **more: Any) -> None:
        self._ask(lambda: super(Kept, self).set(key, value, *args, **more), None)

    def clear(self) -> None:
        """Only what is kept here: the server holds queues too."""
        client = self._cache.get_client(None, write=True)
        for key in client.scan_iter(f"{self.key_prefix}:*"):
            client.delete(key)

    def _ask(self, question: Any, nothing: Any) -> Any:
        if time.monotonic() < self.rests_until.get(self.server, 0):
            return nothing
        try:
            return question()
        except RedisError as problem:
            self.rests_until[self.server] = time.monotonic() + REST_SECONDS
            log.warning("nothing is kept while redis is away", problem=str(problem))
            return nothing


kept = ConnectionProxy(caches, "kept")

"""PostgreSQL and Redis together: started or adopted once a home, shared by all its launchers, stopped by the last."""

import fcntl
import os
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import IO

from peakos.up import processes, sockets
from peakos.up.home import Home, exclusively, read_secrets, try_lock
from peakos.up.messages import Trouble
from peakos.up.postgres import Postgres
from peakos.up.postgres_roles import database_url
from peakos.up.redis import Redis

DATABASE_SCHEMES = ("postgres://", "postgresql://")
REDIS_SCHEMES = ("redis://", "rediss://", "unix://")


class Stores:
    """What the product keeps its data in: servers of yours where their addresses are set, embedded ones otherwise."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.secrets = read_secrets(home)
        self.database_url = database_url(sockets.directory(home), self.secrets)
        redis = Redis(home)
        self.redis_url = redis.url
        homes = [home, home.within or home]
        own_databases = {database_url(sockets.directory(each), self.secrets) for each in homes}
        given_database = given("DATABASE_URL", own_databases, DATABASE_SCHEMES)
        given_redis = given("REDIS_URL", {Redis(each).url for each in homes}, REDIS_SCHEMES)
        self.redis = None if given_redis else redis
        self.postgres = None if given_database else Postgres(home, self.secrets)
        self.database_url = given_database or self.database_url
        self.redis_url = given_redis or self.redis_url
        self._hold: IO[str] | None = None

    @property
    def servers(self) -> list[Postgres | Redis]:
        return [server for server in (self.postgres, self.redis) if server is not None]

    @property
    def is_kept(self) -> bool:
        return processes.recall(self._keep) is not None

    def open(self) -> None:
        """Have both answer, and hold them open against other launchers' leaving."""
        with exclusively(self._turn):
            try:
                for server in self.servers:
                    server.start()
            except BaseException:
                self._leave()
                raise
            self._hold = try_lock(self._holders, fcntl.LOCK_SH)

    def close(self) -> None:
        """Let go; the last one out stops the servers, unless they were asked to stay."""
        with exclusively(self._turn, is_closing=True):
            self._leave()

    def adopt_and_close(self) -> None:
        """Find what runs without having started it, and stop it unless somebody uses it."""
        with exclusively(self._turn):
            for server in self.servers:
                server.find()
            self._leave()

    def keep(self) -> None:
        """Let the servers run on when no launcher is left. After a restart of the machine nobody wants that any more."""
        for server in self.servers:
            if server.running:
                processes.remember(self._keep, server.running.pid)

    def stop_keeping(self) -> None:
        processes.forget(self._keep)

    @property
    def is_held(self) -> bool:
        """Whether a launcher uses the servers right now."""
        lock = try_lock(self._holders, fcntl.LOCK_EX)
        if lock is None:
            return True
        lock.close()
        return False

    def _leave(self) -> None:
        if self._hold is not None:
            self._hold.close()
            self._hold = None
        if not self.is_kept and not self.is_held:
            for server in reversed(self.servers):
                server.stop()
            with suppress(OSError):
                sockets.directory(self.home).rmdir()

    @property
    def _turn(self) -> Path:
        return self.home.run / "stores.lock"

    @property
    def _holders(self) -> Path:
        return self.home.run / "holders.lock"

    @property
    def _keep(self) -> Path:
        return self.home.run / "kept.json"


def given(name: str, our_own: Collection[str], schemes: tuple[str, ...]) -> str | None:
    """An address set by the person; our own, exported into a shell earlier, does not count."""
    value = os.environ.get(name, "")
    if not value or value in our_own:
        return None
    if not value.startswith(schemes):
        raise Trouble(
            f"{name} is set, but not to an address of a kind that Peak OS knows.",
            way_out=f"Begin it with {' or '.join(schemes)} — or unset {name} to use the embedded server.",
        )
    return value

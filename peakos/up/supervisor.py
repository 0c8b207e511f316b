"""Keeps the processes of a start alive: begins a crashed one again, each time a little later, and gives up aloud."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from peakos.up.interruption import interruption
from peakos.up.messages import Trouble, step, tail

LOOK_EVERY_SECONDS = 0.3
MOST_CRASHES = 5
WITHIN_SECONDS = 300


class Server(Protocol):
    """What can be started, looked at and stopped."""

    @property
    def name(self) -> str: ...
    @property
    def log(self) -> Path: ...
    @property
    def is_alive(self) -> bool: ...
    def start(self) -> None: ...
    def stop(self) -> None: ...


def next_delay(crashes: Sequence[float], now: float) -> float | None:
    """Seconds until the next try: 1, 2, 4, 8, 16 for each crash of the last five minutes; None to give up."""
    recent = sum(crash > now - WITHIN_SECONDS for crash in crashes)
    return None if recent > MOST_CRASHES else float(2 ** max(0, recent - 1))


@dataclass
class Watched:
    """A server, when it crashed, and when it is to be tried again."""

    server: Server
    crashes: list[float] = field(default_factory=list)
    restart_at: float | None = None


class Supervisor:
    """Watches servers in their starting order."""

    def __init__(self, *, gives_up: bool = True) -> None:
        self.watched: list[Watched] = []
        self.gives_up = gives_up

    def start(self, server: Server) -> None:
        self.watched.append(Watched(server))
        server.start()

    def watch_over(self, server: Server) -> None:
        """Take care of one that runs already."""
        self.watched.append(Watched(server))

    def watch(self, each_look: Callable[[], None] = lambda: None) -> None:
        """Until interrupted, or until a server cannot be kept alive."""
        while True:
            interruption.check()
            self.look(time.monotonic())
            each_look()
            time.sleep(LOOK_EVERY_SECONDS)

    def look(self, now: float) -> None:
        """One round: note who crashed, start again whose time has come."""
        for watched in self.watched:
            if watched.restart_at is not None:
                if now >= watched.restart_at:
                    watched.restart_at = None
                    watched.server.start()
            elif not watched.server.is_alive:
                self._plan_restart(watched, now)

    def _plan_restart(self, watched: Watched, now: float) -> None:
        server = watched.server
        watched.crashes.append(now)
        delay = next_delay(watched.crashes, now)
        if delay is None and self.gives_up:
            raise Trouble(
                f"{server.name} stopped by itself {len(watched.crashes)} times and was given up. Its last words:",
                tail=tail(server.log),
                log=server.log,
            )
        delay = 16.0 if delay is None else delay
        why = f"its log: {server.log}" if self.gives_up else "or when you save a file"
        step(server.name, f"stopped by itself; starting it again in {delay:.0f} s ({why})")
        watched.restart_at = now + delay

    def restart(self, servers: Sequence[Server], now: float) -> None:
        """Begin some again on purpose, with a clean slate."""
        for watched in self.watched:
            if watched.server in servers:
                watched.server.stop()
                watched.crashes.clear()
                watched.restart_at = now

    def stop_application(self, keep: Sequence[Server]) -> None:
        """Stop in the reverse order all but those that somebody else stops."""
        for watched in reversed(self.watched):
            if watched.server not in keep:
                watched.server.stop()

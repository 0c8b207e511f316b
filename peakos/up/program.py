"""One of the product's own processes (web, worker, beat): started in its own group, noted on disk, stopped whole."""

import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from peakos.up import processes
from peakos.up.home import CHECKOUT, Home
from peakos.up.messages import step
from peakos.up.processes import Running

STOP_SECONDS = 10


@dataclass
class Program:
    """A command that is meant to run until it is stopped."""

    name: str
    command: list[str]
    environment: dict[str, str]
    home: Home
    is_shown: bool = False  # on the terminal instead of in a log
    # What is sent when it does not end in time; its work is kept as rows and done again, so nothing is lost.
    firmly: int = signal.SIGKILL
    child: "subprocess.Popen[bytes] | None" = field(default=None, init=False)
    running: Running | None = field(default=None, init=False)

    @property
    def log(self) -> Path:
        return self.home.log(self.name)

    @property
    def is_alive(self) -> bool:
        return self.child is not None and self.child.poll() is None

    def start(self) -> None:
        self._sweep()
        self.home.rotate(self.log)
        with self.log.open("ab") as log:
            output = None if self.is_shown else log
            self.child = processes.spawn(self.command, output, directory=CHECKOUT, environment=self.environment)
        self.running = processes.remember(note(self.home, self.name), self.child.pid) or Running(self.child.pid, "")

    def stop(self) -> None:
        if self.running:
            processes.stop(self.running, self.child, firmly=self.firmly, seconds=STOP_SECONDS, group=True)
        processes.forget(note(self.home, self.name))
        self.running = self.child = None

    def _sweep(self) -> None:
        """After a crash: what it had started itself must not work on beside its successor."""
        if self.running and not self.is_alive:
            self.running.signal(signal.SIGKILL, group=True)


def note(home: Home, name: str) -> Path:
    return home.run / f"{name}.json"


def stop_orphans(home: Home, names: tuple[str, ...]) -> None:
    """Stop what a killed launcher left: nobody supervises it, and it may be of an older version."""
    for name in names:
        orphan = processes.recall(note(home, name))
        if orphan:
            step(name, "stopping the one that a killed start left behind")
            processes.stop(orphan, seconds=STOP_SECONDS, group=True)
        processes.forget(note(home, name))

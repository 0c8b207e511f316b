"""Processes on this machine: which are ours, which are still alive, and how they are stopped."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from peakos.up.home import write_whole
from peakos.up.interruption import interruption

PROC = Path("/proc")
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  nothing is written there, it is only looked at


def born(pid: int) -> str | None:
    """When a process was born, as a token to tell it from a later one with the same number; None once it is dead.

    A zombie counts as dead: it is gone but for its parent, who may never reap it in a container."""
    if pid <= 0:
        return None
    if (PROC / "self" / "stat").exists():
        try:
            fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
        except (OSError, UnicodeDecodeError):
            return None
        return None if fields[0] in "ZX" else fields[19]
    return _born_by_ps(pid)


def _born_by_ps(pid: int) -> str | None:
    """The same where there is no /proc, as on macOS."""
    answer = subprocess.run(["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    state, _, started = answer.stdout.strip().partition(" ")
    return None if not state or state.startswith("Z") else started.strip()


@dataclass(frozen=True)
class Running:
    """A process that some launcher started, this one or one that was killed since."""

    pid: int
    born: str

    @property
    def is_alive(self) -> bool:
        return born(self.pid) == self.born

    def signal(self, number: int, *, group: bool = False) -> None:
        with suppress(ProcessLookupError, PermissionError):
            (os.killpg if group else os.kill)(self.pid, number)


def spawn(
    command: Sequence[str | Path],
    output: IO[Any] | None,
    *,
    directory: Path,
    environment: Mapping[str, str] | None = None,
    options: Mapping[str, Any] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own, so that Ctrl-C reaches the launcher only, and the launcher stops it in order."""
    child: subprocess.Popen[bytes] = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=directory, env=environment,
        start_new_session=True, text=False, **(options or {}),
    )  # fmt: skip
    return child


def find(pid: int) -> Running | None:
    token = born(pid)
    return Running(pid, token) if token else None


def serves(pid: int, directory: Path) -> bool:
    """Whether a process was started for this directory. Its command line can be read by all, unlike where it works."""
    if PROC.exists():
        try:
            words = (PROC / str(pid) / "cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return os.fsencode(directory) in words
    answer = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return str(directory) in answer.stdout


def anybody_works_in(directory: Path, options: dict[str, Any]) -> bool:
    """Whether any process of an account works in this directory: sessions of a database say so in no other way.

    Asked as that account (`options` are those of its Popen), since in a container not even root may see it."""
    look = 'for link in /proc/[0-9]*/cwd; do readlink "$link"; done 2>/dev/null; true'
    answer = subprocess.run(["/bin/sh", "-c", look], cwd="/", capture_output=True, text=True, check=False, **options)
    return str(directory) in answer.stdout.splitlines()


def has_shared_memory() -> bool:
    """Whether POSIX shared memory works: some containers and sandboxes lock /dev/shm."""
    return not PROC.exists() or os.access(SHARED_MEMORY, os.W_OK | os.X_OK)


def remember(path: Path, pid: int) -> Running | None:
    """Note a child on disk, so that the next launcher finds it should this one be killed."""
    running = find(pid)
    if running:
        write_whole(path, json.dumps({"pid": running.pid, "born": running.born}))
    return running


def recall(path: Path) -> Running | None:
    """The process noted there, if that very process still lives."""
    try:
        noted = json.loads(path.read_text())
        running = Running(int(noted["pid"]), str(noted["born"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return running if running.is_alive else None


def forget(path: Path) -> None:
    path.unlink(missing_ok=True)


def wait_for_end(running: Running, child: subprocess.Popen[bytes] | None, seconds: float) -> bool:
    """Whether a process ended in time; a second Ctrl-C makes us impatient, so the caller kills."""
    deadline = time.monotonic() + seconds
    while True:
        if child is not None:
            child.poll()  # reap it, or it stays a zombie
        if not running.is_alive:
            return True
        if interruption.is_urgent or time.monotonic() > deadline:
            return False
        time.sleep(0.05)


def stop(
    running: Running,
    child: subprocess.Popen[bytes] | None = None,
    *,
    politely: int = signal.SIGTERM,
    firmly: int = signal.SIGKILL,
    seconds: float = 15,
    group: bool = False,
) -> None:
    """Ask a process to end, wait, then insist; with `group`, its own children go with it."""
    running.signal(politely)
    if not wait_for_end(running, child, seconds):
        running.signal(firmly, group=group)
        deadline = time.monotonic() + 5
        while running.is_alive and time.monotonic() < deadline:
            if child is not None:
                child.poll()
            time.sleep(0.05)
        running.signal(signal.SIGKILL, group=group)
    if group:
        running.signal(signal.SIGKILL, group=True)  # what the leader left behind in its group
    if child is not None:
        with suppress(subprocess.TimeoutExpired):
            child.wait(5)

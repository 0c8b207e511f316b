"""The whole story of `make run`: from nothing to a page, killed, started again with its data, and stopped without a trace."""

from __future__ import annotations

import http.client
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from peakos.up import processes, sockets
from peakos.up.home import CHECKOUT, Home
from peakos.up.interruption import wait_until
from tests.ports import own_port
from tests.up.conftest import launcher_environment

pytestmark = pytest.mark.slow
LONG_ENOUGH = 900  # seconds, for a busy machine; nobody waits longer than it takes


class Start:
    """One `make run`, as a person would do it."""

    def __init__(self, home: Home, port: int) -> None:
        self.output = home.root / "screen"
        with self.output.open("wb") as screen:
            self.launcher = subprocess.Popen(
                [sys.executable, "-m", "peakos.up", "run"],
                cwd=CHECKOUT,
                env=launcher_environment(home, PORT=str(port)),
                stdout=screen,
                stderr=screen,
            )

    @property
    def screen(self) -> str:
        return self.output.read_text()

    def wait_until_ready(self) -> None:
        wait_until(lambda: "Ctrl-C stops everything" in self.screen or self.launcher.poll() is not None, LONG_ENOUGH)
        assert "Ctrl-C stops everything" in self.screen, self.screen


@pytest.fixture
def port() -> int:
    return own_port()


@pytest.fixture(autouse=True)
def nothing_is_left(home: Home) -> Iterator[None]:
    yield
    subprocess.run(
        [sys.executable, "-m", "peakos.up", "stop"], cwd=CHECKOUT, env=launcher_environment(home), check=True, capture_output=True
    )


def status(port: int, path: str) -> int:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", path)
    code = line.getresponse().status
    line.close()
    return code


def at_work(home: Home) -> list[str]:
    """The command lines of all processes that belong to this home."""
    lines = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = entry.read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if str(home.root) in line and processes.born(int(entry.parent.name)):
            lines.append(line)
    return lines


def test_from_nothing_to_a_page_killed_started_again_and_stopped(home: Home, port: int) -> None:
    first = Start(home, port)
    first.wait_until_ready()
    assert f"http://localhost:{port}/demo/" in first.screen
    assert "Marta Lindqvist" in first.screen
    assert [status(port, path) for path in ("/livez", "/demo/")] == [200, 200]
    named = [
        name
        for name in ("PostgreSQL", "Redis", "database", "pages", "demo", "web", "worker", "beat")
        if f"  {name} " in first.screen
    ]
    assert named == ["PostgreSQL", "Redis", "database", "pages", "demo", "web", "worker", "beat"]

    first.launcher.kill()  # as when the machine runs out of memory: nobody can clean up
    first.launcher.wait()
    assert status(port, "/livez") == 200

    second = Start(home, port)
    second.wait_until_ready()
    assert "stopping the one that a killed start left behind" in second.screen
    assert "is there already" in second.screen  # the demo company, with all that was done in it
    assert "pages" not in second.screen
    assert status(port, "/demo/") == 200
    assert wait_until(lambda: "succeeded" in home.log("worker").read_text(), LONG_ENOUGH)  # the clock ticks and the worker hears it
    founding = ["create_organization", "acme", "--name", "Acme", "--owner-email", "mara@acme.example"]
    founded = subprocess.run(
        [sys.executable, "-m", "peakos.up", "manage", *founding],
        cwd=CHECKOUT,
        env=launcher_environment(home),
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"http://localhost:{port}/invitations/" in founded.stdout, "the link leads to the one that runs, wherever it listens"
    assert wait_until(lambda: any(home.mail.iterdir()), LONG_ENOUGH), "mail is kept in the home: there is no server to send it"

    second.launcher.send_signal(signal.SIGINT)
    assert second.launcher.wait(LONG_ENOUGH) == 0
    assert second.screen.rstrip().endswith("Stopped.")
    assert at_work(home) == []
    assert not sockets.directory(home).exists()

"""A web server of its own on the test's database, and followers that listen to it over real connections."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client

from organizations.models import Person
from tests.ports import own_port

PATIENCE_SECONDS = 90  # a busy machine takes long over a start; a wait ends as soon as it is so


class Server:
    """One uvicorn with live streams; it can be killed and started again on the same port."""

    def __init__(self, **variables: str) -> None:
        self.port = own_port()
        name = connection.settings_dict["NAME"]
        self.environment = os.environ | {
            "DATABASE_URL": os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}",
            "PEAKOS_INSECURE_HTTP": "1",
            "PEAKOS_CACHE_PREFIX": settings.REDIS["KEY_PREFIX"],
            "LOG_LEVEL": "WARNING",
            **variables,
        }
        self.environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        words = [sys.executable, "-m", "uvicorn", "peakos.asgi:application", "--port", str(self.port), "--log-level", "warning"]
        self.process = subprocess.Popen(words, cwd=settings.BASE_DIR, env=self.environment)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.05)
        raise AssertionError("the web server did not start")

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def open_sockets(self) -> int:
        """Connections that the process holds, its own listening ones among them."""
        assert self.process is not None
        count = 0
        for each in Path(f"/proc/{self.process.pid}/fd").iterdir():
            with suppress(OSError):
                count += str(each.readlink()).startswith("socket:")
        return count


@contextmanager
def live_server(**variables: str) -> Iterator[Server]:
    server = Server(**variables)
    server.start()
    try:
        yield server
    finally:
        with suppress(ProcessLookupError):
            server.kill()


@dataclass
class Follower:
    """Somebody whose screen listens: what came over the stream, in order."""

    server: Server
    path: str
    cookie: str
    heard: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    status: str = ""
    is_over: bool = False
    _socket: socket.socket | None = None
    _rest: bytes = b""
    _read: int = 0  # events of this connection

    def connect(self) -> Follower:
        self._socket = socket.create_connection(("127.0.0.1", self.server.port), timeout=PATIENCE_SECONDS)
        lines = [
            f"GET {self.path} HTTP/1.1",
            f"Host: localhost:{self.server.port}",
            "Accept: text/event-stream",
            "Accept-Encoding: gzip",
        ]
        self._socket.sendall("\r\n".join([*lines, f"Cookie: peakos={self.cookie}", "", ""]).encode())
        self.status, self._rest, self._read, self.is_over = "", b"", 0, False
        self.wait(lambda: bool(self.status))
        return self

    def leave(self) -> None:
        assert self._socket is not None
        self._socket.close()
        self._socket = None

    def wait(self, is_so: Any) -> None:
        """Listen until it is so."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not is_so():
            assert time.monotonic() < deadline, f"waited in vain; heard {self.heard}"
            self._listen()

    def wait_for(self, name: str, **said: Any) -> dict[str, Any]:
        """The first event of this name that was not asked for before and says these things."""

        def fitting() -> list[tuple[str, dict[str, Any]]]:
            return [each for each in self.heard if each[0] == name and all(each[1].get(k) == v for k, v in said.items())]

        self.wait(fitting)
        first = fitting()[0]
        self.heard.remove(first)
        return first[1]

    def _listen(self) -> None:
        assert self._socket is not None
        self._socket.settimeout(0.2)
        try:
            some = self._socket.recv(65536)
        except TimeoutError:
            return
        except ConnectionResetError:
            some = b""  # who was killed said no goodbye
        self.is_over = self.is_over or not some
        self._rest += some
        if not self.status and b"\r\n\r\n" in self._rest:
            head, self._rest = self._rest.split(b"\r\n\r\n", 1)
            self.status = head.decode()
        self._read_events()

    def _read_events(self) -> None:
        """Events are told apart by their blank line, whatever pieces the body came in."""
        text = b"".join(unchunked(self._rest))
        *whole, _ = text.split(b"\n\n")
        for said in whole[self._read :]:
            fields = dict(line.split(": ", 1) for line in said.decode().split("\n") if ": " in line and not line.startswith(":"))
            if "event" in fields:
                self.heard.append((fields["event"], json.loads(fields["data"])))
        self._read = len(whole)
        self.is_over = self.is_over or b"0\r\n\r\n" in self._rest


def unchunked(body: bytes) -> Iterator[bytes]:
    """The pieces of a body in transfer encoding chunked, as far as it has come."""
    while b"\r\n" in body:
        size, rest = body.split(b"\r\n", 1)
        length = int(size or b"0", 16)
        if not length or len(rest) < length + 2:
            return
        yield rest[:length]
        body = rest[length + 2 :]


def cookie_of(person: Person) -> str:
    """A sign-in of theirs."""
    browser = Client()
    assert person.user is not None
    browser.force_login(person.user)
    return browser.cookies[settings.SESSION_COOKIE_NAME].value

"""A plant of real processes that can be killed: a broker, workers and clocks of its own, on the test's database."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import redis
from celery.app.base import Celery
from django.conf import settings
from django.db import connection
from kombu.utils.json import loads

from peakos.up import application, processes
from peakos.up.home import CHECKOUT, Home
from peakos.up.processes import Running
from peakos.up.redis import candidates

PATIENCE_SECONDS = 180  # a busy machine takes long over a start; a wait ends as soon as it is so
VISIBILITY_SECONDS = 10  # 300 in the product: here a test waits for it


class Plant:
    """What runs in one folder; everything that a test starts ends with it."""

    def __init__(self, home: Home, mail_url: str) -> None:
        self.home = home
        self.socket = home.root / "r.sock"
        self.broker = redis.Redis(unix_socket_path=str(self.socket), socket_timeout=60)
        self.running: dict[str, Running] = {}
        self.supervised: dict[str, Callable[[], object]] = {}  # who is started again when it ends by itself, as the launcher does
        self.told = ""  # a file with the time of the product, for those who start from here on; empty: as it is
        self.variables = {
            "DATABASE_URL": _test_database_url(),
            "REDIS_URL": f"unix://{self.socket}?db=0",
            "EMAIL_URL": mail_url,
            "CELERY_VISIBILITY_TIMEOUT": str(VISIBILITY_SECONDS),
            "CELERY_SKIP_CHECKS": "1",
            "PYTHONPATH": str(CHECKOUT),
            "LOG_LEVEL": "WARNING",
        }
        self.forge = self._light_forge()

    def start_broker(self) -> None:
        """The same server on the same data, as after a restart of its machine."""
        server, _ = next(candidates(self.home))
        options = ["--port", "0", "--unixsocket", str(self.socket), "--dir", str(self.home.redis), "--appendonly", "yes"]
        with self.home.log("broker").open("wb") as log:
            child = subprocess.Popen([server, *options], stdout=log, stderr=log, start_new_session=True)
        self._note("broker", child.pid)
        self.wait_for(self._broker_answers, "the broker answers")

    def start_worker(self, name: str = "worker", *options: str) -> Running:
        words = _words(application.worker_command(self.home))
        return self._order(name, [*words, "--hostname", f"{name}@plant", *options])

    def start_clock(self, name: str = "clock", *, is_fast: bool = False) -> Running:
        """Beat, with a schedule file of its own."""
        words = _words(application.beat_command(self.home))
        return self._order(name, [*words[:-1], str(self.schedule_of(name))], is_fast=is_fast)

    def start_web(self, port: int, name: str = "web") -> Running:
        return self._order(name, ["web", str(port)])

    def schedule_of(self, name: str) -> Path:
        return self.home.beat / name

    def wait_for_worker(self, name: str = "worker") -> None:
        self.wait_for(lambda: f"{name}@plant ready" in self.home.log(name).read_text(errors="replace"), f"{name} is ready")

    def kill(self, name: str) -> None:
        """kill -9, of the process and its children at once."""
        running = self.running[name]
        running.signal(signal.SIGKILL, group=True)
        ends = time.monotonic() + PATIENCE_SECONDS
        while running.is_alive:
            assert time.monotonic() < ends, f"{name} does not die:\n{self.last_words()}"
            time.sleep(0.02)
        self._forget(name)

    def kill_all(self) -> None:
        for name in list(self.running):
            self.kill(name)

    def waiting_messages(self) -> Counter[str]:
        """How often each task stands in the queue."""
        raw = self.broker.lrange(settings.CELERY_TASK_DEFAULT_QUEUE, 0, -1)
        return Counter(loads(message)["headers"]["task"] for message in raw)

    def wait_for(self, is_so: Callable[[], object], what: str) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not is_so():
            dead = [name for name, running in self.running.items() if not running.is_alive]
            for name in [name for name in dead if name in self.supervised]:
                dead.remove(name)
                self._forget(name)
                self.supervised[name]()
            assert not dead, f"{dead} ended while we waited until {what}:\n{self.last_words()}"
            assert time.monotonic() < deadline, f"waited in vain until {what}:\n{self.last_words()}"
            time.sleep(0.02)

    def last_words(self) -> str:
        return "\n".join(f"== {log.name}\n{log.read_text(errors='replace')[-1500:]}" for log in self.home.logs.iterdir())

    def close(self) -> None:
        self.kill_all()
        assert self.forge.stdin is not None
        self.forge.stdin.close()
        self.forge.wait(PATIENCE_SECONDS)

    def _light_forge(self) -> subprocess.Popen[str]:
        pipe, log = subprocess.PIPE, self.home.log("forge").open("wb")
        command = [sys.executable, "-m", "tests.chaos.forge"]
        with log:
            forge = subprocess.Popen(
                command, cwd=CHECKOUT, env=os.environ | self.variables, stdin=pipe, stdout=pipe, stderr=log, text=True
            )
        assert forge.stdout is not None
        assert forge.stdout.readline() == "ready\n", self.last_words()
        return forge

    def _order(self, name: str, words: list[str], *, is_fast: bool = False) -> Running:
        assert self.forge.stdin is not None
        assert self.forge.stdout is not None
        print(
            json.dumps({"log": str(self.home.log(name)), "words": words, "is_fast": is_fast, "told": self.told}),
            file=self.forge.stdin,
            flush=True,
        )
        self.home.log(name).touch()
        return self._note(name, int(self.forge.stdout.readline()))

    def _note(self, name: str, pid: int) -> Running:
        assert name not in self.running
        running = processes.find(pid)
        assert running is not None, self.last_words()
        self.running[name] = running
        return running

    def _forget(self, name: str) -> None:
        """It has ended; what it said stays to be read."""
        ended = self.running.pop(name)
        self.home.log(name).rename(self.home.log(f"{name}-ended-{ended.pid}"))

    def _broker_answers(self) -> bool:
        with suppress(redis.RedisError, OSError):
            return bool(self.broker.ping())
        return False


@contextmanager
def open_plant(mail_url: str) -> Iterator[Plant]:
    root = Path(tempfile.mkdtemp(prefix="pk", dir="/tmp"))  # a socket's path must be short
    try:
        home = Home(root)
        home.prepare()
        home.venv.symlink_to(sys.prefix)
        plant = Plant(home, mail_url)
        try:
            yield plant
        finally:
            plant.close()
    finally:
        shutil.rmtree(root)


@contextmanager
def bell_of(plant: Plant, app: Celery) -> Iterator[None]:
    """While it lasts, the messages of this process go to the plant's broker."""
    before = app.conf.broker_url
    _ring_at(app, f"redis+socket://{plant.socket}")
    try:
        yield
    finally:
        _ring_at(app, before)


def _ring_at(app: Celery, url: str) -> None:
    app.conf.update(broker_url=url, broker_read_url=url, broker_write_url=url)
    app._after_fork()  # type: ignore[attr-defined]  # lets go of the connections to the broker before


def _words(command: list[str]) -> list[str]:
    """The launcher's own command line, after `python -m celery -A peakos.celery`."""
    return command[command.index("peakos.celery") + 1 :]


def _test_database_url() -> str:
    """The installation's address with the test's database in it."""
    url = urlsplit(os.environ.get("DATABASE_URL", "postgres:///peakos"))
    return url._replace(path=f"/{connection.settings_dict['NAME']}").geturl()

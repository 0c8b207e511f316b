"""One `make run` at a time in one home: a lock that names who holds it."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from peakos.up import address
from peakos.up.home import Home, try_lock
from peakos.up.messages import Trouble


@dataclass(frozen=True)
class Holder:
    """The launcher that runs the product from this home."""

    pid: int
    port: int


def _path(home: Home) -> Path:
    return home.run / "launcher.lock"


def find_holder(home: Home) -> Holder | None:
    """Who holds the lock now."""
    lock = try_lock(_path(home), fcntl.LOCK_EX)
    if lock is not None:
        lock.close()
        return None
    try:
        noted = json.loads(_path(home).read_text())
        return Holder(int(noted["pid"]), int(noted["port"]))
    except (ValueError, KeyError, TypeError):
        return Holder(0, address.DEFAULT_PORT)  # it holds the lock since this very moment


@contextmanager
def only_one(home: Home, port: int) -> Iterator[None]:
    """Hold the lock, or say where the other one is."""
    lock = try_lock(_path(home), fcntl.LOCK_EX)
    if lock is None:
        raise already_runs(home, find_holder(home) or Holder(0, port))
    with lock:
        lock.seek(0)
        lock.truncate()
        lock.write(json.dumps({"pid": os.getpid(), "port": port}))
        lock.flush()
        yield


def already_runs(home: Home, holder: Holder) -> Trouble:
    return Trouble(
        f"Peak OS runs already from {home.root} (process {holder.pid}): {address.url(holder.port)}",
        way_out="Use that one, or stop it first with Ctrl-C there or with `make stop`. "
        "A second one needs a home and a port of its own: PEAKOS_HOME=/tmp/second PORT=8123 make run",
    )

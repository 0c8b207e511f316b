"""A process with the product loaded that splits off workers and clocks, so that each is ready in a tenth of the time.

It reads one order a line, `{"log": path, "words": ["worker", ...], "is_fast": false}`, and answers with the new process's number.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from datetime import timedelta
from typing import NoReturn

import django

FAST = timedelta(seconds=1)


def main() -> None:
    django.setup()
    from peakos.celery import app

    app.loader.import_default_modules()
    print("ready", flush=True)
    for line in sys.stdin:
        reap()
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            become(order["words"], order["log"], is_fast=order["is_fast"])
        print(pid, flush=True)


def reap() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def become(words: list[str], log: str, *, is_fast: bool) -> NoReturn:
    """Be the process that `celery` with these words would be, leader of its own group."""
    from peakos.celery import app

    os.setsid()
    target = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(target, stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    if is_fast:
        sweep_every_second()
    app.start(words)
    os._exit(0)


def sweep_every_second() -> None:
    """The product's own table of jobs, but what sweeps every ten seconds does so every second: a test need not wait."""
    from peakos.celery import app

    for entry in app.conf.beat_schedule.values():
        if entry["schedule"] <= timedelta(seconds=10):
            entry["schedule"], entry["options"] = FAST, {"expires": FAST.total_seconds()}


if __name__ == "__main__":
    main()

"""A process with the product loaded that splits off workers, clocks and web servers, so that each is ready in a tenth of the time.

It reads one order a line, `{"log": path, "words": ["worker", ...], "is_fast": false, "told": ""}`, and answers with the number of
the new process. Where `told` names a file, the product's own time in that process is the one that stands in it.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import NoReturn

import django
from django.utils import timezone

FAST = timedelta(seconds=1)
SWEPT = timedelta(minutes=1)


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
            become(order["words"], order["log"], is_fast=order["is_fast"], told=order["told"])
        print(pid, flush=True)


def reap() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def become(words: list[str], log: str, *, is_fast: bool, told: str) -> NoReturn:
    """Be the process that `celery` with these words would be, leader of its own group; or a web server: ["web", port]."""
    import uvicorn

    from peakos.celery import app

    os.setsid()
    target = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(target, stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    if is_fast:
        sweep_every_second()
    if told:
        be_told_the_time(Path(told))
    if words[0] == "web":
        uvicorn.run("peakos.asgi:application", host="127.0.0.1", port=int(words[1]), log_level="warning")
    else:
        app.start(words)
    os._exit(0)


def sweep_every_second() -> None:
    """The product's own table of jobs, but what sweeps every minute or more often does so every second: a test need not wait."""
    from peakos.celery import app

    for entry in app.conf.beat_schedule.values():
        if entry["schedule"] <= SWEPT:
            entry["schedule"], entry["options"] = FAST, {"expires": FAST.total_seconds()}


def be_told_the_time(told: Path) -> None:
    """All of the product asks `timezone.now()`; processes that are split off from this one are told the same."""
    timezone.now = lambda: datetime.fromisoformat(told.read_text())


if __name__ == "__main__":
    main()

"""CPU milliseconds of a request: of this process, and of the PostgreSQL backend that serves its connection (Linux)."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import connection


@dataclass(slots=True)
class Cost:
    """Per request: CPU ms in the application and in the database, and the number of queries."""

    app: float
    database: float
    queries: int

    @property
    def total(self) -> float:
        return self.app + self.database


def backend_seconds() -> float:
    """CPU seconds used so far by this connection's backend; 0 where the system does not tell."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def cost_of(call: Callable[[], object], *, times: int = 200) -> Cost:
    """The mean over `times` calls, after five to warm up."""
    for _ in range(5):
        call()
    queries = count_queries(call)
    database, app = backend_seconds(), time.process_time()
    for _ in range(times):
        call()
    return Cost(
        app=(time.process_time() - app) * 1000 / times, database=(backend_seconds() - database) * 1000 / times, queries=queries
    )


def count_queries(call: Callable[[], object]) -> int:
    """How many queries one call sends."""
    seen = 0

    def count(execute: Callable[..., object], *args: object) -> object:
        nonlocal seen
        seen += 1
        return execute(*args)

    with connection.execute_wrapper(count):
        call()
    return seen

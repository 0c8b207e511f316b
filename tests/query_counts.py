"""How many queries each page takes, at every size: recorded in query_counts.json; more than that fails.

`PEAKOS_RECORD_QUERY_COUNTS=1` writes what was counted, for a page that is new or has become cheaper.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

RECORDED = Path(__file__).with_name("query_counts.json")
CountQueries = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def count_queries() -> CountQueries:
    """`with count_queries("alignment:objectives"): client.get(...)` fails when the page takes more queries than are on record."""
    return counted


@contextmanager
def counted(page: str) -> Iterator[None]:
    with CaptureQueriesContext(connection) as captured:
        yield
    recorded = all_on_record()
    if os.environ.get("PEAKOS_RECORD_QUERY_COUNTS"):
        recorded[page] = max(len(captured), recorded.get(page, 0)) if page in SEEN else len(captured)
        SEEN.add(page)
        RECORDED.write_text(json.dumps(dict(sorted(recorded.items())), indent=2) + "\n")
        return
    assert page in recorded, f"{page} is not on record: run this test once with PEAKOS_RECORD_QUERY_COUNTS=1"
    queries = "\n".join(query["sql"][:300] for query in captured.captured_queries)
    assert len(captured) <= recorded[page], f"{page} takes {len(captured)} queries, {recorded[page]} are on record:\n{queries}"


def all_on_record() -> dict[str, int]:
    found: dict[str, int] = json.loads(RECORDED.read_text()) if RECORDED.exists() else {}
    return found


def on_record(page: str) -> int:
    """The number on record; 0 while the page is being recorded for the first time."""
    return all_on_record().get(page, 0)


SEEN: set[str] = set()  # pages counted in this run: recording keeps the most of them

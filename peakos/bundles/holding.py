"""One worker at an import: a lock in the database, which it lets go of when the worker is done, or dead."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

TAKE = "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))"
GIVE_BACK = "SELECT pg_advisory_unlock(hashtextextended(%s, 0))"
IS_TAKEN = """
SELECT EXISTS (
    SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database
    WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND d.datname = current_database()
      AND (l.classid::bigint << 32) | l.objid::bigint = hashtextextended(%s, 0))
"""


@contextmanager
def held(import_id: int) -> Iterator[bool]:
    """Whether this worker has the import to itself."""
    is_ours = ask(TAKE, import_id)
    try:
        yield is_ours
    finally:
        if is_ours:
            ask(GIVE_BACK, import_id)


def is_held(import_id: int) -> bool:
    """Whether some worker is at it at this moment."""
    return ask(IS_TAKEN, import_id)


def ask(question: str, import_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [f"import {import_id}"])
        return bool(cursor.fetchone()[0])

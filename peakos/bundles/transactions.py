"""The transactions of an import: patient, since a whole organization moves in one statement, and one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from organizations.refusals import Refused

LONGEST_STATEMENT = "10min"
LOCK_CLASS = 7_061  # the first half of the advisory lock's number; the second is the organization


class ImportUnderWay(Refused):
    """Another import into the same organization holds the lock."""


@contextmanager
def patiently() -> Iterator[None]:
    """One transaction whose statements may take longer than a request's.

    `pgtrigger.ignore` is set, to nothing: where it is not set at all every row trigger runs into an exception that it catches, and
    each such rollback walks through all constraint checks that wait for the commit. Time would grow with the square of the rows.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [LONGEST_STATEMENT])
        cursor.execute("SELECT set_config('pgtrigger.ignore', '{}', true)")
        yield


def take_turn(organization_id: int) -> None:
    """Hold the organization's import lock until the transaction ends.

    Raises ImportUnderWay when another import is going in or being undone.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK_CLASS, organization_id % 2**31])
        if not cursor.fetchone()[0]:
            raise ImportUnderWay("Another import is going in right now. Wait until it is done, then try again.")

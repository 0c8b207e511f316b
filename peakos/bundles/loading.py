"""The good rows go in, in one transaction, and only where something differs: a second import changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pghistory
import structlog
from django.db import DatabaseError, transaction
from django.db.models import Count

from organizations.logbook import record
from organizations.models import BundleFinding, BundleImport, BundleRow, Person
from organizations.models.bundles import ImportState, Outcome, Severity
from organizations.refusals import Refused
from peakos.bundles.columns import Table
from peakos.bundles.desk import Desk, quoted, staged
from peakos.bundles.history import TABLES_KEPT
from peakos.bundles.linking import set_links
from peakos.bundles.mapping import Mapping
from peakos.bundles.own_words import load_words
from peakos.bundles.progress import Progress, silent
from peakos.bundles.refreshing import refresh_stored
from peakos.bundles.relating import relate
from peakos.bundles.transactions import patiently, take_turn

log = structlog.get_logger()
MANY = 500
LOADABLE = (ImportState.PREVIEW, ImportState.IMPORTING, ImportState.FAILED)


class NothingImported(Refused):
    """The import was stopped as a whole; the workspace is as it was."""


def load(
    bundle_import: BundleImport, *, by: Person | None, now: datetime, strict: bool = False, progress: Progress = silent
) -> None:
    """Import the staged rows that are sound. With `strict`, all of them or none.

    Leaves the import in `done`; or in `failed` with the sentence in `error`, the rows still staged, and raises NothingImported.
    """
    try:
        with (
            patiently(),
            pghistory.context(verb="peakos.import_bundle", by=by.pk if by else None, import_id=bundle_import.pk) as history,
        ):
            take_turn(bundle_import.organization_id)
            _check_loadable(bundle_import)
            bundle_import.history_context = history.id
            _load(bundle_import, strict=strict, progress=progress, now=now)
            _finish(bundle_import, by=by, now=now)
    except DatabaseError as problem:
        log.error("import rolled back", import_id=bundle_import.pk, problem=first_line(problem))
        _fail(bundle_import, IN_THE_WAY)
        raise NothingImported(IN_THE_WAY) from problem
    except NothingImported as problem:
        _fail(bundle_import, str(problem))
        raise


IN_THE_WAY = "Nothing was imported: the workspace was changed while the rows went in. Look at the preview again, then import."


def first_line(problem: DatabaseError) -> str:
    """What the database said, without the row it said it of: people's data does not belong in a log."""
    return str(problem).partition("\n")[0]


def summary_of(bundle_import: BundleImport) -> dict[str, dict[str, int]]:
    """Per file, how many rows are created, changed, the same and refused."""
    counted = BundleRow.objects.filter(bundle_import=bundle_import).values_list("table", "outcome").annotate(Count("id"))
    summary = {table: dict.fromkeys(map(str, Outcome.values), 0) for table in bundle_import.headers}
    for table, outcome, count in counted.order_by():
        summary[table][outcome] = count
    return summary


def _check_loadable(bundle_import: BundleImport) -> None:
    state = BundleImport.objects.select_for_update().values_list("state", flat=True).get(pk=bundle_import.pk)
    if state not in LOADABLE or not bundle_import.headers:
        raise Refused("There is nothing to import here: the bundle was not read, or is in already. Upload it again.")
    staged_count = BundleRow.objects.filter(bundle_import=bundle_import).count()
    if staged_count != bundle_import.row_count:
        raise Refused("The rows of this import are gone. Upload the bundle again.")


def _load(bundle_import: BundleImport, *, strict: bool, progress: Progress, now: datetime) -> None:
    progress("Looking up what the rows refer to", 0, 1)
    desk = relate(bundle_import)
    errors = BundleFinding.objects.filter(bundle_import=bundle_import, severity=Severity.ERROR).count()
    if strict and errors:
        raise NothingImported(
            f"Nothing was imported: the bundle has {errors:,} error{'s' if errors > 1 else ''}, and all or nothing was asked for. "
            "Mend them, or import the good rows alone."
        )
    steps = len(desk.tables) * 2
    for number, table in enumerate(desk.tables):
        progress(f"Importing {table.file}", number, steps)
        _each_store(desk, table, _write_rows)
    for number, table in enumerate(desk.tables, len(desk.tables)):
        progress(f"Linking {table.file}", number, steps)
        _each_store(desk, table, set_links)
    load_words(desk)
    for table in desk.tables:
        if table.is_kept:
            _note_ids(desk, table)
    if desk.writes_check_ins:
        desk.run(VALUE_CHANGED)
    progress("Computing the health of every objective", steps, steps)
    refresh_stored(bundle_import.organization_id, now=now)


def _each_store(desk: Desk, table: Table, write: Callable[[Mapping], None]) -> None:
    for store in table.stores:
        write(Mapping(desk, table, store))


def _write_rows(mapping: Mapping) -> None:
    """New rows first, then those that changed; the other way about where what ended makes room for what begins."""
    _number_rows(mapping)
    steps = (_change_rows, _add_rows) if mapping.table.once else (_add_rows, _change_rows)
    for step in steps:
        step(mapping)


def _note_ids(desk: Desk, table: Table) -> None:
    """What is never changed has no history and no key: its numbers are noted, so that the import can be taken back."""
    desk.run(
        f"""UPDATE organizations_bundlerow r SET cells = jsonb_build_object('id', s._id) FROM {staged(table)} s
        WHERE r.bundle_import_id = %(import)s AND r."table" = %(table)s AND r.line = s._line AND s._outcome = 'created'""",
        table=table.name,
    )


def _number_rows(mapping: Mapping) -> None:
    """Give each new row the id that the rows beside it refer to."""
    rows, model = staged(mapping.table), mapping.db_table
    mapping.desk.run(
        f"""UPDATE {rows} s SET _id = n.id FROM (
            SELECT o._line, nextval(pg_get_serial_sequence('{model}', 'id')) AS id FROM (
                SELECT s._line FROM {rows} s WHERE s._outcome = 'created' AND {mapping.mine} ORDER BY s._line) o
        ) n WHERE s._line = n._line"""
    )


def _add_rows(mapping: Mapping) -> None:
    model = mapping.db_table
    wishes, defaults = _distinct(mapping), mapping.defaults()
    names = ", ".join(quoted(name) for name in ("id", "organization_id", *wishes, *defaults))
    values = ", ".join(["s._id", "%(org)s", *(wish.new for wish in wishes.values()), *(f"%({name})s" for name in defaults)])
    new_count = mapping.desk.run(
        f"INSERT INTO {model} ({names}) SELECT {values} FROM {mapping.source} "
        f"WHERE s._outcome = 'created' AND {mapping.mine} ORDER BY s._line",
        **defaults,
    )
    if new_count > MANY:  # the planner thinks the tables of a new workspace empty, and would walk them once for every row
        mapping.desk.run(f"ANALYZE (SKIP_LOCKED) {model}")


def _change_rows(mapping: Mapping) -> None:
    """What ends by it ends first, so that it makes room for what is open again."""
    once = mapping.table.once
    if once and all(mapping.desk.has(mapping.table, name) for name in (*once.columns, once.column)):
        _change(mapping, f"NOT ({once.is_open.format(row='s')})")
    _change(mapping)


def _change(mapping: Mapping, which: str = "true") -> None:
    changes = ", ".join(f"{quoted(name)} = {wish.changed}" for name, wish in _distinct(mapping).items())
    mapping.desk.run(
        f"UPDATE {mapping.db_table} t SET {changes} FROM {mapping.source} "
        f"WHERE t.id = s._id AND s._outcome = 'changed' AND {mapping.mine} AND {which} AND ({mapping.differs})"
    )


def _distinct(mapping: Mapping) -> dict[str, Any]:
    """One wish a field."""
    return {wish.name: wish for wish in mapping.wishes}


def _finish(bundle_import: BundleImport, *, by: Person | None, now: datetime) -> None:
    """Keep what was done, write the logbook's line, and let the staged rows go."""
    bundle_import.summary = summary_of(bundle_import)
    bundle_import.state, bundle_import.finished_at, bundle_import.error = ImportState.DONE, now, ""
    bundle_import.save(update_fields=["summary", "state", "finished_at", "error", "history_context"])
    rows = BundleRow.objects.filter(bundle_import=bundle_import)
    made = rows.filter(table__in=["check_ins", *(table.name for table in TABLES_KEPT)], outcome=Outcome.CREATED)
    rows.exclude(pk__in=made.values("pk")).delete()
    made.filter(table="check_ins").update(cells={})
    totals = {outcome: sum(counts[outcome] for counts in bundle_import.summary.values()) for outcome in Outcome.values}
    record("bundle.imported", by=by, about=bundle_import, now=now, **totals)


def _fail(bundle_import: BundleImport, sentence: str) -> None:
    bundle_import.state, bundle_import.error, bundle_import.history_context = ImportState.FAILED, sentence[:1000], None
    with transaction.atomic():
        bundle_import.save(update_fields=["state", "error", "history_context"])


# The day on which a check-in last moved a key result's value, for the key results that got check-ins.
VALUE_CHANGED = """
UPDATE alignment_keyresult k SET value_changed_on = m.on_day FROM (
    SELECT key_result_id, max(day) AS on_day FROM (
        SELECT c.key_result_id, c.value, alignment_day(c.at, c.is_day_only, n.timezone) AS day,
            COALESCE(lag(c.value) OVER (PARTITION BY c.key_result_id ORDER BY c.at, c.id), r.start_value) AS before
        FROM alignment_checkin c JOIN alignment_keyresult r ON r.id = c.key_result_id
        JOIN organizations_organization n ON n.id = c.organization_id
        WHERE c.organization_id = %(org)s AND c.value IS NOT NULL AND r.key IN (
            SELECT s.key_result FROM pg_temp.staged_check_ins s WHERE s._outcome = 'created')
    ) x WHERE value IS DISTINCT FROM before GROUP BY key_result_id
) m
WHERE k.id = m.key_result_id AND k.organization_id = %(org)s AND k.value_changed_on IS DISTINCT FROM m.on_day
"""

"""What each sound row would do to the workspace: make a row, change one, or nothing."""

from __future__ import annotations

from collections.abc import Callable

from peakos.bundles import criteria
from peakos.bundles.ballots import refuse_no_criterion, refuse_no_option
from peakos.bundles.columns import Table
from peakos.bundles.desk import Desk, quoted, staged
from peakos.bundles.linking import links_differ
from peakos.bundles.mapping import Mapping
from peakos.bundles.naming import alike, is_counted, refuse_nowhere
from peakos.bundles.openness import refuse_open_twice, warn_of_two_holders
from peakos.bundles.own_words import WORDS, judge_words
from peakos.bundles.things import refuse_astray


def judge(desk: Desk, table: Table) -> None:
    """Give each row that is not refused its outcome, and the id of the row it is."""
    refuse_nowhere(desk, table)
    for refuse in BEFORE.get(table.name, ()):
        refuse(desk, table)
    for store in table.stores:
        mapping = Mapping(desk, table, store)
        differs = " OR ".join([mapping.differs, *links_differ(mapping)])
        desk.run(
            f"""UPDATE {staged(table)} s SET _id = j.id, _outcome = j.outcome FROM (
                SELECT s._line, t.id, CASE WHEN t.id IS NULL THEN 'created' WHEN {differs} THEN 'changed' ELSE 'same' END AS outcome
                FROM {mapping.source} LEFT JOIN {mapping.db_table} t ON {mapping.match}
                WHERE s._outcome = '' AND {mapping.mine}
            ) j WHERE s._line = j._line"""
        )
        if is_counted(table) and all(desk.has(table, name) for name in table.identity):
            desk.refuse(table, "bad_value", _miscounted(mapping))
    if table is WORDS:
        judge_words(desk)
    for look in MATCHED.get(table.name, ()):
        look(desk, table)
    if table.once:
        refuse_open_twice(desk, table)
    for look in AFTER.get(table.name, ()):
        look(desk, table)
    desk.run(f"ANALYZE {staged(table)}")
    if table.name == "check_ins":
        desk.refuse(table, "changed_check_in", CHANGED_CHECK_INS.format(staged=staged(table)))
    if table.is_kept and desk.has(table, "decision"):
        desk.refuse(table, "changed_record", CHANGED_RECORDS.format(staged=staged(table)))


Look = Callable[[Desk, Table], None]
BEFORE: dict[str, tuple[Look, ...]] = {"handed_over": (refuse_astray,), "hearing_answers": (refuse_no_option, refuse_no_criterion)}
MATCHED: dict[str, tuple[Look, ...]] = {"criteria": (criteria.refuse_unfit,)}
AFTER: dict[str, tuple[Look, ...]] = {"seat_holders": (warn_of_two_holders,)}


def _miscounted(mapping: Mapping) -> str:
    """New rows that are counted from nowhere: the third where there is no second."""
    ours = " AND ".join(f"o.{quoted(column.name)} IS NOT DISTINCT FROM s.{quoted(column.name)}" for column in alike(mapping.table))
    before = (
        f"(SELECT count(*) FROM {staged(mapping.table)} o WHERE o._outcome = 'created' AND {ours} AND COALESCE(o.nth, 1) < s.nth)"
    )
    here = f"(SELECT count(*) FROM {mapping.db_table} t WHERE {mapping.match_alike})"
    return f"""SELECT s._line, 'nth', format('There is no row number %%s that is named like this one. '
        'Count such rows from 1 on, without a gap; the first leaves the cell empty.', s.nth - 1)
    FROM {mapping.source} WHERE s._outcome = 'created' AND s.nth IS NOT NULL AND {before} + {here} <> s.nth - 1"""


CHANGED_RECORDS = """
SELECT s._line, 'decision', format('What is kept of “%%s” here says something else, and it stays as it is for good. '
    'Restore this row, or leave it out.', s.decision)
FROM {staged} s WHERE s._outcome = 'changed'
"""
CHANGED_CHECK_INS = """
SELECT s._line, 'key', format('A check-in “%%s” is there already and says something else. What was reported stays: '
    'give the correction a key of its own, or restore this row.', s._key)
FROM {staged} s WHERE s._outcome = 'changed'
"""

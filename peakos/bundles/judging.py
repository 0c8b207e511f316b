"""What each sound row would do to the workspace: make a row, change one, or nothing."""

from __future__ import annotations

from peakos.bundles.columns import Table
from peakos.bundles.desk import Desk, staged
from peakos.bundles.linking import links_differ
from peakos.bundles.mapping import Mapping
from peakos.bundles.own_words import WORDS, judge_words


def judge(desk: Desk, table: Table) -> None:
    """Give each row that is not refused its outcome, and the id of the row it is."""
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
    if table is WORDS:
        judge_words(desk)
    desk.run(f"ANALYZE {staged(table)}")
    if table.name == "check_ins":
        desk.refuse(table, "changed_check_in", CHANGED_CHECK_INS.format(staged=staged(table)))


CHANGED_CHECK_INS = """
SELECT s._line, 'key', format('A check-in “%%s” is there already and says something else. What was reported stays: '
    'give the correction a key of its own, or restore this row.', s._key)
FROM {staged} s WHERE s._outcome = 'changed'
"""

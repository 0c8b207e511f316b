"""The staged rows against each other and against the workspace: what cannot go in as it stands, and what the rest would do."""

from __future__ import annotations

from organizations.models import BundleFinding, BundleImport
from peakos.bundles.circles import cut_circles
from peakos.bundles.columns import Table
from peakos.bundles.desk import Desk, quoted, staged
from peakos.bundles.format import BY_NAME
from peakos.bundles.huddles import refuse_no_huddle
from peakos.bundles.judging import judge
from peakos.bundles.references import refuse_unknown
from peakos.bundles.stuck import refuse_unsound

ALL_ROWS = "true"
SOUND_ROWS = "s._outcome = ''"


def relate(bundle_import: BundleImport) -> Desk:
    """Find all that only shows against other rows, and give each row its outcome. Inside a transaction; may run again.

    The desk it worked on stays until the transaction ends, for `load` to go on with.
    """
    BundleFinding.objects.filter(bundle_import=bundle_import, is_relational=True).delete()
    desk = Desk(bundle_import)
    trees = [table for table in desk.tables if table.tree]
    for table in desk.tables:
        _refuse_out_of_order(desk, table)
    _refuse_strays(desk)
    for table in trees:
        cut_circles(desk, table, among=ALL_ROWS)
    refuse_unknown(desk)
    for table in trees:  # again: a refused row keeps the link that it has in the workspace, which may close another circle
        cut_circles(desk, table, among=SOUND_ROWS)
    for table in desk.tables:
        judge(desk, table)
    desk.write_back()
    return desk


def _refuse_strays(desk: Desk) -> None:
    tables = {table.name: table for table in desk.tables}
    if "check_ins" in tables and desk.has(tables["check_ins"], "key_result"):
        desk.refuse(tables["check_ins"], "wrong_objective", _wrong_objective(desk))
    if "risks" in tables:
        desk.refuse(tables["risks"], "changed_type", CHANGED_TYPE.format(staged=staged(tables["risks"])))
        if desk.has(tables["risks"], "again_of"):
            desk.refuse(tables["risks"], "bad_value", AGAIN_A_RISK.format(staged=staged(tables["risks"])))
    if "dependencies" in tables:
        _refuse_dependencies_on_themselves(desk, tables["dependencies"])
    if "strategy_versions" in tables and desk.has(tables["strategy_versions"], "number"):
        desk.refuse(
            tables["strategy_versions"], "changed_number", CHANGED_NUMBER.format(staged=staged(tables["strategy_versions"]))
        )
        desk.refuse(tables["strategy_versions"], "duplicate_row", SAME_NUMBER.format(staged=staged(tables["strategy_versions"])))
    headers = desk.bundle_import.headers.get("commitments", [])
    if "repeats_from_date" in headers and "repeats" not in headers:
        desk.refuse(tables["commitments"], "missing_value", NO_FIRST_DAY.format(staged=staged(tables["commitments"])))
    refuse_unsound(desk)
    if "meetings" in tables:
        refuse_no_huddle(desk, tables["meetings"])
    for name in ("decisions", "commitments"):
        if name in tables and desk.has(tables[name], "meeting_at"):
            desk.refuse(tables[name], "unknown_reference", _unknown_meeting(desk, tables[name]))


def _unknown_meeting(desk: Desk, table: Table) -> str:
    """Rows that came of a meeting which is neither in the bundle nor in the workspace."""
    series = "s.meeting" if desk.has(table, "meeting") else "NULL::text"
    days = BY_NAME["meeting_days"]
    stated = f"(SELECT d.meeting AS key, d.planned_at FROM {staged(days)} d WHERE d._outcome <> 'refused') UNION ALL"
    return f"""SELECT s._line, 'meeting_at', format(
            'No meeting of “%%s” at this time is known. Add it to meeting_days.csv, correct the time, or leave it empty.', {series})
        FROM {staged(table)} s WHERE s.meeting_at IS NOT NULL AND (COALESCE({series}, ''), s.meeting_at) NOT IN (
            {stated if days in desk.tables else ""} (SELECT r.key, m.planned_at FROM rhythm_meeting m
            JOIN rhythm_meetingseries r ON r.id = m.series_id WHERE r.organization_id = %(org)s))"""


def _wrong_objective(desk: Desk) -> str:
    """Check-ins whose key result is another objective's, by the bundle where it says so, else by the workspace."""
    key_results = BY_NAME["key_results"]
    stated = f"(SELECT k.objective FROM {staged(key_results)} k WHERE k._key = s.key_result ORDER BY k._line LIMIT 1)"
    kept = """(SELECT o.key FROM alignment_keyresult k JOIN alignment_objective o ON o.id = k.objective_id
        WHERE k.organization_id = %(org)s AND k.key = s.key_result)"""
    known = f"COALESCE({stated}, {kept})" if key_results in desk.tables and desk.has(key_results, "objective") else kept
    return f"""SELECT s._line, 'key_result', format(
            'The key result “%%s” belongs to “%%s”, not to “%%s”. Correct objective or key_result.',
            s.key_result, b.owner, s.objective)
        FROM {staged(BY_NAME["check_ins"])} s CROSS JOIN LATERAL (SELECT {known} AS owner) b
        WHERE s.objective IS NOT NULL AND s.key_result IS NOT NULL AND b.owner <> s.objective"""


SAME_NUMBER = """
SELECT s._line, 'number', format('Version %%s of the strategy is there already, under another key. Give this one its own number.',
    s.number)
FROM {staged} s WHERE s.number IS NOT NULL AND s._outcome <> 'refused' AND (
    EXISTS (SELECT 1 FROM {staged} o WHERE o.number = s.number AND o._line < s._line AND o._outcome <> 'refused')
    OR EXISTS (SELECT 1 FROM alignment_strategyversion t
        WHERE t.organization_id = %(org)s AND t.number = s.number AND t.key <> s._key))
"""

NO_FIRST_DAY = """
SELECT s._line, 'repeats_from_date', 'It repeats in the workspace, so it needs its first day. Fill it in, or state repeats too.'
FROM {staged} s JOIN accountability_commitment t ON t.organization_id = %(org)s AND t.key = s._key
WHERE s.repeats_from_date IS NULL AND t.repeats <> ''
"""

CHANGED_NUMBER = """
SELECT s._line, 'number', format('“%%s” is version %%s of the strategy in the workspace, and a version keeps its number. '
    'Give this one a new key.', s._key, t.number)
FROM {staged} s JOIN alignment_strategyversion t ON t.organization_id = %(org)s AND t.key = s._key WHERE t.number <> s.number
"""

CHANGED_TYPE = """
SELECT s._line, 'type', format('“%%s” is %%s in the workspace already. Give it a new key, or keep its type.', s._key,
    CASE s.type WHEN 'risk' THEN 'an issue' ELSE 'a risk' END)
FROM {staged} s
WHERE (s.type = 'risk' AND EXISTS (SELECT 1 FROM rhythm_issue t WHERE t.organization_id = %(org)s AND t.key = s._key))
OR (s.type = 'issue' AND EXISTS (SELECT 1 FROM alignment_risk t WHERE t.organization_id = %(org)s AND t.key = s._key))
"""


# Only an issue comes back, and from an issue; what is said of a risk is left alone, as all that a risk has no place for.
AGAIN_A_RISK = """
SELECT s._line, 'again_of', format('“%%s” is a risk, and an issue comes back from an issue. Correct it, or leave it empty.',
    left(s.again_of, 80))
FROM {staged} s
WHERE s.type = 'issue' AND (EXISTS (SELECT 1 FROM {staged} o WHERE o._key = s.again_of AND o.type = 'risk')
OR EXISTS (SELECT 1 FROM alignment_risk t WHERE t.organization_id = %(org)s AND t.key = s.again_of))
"""


def _refuse_out_of_order(desk: Desk, table: Table) -> None:
    """A date that the file states against one that it leaves to the workspace."""
    for start, end in table.in_order:
        stated = {name: desk.has(table, name) for name in (start, end)}
        if table.identity == ("key",) and any(stated.values()) and not all(stated.values()):
            for store in table.stores:
                said, kept = (start, end) if stated[start] else (end, start)
                ours = f"t.{quoted(table.by_name[kept].field)}"
                first, last = (f"s.{said}", ours) if said == start else (ours, f"s.{said}")
                desk.refuse(
                    table,
                    "date_order",
                    f"""SELECT s._line, '{said}', format('{said} is %%s, which does not go with the {kept} of the workspace, %%s. '
                        'Correct it, or state {kept} too.', s.{said}, {ours})
                    FROM {staged(table)} s JOIN {store.table._meta.db_table} t ON t.organization_id = %(org)s AND t.key = s._key
                    WHERE {last} < {first}""",
                )


def _refuse_dependencies_on_themselves(desk: Desk, table: Table) -> None:
    """An objective that the file names at one end, and the workspace at the other that the file leaves out."""
    stated = [end for end in ("from_objective", "to_objective") if desk.has(table, end)]
    if len(stated) != 1:
        return
    said, kept = stated[0], {"from_objective": "to_objective", "to_objective": "from_objective"}[stated[0]]
    desk.refuse(
        table,
        "self_dependency",
        f"""SELECT s._line, '{said}', 'In the workspace this dependency has the same objective as its {kept}. Name another.'
        FROM {staged(table)} s JOIN alignment_dependency t ON t.organization_id = %(org)s AND t.key = s._key
        JOIN alignment_objective o ON o.id = t.{kept}_id WHERE o.key = s.{said}""",
    )

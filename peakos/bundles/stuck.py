"""What is stuck, as it comes in: in the way of one thing, waiting on one at most, and for days that end when it does."""

from __future__ import annotations

from collections.abc import Iterator

from peakos.bundles.columns import Table
from peakos.bundles.desk import Desk, staged
from peakos.bundles.format import BY_NAME

# What a row points at: the table of those rows.
POINTS_AT = {
    "objective": "alignment_objective",
    "key_result": "alignment_keyresult",
    "initiative": "alignment_initiative",
    "commitment": "accountability_commitment",
    "decision": "decisions_decision",
    "dependency": "alignment_dependency",
}
PARTS = {"key_result": "key_results", "initiative": "initiatives"}


def refuse_unsound(desk: Desk) -> None:
    """Refuse blockers, and days of them, that could not be so, by the bundle where it says something and else by the workspace."""
    blockers, spans = BY_NAME["blockers"], BY_NAME["blocker_spans"]
    if is_whole(desk, blockers):
        rows = after(desk, blockers)
        for code, column, condition, message in FAULTS:
            desk.refuse(blockers, code, _fault(rows, column, condition, message))
        for name in PARTS:
            desk.refuse(blockers, "wrong_objective", _wrong_objective(desk, rows, name))
        for condition, message in STUCK_FAULTS:
            open_now = f"EXISTS (SELECT 1 FROM ({days_after(desk, spans)}) d WHERE d.key = s._key AND d.until_date IS NULL)"
            desk.refuse(blockers, "missing_value", _fault(rows, "status", condition.format(open_now=open_now), message))
    if is_whole(desk, spans):
        for select in _span_faults(desk, blockers, spans):
            desk.refuse(spans, "missing_value", select)


def is_whole(desk: Desk, table: Table) -> bool:
    """Whether the file is there with all that it must have."""
    return table in desk.tables and all(desk.has(table, column.name) for column in table.columns if column.is_required)


def after(desk: Desk, table: Table) -> str:
    """SQL for the staged rows as they would be: a column that the file leaves out is as the workspace has it."""
    here = ", ".join(f"r_{name}.key AS {name}" for name in POINTS_AT)
    joins = " ".join(f"LEFT JOIN {model} r_{name} ON r_{name}.id = t.{name}_id" for name, model in POINTS_AT.items())
    cells = ", ".join(f"{'s' if desk.has(table, name) else 't'}.{name} AS {name}" for name in (*POINTS_AT, "ended_date"))
    return f"""SELECT s._line, s._key, s.status, {cells} FROM {staged(table)} s
        LEFT JOIN (SELECT t.key, t.ended_on AS ended_date, {here} FROM decisions_blocker t {joins}
            WHERE t.organization_id = %(org)s) t ON t.key = s._key
        WHERE s._outcome <> 'refused'"""


def days_after(desk: Desk, table: Table) -> str:
    """SQL for the days of all blockers as they would be: those that the file does not name are as the workspace has them."""
    here = """SELECT b.key, t.since_on AS since_date, t.until_on AS until_date FROM decisions_blockerspan t
        JOIN decisions_blocker b ON b.id = t.blocker_id WHERE t.organization_id = %(org)s"""
    if not is_whole(desk, table):
        return here
    until = "s.until_date"
    if not desk.has(table, "until_date"):
        until = f"(SELECT max(h.until_date) FROM ({here}) h WHERE h.key = s.blocker AND h.since_date = s.since_date)"
    return f"""SELECT s.blocker AS key, s.since_date, {until} AS until_date FROM {staged(table)} s WHERE s._outcome <> 'refused'
        UNION ALL SELECT h.key, h.since_date, h.until_date FROM ({here}) h WHERE NOT EXISTS (
            SELECT 1 FROM {staged(table)} s WHERE s._outcome <> 'refused' AND s.blocker = h.key AND s.since_date = h.since_date)"""


FAULTS = (
    (
        "missing_value", "objective", "s.objective IS NULL AND s.commitment IS NULL",
        "Say what is stuck: fill in objective or commitment.",
    ),
    (
        "bad_value", "commitment", "s.objective IS NOT NULL AND s.commitment IS NOT NULL",
        "It stands in the way of one thing. Leave objective or commitment empty, and give the other a row of its own.",
    ),
    (
        "bad_value", "commitment", "s.commitment IS NOT NULL AND (s.key_result IS NOT NULL OR s.initiative IS NOT NULL)",
        "key_result and initiative say what of an objective is stuck. Name that in place of the commitment, or leave them empty.",
    ),
    (
        "bad_value", "initiative", "s.key_result IS NOT NULL AND s.initiative IS NOT NULL",
        "One part of the objective is stuck. Leave key_result or initiative empty, and give the other a row of its own.",
    ),
    (
        "bad_value", "dependency", "s.decision IS NOT NULL AND s.dependency IS NOT NULL",
        "It waits on one thing. Leave decision or dependency empty, and give the other a row of its own.",
    ),
    (
        "missing_value", "ended_date", "s.status <> 'open' AND s.ended_date IS NULL",
        "It is stuck no longer. Say in ended_date since when.",
    ),
)  # fmt: skip
STUCK_FAULTS = (
    (
        "s.status = 'open' AND NOT {open_now}",
        "It is open, so it is stuck since a day. Add that to blocker_spans.csv, without an end.",
    ),
    ("s.status <> 'open' AND {open_now}", "It is stuck no longer, and its days go on. Say in blocker_spans.csv until when."),
)


def _fault(rows: str, column: str, condition: str, message: str) -> str:
    return f"SELECT s._line, '{column}', '{message}' FROM ({rows}) s WHERE {condition}"


def _wrong_objective(desk: Desk, rows: str, name: str) -> str:
    """Blockers of a part of another objective."""
    parts, model = BY_NAME[PARTS[name]], POINTS_AT[name]
    stated = f"(SELECT p.objective FROM {staged(parts)} p WHERE p._key = s.{name} ORDER BY p._line LIMIT 1)"
    kept = f"""(SELECT o.key FROM {model} p JOIN alignment_objective o ON o.id = p.objective_id
        WHERE p.organization_id = %(org)s AND p.key = s.{name})"""
    known = f"COALESCE({stated}, {kept})" if parts in desk.tables and desk.has(parts, "objective") else kept
    return f"""SELECT s._line, '{name}', format('“%%s” is a part of “%%s”, not of “%%s”. Correct objective or {name}.',
            s.{name}, b.owner, s.objective)
        FROM ({rows}) s CROSS JOIN LATERAL (SELECT {known} AS owner) b WHERE s.objective IS NOT NULL AND b.owner <> s.objective"""


def _span_faults(desk: Desk, blockers: Table, spans: Table) -> Iterator[str]:
    """Days without an end of what is stuck no longer; and days that all have one, of what is open still."""
    state = "(SELECT t.state FROM decisions_blocker t WHERE t.organization_id = %(org)s AND t.key = s.blocker)"
    if is_whole(desk, blockers):
        state = f"""COALESCE((SELECT b.status FROM {staged(blockers)} b
            WHERE b._key = s.blocker AND b._outcome <> 'refused' LIMIT 1), {state})"""
    open_now = f"EXISTS (SELECT 1 FROM ({days_after(desk, spans)}) d WHERE d.key = s.blocker AND d.until_date IS NULL)"
    for says, condition in (
        ("“%%s” is stuck no longer. Say in until_date since when.", f"{state} <> 'open' AND {open_now}"),
        ("“%%s” is open, so its last days have no end. Say in blockers.csv how it ended.", f"{state} = 'open' AND NOT {open_now}"),
    ):
        yield f"""SELECT s._line, 'until_date', format('{says}', s.blocker) FROM {staged(spans)} s
            WHERE s._outcome = '' AND {condition}"""

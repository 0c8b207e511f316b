"""One thing that changed hands, of whatever kind: by its key in a bundle, and by its number in the workspace."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.apps import apps
from django.db.models import CharField, F, Func

from peakos.bundles.columns import Table
from peakos.bundles.desk import Desk, quoted, staged
from peakos.bundles.format import BY_NAME
from peakos.bundles.format_seats import ISSUE, RISK, THINGS, TURN

FORM = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z)?", re.ASCII)
MOMENT = """'YYYY-MM-DD"T"HH24:MI:SS"Z"'"""
TURN_NAMED = f"""(SELECT r.key || '/' || to_char(m.planned_at AT TIME ZONE 'UTC', {MOMENT}) FROM rhythm_meeting m
    JOIN rhythm_meetingseries r ON r.id = m.series_id WHERE m.id = v.row_id)"""
TURN_FOUND = f"""(SELECT m.id FROM rhythm_meeting m JOIN rhythm_meetingseries r ON r.id = m.series_id
    WHERE r.organization_id = %(org)s AND r.key || '/' || to_char(m.planned_at AT TIME ZONE 'UTC', {MOMENT}) = {{cell}})"""


def model_of_kind(kind: str) -> str:
    """The table that keeps a kind's things."""
    return quoted(apps.get_model(THINGS[kind][1])._meta.db_table)


def _cases(turn: str, other: str) -> Iterator[str]:
    for kind in THINGS:
        yield f"WHEN '{kind}' THEN " + (turn if kind == TURN else other.format(model=model_of_kind(kind)))


def named(field: str) -> Func:
    """The stored number as what names the thing; nothing where it is there no more."""
    cases = " ".join(_cases(TURN_NAMED, "(SELECT r.key FROM {model} r WHERE r.id = v.row_id)"))
    template = f"(SELECT CASE v.kind {cases} END FROM (VALUES (%(expressions)s)) v(kind, row_id))"
    return Func(F("kind"), F(field), template=template, output_field=CharField())


def numbered(cell: str) -> str:
    """SQL for the number of the thing that a staged cell names."""
    other = f"(SELECT r.id FROM {{model}} r WHERE r.organization_id = %(org)s AND r.key = {cell})"
    return f"(CASE s.kind {' '.join(_cases(TURN_FOUND.format(cell=cell), other))} END)"


def is_thing(text: str) -> bool:
    return bool(FORM.fullmatch(text))


def refuse_astray(desk: Desk, table: Table) -> None:
    """Refuse what is of another kind than its row says, and turns at meetings that nobody knows."""
    if not all(desk.has(table, name) for name in ("kind", "what")):
        return
    for kind, other in ((RISK, ISSUE), (ISSUE, RISK)):
        desk.refuse(table, "bad_value", _of_another_kind(desk, table, kind, other))
    days = BY_NAME["meeting_days"]
    stated = ""
    if days in desk.tables and all(desk.has(days, name) for name in days.identity):
        stated = f"""AND NOT EXISTS (SELECT 1 FROM {staged(days)} d WHERE d._outcome <> 'refused'
            AND d.meeting || '/' || to_char(d.planned_at AT TIME ZONE 'UTC', {MOMENT}) = s.what)"""
    desk.refuse(
        table,
        "unknown_reference",
        f"""SELECT s._line, 'what', 'No meeting at this time is known. Add it to meeting_days.csv, or leave this row out.'
        FROM {staged(table)} s
        WHERE s._outcome = '' AND s.kind = '{TURN}' AND {TURN_FOUND.format(cell="s.what")} IS NULL {stated}""",
    )


def _of_another_kind(desk: Desk, table: Table, kind: str, other: str) -> str:
    risks = BY_NAME["risks"]
    stated = ""
    if risks in desk.tables and desk.has(risks, "type"):
        stated = f"""OR EXISTS (
            SELECT 1 FROM {staged(risks)} r WHERE r._key = s.what AND r.type = '{other}' AND r._outcome <> 'refused')"""
    return f"""SELECT s._line, 'kind', format('“%%s” is no {kind}. Write {other}, or name another.', s.what)
        FROM {staged(table)} s WHERE s._outcome = '' AND s.kind = '{kind}' AND (
            EXISTS (SELECT 1 FROM {model_of_kind(other)} t WHERE t.organization_id = %(org)s AND t.key = s.what) {stated})"""

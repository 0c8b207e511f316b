"""A huddle in writing, as it comes in: only a huddle is held so, by the bundle where it says so, else by the workspace."""

from __future__ import annotations

from peakos.bundles.columns import Table
from peakos.bundles.desk import Desk, staged

MESSAGE = "Only a huddle is held in writing. Write huddle in kind, or together in held_as."


def refuse_no_huddle(desk: Desk, table: Table) -> None:
    """Refuse series that would be in writing and of another kind."""
    stated = [name for name in ("kind", "held_as") if desk.has(table, name)]
    if not stated:
        return
    kind, held_as = (f"{'s' if name in stated else 't'}.{name}" for name in ("kind", "held_as"))
    desk.refuse(
        table,
        "bad_value",
        f"""SELECT s._line, '{stated[0]}', '{MESSAGE}' FROM {staged(table)} s
        LEFT JOIN rhythm_meetingseries t ON t.organization_id = %(org)s AND t.key = s._key
        WHERE s._outcome = '' AND {held_as} = 'writing' AND {kind} IS DISTINCT FROM 'huddle'""",
    )

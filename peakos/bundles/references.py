"""What rows refer to: keys that are nowhere, and rows that fall with a refused row they refer to."""

from __future__ import annotations

from django.db import models

from peakos.bundles.columns import Column, Table
from peakos.bundles.desk import Desk, quoted, staged
from peakos.bundles.format import BY_NAME, TABLES
from peakos.bundles.format_seats import THINGS

TARGETS = tuple(BY_NAME[name] for name in dict.fromkeys(c.target for table in TABLES for c in table.columns if c.target))


def refuse_unknown(desk: Desk) -> None:
    """Refuse each row that refers to a key that is neither in the bundle nor in the workspace, or only on a refused row."""
    _collect_edges(desk)
    _collect_keys(desk)
    asked = set(desk.rows("SELECT DISTINCT target FROM pg_temp.bundle_edge"))
    targets = [target for target in TARGETS if (target.name,) in asked]
    for target in targets:
        _look_up(desk, target)
    desk.run(NOWHERE)
    desk.run(FALLING)
    for target in targets:
        _hint(desk, target)
    for table in desk.tables:
        desk.find(table.file, "unknown_reference", SENTENCES, table=table.name)
        desk.run(
            f"""UPDATE {staged(table)} s SET _outcome = 'refused' FROM pg_temp.bundle_edge e
            WHERE e.source = %(table)s AND e.line = s._line AND e.verdict <> ''""",
            table=table.name,
        )


def model_of(column: Column) -> type[models.Model]:
    """The model whose keys the column holds."""
    return BY_NAME[column.target].stores[0].table


def _collect_edges(desk: Desk) -> None:
    desk.run("DROP TABLE IF EXISTS pg_temp.bundle_edge")
    desk.run(
        """CREATE TEMPORARY TABLE bundle_edge (source text, line bigint, source_key text, is_refused boolean, col text, target text,
        target_key text, is_here boolean DEFAULT false, verdict text DEFAULT '', hint text DEFAULT '') ON COMMIT DROP"""
    )
    for table in desk.tables:
        for column in desk.columns(table):
            if column.target:
                _collect_edges_of(desk, table, column)
            if column.type == "thing" and desk.has(table, "kind"):
                _collect_things(desk, table, column)
    desk.run("CREATE INDEX ON pg_temp.bundle_edge (target, target_key)")
    desk.run("CREATE INDEX ON pg_temp.bundle_edge (source, line)")
    desk.run("ANALYZE pg_temp.bundle_edge")


def _collect_edges_of(desk: Desk, table: Table, column: Column) -> None:
    cell = f"s.{quoted(column.name)}"
    each = f"unnest({cell})" if column.type == "refs" else cell
    desk.run(
        f"""INSERT INTO pg_temp.bundle_edge (source, line, source_key, is_refused, col, target, target_key)
        SELECT %(table)s, s._line, s._key, s._outcome <> '', %(column)s, %(target)s, {each} FROM {staged(table)} s
        WHERE {cell} IS NOT NULL""",
        table=table.name,
        column=column.name,
        target=column.target,
    )


def _collect_things(desk: Desk, table: Table, column: Column) -> None:
    """What changed hands, whichever file it is a row of."""
    files = ", ".join(f"('{kind}', '{file}')" for kind, (file, _) in THINGS.items())
    desk.run(
        f"""INSERT INTO pg_temp.bundle_edge (source, line, source_key, is_refused, col, target, target_key)
        SELECT %(table)s, s._line, s._key, s._outcome <> '', %(column)s, f.file, split_part(s.{quoted(column.name)}, '/', 1)
        FROM {staged(table)} s JOIN (VALUES {files}) f(kind, file) ON f.kind = s.kind WHERE s.{quoted(column.name)} IS NOT NULL""",
        table=table.name,
        column=column.name,
    )


def _collect_keys(desk: Desk) -> None:
    desk.run("DROP TABLE IF EXISTS pg_temp.bundle_key")
    desk.run(
        """CREATE TEMPORARY TABLE bundle_key
        (source text, key text, line bigint, is_refused boolean, is_here boolean DEFAULT false) ON COMMIT DROP"""
    )
    for table in desk.tables:
        if table.identity == ("key",):
            desk.run(
                f"""INSERT INTO pg_temp.bundle_key (source, key, line, is_refused)
                SELECT %(table)s, s._key, min(s._line), bool_and(s._outcome <> '') FROM {staged(table)} s
                WHERE s._key <> '' GROUP BY s._key""",
                table=table.name,
            )
    desk.run("CREATE INDEX ON pg_temp.bundle_key (source, key)")
    desk.run("ANALYZE pg_temp.bundle_key")


def _look_up(desk: Desk, target: Table) -> None:
    """Mark the keys that the workspace holds."""
    for store in target.stores:
        model = quoted(store.table._meta.db_table)
        for marked, kind, key in (("bundle_edge", "target", "target_key"), ("bundle_key", "source", "key")):
            desk.run(
                f"""UPDATE pg_temp.{marked} m SET is_here = true FROM {model} t
                WHERE m.{kind} = %(target)s AND t.organization_id = %(org)s AND t.key = m.{key}""",
                target=target.name,
            )


def _hint(desk: Desk, target: Table) -> None:
    """Find the key of what was given by its name."""
    named = next((name for name in ("name", "title") if name in target.by_name), "")
    if not named:
        return
    places = [quoted(store.table._meta.db_table) for store in target.stores]
    sources = [f"SELECT lower(t.{named}), t.key FROM {model} t WHERE t.organization_id = %(org)s" for model in places]
    if desk.has(target, named):
        sources.append(f"SELECT lower(s.{named}), s._key FROM {staged(target)} s WHERE s._key <> ''")
    desk.run(
        f"""UPDATE pg_temp.bundle_edge e SET hint = n.key
        FROM (SELECT name, min(key) AS key FROM ({" UNION ALL ".join(sources)}) x(name, key) GROUP BY name) n
        WHERE e.verdict = 'unknown' AND e.target = %(target)s AND lower(e.target_key) = n.name""",
        target=target.name,
    )


NOWHERE = """
UPDATE pg_temp.bundle_edge e SET verdict = 'unknown'
WHERE NOT e.is_here AND NOT EXISTS (SELECT 1 FROM pg_temp.bundle_key k WHERE k.source = e.target AND k.key = e.target_key)
"""

# A key falls when its row is refused and the workspace does not hold it. Rows that refer to it are refused: their keys fall too.
FALLING = """
WITH RECURSIVE fallen(source, key) AS (
    SELECT k.source, k.key FROM pg_temp.bundle_key k
    WHERE NOT k.is_here AND (k.is_refused OR EXISTS (
        SELECT 1 FROM pg_temp.bundle_edge e
        WHERE e.source = k.source AND e.source_key = k.key AND e.verdict = 'unknown' AND NOT e.is_refused
    ))
    UNION
    SELECT k.source, k.key FROM fallen f
    JOIN pg_temp.bundle_edge e ON e.target = f.source AND e.target_key = f.key AND NOT e.is_here AND NOT e.is_refused
    JOIN pg_temp.bundle_key k ON k.source = e.source AND k.key = e.source_key AND NOT k.is_here
)
UPDATE pg_temp.bundle_edge e SET verdict = 'follows' FROM fallen f
WHERE e.target = f.source AND e.target_key = f.key AND NOT e.is_here AND NOT e.is_refused AND e.verdict = ''
"""

SENTENCES = r"""
SELECT e.line, e.col, CASE WHEN e.verdict = 'follows'
    THEN format('This follows from line %%s of %%s.csv: “%%s” is refused there. Mend that row, and this one goes in too.',
        k.line, e.target, left(e.target_key, 80))
    ELSE format('“%%s” is no key of %%s.csv nor of the workspace. Correct it, or add the row it means.%%s',
        left(regexp_replace(e.target_key, '[[:cntrl:]]', '·', 'g'), 80), e.target,
        CASE WHEN e.hint <> '' THEN format(' It is the name of “%%s”: is that the key you mean?', e.hint) ELSE '' END)
    END
FROM pg_temp.bundle_edge e LEFT JOIN pg_temp.bundle_key k ON k.source = e.target AND k.key = e.target_key
WHERE e.source = %(table)s AND e.verdict <> ''
"""

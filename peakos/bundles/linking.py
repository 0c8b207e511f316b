"""The links behind a row's cells: contributors, roles, options, what it came from. They are touched only where they differ."""

from __future__ import annotations

from collections.abc import Iterator

from peakos.bundles.ballots import (
    REASONS,
    SCORES,
    VOTES,
    reasons_differ,
    scores_differ,
    set_reasons,
    set_votes,
    votes_differ,
)
from peakos.bundles.columns import Column, Link
from peakos.bundles.desk import column_of, quoted, staged
from peakos.bundles.mapping import Mapping
from peakos.bundles.references import model_of

WANTED = "pg_temp.bundle_wanted"
TOUCHED = "s._outcome IN ('created', 'changed')"


def links_differ(mapping: Mapping) -> Iterator[str]:
    """SQL for whether the links of `t` are others than the cells of `s` say."""
    for column in mapping.columns():
        if column.name in REASONS:
            yield reasons_differ(column.name)
        elif column.name == VOTES:
            yield votes_differ()
        elif column.name == SCORES:
            yield scores_differ()
        elif column.link:
            cell = f"s.{quoted(column.name)}"
            wanted = cell if column.type == "ref" else f"COALESCE({cell}, '{{}}')"
            yield f"{_current(column, column.link, 't.id')} IS DISTINCT FROM {wanted}"
        elif column.name == "chosen":
            yield f"{CHOSEN.format(owner='t.id')} IS DISTINCT FROM s.chosen"
        elif column.name == "meeting_at":
            yield f"{_meeting_at(mapping, 't.id')} IS DISTINCT FROM s.meeting_at"


def set_links(mapping: Mapping) -> None:
    """Make the links of new and changed rows what the cells say."""
    for column in mapping.columns():
        if column.type == "lines" and column.link:
            _set_lines(mapping, column, column.link)
        elif column.name in (VOTES, SCORES):
            set_votes(mapping, column.name)
        elif column.link:
            _set_refs(mapping, column, column.link)
    for name in REASONS:
        if mapping.desk.has(mapping.table, name):
            set_reasons(mapping, name)
    if mapping.desk.has(mapping.table, "chosen"):
        mapping.desk.run(CHOOSE.format(staged=staged(mapping.table), current=CHOSEN.format(owner="s._id")))
    if mapping.desk.has(mapping.table, "meeting_at"):
        known = {"staged": staged(mapping.table), "current": _meeting_at(mapping, "s._id"), "thing": _thing(mapping)}
        mapping.desk.run(SET_MEETING.format(touched=TOUCHED, **known))


def _meeting_at(mapping: Mapping, owner: str) -> str:
    """SQL for when the meeting was that a decision or commitment came of, as it is known now."""
    return MEETING_AT.format(thing=_thing(mapping), owner=owner)


def _thing(mapping: Mapping) -> str:
    """The column of a meeting's outputs that holds this file's rows."""
    link = mapping.table.by_name["meeting"].link
    assert link
    return _owner(link)


def _current(column: Column, link: Link, owner: str) -> str:
    """SQL for the keys (or lines) that the row `owner` is linked with now, in their order."""
    where = _where(link, "l") + f" AND l.{_owner(link)} = {owner}"
    if column.type == "lines":
        return f"ARRAY(SELECT l.{quoted(link.other)}::text FROM {_table(link)} l WHERE {where} ORDER BY l.position, l.id)"
    joined = f"{_table(link)} l JOIN {quoted(model_of(column)._meta.db_table)} o ON o.id = l.{_other(link)}"
    if column.type == "ref":
        return f"(SELECT o.key FROM {joined} WHERE {where} LIMIT 1)"
    order = "l.position, l.id" if link.is_ordered else "l.id"
    return f"ARRAY(SELECT o.key::text FROM {joined} WHERE {where} ORDER BY {order})"


def _set_refs(mapping: Mapping, column: Column, link: Link) -> None:
    _lay_out_wanted(mapping, column)
    run, table = mapping.desk.run, _table(link)
    run(
        f"""DELETE FROM {table} l USING {staged(mapping.table)} s
        WHERE l.{_owner(link)} = s._id AND s._outcome = 'changed' AND {mapping.mine} AND {_where(link, "l")}
        AND NOT EXISTS (SELECT 1 FROM {WANTED} w WHERE w.owner = l.{_owner(link)} AND w.other = l.{_other(link)})"""
    )
    fixed = "".join(f", '{word}'" for word in link.fixed.values())
    names = "".join(f", {quoted(name)}" for name in link.fixed)
    place = (", position", ", w.place") if "position" in _fields(link) else ("", "")
    run(
        f"""INSERT INTO {table} (organization_id, {_owner(link)}, {_other(link)}{place[0]}{names})
        SELECT %(org)s, w.owner, w.other{place[1]}{fixed} FROM {WANTED} w
        WHERE w.is_new OR NOT EXISTS (
            SELECT 1 FROM {table} l WHERE l.{_owner(link)} = w.owner AND l.{_other(link)} = w.other AND {_where(link, "l")})
        ORDER BY w.owner, w.place"""
    )
    run(f"ANALYZE (SKIP_LOCKED) {table}")
    if link.is_ordered:
        _set_order(mapping, column, link)


def _lay_out_wanted(mapping: Mapping, column: Column) -> None:
    """The links that new and changed rows want, one row each: owner, other, place."""
    cell = f"s.{quoted(column.name)}"
    each = f"unnest({cell})" if column.type == "refs" else f"unnest(ARRAY[{cell}])"
    mapping.desk.run(f"DROP TABLE IF EXISTS {WANTED}")
    mapping.desk.run(
        f"""CREATE TEMPORARY TABLE {WANTED} ON COMMIT DROP AS
        SELECT s._id AS owner, o.id AS other, e.place - 1 AS place, s._outcome = 'created' AS is_new
        FROM {staged(mapping.table)} s CROSS JOIN LATERAL {each} WITH ORDINALITY AS e(key, place)
        JOIN {quoted(model_of(column)._meta.db_table)} o ON o.organization_id = %(org)s AND o.key = e.key
        WHERE {TOUCHED} AND {mapping.mine}"""
    )
    mapping.desk.run(f"CREATE INDEX ON {WANTED} (owner, other)")
    mapping.desk.run(f"ANALYZE {WANTED}")


def _set_order(mapping: Mapping, column: Column, link: Link) -> None:
    """Number the links of changed rows anew where their order is not the one of the cell."""
    mapping.desk.run(
        f"""UPDATE {_table(link)} l SET position = w.place FROM {WANTED} w
        WHERE l.{_owner(link)} = w.owner AND l.{_other(link)} = w.other AND {_where(link, "l")} AND l.position <> w.place
        AND w.owner IN (SELECT s._id FROM {staged(mapping.table)} s WHERE s._outcome = 'changed' AND {mapping.mine}
            AND {_current(column, link, "s._id")} IS DISTINCT FROM s.{quoted(column.name)})"""
    )


def _set_lines(mapping: Mapping, column: Column, link: Link) -> None:
    """Options: told apart by their place; a choice stays with its words."""
    known = {
        "staged": staged(mapping.table),
        "cell": quoted(column.name),
        "current": _current(column, link, "s._id"),
        "touched": TOUCHED,
    }
    for statement in (ADD_OPTIONS, CHANGE_OPTIONS, DROP_OPTIONS):
        mapping.desk.run(statement.format(**known))


def _table(link: Link) -> str:
    return quoted(link.table._meta.db_table)


def _fields(link: Link) -> set[str]:
    return {kept.name for kept in link.table._meta.concrete_fields}


def _owner(link: Link) -> str:
    return quoted(column_of(link.table, link.owner))


def _other(link: Link) -> str:
    return quoted(column_of(link.table, link.other))


def _where(link: Link, alias: str) -> str:
    """The links that this column speaks of, of all in the table."""
    return " AND ".join([f"{alias}.{quoted(name)} = '{word}'" for name, word in link.fixed.items()] or ["true"])


CHOSEN = """(SELECT o.place FROM (
    SELECT row_number() OVER (ORDER BY position, id) AS place, is_chosen FROM decisions_option WHERE decision_id = {owner}
) o WHERE o.is_chosen LIMIT 1)"""

CHOOSE = """
UPDATE decisions_option o SET is_chosen = (n.place = n.chosen)
FROM (
    SELECT o.id, s.chosen, row_number() OVER (PARTITION BY o.decision_id ORDER BY o.position, o.id) AS place
    FROM {staged} s JOIN decisions_option o ON o.decision_id = s._id
    WHERE s._outcome IN ('created', 'changed') AND {current} IS DISTINCT FROM s.chosen
) n WHERE o.id = n.id AND o.is_chosen IS DISTINCT FROM (n.place = n.chosen)
"""

MEETING_AT = """(SELECT m.planned_at FROM rhythm_meetingoutput o JOIN rhythm_meeting m ON m.id = o.meeting_id
    WHERE o.{thing} = {owner} LIMIT 1)"""

SET_MEETING = """
UPDATE rhythm_meetingoutput o SET meeting_id = (
    SELECT m.id FROM rhythm_meeting m WHERE m.series_id = o.series_id AND m.planned_at = s.meeting_at)
FROM {staged} s WHERE o.{thing} = s._id AND {touched} AND {current} IS DISTINCT FROM s.meeting_at
"""

# Options of the decisions whose lines differ, by place: what is there (id) and what is wanted (text).
OPTIONS_BY_PLACE = """
SELECT d._id AS decision_id, x.*,
    EXISTS (SELECT 1 FROM decisions_option c WHERE c.decision_id = d._id AND c.is_chosen AND c.text = x.text) AS is_chosen
FROM (SELECT s._id, COALESCE(s.{cell}, '{{}}') AS lines FROM {staged} s
      WHERE {touched} AND {current} IS DISTINCT FROM COALESCE(s.{cell}, '{{}}')) d
CROSS JOIN LATERAL (
    SELECT place, h.id, w.text, h.text AS before
    FROM (SELECT row_number() OVER (ORDER BY position, id) AS place, id, text FROM decisions_option WHERE decision_id = d._id) h
    FULL JOIN (SELECT l.place, l.text FROM unnest(d.lines) WITH ORDINALITY AS l(text, place)) w USING (place)
) x
"""
CHANGE_OPTIONS = f"""
UPDATE decisions_option o SET text = p.text, is_chosen = p.is_chosen FROM ({OPTIONS_BY_PLACE}) p
WHERE o.id = p.id AND p.text IS NOT NULL AND p.text <> p.before
"""
ADD_OPTIONS = f"""
INSERT INTO decisions_option (organization_id, decision_id, position, text, is_chosen)
SELECT %(org)s, p.decision_id,
    COALESCE((SELECT max(position) + 1 FROM decisions_option o WHERE o.decision_id = p.decision_id), 0)
        + row_number() OVER (PARTITION BY p.decision_id ORDER BY p.place) - 1,
    p.text, p.is_chosen
FROM ({OPTIONS_BY_PLACE}) p WHERE p.id IS NULL
"""
DROP_OPTIONS = f"""
DELETE FROM decisions_option o USING ({OPTIONS_BY_PLACE}) p
WHERE o.id = p.id AND p.text IS NULL AND NOT EXISTS (SELECT 1 FROM decisions_optionvote v WHERE v.option_id = o.id)
"""

"""What hangs on the options of a decision, told by their places: the reasons for and against each, and what each was given."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery

from decisions.models import Option, OptionVote
from peakos.bundles.columns import Table
from peakos.bundles.desk import Desk, staged
from peakos.bundles.format import BY_NAME
from peakos.bundles.mapping import Mapping

PROS, CONS, VOTES = "pros", "cons", "votes"
REASONS = (PROS, CONS)
REASON_MAX, POINTS_MAX = 2000, 100
NONE = "none"  # no points for an option


def reasons_asked(name: str) -> ArraySubquery:
    """The reasons of a decision's options, in their order."""
    return ArraySubquery(Option.objects.filter(decision=OuterRef("pk")).order_by("position", "id").values(name))


def votes_asked() -> ArraySubquery:
    """What an answer gives to each option of its decision, in their order."""
    points = OptionVote.objects.filter(option=OuterRef("pk"), answer=OuterRef(OuterRef("pk"))).values("points")[:1]
    options = Option.objects.filter(decision=OuterRef("hearing__decision")).order_by("position", "id")
    return ArraySubquery(options.annotate(points=Subquery(points)).values("points"))


def has_reasons(name: str) -> bool:
    return bool(Option.objects.exclude(**{name: ""}).exists())


def write_reasons(reasons: Sequence[str]) -> str:
    """A text an option as JSON, up to the last that says something."""
    said = trimmed(reasons)
    return json.dumps(said, ensure_ascii=False) if said else ""


def write_votes(votes: Sequence[int | None]) -> str:
    return "; ".join(NONE if points is None else str(points) for points in trimmed(votes))


def trimmed(items: Sequence[Any]) -> list[Any]:
    """Without what says nothing at the end."""
    rest = list(items)
    while rest and rest[-1] in (None, ""):
        rest.pop()
    return rest


def read_reasons(text: str) -> list[str]:
    """Raises ValueError with the sentence of the finding when it is no list of texts."""
    try:
        reasons = json.loads(text)
    except (ValueError, RecursionError):
        reasons = None
    if not isinstance(reasons, list) or not all(isinstance(one, str) and "\0" not in one for one in reasons):
        raise ValueError('Write a JSON list with a text for each option, in their order, such as ["Cheap", ""].')
    if any(len(one) > REASON_MAX for one in reasons):
        raise ValueError(f"{REASON_MAX:,} characters fit for each option. Shorten the text.")
    return trimmed(reasons)


def read_votes(text: str) -> list[int | None]:
    """Raises ValueError with the sentence of the finding when it is no list of points."""
    items = [item.strip() for item in text.split(";")]
    if not all(item == NONE or (item.isascii() and item.isdigit() and int(item[:9]) <= POINTS_MAX) for item in items):
        raise ValueError(f"Write what each option got, in their order: from 0 to {POINTS_MAX}, or {NONE}, such as 3; {NONE}; 1.")
    return trimmed([None if item == NONE else int(item) for item in items])


def reasons_differ(name: str) -> str:
    """SQL for whether the options of `t` have other reasons than the cell says."""
    return f"""(COALESCE(cardinality(s.{name}), 0) > (SELECT count(*) FROM decisions_option o WHERE o.decision_id = t.id)
        OR EXISTS (SELECT 1 FROM ({ranked("t.id")}) o WHERE o.{name} <> COALESCE((s.{name})[o.place], '')))"""


VOTES_DIFFER = """EXISTS (SELECT 1 FROM decisions_answer a JOIN decisions_hearing h ON h.id = a.hearing_id WHERE a.id = t.id AND (
    COALESCE(cardinality(s.votes), 0) > (SELECT count(*) FROM decisions_option o WHERE o.decision_id = h.decision_id)
    OR EXISTS (SELECT 1 FROM ({ranked}) o LEFT JOIN decisions_optionvote v ON v.option_id = o.id AND v.answer_id = t.id
        WHERE v.points IS DISTINCT FROM (s.votes)[o.place])))"""


def ranked(decision: str) -> str:
    """SQL for a decision's options with their places."""
    return f"""SELECT id, pros, cons, row_number() OVER (ORDER BY position, id) AS place
        FROM decisions_option WHERE decision_id = {decision}"""


def votes_differ() -> str:
    return VOTES_DIFFER.format(ranked=ranked("h.decision_id"))


def set_reasons(mapping: Mapping, name: str) -> None:
    mapping.desk.run(
        f"""UPDATE decisions_option o SET {name} = COALESCE((n.texts)[n.place], '') FROM (
            SELECT r.id, r.place, s.{name} AS texts FROM {staged(mapping.table)} s CROSS JOIN LATERAL ({ranked("s._id")}) r
            WHERE s._outcome IN ('created', 'changed')) n
        WHERE o.id = n.id AND o.{name} <> COALESCE((n.texts)[n.place], '')"""
    )


def set_votes(mapping: Mapping) -> None:
    """Make what new and changed answers give to the options what the cells say."""
    known = {"staged": staged(mapping.table), "ranked": ranked("h.decision_id")}
    known["wanted"] = WANTED.format(**known)
    for statement in (DROP_VOTES, CHANGE_VOTES, ADD_VOTES):
        mapping.desk.run(statement.format(**known))


WANTED = """
SELECT s._id AS answer_id, o.id AS option_id, (s.votes)[o.place] AS points
FROM {staged} s JOIN decisions_answer a ON a.id = s._id JOIN decisions_hearing h ON h.id = a.hearing_id
CROSS JOIN LATERAL ({ranked}) o
WHERE s._outcome IN ('created', 'changed') AND (s.votes)[o.place] IS NOT NULL
"""
DROP_VOTES = """
DELETE FROM decisions_optionvote v USING {staged} s WHERE v.answer_id = s._id AND s._outcome = 'changed'
AND NOT EXISTS (SELECT 1 FROM ({wanted}) w WHERE w.answer_id = v.answer_id AND w.option_id = v.option_id)
"""
CHANGE_VOTES = """
UPDATE decisions_optionvote v SET points = w.points FROM ({wanted}) w
WHERE v.answer_id = w.answer_id AND v.option_id = w.option_id AND v.points <> w.points
"""
ADD_VOTES = """
INSERT INTO decisions_optionvote (organization_id, answer_id, option_id, points)
SELECT %(org)s, w.answer_id, w.option_id, w.points FROM ({wanted}) w
WHERE NOT EXISTS (SELECT 1 FROM decisions_optionvote v WHERE v.answer_id = w.answer_id AND v.option_id = w.option_id)
ORDER BY w.answer_id, w.option_id
"""


def refuse_no_option(desk: Desk, table: Table) -> None:
    """Refuse votes for more options than their decision has: by the bundle where it says so, else by the workspace."""
    if not all(desk.has(table, name) for name in ("decision", VOTES)):
        return
    decisions = BY_NAME["decisions"]
    here = """(SELECT count(*) FROM decisions_option o JOIN decisions_decision d ON d.id = o.decision_id
        WHERE d.organization_id = %(org)s AND d.key = s.decision)"""
    options = here
    if decisions in desk.tables and desk.has(decisions, "options"):
        options = f"""COALESCE((SELECT COALESCE(cardinality(d.options), 0) FROM {staged(decisions)} d
            WHERE d._key = s.decision AND d._outcome <> 'refused' LIMIT 1), {here})"""
    desk.refuse(
        table,
        "out_of_range",
        f"""SELECT s._line, 'votes', format('The decision has %%s options, and these are %%s votes. Count its options anew.',
            {options}, cardinality(s.votes))
        FROM {staged(table)} s WHERE s._outcome = '' AND cardinality(s.votes) > {options}""",
    )

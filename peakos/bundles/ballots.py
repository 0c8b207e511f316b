"""What hangs on the options of a decision, told by their places: the reasons for and against each, and what each was given.

Points are given to the whole of an option, or by the criteria of the decision: those are named, and may come in another order.
"""

from __future__ import annotations

import json
from collections.abc import Mapping as Named
from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, JSONField, OuterRef, Subquery

from decisions.models import Option, OptionVote
from decisions.tallies import BEST_SCORE
from peakos.bundles.columns import CONTROL, Table
from peakos.bundles.desk import Desk, staged
from peakos.bundles.format import BY_NAME
from peakos.bundles.mapping import Mapping

PROS, CONS, VOTES, SCORES = "pros", "cons", "votes", "scores"
REASONS = (PROS, CONS)
REASON_MAX, POINTS_MAX = 2000, 100
NONE = "none"  # no points for an option


def reasons_asked(name: str) -> ArraySubquery:
    """The reasons of a decision's options, in their order."""
    return ArraySubquery(Option.objects.filter(decision=OuterRef("pk")).order_by("position", "id").values(name))


def votes_asked() -> ArraySubquery:
    """What an answer gives to each option of its decision as a whole, in their order."""
    points = OptionVote.objects.filter(option=OuterRef("pk"), answer=OuterRef(OuterRef("pk")), criterion=None).values("points")[:1]
    options = Option.objects.filter(decision=OuterRef("hearing__decision")).order_by("position", "id")
    return ArraySubquery(options.annotate(points=Subquery(points)).values("points"))


def scores_asked() -> Func:
    """What an answer gives to each option by each criterion, in the order of the options."""
    template = f"""(SELECT jsonb_agg({SCORED.format(answer="v.answer")} ORDER BY o.place)
        FROM (VALUES (%(expressions)s)) v(answer, decision) CROSS JOIN LATERAL ({ranked("v.decision")}) o)"""
    return Func(F("pk"), F("hearing__decision_id"), template=template, output_field=JSONField())


def has_reasons(name: str) -> bool:
    return bool(Option.objects.exclude(**{name: ""}).exists())


def write_reasons(reasons: Sequence[str]) -> str:
    """A text an option as JSON, up to the last that says something."""
    said = trimmed(reasons)
    return json.dumps(said, ensure_ascii=False) if said else ""


def write_votes(votes: Sequence[int | None]) -> str:
    return "; ".join(NONE if points is None else str(points) for points in trimmed(votes))


def write_scores(scores: Sequence[Named[str, int]]) -> str:
    """A score by each criterion for each option as JSON, up to the last that was scored."""
    said = trimmed([{without_controls(name): points for name, points in one.items()} for one in scores])
    return json.dumps(said, ensure_ascii=False, sort_keys=True) if said else ""


def without_controls(name: str) -> str:
    """As the cell of its own file has it."""
    return CONTROL.sub("", name).strip()


def trimmed(items: Sequence[Any]) -> list[Any]:
    """Without what says nothing at the end."""
    rest = list(items)
    while rest and rest[-1] in (None, "", {}):
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


def read_scores(text: str) -> list[dict[str, int]]:
    """Raises ValueError with the sentence of the finding when it is no list of scores by criteria."""
    try:
        scores = json.loads(text)
    except (ValueError, RecursionError):
        scores = None
    if not isinstance(scores, list) or not all(isinstance(one, dict) and all(map(is_score, one.values())) for one in scores):
        raise ValueError(
            f'Write a JSON list with scores from 0 to {BEST_SCORE} for each option, in their order, such as [{{"Cost": 3}}, {{}}].'
        )
    if any("\0" in name for one in scores for name in one):
        raise ValueError("A name in it has an invisible control character. Type it anew.")
    return trimmed(scores)


def is_score(points: Any) -> bool:
    return type(points) is int and 0 <= points <= BEST_SCORE


def reasons_differ(name: str) -> str:
    """SQL for whether the options of `t` have other reasons than the cell says."""
    return f"""(COALESCE(cardinality(s.{name}), 0) > (SELECT count(*) FROM decisions_option o WHERE o.decision_id = t.id)
        OR EXISTS (SELECT 1 FROM ({ranked("t.id")}) o WHERE o.{name} <> COALESCE((s.{name})[o.place], '')))"""


VOTES_DIFFER = """EXISTS (SELECT 1 FROM decisions_answer a JOIN decisions_hearing h ON h.id = a.hearing_id WHERE a.id = t.id AND (
    COALESCE(cardinality(s.votes), 0) > (SELECT count(*) FROM decisions_option o WHERE o.decision_id = h.decision_id)
    OR EXISTS (SELECT 1 FROM ({ranked}) o
        LEFT JOIN decisions_optionvote v ON v.option_id = o.id AND v.answer_id = t.id AND v.criterion_id IS NULL
        WHERE v.points IS DISTINCT FROM (s.votes)[o.place])))"""
SCORES_DIFFER = """EXISTS (SELECT 1 FROM decisions_answer a JOIN decisions_hearing h ON h.id = a.hearing_id WHERE a.id = t.id AND (
    COALESCE(jsonb_array_length(s.scores), 0) > (SELECT count(*) FROM decisions_option o WHERE o.decision_id = h.decision_id)
    OR EXISTS (SELECT 1 FROM ({ranked}) o WHERE {scored} <> COALESCE(s.scores -> (o.place - 1)::int, '{{}}'))))"""
SCORED = """COALESCE((SELECT jsonb_object_agg(c.name, w.points) FROM decisions_optionvote w
    JOIN decisions_criterion c ON c.id = w.criterion_id WHERE w.answer_id = {answer} AND w.option_id = o.id), '{{}}')"""


def ranked(decision: str) -> str:
    """SQL for a decision's options with their places."""
    return f"""SELECT id, pros, cons, row_number() OVER (ORDER BY position, id) AS place
        FROM decisions_option WHERE decision_id = {decision}"""


def votes_differ() -> str:
    return VOTES_DIFFER.format(ranked=ranked("h.decision_id"))


def scores_differ() -> str:
    return SCORES_DIFFER.format(ranked=ranked("h.decision_id"), scored=SCORED.format(answer="t.id"))


def set_reasons(mapping: Mapping, name: str) -> None:
    mapping.desk.run(
        f"""UPDATE decisions_option o SET {name} = COALESCE((n.texts)[n.place], '') FROM (
            SELECT r.id, r.place, s.{name} AS texts FROM {staged(mapping.table)} s CROSS JOIN LATERAL ({ranked("s._id")}) r
            WHERE s._outcome IN ('created', 'changed')) n
        WHERE o.id = n.id AND o.{name} <> COALESCE((n.texts)[n.place], '')"""
    )


def set_votes(mapping: Mapping, name: str) -> None:
    """Make what new and changed answers give to the options, as a whole or by criteria, what the cells say."""
    known = {"staged": staged(mapping.table), "ranked": ranked("h.decision_id"), "which": "v.criterion_id IS NULL"}
    known |= {"points": "(s.votes)[o.place]", "criterion": "NULL::bigint", "by": ""}
    if name == SCORES:
        known |= {"which": "v.criterion_id IS NOT NULL", "points": "g.points::int", "criterion": "c.id", "by": BY_CRITERIA}
    known["wanted"] = WANTED.format(**known)
    for statement in (DROP_VOTES, CHANGE_VOTES, ADD_VOTES):
        mapping.desk.run(statement.format(**known))


WANTED = """
SELECT s._id AS answer_id, o.id AS option_id, {criterion} AS criterion_id, {points} AS points
FROM {staged} s JOIN decisions_answer a ON a.id = s._id JOIN decisions_hearing h ON h.id = a.hearing_id
CROSS JOIN LATERAL ({ranked}) o {by}
WHERE s._outcome IN ('created', 'changed') AND {points} IS NOT NULL
"""
BY_CRITERIA = """CROSS JOIN LATERAL jsonb_each_text(s.scores -> (o.place - 1)::int) g(name, points)
JOIN decisions_criterion c ON c.decision_id = h.decision_id AND c.name = g.name"""
SAME_VOTE = "w.answer_id = v.answer_id AND w.option_id = v.option_id AND w.criterion_id IS NOT DISTINCT FROM v.criterion_id"
DROP_VOTES = f"""
DELETE FROM decisions_optionvote v USING {{staged}} s WHERE v.answer_id = s._id AND s._outcome = 'changed' AND {{which}}
AND NOT EXISTS (SELECT 1 FROM ({{wanted}}) w WHERE {SAME_VOTE})
"""
CHANGE_VOTES = f"""
UPDATE decisions_optionvote v SET points = w.points FROM ({{wanted}}) w WHERE {SAME_VOTE} AND v.points <> w.points
"""
ADD_VOTES = f"""
INSERT INTO decisions_optionvote (organization_id, answer_id, option_id, criterion_id, points)
SELECT %(org)s, w.answer_id, w.option_id, w.criterion_id, w.points FROM ({{wanted}}) w
WHERE NOT EXISTS (SELECT 1 FROM decisions_optionvote v WHERE {SAME_VOTE})
ORDER BY w.answer_id, w.option_id, w.criterion_id
"""


def refuse_no_option(desk: Desk, table: Table) -> None:
    """Refuse votes and scores for more options than their decision has: by the bundle where it says so, else by the workspace."""
    decisions = BY_NAME["decisions"]
    here = """(SELECT count(*) FROM decisions_option o JOIN decisions_decision d ON d.id = o.decision_id
        WHERE d.organization_id = %(org)s AND d.key = s.decision)"""
    options = here
    if decisions in desk.tables and desk.has(decisions, "options"):
        options = f"""COALESCE((SELECT COALESCE(cardinality(d.options), 0) FROM {staged(decisions)} d
            WHERE d._key = s.decision AND d._outcome <> 'refused' LIMIT 1), {here})"""
    for name, count in ((VOTES, "cardinality(s.votes)"), (SCORES, "jsonb_array_length(s.scores)")):
        if desk.has(table, "decision") and desk.has(table, name):
            desk.refuse(
                table,
                "out_of_range",
                f"""SELECT s._line, '{name}', format(
                    'The decision has %%s options, and these are {name} for %%s. Count its options anew.', {options}, {count})
                FROM {staged(table)} s WHERE s._outcome = '' AND {count} > {options}""",
            )


def refuse_no_criterion(desk: Desk, table: Table) -> None:
    """Refuse scores by what is no criterion of the decision, neither in the bundle nor in the workspace."""
    criteria = BY_NAME["criteria"]
    if not all(desk.has(table, name) for name in ("decision", SCORES)):
        return
    stated = ""
    if criteria in desk.tables and all(desk.has(criteria, name) for name in criteria.identity):
        stated = f"""AND NOT EXISTS (SELECT 1 FROM {staged(criteria)} n
            WHERE n._outcome <> 'refused' AND n.decision = s.decision AND n.name = g.name)"""
    desk.refuse(
        table,
        "unknown_reference",
        f"""SELECT DISTINCT ON (s._line) s._line, '{SCORES}',
            format('“%%s” is no criterion of this decision. Correct its name, or add it to criteria.csv.', left(g.name, 80))
        FROM {staged(table)} s CROSS JOIN LATERAL jsonb_array_elements(s.scores) e(one)
        CROSS JOIN LATERAL jsonb_object_keys(e.one) g(name)
        WHERE s._outcome = '' {stated} AND NOT EXISTS (SELECT 1 FROM decisions_criterion c
            JOIN decisions_decision d ON d.id = c.decision_id
            WHERE d.organization_id = %(org)s AND d.key = s.decision AND c.name = g.name)
        ORDER BY s._line, g.name""",
    )

"""The files of what surrounds a decision: what was known and came of it, who was heard and told, and what waits for it."""

from __future__ import annotations

from functools import partial

from django.db.models import DateField, F, Func, Q

from alignment.models.objectives import Bound
from decisions.actions.criteria import LONGEST_NAME
from decisions.models import AssumptionState, BlockerKind, BlockerState, Stance, Verdict, Watch, Way
from decisions.tallies import MOST_WEIGHT
from peakos.bundles.columns import (
    SMALL_MAX,
    Column,
    Link,
    Once,
    Store,
    Table,
    Under,
    above,
    date,
    enum,
    flag,
    key,
    long,
    moment,
    nth,
    number,
    ref,
    text,
    whole,
    words,
)

STANDS_THERE = "Another criterion of this decision has this place. Give each a place of its own."
CONCURRENT = "People are asked about this decision already. Say in closed_at when that ended, or leave this row out."


def revealed(path: str = "") -> Q:
    """Answers that everybody may see: not hidden, closed, or of a day that is over where the organization is at home."""
    today = Func(
        F(f"{path}organization__timezone"), template="(now() AT TIME ZONE %(expressions)s)::date", output_field=DateField()
    )
    return Q(**{f"{path}is_hidden": False}) | Q(**{f"{path}closed_at__isnull": False}) | Q(**{f"{path}closes_on__lt": today})


KNOWN: tuple[Table, ...] = (
    Table(
        "decision_evidence",
        (
            ref("decision", "decisions", is_required=True),
            moment("at", "at", is_required=True),
            ref("by", "people"),
            long("outcome"),
            long("choice"),
            flag("is_yes", "is_yes"),
            whole("confidence", 0, 100),
            Column("facts", "facts", "facts"),
            ref("key_result", "key_results", "key_result_number"),
            text("key_result_title"),
            text("unit"),
            number("baseline", None),
            number("expected_value", None),
            date("expected_date", "expected_by"),
        ),
        (Store("decisions.Evidence"),),
        identity=("decision", "at"),
        is_extension=True,
        is_kept=True,
    ),
    Table(
        "decision_reviews",
        (
            ref("decision", "decisions", is_required=True),
            date("date", "on", is_required=True),
            nth(),
            moment("evidence_at"),
            date("due_date", "due_on"),
            ref("by", "people"),
            number("value", None),
            Column("came_true", "float", "came_true"),
            flag("turned_out_well", "turned_out_well"),
            whole("judgement", 1, 4, is_required=True),
            long("note"),
            text("lesson"),
            enum("verdict", words(*Verdict.values), is_required=True),
        ),
        (Store("decisions.DecisionReview"),),
        identity=("decision", "date", "nth"),
        is_extension=True,
        under=Under("evidence", "decision_evidence", ("decision", "evidence_at")),
        is_kept=True,
    ),
    Table(
        "assumptions",
        (
            ref("decision", "decisions", is_required=True),
            text("text", is_required=True),
            nth(),
            enum("watch", words(*Watch.values), is_required=True),
            ref("metric", "metrics"),
            enum("bound", words(*Bound.values)),
            number("limit", None, "limit_value"),
            ref("dependency", "dependencies"),
            date("until_date", "holds_until"),
            enum("status", words(*AssumptionState.values), "state", is_required=True),
            long("because", limit=1000),
            date("ended_date", "ended_on"),
            ref("by", "people"),
        ),
        (Store("decisions.Assumption"),),
        identity=("decision", "text", "nth"),
        is_extension=True,
    ),
)

BLOCKED: tuple[Table, ...] = (
    Table(
        "blockers",
        (
            key(),
            text("title", is_required=True),
            enum("kind", words(*BlockerKind.values), is_required=True),
            enum("status", words(*BlockerState.values), "state", is_required=True),
            ref("owner", "people", is_required=True),
            ref("objective", "objectives"),
            ref("key_result", "key_results"),
            ref("initiative", "initiatives"),
            ref("commitment", "commitments"),
            ref("decision", "decisions"),
            ref("dependency", "dependencies"),
            ref("raised_by", "people"),
            moment("raised_at", "raised_at", is_required=True),
            long("clears_when", limit=1000),
            date("hoped_date", "hoped_on"),
            date("promised_date", "promised_on"),
            long("ending", limit=1000),
            date("ended_date", "ended_on"),
            ref("ended_by", "people"),
            text("original_title", is_extension=True),
            date("original_hoped_date", "original_hoped_on", is_extension=True),
            date("original_promised_date", "original_promised_on", is_extension=True),
        ),
        (Store("decisions.Blocker"),),
        is_extension=True,
    ),
    Table(
        "blocker_spans",
        (
            ref("blocker", "blockers", is_required=True),
            date("since_date", "since_on", is_required=True),
            date("until_date", "until_on"),
            nth(),
        ),
        (Store("decisions.BlockerSpan"),),
        identity=("blocker", "since_date", "nth"),
        in_order=(("since_date", "until_date"),),
        is_extension=True,
        once=Once(
            ("blocker",),
            "{row}.until_date IS NULL",
            "{row}.until_on IS NULL",
            "until_date",
            "This is stuck already, without an end. Say in until_date when the earlier days ended, or leave this row out.",
        ),
    ),
)

HEARD: tuple[Table, ...] = (
    Table(
        "criteria",
        (
            ref("decision", "decisions", is_required=True),
            text("name", limit=LONGEST_NAME, is_required=True),
            whole("position", 0, SMALL_MAX, is_required=True),
            whole("weight", 1, MOST_WEIGHT, is_required=True),
        ),
        (Store("decisions.Criterion"),),
        identity=("decision", "name"),
        is_extension=True,
        once=Once(("decision", "position"), "true", "true", "position", STANDS_THERE),
    ),
    Table(
        "hearings",
        (
            ref("decision", "decisions", is_required=True),
            moment("opened_at", "opened_at", is_required=True),
            enum("way", words(*Way.values), is_required=True),
            flag("is_hidden", "is_hidden"),
            ref("opened_by", "people"),
            date("closes_date", "closes_on", is_required=True),
            moment("closed_at", "closed_at"),
            ref("closed_by", "people"),
        ),
        (Store("decisions.Hearing", shown=revealed),),
        identity=("decision", "opened_at"),
        is_extension=True,
        once=Once(("decision",), "{row}.closed_at IS NULL", "{row}.closed_at IS NULL", "closed_at", CONCURRENT),
    ),
    Table(
        "hearing_answers",
        (
            above("decision", "decisions"),
            moment("opened_at", is_required=True),
            ref("person", "people", is_required=True),
            moment("answered_at", "answered_at"),
            enum("stance", words(*Stance.values)),
            long("words", limit=2000),
            Column("votes", "votes", link=Link("decisions.OptionVote", "answer", "option")),
            Column("scores", "scores", link=Link("decisions.OptionVote", "answer", "option")),
        ),
        (Store("decisions.Answer", shown=partial(revealed, "hearing__")),),
        identity=("decision", "opened_at", "person"),
        is_extension=True,
        under=Under("hearing", "hearings", ("decision", "opened_at")),
    ),
    Table(
        "teams_told",
        (
            ref("decision", "decisions", is_required=True),
            ref("team", "teams", is_required=True),
            moment("told_at", "told_at", is_required=True),
        ),
        (Store("decisions.TeamTold"),),
        identity=("decision", "team"),
        is_extension=True,
    ),
    Table(
        "teams_know",
        (
            above("decision", "decisions"),
            above("team", "teams"),
            ref("person", "people", is_required=True),
            moment("at", "at", is_required=True),
        ),
        (Store("decisions.TeamAcknowledgement"),),
        identity=("decision", "team", "person"),
        is_extension=True,
        under=Under("told", "teams_told", ("decision", "team")),
    ),
    Table(
        "dissents",
        (
            ref("decision", "decisions", is_required=True),
            ref("person", "people", is_required=True),
            long("words", limit=2000, is_required=True),
            flag("is_committed", "is_committed"),
            moment("said_at", "said_at", is_required=True),
        ),
        (Store("decisions.Dissent"),),
        identity=("decision", "person"),
        is_extension=True,
    ),
)

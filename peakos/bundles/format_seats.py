"""The files of the accountability chart, and of what people hand over to each other while they are away."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Q

from accountability.models import OPEN_COVERS, CoverState, SeatPart
from peakos.bundles.columns import (
    Column,
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
    phrases,
    ref,
    text,
    words,
)

RISK, ISSUE, TURN = "risk", "issue", "turn"
# What can change hands, as the rooms' `handing.py` call it: the file that it is a row of, and the model that keeps it.
THINGS = {
    "objective": ("objectives", "alignment.Objective"),
    "key_result": ("key_results", "alignment.KeyResult"),
    "initiative": ("initiatives", "alignment.Initiative"),
    "metric": ("metrics", "alignment.Metric"),
    "answers": ("dependencies", "alignment.Dependency"),
    "needs": ("dependencies", "alignment.Dependency"),
    "contact": ("dependencies", "alignment.Dependency"),
    "commitment": ("commitments", "accountability.Commitment"),
    "seat": ("seats", "accountability.Seat"),
    "backup": ("seats", "accountability.Seat"),
    "decision": ("decisions", "decisions.Decision"),
    "blocker": ("blockers", "decisions.Blocker"),
    "series": ("meetings", "rhythm.MeetingSeries"),
    TURN: ("meetings", "rhythm.Meeting"),
    RISK: ("risks", "alignment.Risk"),
    ISSUE: ("risks", "rhythm.Issue"),
}
UNDER_WAY = " OR ".join(f"{{row}}.{{field}} = '{state.value}'" for state in OPEN_COVERS)


def told_by_key() -> Q:
    """The things that a bundle can name: they are there still, and open to all."""
    told = Q(pk=None)
    for kind, (_, model) in THINGS.items():
        told |= Q(kind=kind, row_id__in=apps.get_model(model)._default_manager.values("pk"))
    return told


CHART: tuple[Table, ...] = (
    Table(
        "seats",
        (
            key(),
            text("title", is_required=True),
            ref("team", "teams"),
            ref("above", "seats"),
            phrases("outcomes"),
            phrases("rights"),
            flag("is_critical", "is_critical"),
            date("closed_date", "closed_on"),
            long("closing_reason", limit=1000),
        ),
        (Store("accountability.Seat"),),
        tree="above",
        is_extension=True,
    ),
    Table(
        "seat_holders",
        (
            ref("seat", "seats", is_required=True),
            ref("person", "people", is_required=True),
            enum("part", words(*SeatPart.values), is_required=True),
            date("start_date", "start_on", is_required=True),
            date("end_date", "end_on"),
            nth(),
        ),
        (Store("accountability.SeatHolder"),),
        identity=("seat", "person", "part", "start_date", "nth"),
        in_order=(("start_date", "end_date"),),
        is_extension=True,
        once=Once(
            ("seat", "person", "part"),
            "{row}.end_date IS NULL",
            "{row}.end_on IS NULL",
            "end_date",
            "This person sits there already, without an end. Say in end_date when the earlier time ended, or leave this row out.",
        ),
    ),
    Table(
        "seat_metrics",
        (ref("seat", "seats", is_required=True), ref("metric", "metrics", is_required=True)),
        (Store("accountability.SeatMetric"),),
        identity=("seat", "metric"),
        is_extension=True,
    ),
)

HANDED_OVER: tuple[Table, ...] = (
    Table(
        "hand_overs",
        (
            ref("person", "people", is_required=True),
            ref("to", "people", is_required=True),
            enum("status", words(*CoverState.values), "state", is_required=True),
            date("start_date", "starts_on", is_required=True),
            date("end_date", "ends_on"),
            text("note"),
            ref("by", "people"),
            moment("made_at", "made_at", is_required=True),
            moment("closed_at", "closed_at"),
        ),
        (Store("accountability.Cover"),),
        identity=("person", "made_at"),
        in_order=(("start_date", "end_date"),),
        is_extension=True,
        once=Once(
            ("person",),
            f"({UNDER_WAY.replace('{field}', 'status')})",
            f"({UNDER_WAY.replace('{field}', 'state')})",
            "status",
            "This person hands over to somebody already. Say how that ended first, or leave this row out.",
        ),
    ),
    Table(
        "handed_over",
        (
            above("person", "people"),
            moment("made_at", is_required=True),
            enum("kind", words(*THINGS), is_required=True),
            Column("what", "thing", "row_id", is_required=True, limit=120),
            text("title", is_required=True),
            flag("is_shared", "is_shared"),
            flag("is_back", "is_back"),
        ),
        (Store("accountability.CoverItem", shown=told_by_key),),
        identity=("person", "made_at", "kind", "what"),
        is_extension=True,
        under=Under("cover", "hand_overs", ("person", "made_at")),
    ),
)

"""How the chapters say objectives, measures and weekly reports, and how those become scenes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial

from alignment.actions import add_key_result, close_objective, post_check_in, set_objective
from alignment.models.check_ins import Claim
from alignment.models.objectives import KeyResultKind, ObjectiveState
from peakos.demo.stage import Stage

Value = float | None


@dataclass(frozen=True)
class Measure:
    """A key result; `due` like `6 Thu`."""

    title: str
    start: float | None = None
    target: float | None = None
    unit: str = ""
    kind: KeyResultKind = KeyResultKind.METRIC
    due: str = ""


def milestone(title: str, due: str = "") -> Measure:
    return Measure(title, kind=KeyResultKind.MILESTONE, due=due)


def tick_list(title: str, items: int) -> Measure:
    return Measure(title, start=0, target=items, kind=KeyResultKind.CHECKLIST)


@dataclass(frozen=True)
class Report:
    """A week's check-in: confidence 0 to 10, a value for each measure (None: not moved), and the words."""

    claim: Claim
    confidence: int
    values: tuple[Value, ...] = ()
    note: str = ""
    back: str = ""
    when: str = ""  # instead of the owner's usual day
    asks: str = ""  # who could bring it back


def on(confidence: int, *values: Value, note: str = "", when: str = "") -> Report:
    return Report(Claim.ON_TRACK, confidence, values, note, when=when)


def at_risk(confidence: int, *values: Value, note: str = "", back: str, when: str = "", asks: str = "") -> Report:
    return Report(Claim.AT_RISK, confidence, values, note, back, when, asks)


def off(confidence: int, *values: Value, note: str = "", back: str, when: str = "", asks: str = "") -> Report:
    return Report(Claim.OFF_TRACK, confidence, values, note, back, when, asks)


SILENT = None  # a week in which nobody reported


@dataclass(frozen=True)
class Goal:
    """An objective of the company, or a team's priority below one, with its weeks; the eighth is seen by who begins late in it."""

    key: str
    title: str
    owner: str
    measures: Sequence[Measure]
    reports: Sequence[Report | None]
    reports_on: str = "Thu 15:30"
    team: str = ""
    parent: str = ""
    contributors: Sequence[str] = ()
    description: str = ""
    starts: str = ""
    due: str = ""
    done: str = ""  # when it was completed
    rank: int | None = None


def tell_goals(stage: Stage, goals: Sequence[Goal]) -> None:
    """Each is set on the quarter's first morning, parents first, and reported on week by week by whoever owns it then."""
    for goal in goals:
        stage.at("1 Mon 08:30", partial(set_goal, stage, goal))
        for week, report in enumerate(goal.reports, start=1):
            if report:
                tell_report(stage, goal, week, report)
        if goal.done:
            stage.at(goal.done, partial(close, stage, goal))


def set_goal(stage: Stage, goal: Goal, now: datetime) -> None:
    """The owner sets it; the company's own objectives are set by the chief executive."""
    parent = stage.row(goal.parent)
    by = stage.people["Marta Lindqvist"] if parent is None else stage.people[goal.owner]
    objective = set_objective(
        organization=stage.organization,
        key=goal.key,
        title=goal.title,
        description=goal.description,
        team=stage.team(goal.team),
        owner=stage.who(goal.owner),
        contributors=[stage.people[name] for name in goal.contributors],
        cycle=stage.row("quarter"),
        parent=parent,
        rank=goal.rank,
        start_on=stage.day(goal.starts),
        due_on=stage.day(goal.due),
        by=by,
        now=now,
    )
    stage.rows[goal.key] = objective
    stage.rows[f"{goal.key} measures"] = [
        add_key_result(
            objective=objective,
            key=f"{goal.key}-{place}",
            title=measure.title,
            kind=measure.kind,
            unit=measure.unit,
            start_value=decimal(measure.start),
            target_value=decimal(measure.target),
            due_on=stage.day(measure.due),
            by=by,
            now=now,
        )
        for place, measure in enumerate(goal.measures, start=1)
    ]


def tell_report(stage: Stage, goal: Goal, week: int, report: Report) -> None:
    stage.at(report.when or f"{week} {goal.reports_on}", lambda now: post(stage, goal, report, now))


def post(stage: Stage, goal: Goal, report: Report, now: datetime) -> None:
    objective = stage.rows[goal.key]
    objective.refresh_from_db(fields=["owner"])
    measures = stage.rows[f"{goal.key} measures"]
    post_check_in(
        objective=objective,
        claim=report.claim,
        confidence=report.confidence * 10,
        values={m: Decimal(str(v)) for m, v in zip(measures, report.values, strict=False) if v is not None},
        note=report.note,
        way_back=report.back,
        helper=stage.who(report.asks),
        by=objective.owner,
        now=now,
    )


def close(stage: Stage, goal: Goal, now: datetime) -> None:
    objective = stage.rows[goal.key]
    close_objective(objective=objective, outcome=ObjectiveState.COMPLETED, by=stage.who(goal.owner), now=now)


def decimal(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))

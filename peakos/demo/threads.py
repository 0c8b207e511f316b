"""How the chapters say requests, decisions, promises, issues, risks and lessons, and how those become scenes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from accountability.actions import drop_commitment, finish_commitment, make_commitment, rescope_commitment
from alignment.actions import (
    accept_delivery,
    agree_dependency,
    decline_dependency,
    deliver_dependency,
    negotiate_dependency,
    raise_risk,
    request_dependency,
    start_dependency,
    withdraw_dependency,
)
from alignment.models.dependencies import DependencyKind
from alignment.models.risks import Disposition
from decisions.actions import ask_for_decision, decide, record_decision
from decisions.actions.asking import Waiting
from decisions.models import Door
from intelligence.actions import record_lesson
from intelligence.models import LessonCategory
from peakos.demo.stage import Stage
from rhythm.actions import close_issue, raise_issue


def request(
    stage: Stage,
    when: str,
    title: str,
    *,
    by: str,
    needs: str,
    of: str,
    needed: str,
    serves: str = "",
    carried: str = "",
    what: str = "",
    good_when: str = "",
    kind: DependencyKind = DependencyKind.WORK,
    contacts: Sequence[str] = (),
) -> None:
    """A team asks another one; `serves` is the objective that waits, `carried` the one that delivers."""

    def scene(now: datetime) -> None:
        stage.rows[title] = request_dependency(
            organization=stage.organization,
            title=title,
            from_team=stage.team(needs),
            from_objective=stage.row(serves),
            to_team=stage.team(of),
            to_objective=stage.row(carried),
            kind=kind,
            needed_by=stage.day(needed),
            deliverable=what,
            acceptance_test=good_when,
            contacts=[stage.people[name] for name in contacts],
            by=stage.who(by),
            now=now,
        )

    stage.at(when, scene)


def answer(stage: Stage, title: str, *, by: str, agreed: str = "", promised: str = "", said: str = "", **later: str) -> None:
    """What became of a request: `agreed` when, `promised` for; `started`, `delivered`, `accepted`; or `declined`, `withdrawn`."""
    for step, when in [("agreed", agreed), *later.items()]:
        if when:
            stage.at(when, partial(turn_dependency, stage, title, step, (by, promised, said)))


def countered(stage: Stage, title: str, when: str, *, by: str, offered: str, why: str, taken: str) -> None:
    """The side that is asked offers another day than the one it is needed by; `taken` when, by whoever asked."""
    day = stage.calendar.day(offered)

    def offer(now: datetime) -> None:
        negotiate_dependency(dependency=stage.rows[title], promised_by=day, note=why, by=stage.who(by), now=now)

    def take(now: datetime) -> None:
        dependency = stage.rows[title]
        agree_dependency(dependency=dependency, promised_by=day, by=dependency.asked_by, now=now)

    stage.at(when, offer)
    stage.at(taken, take)


def turn_dependency(stage: Stage, title: str, step: str, words: tuple[str, str, str], now: datetime) -> None:
    """One step of the handshake; `words` are who, promised for when, and what was said."""
    dependency, by, promised, said = stage.rows[title], stage.people[words[0]], words[1], words[2]
    if step == "agreed":
        agree_dependency(dependency=dependency, promised_by=stage.calendar.day(promised), answer=said, by=by, now=now)
    elif step == "declined":
        decline_dependency(dependency=dependency, reason=said, by=by, now=now)
    elif step == "withdrawn":
        withdraw_dependency(dependency=dependency, reason=said, by=dependency.asked_by, now=now)
    elif step == "accepted":
        accept_delivery(dependency=dependency, by=dependency.asked_by, now=now)
    else:
        {"started": start_dependency, "delivered": deliver_dependency}[step](dependency=dependency, by=by, now=now)


def ask(
    stage: Stage,
    when: str,
    question: str,
    *,
    by: str,
    decider: str,
    need_by: str,
    context: str = "",
    options: Sequence[str] = (),
    holds_up: Sequence[str] = (),
    blocks: str = "",
    serves: str = "",
    team: str = "",
    door: Door = Door.TWO_WAY,
    heard: Sequence[str] = (),
) -> None:
    """Somebody needs a decision; `blocks` is the request that cannot be answered before."""

    def scene(now: datetime) -> None:
        dependency = stage.row(blocks)
        stage.rows[question] = ask_for_decision(
            organization=stage.organization,
            question=question,
            decider=stage.who(decider),
            need_by=stage.day(need_by),
            context=context,
            options=options,
            holds_up=[
                Waiting(
                    stage.teams[name],
                    dependency=dependency if dependency and dependency.from_team_id == stage.teams[name].pk else None,
                )
                for name in holds_up
            ],
            objective=stage.row(serves),
            team=stage.team(team),
            door=door,
            heard=[stage.people[name] for name in heard],
            by=stage.who(by),
            now=now,
        )

    stage.at(when, scene)


def decided(stage: Stage, when: str, question: str, *, by: str, outcome: str, option: str = "", is_yes: bool = True) -> None:
    def scene(now: datetime) -> None:
        decision = stage.rows[question]
        chosen = decision.options.get(text=option) if option else None
        stage.rows[question] = decide(decision=decision, outcome=outcome, option=chosen, is_yes=is_yes, by=stage.who(by), now=now)

    stage.at(when, scene)


def noted(
    stage: Stage,
    when: str,
    title: str,
    *,
    by: str,
    outcome: str,
    team: str = "",
    serves: str = "",
    tells: Sequence[str] = (),
    context: str = "",
) -> None:
    """A two-way door, gone through and written down at once."""

    def scene(now: datetime) -> None:
        stage.rows[title] = record_decision(
            organization=stage.organization,
            title=title,
            outcome=outcome,
            context=context,
            team=stage.team(team),
            objective=stage.row(serves),
            tells=[stage.teams[name] for name in tells],
            by=stage.who(by),
            now=now,
        )

    stage.at(when, scene)


def promise(
    stage: Stage,
    when: str,
    title: str,
    *,
    by: str,
    due: str,
    team: str = "",
    serves: str = "",
    done: str = "",
    dropped: tuple[str, str] = ("", ""),
    moved: tuple[str, str, str] = ("", "", ""),
    then_done: str = "",
    code: str = "",
) -> None:
    """A commitment; `moved` is when, to which day and why; `then_done` ends what it was moved to; `code` says what kept it."""

    def made(now: datetime) -> None:
        stage.rows[title] = make_commitment(
            organization=stage.organization,
            title=title,
            due_on=stage.calendar.day(due),
            team=stage.team(team),
            objective=stage.row(serves),
            by=stage.who(by),
            now=now,
        )

    def rescoped(now: datetime) -> None:
        stage.rows[title] = rescope_commitment(
            commitment=stage.rows[title],
            due_on=stage.calendar.day(moved[1]),
            reason=moved[2],
            reason_code=code,
            by=stage.who(by),
            now=now,
        )

    stage.at(when, made)
    if moved[0]:
        stage.at(moved[0], rescoped)
    for end in filter(None, (done, then_done)):
        stage.at(end, lambda now: finish(stage, title, by, now, code=code))
    if dropped[0]:
        stage.at(dropped[0], lambda now: drop(stage, title, by, now, reason=dropped[1], code=code))


def finish(stage: Stage, title: str, by: str, now: datetime, *, code: str) -> None:
    finish_commitment(commitment=stage.rows[title], reason_code=code, by=stage.who(by), now=now)


def drop(stage: Stage, title: str, by: str, now: datetime, *, reason: str, code: str) -> None:
    drop_commitment(commitment=stage.rows[title], reason=reason, reason_code=code, by=stage.who(by), now=now)


def issue(
    stage: Stage,
    when: str,
    title: str,
    *,
    by: str,
    team: str = "",
    owner: str = "",
    says: str = "",
    serves: str = "",
    closed: str = "",
    answer: str = "",
) -> None:
    """Something for a team's table; with `closed` it ended in `answer`."""
    owner = owner or by

    def raised(now: datetime) -> None:
        stage.rows[title] = raise_issue(
            organization=stage.organization,
            title=title,
            description=says,
            team=stage.team(team),
            owner=stage.who(owner),
            objective=stage.row(serves),
            by=stage.who(by),
            now=now,
        )

    stage.at(when, raised)
    if closed:
        stage.at(closed, lambda now: end_issue(stage, title, answer, owner, now))


def end_issue(stage: Stage, title: str, answer: str, owner: str, now: datetime) -> None:
    close_issue(issue=stage.rows[title], answer=answer, by=stage.who(owner), now=now)


def risk(
    stage: Stage,
    when: str,
    title: str,
    *,
    by: str,
    likelihood: int,
    impact: int,
    serves: str = "",
    team: str = "",
    says: str = "",
    against: str = "",
    disposition: Disposition | None = None,
) -> None:
    def scene(now: datetime) -> None:
        stage.rows[title] = raise_risk(
            organization=stage.organization,
            title=title,
            description=says,
            mitigation=against,
            likelihood=likelihood,
            impact=impact,
            owner=stage.who(by),
            team=stage.team(team),
            objective=stage.row(serves),
            disposition=disposition,
            by=stage.who(by),
            now=now,
        )

    stage.at(when, scene)


def lesson(
    stage: Stage,
    when: str,
    title: str,
    *,
    by: str,
    category: LessonCategory,
    says: str,
    advice: str,
    team: str = "",
    serves: str = "",
) -> None:
    def scene(now: datetime) -> None:
        record_lesson(
            organization=stage.organization,
            title=title,
            description=says,
            recommendation=advice,
            category=category,
            team=stage.team(team),
            objective=stage.row(serves),
            by=stage.who(by),
            now=now,
        )

    stage.at(when, scene)

"""Every verb in every state as everybody who could try it: what is allowed is written here, and nothing else happens."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from decisions.actions import (
    Measure,
    acknowledge_decision,
    add_option,
    answer_hearing,
    change_decision,
    change_option,
    change_parts,
    change_reach,
    close_hearing,
    decide,
    defer_decision,
    disagree,
    hand_over_decision,
    open_hearing,
    remove_option,
    set_criteria,
    supersede_decision,
    take_back_decision,
    take_up_decision,
    withdraw_decision,
)
from decisions.actions.options import Alternative
from decisions.actions.states import STATES
from decisions.models import (
    Answer,
    Decision,
    DecisionRole,
    DecisionState,
    Door,
    Hearing,
    HeldUp,
    Option,
    Part,
    Stance,
    TeamTold,
    Way,
)
from organizations.models import Event, Organization, Person, Team
from organizations.refusals import Refused
from tests.cast import MONDAY, NOW, new_person, new_team

OPEN = {"proposed", "deferred"}
DECIDED = {"accepted", "rejected"}
RUN, LEAD = {"owner", "admin"}, {"owner", "admin", "leader"}
RUNS_IT = LEAD | {"asker", "decider", "driver"}
WRITERS = RUNS_IT | {"approver", "heard", "performer", "informed", "waiting lead", "stranger"}
ROLES: dict[str, dict[str, Any]] = {
    "owner": {"access": "owner"}, "admin": {"access": "admin"}, "leader": {"access": "leader"}, "asker": {}, "decider": {},
    "driver": {}, "approver": {}, "heard": {}, "performer": {}, "informed": {}, "waiting lead": {}, "stranger": {},
    "viewer": {"access": "viewer"}, "former driver": {"status": "inactive"},
}  # fmt: skip
PARTS = {
    "decider": Part.DECIDER, "driver": Part.DRIVER, "former driver": Part.DRIVER, "approver": Part.APPROVER,
    "heard": Part.CONTRIBUTOR, "viewer": Part.CONTRIBUTOR, "performer": Part.PERFORMER, "informed": Part.INFORMED,
}  # fmt: skip


@dataclass
class Stage:
    """A decision in one state, with everybody who has something to do with it, and a hearing that runs while it is open."""

    decision: Decision
    people: dict[str, Person]
    waiting: Team
    option: Option
    unvoted: Option
    hearing: Hearing


@pytest.fixture
def people(tidewater: Organization) -> dict[str, Person]:
    return {role: new_person(role.title(), **fields) for role, fields in ROLES.items()}


@pytest.fixture
def waiting(people: dict[str, Person]) -> Team:
    return new_team("Grid API", lead=people["waiting lead"])


def stage(people: dict[str, Person], waiting: Team, state: str) -> Stage:
    scope: dict[str, Any] = {"organization": waiting.organization}
    on = {"decided_on": MONDAY} if state not in OPEN | {"withdrawn"} else {}
    decision = Decision.objects.create(
        **scope, title="Extend?", state=state, asked_by=people["asker"], door=Door.TWO_WAY, proposed_on=MONDAY, need_by=MONDAY, **on
    )
    for role, part in PARTS.items():
        DecisionRole.objects.create(**scope, decision=decision, person=people[role], part=part)
    HeldUp.objects.create(**scope, decision=decision, team=waiting)
    TeamTold.objects.create(**scope, decision=decision, team=waiting, told_at=NOW)
    option, unvoted = (Option.objects.create(**scope, decision=decision, position=n, text=f"Option {n}") for n in range(2))
    hearing = Hearing.objects.create(
        **scope, decision=decision, way=Way.CONSENT, opened_at=NOW, closes_on=MONDAY, closed_at=None if state in OPEN else NOW
    )
    for role in ("approver", "heard", "viewer"):
        Answer.objects.create(**scope, hearing=hearing, person=people[role])
    return Stage(decision, people, waiting, option, unvoted, hearing)


Verb = Callable[[Stage, Person], Any]
# verb -> how it is tried, in which states it may happen, by whom, and the state that follows ("": the same).
TABLE: dict[str, tuple[Verb, set[str], set[str], str]] = {
    "decide": (lambda s, p: decide(decision=s.decision, outcome="Yes", by=p, now=NOW), OPEN, RUN | {"decider"}, "accepted"),
    "decide against": (
        lambda s, p: decide(decision=s.decision, outcome="No", is_yes=False, by=p, now=NOW), OPEN, RUN | {"decider"}, "rejected",
    ),
    "pass on": (
        lambda s, p: hand_over_decision(decision=s.decision, to=s.people["stranger"], by=p, now=NOW),
        OPEN, LEAD | {"asker", "decider"}, "",
    ),
    "withdraw": (
        lambda s, p: withdraw_decision(decision=s.decision, reason="Moot", by=p, now=NOW),
        OPEN, LEAD | {"asker", "decider"}, "withdrawn",
    ),
    "put off": (
        lambda s, p: defer_decision(decision=s.decision, reason="Not now", need_by=MONDAY + timedelta(days=9), by=p, now=NOW),
        {"proposed"}, LEAD | {"asker", "decider"}, "deferred",
    ),
    "take up": (
        lambda s, p: take_up_decision(decision=s.decision, by=p, now=NOW), {"deferred"}, LEAD | {"asker", "decider"}, "proposed",
    ),
    "take back": (
        lambda s, p: take_back_decision(decision=s.decision, reason="Slip", by=p, now=NOW),
        {"accepted"}, LEAD | {"asker", "decider"}, "withdrawn",
    ),
    "supersede": (
        lambda s, p: supersede_decision(decision=s.decision, title="New", outcome="New", reason="New", by=p, now=NOW),
        DECIDED, RUN | {"decider"}, "superseded",
    ),
    "change": (lambda s, p: change_decision(decision=s.decision, title="Other", by=p, now=NOW), OPEN, RUNS_IT, ""),
    "give parts": (
        lambda s, p: change_parts(decision=s.decision, parts={Part.INFORMED: []}, by=p, now=NOW), OPEN, RUNS_IT, "",
    ),
    "change reach": (lambda s, p: change_reach(decision=s.decision, holds_up=[], touches=[], by=p, now=NOW), OPEN, RUNS_IT, ""),
    "add an option": (lambda s, p: add_option(decision=s.decision, said=Alternative("New"), by=p, now=NOW), OPEN, RUNS_IT, ""),
    "change an option": (lambda s, p: change_option(option=s.option, text="Other", by=p, now=NOW), OPEN, RUNS_IT, ""),
    "compare by": (lambda s, p: set_criteria(decision=s.decision, criteria=[Measure("Cost", 3)], by=p, now=NOW), OPEN, RUNS_IT, ""),
    "take an option off": (lambda s, p: remove_option(option=s.unvoted, by=p, now=NOW), OPEN, RUNS_IT, ""),
    "answer": (
        lambda s, p: answer_hearing(hearing=s.hearing, stance=Stance.CONSENT, by=p, now=NOW), OPEN, {"approver", "heard"}, "",
    ),
    "close": (lambda s, p: close_hearing(hearing=s.hearing, by=p, now=NOW), OPEN, RUNS_IT, ""),
    "ask again": (
        lambda s, p: open_hearing(
            decision=s.decision, way=Way.DOTS, closes_on=MONDAY + timedelta(days=3), by=p, now=NOW + timedelta(days=1)
        ),
        OPEN, RUNS_IT, "",
    ),
    "know": (lambda s, p: acknowledge_decision(decision=s.decision, by=p, now=NOW), DECIDED, {"waiting lead"}, ""),
    "disagree": (
        lambda s, p: disagree(decision=s.decision, words="Too dear", by=p, now=NOW), DECIDED, WRITERS - {"decider"}, "",
    ),
}  # fmt: skip
STAYS = {("supersede", "rejected"): "rejected"}  # a no stays a no, with what came after it


@pytest.mark.parametrize("name", list(TABLE))
def test_just_these_people_may_in_just_these_states(people: dict[str, Person], waiting: Team, name: str) -> None:
    attempt, states, roles, follows = TABLE[name]
    faults = []
    for state in DecisionState.values:
        stood, lines = stage(people, waiting, state), Event.objects.count()
        for role in people:
            may = state in states and role in roles
            expected = STAYS.get((name, state), follows or state) if may else state
            with transaction.atomic():
                faults += [f"{role}, {state}: {fault}" for fault in faults_of(attempt, stood, role, may, expected, lines)]
                transaction.set_rollback(True)  # the next one finds everything as it stood
    assert not faults, "\n".join(faults)


def faults_of(attempt: Verb, stood: Stage, role: str, may: bool, expected: str, lines: int) -> list[str]:
    """What is not as the table says when one person tries the verb."""
    state, faults = stood.decision.state, []
    tries = deepcopy(stood, {id(person): person for person in stood.people.values()})  # a verb writes on the rows it is given
    done = tried(attempt, tries, stood.people[role])
    tries.decision.refresh_from_db()
    if (done, tries.decision.state) != (may, expected):
        faults.append(f"{'done' if done else 'refused'}, now {tries.decision.state}")
    if tries.decision.state != state and tries.decision.state not in STATES[state] | {"withdrawn"}:
        faults.append(f"became {tries.decision.state}")
    if not done and Event.objects.count() != lines:
        faults.append("refused, and a line was written")
    if DecisionRole.objects.filter(decision=tries.decision, part=Part.DECIDER).count() != 1:
        faults.append("not one decider")
    return faults


def tried(attempt: Verb, stood: Stage, person: Person) -> bool:
    try:
        with transaction.atomic():
            attempt(stood, person)
    except Refused:
        return False
    return True

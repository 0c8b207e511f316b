"""What a stranger meets: the question before the options, no form that leads nowhere, and the words of the organization."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine

from decisions.actions import ask_for_decision, clear_blocker, decide, withdraw_decision
from decisions.models import Decision
from organizations.actions.words import rename_nouns
from organizations.models import Organization, Person
from tests.cast import NOW, new_person, new_team
from tests.decisions.blockers import raised
from tests.reading import Reader, in_order, said

FORMS = ["edit", "people", "reach", "criteria", "option_new", "hearing_new", "withdrawal", "handover"]


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def wen(tidewater: Organization) -> Person:
    return new_person("Wen Li", login=True, access="member", status="active")


@pytest.fixture
def decision(ines: Person, marta: Person, wen: Person) -> Decision:
    return ask_for_decision(
        organization=ines.organization, question="Which vendor?", decider=marta, by=marta, now=NOW, options=["Northwind", "None"],
        context="The contract ends in May.",
    )  # fmt: skip


def test_what_is_asked_stands_before_what_can_be_chosen_and_what_was_decided_before_all(decision: Decision, marta: Person) -> None:
    reader = Reader(marta)
    assert in_order(
        reader.page("decisions:decision", decision.pk),
        "To be decided by", "Needed by", "Asked by", "Holds up", "What is asked", "Options", "Stuck on it",
    )  # fmt: skip
    decide(decision=decision, outcome="Northwind it is", by=marta, now=NOW)
    page = reader.page("decisions:decision", decision.pk)
    assert in_order(page, "What was decided, and why", "Context", "Options")
    assert "Stuck on it" not in page, "what is decided lets go of it"


def test_what_was_withdrawn_says_why_and_was_decided_by_nobody(decision: Decision, marta: Person) -> None:
    withdraw_decision(decision=decision, reason="No money", by=marta, now=NOW)
    page = Reader(marta).page("decisions:decision", decision.pk)
    assert in_order(page, "Was to be decided by", "Why it was withdrawn", "No money", "Stuck on it")
    assert "What was decided" not in page


@pytest.mark.parametrize("name", FORMS)
def test_no_form_is_shown_that_cannot_be_sent(decision: Decision, marta: Person, wen: Person, name: str) -> None:
    refused = Reader(wen).get(f"decisions:{name}", decision.pk)
    assert (refused.status_code, "Ask Marta Lindqvist" in said(refused.content.decode())) == (403, True)
    assert Reader(marta).get(f"decisions:{name}", decision.pk).status_code == 200
    decide(decision=decision, outcome="Northwind", by=marta, now=NOW)
    assert Reader(marta).get(f"decisions:{name}", decision.pk).status_code == 409


def test_nor_one_of_a_blocker(ines: Person, wen: Person) -> None:
    blocker, reader = raised(ines, ines), Reader(ines)
    for name, status in (("blocker_edit", 200), ("blocker_withdrawal", 200), ("blocker_reopening", 409)):
        assert reader.get(f"decisions:{name}", blocker.pk).status_code == status
        assert Reader(wen).get(f"decisions:{name}", blocker.pk).status_code == 403
    clear_blocker(blocker=blocker, by=ines, now=NOW)
    for name, status in (("blocker_edit", 409), ("blocker_withdrawal", 409), ("blocker_reopening", 200)):
        assert reader.get(f"decisions:{name}", blocker.pk).status_code == status


def test_passing_it_on_to_who_has_it_already_keeps_what_was_typed(decision: Decision, marta: Person) -> None:
    reader = Reader(marta)
    answer = reader.client.post(reader.address("decisions:handover", decision.pk), {"to": "Marta", "reason": "I am away"})
    page = answer.content.decode()
    assert (answer.status_code, 'value="I am away"' in page) == (422, True)
    assert "Marta Lindqvist decides this already. Choose somebody else." in said(page)


def test_whoever_may_not_decide_reads_who_does(decision: Decision, wen: Person) -> None:
    assert "Marta Lindqvist decides it, here." in Reader(wen).slot("decisions:outcome", decision.pk)


def test_forms_name_things_as_the_organization_does(decision: Decision, marta: Person, ines: Person) -> None:
    words = {
        "team": ("squad", "squads"),
        "decision": ("ruling", "rulings"),
        "objective": ("goal", "goals"),
        "dependency": ("need", "needs"),
    }
    named = {noun: {"one": one, "many": many} for noun, (one, many) in words.items()}
    rename_nouns(organization=marta.organization, words=named, by=marta, now=NOW)
    new_team("Security", lead=ines)
    reader = Reader(marta)
    reach = reader.page("decisions:reach", decision.pk)
    assert in_order(reach, "Squads that it touches", "Squads that wait for it", "Goals that wait for it", "Needs that wait for it")
    assert in_order(reader.page("decisions:edit", decision.pk), "Squad that has the say", "About the goal")
    assert in_order(reader.page("decisions:blocker_new"), "Goal, by its title", "Waiting on another squad", "Waiting on a ruling")
    raised(ines, marta, decision=decision)
    assert "Waiting on a ruling" in reader.page("decisions:blockers")

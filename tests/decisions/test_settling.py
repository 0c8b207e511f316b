"""A finding is put to somebody, and settled in the words of the answer; what it costs to look; who carries too much."""

from __future__ import annotations

import gzip
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accountability.models import Commitment
from accountability.reads.sight import tracing
from alignment.models import Objective, ObjectiveLink, Settlement, StrategyLine
from alignment.policy import may_settle_finding
from alignment.reads.findings import Finding, findings_of
from alignment.reads.sight import line_up
from decisions.actions import ask_to_settle, decide, withdraw_decision
from decisions.models import Decision, DecisionFinding
from decisions.reads.alignment import load, settled_page
from organizations.models import Organization, Person, Team
from organizations.refusals import AlreadyThere
from tests.cast import MONDAY, NOW, new_key_result, new_objective, new_person, new_team
from tests.crowd import Crowd
from tests.query_counts import CountQueries
from tests.reading import Reader

ANSWER = "Sales takes the forty largest accounts, Customer Success all others."


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def sales(tidewater: Organization) -> Team:
    return new_team("Sales", lead=new_person("Daniel Brooks", login=True))


@pytest.fixture
def contested(sales: Team) -> Finding:
    """One number, claimed by two teams."""
    company, success = new_objective("Renew 94% of revenue"), new_team("Customer Success")
    for team in (sales, success):
        owner = Person.objects.get(name="Daniel Brooks")
        objective = new_objective(f"What {team} does", team=team, parent=company, owner=owner)
        new_key_result(objective, "Customers lost", 8, 5, 8, unit="%")
    return claims()[0]


def claims() -> list[Finding]:
    return list(findings_of("claim", 1)[0])


def ask(finding: Finding, decider: Person, by: Person) -> Decision:
    first, last = (Objective.objects.get(pk=side.id) for side in finding.sides)
    return ask_to_settle(
        organization=by.organization,
        finding=finding.key,
        objective=first,
        other=last,
        question="Who lowers churn?",
        decider=decider,
        by=by,
        now=NOW,
    )


@pytest.mark.parametrize("is_yes", [True, False])
def test_a_decision_settles_the_finding_in_its_words_whatever_the_answer(
    contested: Finding, marta: Person, ines: Person, is_yes: bool
) -> None:
    decision = ask(contested, ines, by=marta)
    assert claims() == [contested], "until it is decided it stands"
    assert {held.team.name for held in decision.holds_up.all()} == {"Sales", "Customer Success"}
    decide(decision=decision, outcome=ANSWER, is_yes=is_yes, by=ines, now=NOW)
    settlement = Settlement.objects.get()
    assert (settlement.words, settlement.by, claims()) == (ANSWER, ines, [])
    assert settled_page(marta).page.rows[0].decision_id == decision.pk
    for reader in (marta, ines, new_person("Karl Nyman", access="viewer"), new_person("Noor Haddad")):
        may = may_settle_finding(reader, settlement.objective, settlement.other)
        assert settled_page(reader).page.rows[0].may_take_up == may, reader


def test_a_question_that_is_withdrawn_leaves_the_finding_open(contested: Finding, marta: Person, ines: Person) -> None:
    decision = ask(contested, ines, by=marta)
    with pytest.raises(AlreadyThere, match="asks for this already"):
        ask(contested, marta, by=marta)
    withdraw_decision(decision=decision, reason="They found out themselves", by=marta, now=NOW)
    assert claims() == [contested]
    assert ask(contested, marta, by=marta).pk != decision.pk


def test_from_the_row_to_the_decision_and_back(contested: Finding, marta: Person) -> None:
    reader = Reader(marta)
    assert "claimed twice" in reader.page("alignment:findings")
    assert "Ask for a decision" in reader.page("alignment:finding", key=contested.key)
    form = reader.source("decisions:question", finding=contested.key)
    assert "Who moves “Customers lost”" in form
    assert "from 8 to 5 %" in form
    address = f"{reader.address('decisions:question')}?finding={contested.key}"
    said = {"question": "Who lowers churn?", "decider": "Nobody We Know", "context": "قرار ⚡ " * 100, "options": "One\n\nTwo"}
    refused = reader.client.post(address, said)
    assert (refused.status_code, "قرار ⚡" in refused.content.decode()) == (422, True)
    assert reader.client.post(address, said | {"decider": "Marta Lindqvist"}).status_code == 302
    decision = Decision.objects.get()
    assert [option.text for option in decision.options.order_by("position")] == ["One", "Two"]
    assert "Who lowers churn?" in reader.slot("decisions:settled")
    reader.client.post(reader.address("decisions:outcome", decision.pk), {"outcome": ANSWER, "answer": "yes"})
    assert ANSWER in reader.page("decisions:settled")
    assert reader.client.post(address, said).status_code == 409, "an old form settles nothing twice"
    assert DecisionFinding.objects.count() == 1


def test_a_form_that_is_older_than_the_facts_is_refused(contested: Finding, marta: Person) -> None:
    reader = Reader(marta)
    address = f"{reader.address('alignment:finding')}?key={contested.key}"
    assert reader.client.post(address, {"answer": "settle", "settle-words": ""}).status_code == 422
    Objective.objects.get(pk=contested.sides[0].id).key_results.update(target_value=4)
    assert reader.client.post(address, {"answer": "settle", "settle-words": "Fine"}).status_code == 409
    assert reader.client.get(address).status_code == 302
    assert not Settlement.objects.exists()


def test_an_orphan_is_linked_where_it_is_found(contested: Finding, sales: Team, marta: Person) -> None:
    orphan = new_objective("A stand at the fair", team=sales, owner=marta)
    reader, company = Reader(marta), Objective.objects.get(title="Renew 94% of revenue")
    address = f"{reader.address('alignment:finding')}?key=orphan:{orphan.pk}:0"
    assert reader.client.post(address, {"answer": "link", "serves-serves": ""}).status_code == 422
    assert (
        reader.client.post(
            address, {"answer": "link", "serves-serves": company.pk, "serves-because": "People meet us there"}
        ).status_code
        == 302
    )
    orphan.refresh_from_db()
    assert (orphan.parent, orphan.because) == (company, "People meet us there")
    assert not findings_of("orphan", 1)[1]


def test_from_a_promise_to_the_sentence_that_it_serves(contested: Finding, sales: Team, marta: Person) -> None:
    company = Objective.objects.get(title="Renew 94% of revenue")
    line = StrategyLine.objects.create(organization=marta.organization, section="annual", text="The utility that has us keeps us")
    Objective.objects.filter(pk=company.pk).update(serves=line)
    promise = Commitment.objects.create(
        organization=marta.organization, title="Call the North", state="open", objective_id=contested.sides[0].id, owner=marta
    )
    astray = Commitment.objects.create(organization=marta.organization, title="Order chairs", state="open", owner=marta)
    reader = Reader(marta)
    shown = reader.page("accountability:commitment", promise.pk)
    assert line.text in shown
    assert company.title in shown
    assert line.text in reader.slot("accountability:sight", contested.sides[0].id)
    down = reader.page("accountability:sight_of_sentence", line.pk)
    assert all(text in down for text in (company.title, "What Sales does", "Customers lost", "1 of 1 commitments open"))
    found = tracing(MONDAY, NOW)
    assert (found.leading.part, found.leading.whole, [row.id for row in found.page]) == (1, 2, [astray.pk])


def test_the_way_up_is_the_shortest_to_a_sentence_and_does_not_run_in_circles(sales: Team, marta: Person) -> None:
    line = StrategyLine.objects.create(organization=marta.organization, section="annual", text="Stay")
    served, parent = new_objective("Served", serves=line), new_objective("Parent")
    child = new_objective("Child", team=sales, parent=parent)
    ObjectiveLink.objects.create(organization=marta.organization, objective=child, contributes_to=served)
    ObjectiveLink.objects.create(organization=marta.organization, objective=parent, contributes_to=child)
    found = line_up(child.pk)
    assert ([step.title for step in found.steps], found.sentence) == (["Child", "Served"], "Stay")
    StrategyLine.objects.update(ended_in=2)
    found = line_up(child.pk)
    assert ([step.title for step in found.steps], found.sentence) == (["Child", "Parent"], "")


def test_who_carries_far_more_than_others_is_named_with_what(sales: Team, marta: Person) -> None:
    for number in range(5):
        new_objective(f"Aim {number}", team=sales, owner=new_person(f"Person {number}"))
    for number in range(4):
        Commitment.objects.create(organization=marta.organization, title=f"Promise {number}", state="open", owner=marta)
    Commitment.objects.create(organization=marta.organization, title="Kept", state="done", owner=marta)
    found = load()
    assert (found.people, found.median) == (6, 1)
    assert [(one.name, one.load, one.commitments) for one in found.page] == [("Marta Lindqvist", 4, 4)]


@pytest.mark.parametrize("times", [1, 20])
def test_what_the_pages_cost_at_any_size(
    tidewater: Organization, marta: Person, client: Client, count_queries: CountQueries, times: int
) -> None:
    crowd = Crowd(tidewater, times)
    for number in range(crowd.count):
        Settlement.objects.create(
            organization=tidewater, finding=f"orphan:{number}:0", objective=crowd.objective, words="So", settled_on=MONDAY
        )
    line = StrategyLine.objects.create(organization=tidewater, section="annual", text="Stay")
    Objective.objects.filter(pk=crowd.objective.pk).update(serves=line)
    new_key_result(crowd.objective, "Shared", 0, 5)
    new_key_result(crowd.others[0], "Shared", 0, 6)
    assert marta.user
    client.force_login(marta.user)
    client.get(reverse("alignment:cycles", args=["tidewater"]))
    pages = {
        name: reverse(name, args=["tidewater"]) for name in ("alignment:findings", "alignment:pulse", "alignment:pulse_opening")
    }
    pages |= {name: reverse(name, args=["tidewater"]) for name in ("accountability:tracing", "decisions:load", "decisions:settled")}
    pages["alignment:findings kind"] = f"{pages['alignment:findings']}?kind=orphan"
    pages["decisions:question"] = reverse("decisions:question", args=["tidewater"])
    pages["accountability:sight"] = reverse("accountability:sight", args=["tidewater", crowd.objective.pk])
    pages["accountability:sight_of_sentence"] = reverse("accountability:sight_of_sentence", args=["tidewater", line.pk])
    for name, path in pages.items():
        with count_queries(name):
            answer = client.get(path)
        assert answer.status_code == 200, f"{path} answers {answer.status_code}"
        size = len(gzip.compress(answer.content))
        assert size <= 12 * 1024, f"{name} is {size} bytes compressed"


def test_a_long_answer_is_shortened_to_what_a_settlement_holds(contested: Finding, marta: Person) -> None:
    decision = ask(contested, marta, by=marta)
    decide(decision=decision, outcome="x" * 4000, by=marta, now=NOW + timedelta(days=1))
    assert len(Settlement.objects.get().words) == 1000

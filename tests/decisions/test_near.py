"""A question that was asked or decided before is pointed out while it is written; nothing is held up by it."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine

from decisions.actions import ask_for_decision, decide, record_decision, supersede_decision
from decisions.contrary import is_contrary
from decisions.models import Decision
from decisions.reads.near import near
from organizations.models import Organization, Person
from organizations.tenancy import in_organization
from tests.cast import NOW, new_organization, new_person
from tests.reading import Reader, in_order, said


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Adopt Terraform for the grid", "Drop Terraform for the grid"),
        ("Send SMS to crews", "No SMS for crews"),
        ("Raise the discount ceiling", "Lower the discount ceiling"),
        ("Do not hire in the North", "Hire in the North"),
        ("Build the rater in-house", "Buy the rater"),
        ("The weekly is never skipped", "The weekly is skipped in August"),
    ],
)
def test_two_titles_point_in_opposite_directions(one: str, other: str) -> None:
    assert is_contrary(one, other)
    assert is_contrary(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Freeze on 1 September", "Freeze on 1 October"),
        ("No SMS for crews", "Stop SMS for crews"),
        ("Do not hire in the North", "Never hire in the North"),
        ("Drop the endpoint", "The endpoint is dropped"),
        ("Keep or drop the old rater", "Drop the old rater"),
        ("A depot in the North", "The depot in the North"),
    ],
)
def test_two_titles_do_not(one: str, other: str) -> None:
    assert not is_contrary(one, other)


def logged(by: Person, title: str) -> Decision:
    return record_decision(organization=by.organization, title=title, outcome="It is so.", by=by, now=NOW)


def test_what_is_open_in_force_or_decided_against_is_near_and_what_was_replaced_is_not(
    tidewater: Organization, marta: Person, ines: Person
) -> None:
    old = logged(marta, "Grid API freezes on 1 September")
    new = supersede_decision(decision=old, title="Grid API freezes on 1 October", outcome="Later", reason="Late", by=marta, now=NOW)
    asked, against = (
        ask_for_decision(organization=tidewater, question=question, decider=marta, by=ines, now=NOW)
        for question in ("Does the Grid API freeze in October?", "Never freeze the Grid API?")
    )
    decide(decision=against, outcome="No", is_yes=False, by=marta, now=NOW)
    logged(marta, "Reports first, map afterwards")
    found = {row.id: row for row in near("Freeze the Grid API on 1 November")}
    assert set(found) == {new.pk, asked.pk, against.pk}
    told = {found[row.pk].stands for row in (new, asked, against)}
    assert told == {"in force", "still open", "decided against"}
    assert found[against.pk].is_contrary
    assert not found[new.pk].is_contrary
    assert new.pk not in {row.id for row in near("Freeze the Grid API on 1 November", but=[new.pk])}


@pytest.mark.parametrize(
    "text", ["", "freeze", "  ", "\0 \0", "' | & !", "the of and", "x" * 5000, "a:* <-> b", "\U0001f4a5 \U0001f4a5"]
)
def test_anything_may_be_typed(tidewater: Organization, marta: Person, text: str) -> None:
    logged(marta, "Grid API freezes on 1 September")
    assert near(text) == []


def test_nothing_of_another_organization_is_near(tidewater: Organization, marta: Person) -> None:
    with in_organization(new_organization("brightwater").pk):
        logged(new_person("Sol Berg", access="owner"), "Grid API freezes on 1 September")
    assert near("Grid API freezes on 1 September") == []


def test_it_is_said_while_one_writes_and_after_a_form_was_sent_without_scripts(marta: Person, ines: Person) -> None:
    reader = Reader(marta)
    logged(marta, "No SMS for crews")
    typed = reader.client.post(reader.address("decisions:near"), {"question": "Send SMS to crews?"})
    assert in_order(
        said(typed.content.decode()), "Asked or decided before", "No SMS for crews", "Says the opposite.", "In force since"
    )
    assert reader.client.post(reader.address("decisions:near"), {"question": "Lease a depot"}).content.decode().strip() == ""
    sent = reader.client.post(
        reader.address("decisions:question"), {"question": "Send SMS to crews?", "decider": "Ines Carvalho"}, follow=True
    )
    assert in_order(said(sent.content.decode()), "Ines Carvalho is asked. Contrary to it: “No SMS for crews”, in force.")
    asked = Decision.objects.get(state="proposed")
    assert "No SMS for crews" in reader.slot("decisions:near_it", asked.pk)
    assert "No SMS for crews" in reader.page("decisions:near_it", asked.pk)


def test_what_is_logged_is_held_against_what_there_is(marta: Person) -> None:
    reader = Reader(marta)
    logged(marta, "No SMS for crews")
    assert "from:#id_title" in reader.source("decisions:recording"), "while it is typed"
    typed = reader.client.post(reader.address("decisions:near"), {"title": "Send SMS to crews"})
    assert in_order(said(typed.content.decode()), "No SMS for crews", "Says the opposite.")
    sent = reader.client.post(
        reader.address("decisions:recording"), {"title": "Send SMS to crews", "outcome": "Yes, from May", "once": "a"}, follow=True
    )
    assert "is written down. Contrary to it: “No SMS for crews”, in force." in said(sent.content.decode())


def test_titles_go_by_the_organizations_own_word(marta: Person, tidewater: Organization) -> None:
    reader = Reader(marta)
    assert "Ask for a decision" in reader.page("decisions:question")
    Organization.objects.filter(pk=tidewater.pk).update(words={"decision": {"one": "agreement", "many": "agreements"}})
    assert "Ask for an agreement" in reader.page("decisions:question")
    assert "Log an agreement" in reader.page("decisions:recording")


def test_where_nothing_is_near_that_is_said(marta: Person) -> None:
    reader = Reader(marta)
    page = reader.page("decisions:near_it", logged(marta, "No SMS for crews").pk)
    assert "Nothing like it is open or in force" in page

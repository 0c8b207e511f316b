"""Asking, logging, being heard and being told, as they are done with a browser."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine

from decisions.actions import ask_for_decision, decide
from decisions.models import Answer, Decision, DecisionRole, Hearing, Option, Part
from organizations.models import Organization, Person, Team
from tests.cast import MONDAY, NOW, new_objective, new_person, new_team
from tests.query_counts import CountQueries
from tests.reading import Reader, in_order


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def karl(tidewater: Organization) -> Person:
    return new_person("Karl Nyman", login=True)


@pytest.fixture
def grid(karl: Person) -> Team:
    return new_team("Grid API", lead=karl)


@pytest.fixture
def asked(tidewater: Organization, ines: Person, marta: Person, grid: Team) -> Decision:
    return ask_for_decision(
        organization=tidewater,
        question="Build or buy?",
        decider=marta,
        by=ines,
        now=NOW,
        options=["Build", "Buy"],
        touches=[grid],
        context="Two vendors answered.",
    )


def post(person: Person, name: str, *args: object, **said: Any) -> Any:
    reader = Reader(person)
    return reader.client.post(reader.address(name, *args), said)


def seal(person: Person, name: str, pk: int) -> str:
    """What the form carries of what it began from."""
    return Reader(person).source(name, pk).split('name="started_from" value="')[1].split('"')[0]


def test_a_question_takes_a_decider_a_day_and_what_waits_and_more_for_who_wants_it(
    tidewater: Organization, ines: Person, marta: Person, grid: Team
) -> None:
    new_objective("12 utilities live", team=new_team("Customer Success"))
    said = {
        "question": "Build or buy?", "decider": "Marta", "door": "one_way", "waiting_teams": "Grid API",
        "options": "Build\n+ Ours\n- Slow\n\nBuy\n− Dear", "waiting_objectives": "12 utilities live",
        "pattern": "rapid", "contributors": "Karl Nyman", "approvers": "Ines Carvalho", "touches": "Grid API",
    }  # fmt: skip
    assert post(ines, "decisions:question", **said).status_code == 302
    decision = Decision.objects.get()
    assert (decision.need_by, decision.door, decision.pattern) == (MONDAY.replace(day=31), "one_way", "rapid")
    assert list(decision.options.order_by("position").values_list("text", "pros", "cons")) == [
        ("Build", "Ours", "Slow"), ("Buy", "", "Dear")
    ]  # fmt: skip
    assert {row.team.name for row in decision.holds_up.all()} == {"Grid API", "Customer Success"}
    page = Reader(ines).page("decisions:decision", decision.pk)
    assert in_order(page, "Holds up", "Customer Success", "12 utilities live", "Grid API", "Options", "Build", "Ours", "Slow")
    assert in_order(
        page, "People RAPID Change", "Decides", "Marta Lindqvist", "Agrees", "Gives input", "Teams it touches", "Grid API"
    )


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(ines: Person, marta: Person) -> None:
    nobody = new_objective("Nobody's objective")
    said = {
        "question": "Build\0 or buy?",
        "decider": "Martha Lindquist",
        "need_by": "soon",
        "options": "+ First",
        "context": "⚡ " * 50,
    }
    answer = post(ines, "decisions:question", **said, waiting_objectives=nobody.title, contributors="Marta\nMarta Lindqvist")
    page = answer.content.decode()
    assert answer.status_code == 422
    for fault in (
        "Did you mean Marta Lindqvist?",
        "Give the day",
        "Begin with an option",
        "No team answers for",
        "is named twice",
        "⚡",
    ):
        assert fault in page, fault
    assert post(ines, "decisions:question", question="x" * 251, decider="Marta Lindqvist").status_code == 422
    assert post(ines, "decisions:question", question="When?", decider="Marta Lindqvist", need_by="2026-08-01").status_code == 422
    assert not Decision.objects.exists()


def test_a_form_that_is_sent_twice_asks_once(ines: Person, marta: Person) -> None:
    reader = Reader(ines)
    once = reader.source("decisions:question").split('name="once" value="')[1].split('"')[0]
    for _ in range(2):
        reader.client.post(reader.address("decisions:question"), {"question": "Which?", "decider": "Marta Lindqvist", "once": once})
    assert Decision.objects.count() == 1


def test_a_two_way_door_is_logged_with_two_lines_and_can_be_taken_back(ines: Person, karl: Person, grid: Team) -> None:
    security, reader = new_team("Security", lead=ines), Reader(ines)
    assert 'value="Security"' in reader.source("decisions:recording"), "where one is in one team only it is named"
    said = {"title": "Where the queue lives", "outcome": "In the tracker", "team": "Security", "tells": "Grid API"}
    answer = reader.client.post(reader.address("decisions:recording"), said, follow=True)
    decision = Decision.objects.get()
    assert (decision.state, decision.team, decision.roles.get().person) == ("accepted", security, ines)
    assert f"/decisions/{decision.pk}/take-back/" in answer.content.decode(), "the toast has the way back"
    assert "We know it" in Reader(karl).page("visibility:my_work")
    assert post(ines, "decisions:take_back", decision.pk).status_code == 302
    decision.refresh_from_db()
    assert decision.state == "withdrawn"
    assert "We know it" not in Reader(karl).page("visibility:my_work")
    refused = post(karl, "decisions:recording", title="Ours?", outcome="Yes", team="Security")
    assert (refused.status_code, "You may not decide for Security" in refused.content.decode()) == (422, True)


def test_two_people_who_edit_at_once_lose_no_words(asked: Decision, ines: Person, marta: Person) -> None:
    base = {"title": asked.title, "context": asked.context, "need_by": asked.need_by, "door": asked.door}
    base |= {"started_from": seal(ines, "decisions:edit", asked.pk)}
    assert post(marta, "decisions:edit", asked.pk, **base | {"context": "Three vendors."}).status_code == 302
    joined = post(ines, "decisions:edit", asked.pk, **base | {"title": "Build or rent?"})
    asked.refresh_from_db()
    assert (joined.status_code, asked.title, asked.context) == (302, "Build or rent?", "Three vendors.")
    clash = post(ines, "decisions:edit", asked.pk, **base | {"context": "Nobody answered."})
    page = clash.content.decode()
    assert (clash.status_code, "Three vendors." in page, "Nobody answered." in page) == (409, True, True)
    assert "Marta Lindqvist saved this" in page


def test_people_and_reach_are_changed_on_their_pages(asked: Decision, ines: Person, karl: Person, grid: Team) -> None:
    said = {"contributors": "Karl Nyman", "drivers": "", "approvers": "", "performers": "", "informed": "", "pattern": "daci"}
    said["started_from"] = seal(ines, "decisions:people", asked.pk)
    assert post(ines, "decisions:people", asked.pk, **said).status_code == 302
    assert DecisionRole.objects.get(part=Part.CONTRIBUTOR).person == karl
    refused = post(ines, "decisions:people", asked.pk, **said | {"approvers": "Karl Nyman"})
    assert (refused.status_code, "In DACI the one approver" in refused.content.decode()) == (422, True)
    began = seal(ines, "decisions:reach", asked.pk)
    assert post(ines, "decisions:reach", asked.pk, touches="", waiting_teams="Grid API", started_from=began).status_code == 302
    assert (asked.teams_involved.count(), asked.holds_up.get().team) == (0, grid)
    assert post(karl, "decisions:reach", asked.pk, touches="").status_code == 403


def test_an_option_is_added_changed_and_taken_off(asked: Decision, ines: Person) -> None:
    assert post(ines, "decisions:option_new", asked.pk, text="Rent", pros="Cheap", cons="").status_code == 302
    option = Option.objects.get(text="Rent")
    said = {"text": "Rent it", "pros": "Cheap", "cons": "Slow", "started_from": seal(ines, "decisions:option_edit", option.pk)}
    assert post(ines, "decisions:option_edit", option.pk, **said).status_code == 302
    option.refresh_from_db()
    assert (option.text, option.cons) == ("Rent it", "Slow")
    assert "Take it off the list" in Reader(ines).page("decisions:option_edit", option.pk)
    assert post(ines, "decisions:option_removal", option.pk).status_code == 302
    assert not Option.objects.filter(pk=option.pk).exists()


def test_from_asking_for_input_over_the_answer_to_what_it_adds_up_to(
    asked: Decision, ines: Person, karl: Person, marta: Person, count_queries: CountQueries
) -> None:
    assert "Karl Nyman" in Reader(ines).page("decisions:hearing_new", asked.pk)
    said = {"way": "score", "closes_on": "2026-08-19", "is_hidden": "on"}
    assert post(ines, "decisions:hearing_new", asked.pk, **said).status_code == 302
    work = Reader(karl).page("visibility:my_work")
    assert in_order(
        work, "Build or buy?", "Ines asks you to score the options, until the end of Wed 19 Aug. Silence is consent.", "Answer"
    )
    build, buy = asked.options.order_by("position")
    empty = post(karl, "decisions:answer", asked.pk, words="Hm")
    assert (empty.status_code, "Score one option" in empty.content.decode()) == (422, True)
    assert post(karl, "decisions:answer", asked.pk, **{f"option-{buy.pk}": "9"}).status_code == 422
    assert (
        post(karl, "decisions:answer", asked.pk, **{f"option-{build.pk}": "1", f"option-{buy.pk}": "5", "words": "Buy"}).status_code
        == 302
    )
    hidden = Reader(marta).slot("decisions:hearings", asked.pk)
    assert ("1 of 1 answered, hidden until it is closed" in hidden, "5.0 of 5" in hidden) == (True, False)
    assert "Ines asks you" not in Reader(karl).page("visibility:my_work")
    assert post(karl, "decisions:hearing_closing", asked.pk).status_code == 403
    assert post(ines, "decisions:hearing_closing", asked.pk).status_code == 302
    reader = Reader(marta)
    with count_queries("decisions:hearings"):
        shown = reader.slot("decisions:hearings", asked.pk)
    assert in_order(shown, "Scores , closed 17 August", "Buy", "5.0 of 5", "Build", "1.0 of 5")
    late = post(karl, "decisions:answer", asked.pk, **{f"option-{buy.pk}": "1"})
    assert (late.status_code, Answer.objects.get().votes.get(option=buy).points) == (409, 5)
    assert Hearing.objects.get().closed_by == ines


def test_from_the_decision_over_my_work_to_who_knows_it_and_who_disagrees(
    asked: Decision, ines: Person, karl: Person, marta: Person, count_queries: CountQueries
) -> None:
    decide(decision=asked, outcome="Buy", by=marta, now=NOW)
    work = Reader(karl).page("visibility:my_work")
    assert in_order(work, "To acknowledge", "Build or buy?", "Marta decided it, and it touches Grid API", "We know it")
    assert "Karl Nyman has not said so" in Reader(ines).slot("decisions:told", asked.pk)
    assert post(karl, "decisions:acknowledgement", asked.pk).status_code == 302
    assert post(ines, "decisions:acknowledgement", asked.pk).status_code == 403
    assert post(karl, "decisions:dissent", asked.pk, words="").status_code == 422
    assert post(karl, "decisions:dissent", asked.pk, words="Too dear", goes_along="yes").status_code == 302
    reader = Reader(ines)
    with count_queries("decisions:told"):
        told = reader.slot("decisions:told", asked.pk)
    assert in_order(
        told, "1 of 1 team knows it", "Karl Nyman said so", "Disagrees", "Karl Nyman", "disagrees, and goes along", "Too dear"
    )


def test_a_question_is_withdrawn_with_a_reason(asked: Decision, ines: Person) -> None:
    assert post(ines, "decisions:withdrawal", asked.pk, reason="").status_code == 422
    assert post(ines, "decisions:withdrawal", asked.pk, reason="They found out themselves").status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.outcome) == ("withdrawn", "They found out themselves")
    assert post(ines, "decisions:edit", asked.pk, title="Again").status_code == 409


@pytest.mark.parametrize("name", ["question", "recording"])
def test_the_forms_cost_little(marta: Person, count_queries: CountQueries, name: str) -> None:
    reader = Reader(marta)
    reader.get(f"decisions:{name}")
    with count_queries(f"decisions:{name}"):
        reader.get(f"decisions:{name}")

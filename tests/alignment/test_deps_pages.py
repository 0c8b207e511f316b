"""Asking a team, the turns of the handshake in its pages, the map and its filters, and what a change would do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from alignment.actions import agree_dependency, deliver_dependency, negotiate_dependency, request_dependency
from alignment.models import Dependency, Risk
from organizations.models import Event, Organization, Person, Team
from tests.cast import MONDAY, NOW, new_objective, new_person, new_team
from tests.reading import Reader, in_order, said

FRIDAY = MONDAY + timedelta(days=4)
LATER = MONDAY + timedelta(days=18)


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ruth(tidewater: Organization) -> Reader:
    """Ruth Adeyemi leads Customer Success, which needs the sign-off."""
    return Reader(new_person("Ruth Adeyemi", login=True, status="active", access="member"))


@pytest.fixture
def theo(tidewater: Organization) -> Reader:
    """Theo Brandt leads Security, which is asked for it."""
    return Reader(new_person("Theo Brandt", login=True, status="active", access="member"))


def person(name: str) -> Person:
    found: Person = Person.objects.get(name=name)
    return found


@pytest.fixture
def sides(ruth: Reader, theo: Reader) -> tuple[Team, Team]:
    return new_team("Customer Success", lead=person("Ruth Adeyemi")), new_team("Security", lead=person("Theo Brandt"))


@pytest.fixture
def sign_off(tidewater: Organization, sides: tuple[Team, Team]) -> Dependency:
    needs, needed = sides
    return request_dependency(
        organization=tidewater, title="SSO pen-test sign-off", from_team=needs, to_team=needed, needed_by=FRIDAY,
        acceptance_test="A signed report", by=person("Ruth Adeyemi"), now=NOW,
    )  # fmt: skip


def post(reader: Reader, name: str, *args: object, **said: str) -> Any:
    return reader.client.post(reader.address(name, *args), said)


def answer_in_place(reader: Reader, dependency: Dependency, **said: str) -> Any:
    return reader.client.post(reader.address("alignment:answer", dependency.pk), said, headers={"HX-Request": "true"})


ASK = {
    "from_team": "Customer Success", "to_team": "Security", "title": "SSO pen-test sign-off", "needed_by": "2026-08-21",
    "acceptance_test": "Signed report for tenant type B", "if_it_slips": "objective", "kind": "review",
}  # fmt: skip


def test_a_team_is_asked_and_knows_how_it_will_be_judged(ruth: Reader, sides: tuple[Team, Team]) -> None:
    assert in_order(ruth.page("alignment:dependency_new"), "From", "To", "How will you know it is done?", "If it slips")
    answer = post(ruth, "alignment:dependency_new", **ASK, to_owner="Theo Brandt")
    asked = Dependency.objects.get()
    assert answer.status_code == 302
    assert (asked.state, asked.to_team, asked.to_owner, asked.if_it_slips) == (
        "requested", sides[1], person("Theo Brandt"), "objective",
    )  # fmt: skip
    page = ruth.page("alignment:dependency", asked.pk)
    assert in_order(page, "asked today", "Done when", "Signed report for tenant type B", "Theo Brandt", "answers for it")
    assert "If it slips: the objective slips" in page


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("title", "Say what you need"),
        ("acceptance_test", "Say how you will know it is done"),
        ("needed_by", "Say by which day you need it"),
        ("to_team", "Say which team you ask"),
    ],
)
def test_what_an_ask_leaves_out_is_asked_for_and_nothing_written_is_lost(
    ruth: Reader, sides: tuple[Team, Team], missing: str, sentence: str
) -> None:
    written = ASK | {"description": "שלום 🌊 " * 200, missing: ""}
    answer = post(ruth, "alignment:dependency_new", **written)
    assert answer.status_code == 422
    page = said(answer.content.decode())
    assert sentence in page
    assert "שלום 🌊" in page
    assert not Dependency.objects.exists()


def test_nobody_asks_in_the_name_of_a_team_that_is_not_theirs(theo: Reader, sides: tuple[Team, Team]) -> None:
    answer = post(theo, "alignment:dependency_new", **ASK)
    assert answer.status_code == 422
    assert "You may not ask for that team" in said(answer.content.decode())


def test_the_form_starts_from_the_team_and_the_objective_that_one_comes_from(ruth: Reader, sides: tuple[Team, Team]) -> None:
    objective = new_objective("12 utilities live", team=sides[0])
    assert f"/dependencies/new/?objective={objective.pk}" in ruth.source("alignment:objective", objective.pk)
    page = ruth.source("alignment:dependency_new", to=sides[1].pk, objective=objective.pk)
    assert 'value="Security"' in page
    assert 'value="Theo Brandt"' in page, "the lead of the team that is asked is suggested"
    assert "Ask Security" in page
    assert 'value="12 utilities live"' in page


def test_both_sides_name_their_objectives_by_title(ruth: Reader, sides: tuple[Team, Team]) -> None:
    ours, theirs = new_objective("12 utilities live", team=sides[0]), new_objective("SSO for all", team=sides[1])
    answer = post(ruth, "alignment:dependency_new", **ASK, from_objective="12 utilities live", to_objective="sso")
    asked = Dependency.objects.get()
    assert (answer.status_code, asked.from_objective, asked.to_objective) == (302, ours, theirs)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("utilities", "fits 2 objectives. Choose which one you mean"),
        ("Old plan", "“Old plan” is completed. Name one that is under way, or none."),
        ("12 utilitys live", "Did you mean 12 utilities live"),
        ("quarterly zebras", "There is no objective “quarterly zebras”"),
    ],
)
def test_an_objective_that_is_not_clear_or_over_is_asked_back(
    ruth: Reader, sides: tuple[Team, Team], typed: str, sentence: str
) -> None:
    new_objective("12 utilities live", team=sides[0])
    new_objective("Old utilities moved", team=sides[0])
    new_objective("Old plan", team=sides[0], state="completed")
    answer = post(ruth, "alignment:dependency_new", **ASK, from_objective=typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in said(page)
    assert f'value="{typed}"' in page, "what was typed stands in its field"
    assert not Dependency.objects.exists()


def test_each_side_is_offered_its_own_turns_and_a_stranger_none(ruth: Reader, theo: Reader, sign_off: Dependency) -> None:
    giver, taker = theo.page("alignment:dependency", sign_off.pk), ruth.page("alignment:dependency", sign_off.pk)
    assert in_order(giver, "Answer", "Accept", "Offer another day", "Say no", "Leave a note")
    assert "Nudge" not in giver
    assert in_order(taker, "It is Security's turn: they have not answered yet", "Nudge", "Need it on another day", "Withdraw")
    assert "Say no" not in taker
    stranger = Reader(new_person("Omar Haddad", login=True, status="active", access="member"))
    assert "There is nothing for you to answer here" in stranger.page("alignment:dependency", sign_off.pk)


def test_a_counter_offer_is_taken_delivered_sent_back_and_accepted(ruth: Reader, theo: Reader, sign_off: Dependency) -> None:
    assert (
        post(theo, "alignment:answer", sign_off.pk, answer="negotiate", promised_by="2026-09-04", reason="Load test").status_code
        == 302
    )
    assert "to say whether the offered day does" in theo.page("alignment:dependency", sign_off.pk)
    page = ruth.page("alignment:dependency", sign_off.pk)
    assert in_order(page, "Gap", "14 days after it is needed")
    assert in_order(page, "Theo Brandt proposed another day for Fri 4 Sep", "“Load test”", "You", "asked, needed Fri 21 Aug")
    assert in_order(page, "Does that day do?", "Offered: Fri 4 September")
    for reader, turn, words in (
        (ruth, "take", {}), (theo, "start", {}), (theo, "deliver", {}), (ruth, "return", {"reason": "Type B is missing"}),
        (theo, "deliver", {}), (ruth, "accept", {}),
    ):  # fmt: skip
        assert post(reader, "alignment:answer", sign_off.pk, answer=turn, **words).status_code == 302, turn
    sign_off.refresh_from_db()
    assert (sign_off.state, sign_off.promised_by) == ("accepted", LATER)
    assert "sent it back “Type B is missing”" in theo.page("alignment:dependency", sign_off.pk)


def test_a_refusal_needs_a_reason_and_leaves_a_risk_with_a_name(ruth: Reader, theo: Reader, sign_off: Dependency) -> None:
    answer = post(theo, "alignment:answer", sign_off.pk, answer="decline", reason=" ")
    assert answer.status_code == 422
    assert "Say why, so that the other team can plan." in said(answer.content.decode())
    post(theo, "alignment:answer", sign_off.pk, answer="decline", reason="No tester this quarter")
    risk = Risk.objects.get()
    assert (risk.owner, risk.dependency) == (person("Ruth Adeyemi"), sign_off)


def test_we_will_look_at_it_is_a_note_and_no_answer(theo: Reader, sign_off: Dependency) -> None:
    post(theo, "alignment:answer", sign_off.pk, answer="note", reason="We'll look at it")
    sign_off.refresh_from_db()
    assert (sign_off.state, sign_off.answered_on) == ("requested", None)
    assert "You noted “We'll look at it”" in theo.page("alignment:dependency", sign_off.pk)


def test_an_answer_over_an_old_page_is_shown_again_over_the_new_state_with_its_words(
    ruth: Reader, theo: Reader, sign_off: Dependency
) -> None:
    seen = "requested|2026-08-21|"
    negotiate_dependency(dependency=sign_off, needed_by=LATER, note="Fenmoor moved", by=person("Ruth Adeyemi"), now=NOW)
    answer = post(theo, "alignment:answer", sign_off.pk, answer="agree", promised_by="2026-08-21", reason="With Jonas", seen=seen)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert in_order(said(page), "This changed while you wrote", "With Jonas")
    assert "negotiating|2026-09-04|" in page, "sending it again means the new state"
    again = post(theo, "alignment:answer", sign_off.pk, answer="agree", promised_by="2026-08-21", seen="negotiating|2026-09-04|")
    assert again.status_code == 302


def test_words_that_can_no_longer_be_said_are_still_shown(ruth: Reader, theo: Reader, sign_off: Dependency) -> None:
    post(ruth, "alignment:answer", sign_off.pk, answer="withdraw")
    answer = post(theo, "alignment:answer", sign_off.pk, answer="decline", reason="No tester at all", seen="requested|2026-08-21|")
    assert answer.status_code == 409
    assert "Your words: “No tester at all”" in said(answer.content.decode())


def test_in_place_a_turn_answers_with_the_panel_or_with_the_way_to_go(theo: Reader, sign_off: Dependency) -> None:
    wrong = answer_in_place(theo, sign_off, answer="decline", reason="")
    assert (wrong.status_code, "<html" in wrong.content.decode()) == (422, False)
    right = answer_in_place(theo, sign_off, answer="agree", promised_by="2026-08-21")
    assert right["HX-Redirect"].endswith(f"/dependencies/{sign_off.pk}/")


def test_a_reminder_goes_once_a_day(ruth: Reader, sign_off: Dependency) -> None:
    assert post(ruth, "alignment:answer", sign_off.pk, answer="nudge").status_code == 302
    second = post(ruth, "alignment:answer", sign_off.pk, answer="nudge")
    assert (second.status_code, "They were reminded today" in said(second.content.decode())) == (409, True)
    assert Event.objects.filter(name="dependency.nudged").count() == 1


def test_before_a_day_is_moved_it_is_shown_what_that_changes_and_nothing_is_saved(
    ruth: Reader, theo: Reader, sign_off: Dependency
) -> None:
    agree_dependency(dependency=sign_off, promised_by=FRIDAY, by=person("Theo Brandt"), now=NOW)
    lines = Event.objects.count()
    values = {"answer": "negotiate", "promised_by": "2026-09-04", "reason": "Load test", "seen": "agreed|2026-08-21|2026-08-21"}
    answer = post(theo, "alignment:dependency_preview", sign_off.pk, **values)
    page = said(answer.content.decode())
    assert in_order(
        page, "This changes", "Nothing is saved yet", "SSO pen-test sign-off", "opens again", "Will hear of it", "Ruth Adeyemi"
    )
    sign_off.refresh_from_db()
    assert (sign_off.state, Event.objects.count()) == ("agreed", lines)
    back = post(theo, "alignment:answer", sign_off.pk, **values, back="1")
    assert "Load test" in said(back.content.decode()), "back leads to the form with its words"
    assert post(theo, "alignment:answer", sign_off.pk, **values).status_code == 302
    sign_off.refresh_from_db()
    assert (sign_off.state, sign_off.promised_by) == ("negotiating", LATER)


def test_an_objective_s_new_day_is_shown_before_it_is_saved(marta: Person, sides: tuple[Team, Team]) -> None:
    objective = new_objective("12 utilities live", team=sides[0], owner=marta, due_on=MONDAY - timedelta(days=2))
    leader = Reader(marta)
    edit = leader.source("alignment:objective_edit", objective.pk)
    assert leader.address("alignment:objective_preview", objective.pk) in edit
    seal = edit.partition('name="started_from" value="')[2].partition('"')[0]
    values = {"title": objective.title, "owner": marta.name, "team": "Customer Success", "due_on": "2026-09-25", "weight": "1"}
    answer = post(leader, "alignment:objective_preview", objective.pk, **values, reason="Fenmoor moved", started_from=seal)
    page = said(answer.content.decode())
    assert answer.status_code == 200, page
    assert in_order(page, "This changes 1 objective", "Nothing is saved yet", "12 utilities live")
    objective.refresh_from_db()
    assert objective.due_on == MONDAY - timedelta(days=2)


def test_one_looks_at_what_changes_before_one_says_why(theo: Reader, sign_off: Dependency, marta: Person) -> None:
    agree_dependency(dependency=sign_off, promised_by=FRIDAY, by=person("Theo Brandt"), now=NOW)
    values = {"answer": "negotiate", "promised_by": "2026-09-04", "reason": "", "seen": "agreed|2026-08-21|2026-08-21"}
    page = post(theo, "alignment:dependency_preview", sign_off.pk, **values).content.decode()
    assert in_order(said(page), "This changes", "Why then", "opens again")
    assert page.count('name="reason"') == 1, "asked once, and not carried along empty"
    assert "Say why" in said(post(theo, "alignment:answer", sign_off.pk, **values).content.decode())
    objective = new_objective("12 utilities live", owner=marta, due_on=MONDAY - timedelta(days=2), state="active")
    leader = Reader(marta)
    seal = leader.source("alignment:objective_edit", objective.pk).partition('name="started_from" value="')[2].partition('"')[0]
    values = {"title": objective.title, "owner": marta.name, "due_on": "2026-09-25", "weight": "1", "started_from": seal}
    page = post(leader, "alignment:objective_preview", objective.pk, **values).content.decode()
    assert in_order(said(page), "This changes 1 objective", "Why", "12 utilities live")
    unsaid = post(leader, "alignment:objective_edit", objective.pk, **values, reason="")
    assert (unsaid.status_code, "Say why" in said(unsaid.content.decode())) == (422, True)


def test_the_map_draws_each_pair_once_with_the_number_that_the_ledger_has(
    ruth: Reader, tidewater: Organization, sides: tuple[Team, Team], sign_off: Dependency
) -> None:
    needs, needed = sides
    data = new_team("Data")
    values: dict[str, Any] = {"organization": tidewater, "kind": "work"}
    Dependency.objects.create(
        **values, title="Usage schema", from_team=needs, to_team=data, state="agreed", needed_by=MONDAY - timedelta(days=5)
    )
    Dependency.objects.create(**values, title="Feed", from_team=data, to_team=needed, state="agreed", needed_by=LATER)
    Dependency.objects.create(**values, title="Logs", from_team=needed, to_team=needs, state="agreed", needed_by=LATER)
    page = ruth.source("alignment:dependencies")
    assert page.count('<path class="e ') == 4 + 4, "four pairs, and the four strokes of the key"
    assert 'aria-label="Number 1: Usage schema"' in page
    assert 'aria-label="Number 2: SSO pen-test sign-off"' in page
    assert in_order(said(page), "Critical knots", "Two teams wait for each other in a circle")
    assert in_order(said(page), "Number 1: Usage schema", "Number 2: SSO pen-test sign-off")
    focused = ruth.source("alignment:dependencies", team=data.pk)
    assert focused.count('class="fade"') == 2, "what has nothing to do with the team in focus fades"
    matrix = said(ruth.source("alignment:dependencies", view="matrix"))
    assert in_order(matrix, "Row gives, column waits", "1 dependency, 1 late")
    only = ruth.page("alignment:dependencies", view="ledger", show="open", giver=data.pk, taker=needs.pk)
    assert "Usage schema" in only
    assert "Logs" not in only


def test_more_teams_than_can_be_drawn_open_on_the_reader_s_own(
    ruth: Reader, tidewater: Organization, sides: tuple[Team, Team]
) -> None:
    teams = [sides[0], *(new_team(f"Crew {number:02}") for number in range(40))]
    rows = [
        Dependency(
            organization=tidewater, key=f"d{n}-{m}", kind="work", title=f"Need {n}", state="agreed",
            from_team=teams[n], to_team=teams[m],
        )
        for n in range(41) for m in (0, 5) if n != m
    ]  # fmt: skip
    Dependency.objects.bulk_create(rows)
    page = said(ruth.source("alignment:dependencies"))
    assert "41 teams are too many to be drawn at once: this is Customer Success with its neighbours" in page
    assert ruth.source("alignment:dependencies").count('class="nd') <= 25


def test_a_filter_that_makes_no_sense_counts_as_not_said(ruth: Reader, sign_off: Dependency) -> None:
    page = ruth.page("alignment:dependencies", view="cube", show="never", kind="magic", cycle="x", giver="-1", team="🌊", page="0")
    assert "Find" in page
    assert isinstance(ruth.client, Client)


def test_delivery_cannot_be_accepted_by_the_side_that_delivered(theo: Reader, sign_off: Dependency) -> None:
    agree_dependency(dependency=sign_off, promised_by=FRIDAY, by=person("Theo Brandt"), now=NOW)
    deliver_dependency(dependency=sign_off, by=person("Theo Brandt"), now=NOW)
    assert post(theo, "alignment:answer", sign_off.pk, answer="accept").status_code == 403

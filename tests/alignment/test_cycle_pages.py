"""Cycles as a reader finds them: the overview of the sets, a set, the closing, the report, and the ledger of moved goalposts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from alignment.actions.closing import close_cycle, conclude_objective
from alignment.actions.key_results import change_key_result
from alignment.actions.objectives import change_objective, close_objective, set_objective
from alignment.actions.plans import publish_plan
from alignment.models import Objective, TeamPlan
from alignment.models.objectives import ObjectiveState, Outcome
from organizations.models import Cycle, Event, Organization, Person, Team
from tests.cast import MONDAY, NOW, new_key_result, new_objective, new_person, new_quarter, new_team
from tests.query_counts import CountQueries
from tests.reading import Reader, in_order, said


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def reader(marta: Person) -> Reader:
    return Reader(marta)


@pytest.fixture
def lead(ines: Person) -> Reader:
    """Ines, who leads Security and is no leader of the organization."""
    return Reader(ines)


@pytest.fixture
def quarter(tidewater: Organization) -> Cycle:
    days = {"starts_on": date(2026, 9, 28), "ends_on": date(2026, 12, 27)}
    return new_quarter(key="q4", name="Q4 2026", status="planned", opened_on=MONDAY, **days)


@pytest.fixture
def closing(tidewater: Organization) -> Cycle:
    return new_quarter(closing_on=MONDAY)


def draft(title: str, cycle: Cycle, team: Team | None, **fields: Any) -> Objective:
    return new_objective(title, cycle=cycle, team=team, **{"state": "proposed"} | fields)


def send(reader: Reader, address: str, /, *args: object, **words: Any) -> Any:
    return reader.client.post(reader.address(address, *args), words)


def text(answer: Any) -> str:
    return said(answer.content.decode())


# -- Its life -----------------------------------------------------------------------------------------------------------------


def test_a_leader_plans_a_quarter_and_opens_it(reader: Reader, tidewater: Organization) -> None:
    assert "Plan the first one" in reader.page("alignment:cycles")
    words = {"name": "Q4 2026", "starts_on": "2026-09-28", "ends_on": "2026-12-27", "parent": ""}
    assert send(reader, "alignment:cycle_new", **words).status_code == 302
    cycle = Cycle.objects.get()
    assert in_order(reader.page("alignment:cycle", cycle.pk), "Q4 2026", "Open for planning", "Start it")
    send(reader, "alignment:cycle_step", cycle.pk, step="open")
    page = reader.page("alignment:cycle", cycle.pk)
    assert "Open for planning From Mon 28 Sep" in page
    assert "Begin closing" not in page
    again = send(reader, "alignment:cycle_step", cycle.pk, step="open")
    assert again.status_code == 409
    assert "so it cannot become open for planning" in text(again)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"ends_on": "2026-01-01"}, "Choose a last day that is not before the first day."),
        ({"name": ""}, "Give the cycle a name"),
        ({"name": "Q" * 251}, "Shorten this to 250 characters."),
        ({"starts_on": "soon"}, "Give the day as year-month-day"),
        ({"starts_on": ""}, "Say on which day it starts."),
        ({"parent": "999999"}, "Choose a period of the list"),
        ({"parent": "x"}, "Choose a period of the list"),
    ],
)
def test_a_quarter_that_makes_no_sense_comes_back_with_the_words(reader: Reader, words: dict[str, str], sentence: str) -> None:
    said_so = {"name": "Q4 مرحبا 🚀", "starts_on": "2026-09-28", "ends_on": "2026-12-27"} | words
    answer = send(reader, "alignment:cycle_new", **said_so)
    assert answer.status_code == 422
    assert sentence in text(answer)
    if "name" not in words:
        assert "Q4 مرحبا 🚀" in answer.content.decode()
    assert not Cycle.objects.exists()


def test_two_who_change_a_quarter_at_once_see_each_others_words(reader: Reader, quarter: Cycle) -> None:
    seal = reader.source("alignment:cycle_edit", quarter.pk).split('name="started_from" value="')[1].split('"')[0]
    Cycle.objects.filter(pk=quarter.pk).update(name="Fourth quarter")
    words = {"name": "Autumn", "starts_on": "2026-09-28", "ends_on": "2026-12-27", "parent": "", "started_from": seal}
    answer = send(reader, "alignment:cycle_edit", quarter.pk, **words)
    assert answer.status_code == 409
    assert in_order(text(answer), "Fourth quarter", "Autumn", "Post mine on top")
    assert Cycle.objects.get().name == "Fourth quarter"


def test_a_member_sees_the_cycle_and_no_button_that_would_refuse(lead: Reader, quarter: Cycle) -> None:
    page = lead.page("alignment:cycle", quarter.pk)
    assert "Start it" not in page
    assert lead.get("alignment:cycle_new").status_code == 403
    assert send(lead, "alignment:cycle_step", quarter.pk, step="start").status_code == 403
    assert send(lead, "alignment:cycle_step", quarter.pk, step="fly").status_code == 422


# -- The sets -----------------------------------------------------------------------------------------------------------------


def test_the_cycle_says_how_far_the_teams_are(reader: Reader, quarter: Cycle, security: Team, ines: Person) -> None:
    data = new_team("Data")
    new_team("Billing")
    draft("Keys", quarter, security)
    publish_plan(cycle=quarter, team=security, by=ines, now=NOW)
    draft("History", quarter, data)
    page = reader.page("alignment:cycle", quarter.pk)
    assert "One of 3 teams has published their priorities, one is drafting, one has not begun." in page
    assert in_order(
        page, "[Drafting] Data", "Billing", "Not begun", "[Published] Security", "Published Mon 17 Aug by Ines Carvalho"
    )


def test_a_team_drafts_its_set_and_its_lead_publishes_it(lead: Reader, quarter: Cycle, security: Team, ines: Person) -> None:
    parent = draft("12 utilities live", quarter, None, state="active")
    empty = lead.page("alignment:plan", quarter.pk, security.pk)
    assert in_order(empty, "Security, Q4 2026", "Nothing is written yet", "Add to the draft", "Write the first one", "Load")
    words = {
        "title": "No utility waits for sign-in", "owner": "Ines Carvalho", "parent": parent.title,
        "measure": "Utilities waiting", "start_value": "9", "target_value": "0",
    }  # fmt: skip
    assert send(lead, "alignment:plan", quarter.pk, security.pk, **words).status_code == 302
    page = lead.page("alignment:plan", quarter.pk, security.pk)
    assert in_order(page, "[Draft] No utility waits for sign-in", "Ines Carvalho · serves 12 utilities live", "from 9 to 0")
    assert in_order(page, "Load", "Ines Carvalho", "1 + 0")
    send(lead, "alignment:publication", quarter.pk, security.pk)
    assert TeamPlan.objects.get().state == "published"
    assert Objective.objects.get(team=security).state == "active"
    assert in_order(lead.page("alignment:plan", quarter.pk, security.pk), "Published", "by Ines Carvalho", "Why now?")
    assert send(lead, "alignment:publication", quarter.pk, security.pk).status_code == 409


def test_once_published_one_more_asks_why_and_keeps_the_words(lead: Reader, quarter: Cycle, security: Team, ines: Person) -> None:
    draft("Keys", quarter, security)
    publish_plan(cycle=quarter, team=security, by=ines, now=NOW)
    words = {"title": "An audit of the vault", "measure": "Report signed"}
    answer = send(lead, "alignment:plan", quarter.pk, security.pk, **words)
    assert answer.status_code == 422
    assert "Say why it is added now" in text(answer)
    assert "An audit of the vault" in answer.content.decode()
    assert send(lead, "alignment:plan", quarter.pk, security.pk, **words, reason="The insurer asks").status_code == 302
    assert Objective.objects.get(title="An audit of the vault").state == "active"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"title": ""}, "what will be true at the end?"),
        ({"start_value": "9"}, "Give both numbers"),
        ({"start_value": "9", "target_value": "9", "measure": "x"}, "other than the start"),
        ({"start_value": "1", "target_value": "2"}, "Say what the numbers count"),
        ({"target_value": "many"}, "Give a number"),
        ({"owner": "Nobody Known"}, "There is no person"),
        ({"parent": "77777777"}, "There is no objective “77777777”"),
        ({"title": "x" * 4000}, "Shorten this to 250"),
    ],
)
def test_a_draft_that_cannot_be_says_what_to_do(
    lead: Reader, quarter: Cycle, security: Team, words: dict[str, str], sentence: str
) -> None:
    answer = send(lead, "alignment:plan", quarter.pk, security.pk, **{"title": "A goal"} | words)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not Objective.objects.exists()


def test_a_draft_is_taken_out_and_what_is_agreed_is_not(lead: Reader, quarter: Cycle, security: Team) -> None:
    idea, agreed = draft("Idea", quarter, security), draft("Agreed", quarter, security, state="active")
    assert send(lead, "alignment:draft_removal", idea.pk).status_code == 302
    assert "[Draft] Idea" not in lead.page("alignment:plan", quarter.pk, security.pk)
    refused = send(lead, "alignment:draft_removal", agreed.pk)
    assert refused.status_code == 422
    assert "is no draft" in text(refused)


def test_more_than_seven_and_what_nobody_owns_is_advice_and_no_wall(
    lead: Reader, quarter: Cycle, security: Team, ines: Person
) -> None:
    for number in range(8):
        draft(f"Goal {number}", quarter, security)
    page = lead.page("alignment:plan", quarter.pk, security.pk)
    assert "8 in one set. Past seven" in page
    assert "Nobody owns it. Name one person." in page
    assert send(lead, "alignment:publication", quarter.pk, security.pk).status_code == 302


def test_strangers_to_the_team_read_its_set_and_write_nothing(
    lead: Reader, quarter: Cycle, security: Team, tidewater: Organization
) -> None:
    data = new_team("Data")
    assert "Add to the draft" not in lead.page("alignment:plan", quarter.pk, data.pk)
    assert send(lead, "alignment:plan", quarter.pk, data.pk, title="Ours now").status_code == 403
    assert "Add to the draft" not in lead.page("alignment:own_plan", quarter.pk)
    assert send(lead, "alignment:own_publication", quarter.pk).status_code == 403


def test_the_organization_has_a_set_of_its_own(reader: Reader, quarter: Cycle) -> None:
    assert send(reader, "alignment:own_plan", quarter.pk, title="12 utilities live").status_code == 302
    assert send(reader, "alignment:own_publication", quarter.pk).status_code == 302
    assert in_order(reader.page("alignment:own_plan", quarter.pk), "Tidewater itself, Q4 2026", "Published")
    assert in_order(reader.page("alignment:cycle", quarter.pk), "Sets of the teams", "Tidewater itself")


# -- Moved goalposts ----------------------------------------------------------------------------------------------------------


def test_the_ledger_has_who_moved_what_when_and_why(
    reader: Reader, quarter: Cycle, security: Team, ines: Person, marta: Person
) -> None:
    sso = draft("SSO for all", quarter, security, owner=ines, due_on=date(2026, 12, 1))
    pilots = new_key_result(sso, "Pilots", 0, 20)
    keys = draft("Keys", quarter, security)
    change_objective(objective=sso, title="SSO for everybody", by=ines, now=NOW)
    publish_plan(cycle=quarter, team=security, by=ines, now=NOW)
    assert "Nothing was changed after it was published." in reader.page("alignment:cycle_changes", quarter.pk)
    by: dict[str, Any] = {"by": ines, "now": NOW}
    change_objective(objective=sso, due_on=date(2026, 12, 20), owner=marta, reason="The tester was ill.", **by)
    change_key_result(key_result=pilots, target_value=12, reason="Eight left the pilot.", **by)
    close_objective(objective=keys, outcome=ObjectiveState.CANCELLED, reason="Bought instead.", **by)
    set_objective(organization=quarter.organization, title="Audit", team=security, cycle=quarter, reason="The insurer asks.", **by)
    page = reader.page("alignment:cycle_changes", quarter.pk)
    assert in_order(page, "Audit", "Added", "The insurer asks.", "Keys", "Dropped", "Bought instead.")
    assert in_order(page, "SSO for everybody measure: Pilots", "Target 20", "12", "Eight left the pilot.")
    assert in_order(page, "Due Tue 1 Dec", "Sun 20 Dec", "Owner Ines Carvalho", "Marta Lindqvist", "The tester was ill.")
    assert in_order(page, "First said, and now", "SSO for everybody", "Due Tue 1 Dec", "measure: Pilots", "Target 20", "12")
    assert "SSO for all" not in page, "what was reworded while it was a draft moved no goalpost"
    assert in_order(reader.slot("alignment:cycle_changes", quarter.pk), "Moved goalposts", "Audit", "Keys")


# -- The closing --------------------------------------------------------------------------------------------------------------


def test_each_row_is_chosen_by_itself_and_the_page_counts_what_is_left(lead: Reader, closing: Cycle, security: Team) -> None:
    sso, keys = draft("SSO", closing, security, state="active"), draft("Keys", closing, security, state="active")
    new_key_result(sso, "Pilots", 0, 10, 6)
    page = lead.page("alignment:closing", closing.pk)
    assert in_order(page, "Two objectives have no choice yet", "Keys", "not known", "SSO", "0.6", "the same", "No choice yet")
    assert "Close Q3 2026" not in page, "ending it is for a leader"
    form = lead.page("alignment:conclusion", sso.pk)
    assert in_order(form, "Its key results come to 0.6", "Done", "Carry over", "Drop")
    answer = send(lead, "alignment:conclusion", sso.pk, outcome="done", seen="none")
    assert answer.headers["Location"].endswith(f"#o-{sso.pk}")
    assert "One objective has no choice yet" in lead.page("alignment:closing", closing.pk)
    row = lead.client.post(
        lead.address("alignment:conclusion", keys.pk),
        {"outcome": "dropped", "reason": "Bought", "seen": "none"},
        headers={"HX-Request": "true"},
    )
    assert in_order(text(row), "Keys", "Dropped", "Bought", "Everything has its choice. Q3 2026 can be closed.")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({}, "Choose done, carry over or drop."),
        ({"outcome": "burnt"}, "Choose one of the three."),
        ({"outcome": "dropped"}, "Say why it is dropped"),
        ({"outcome": "carried"}, "Choose where it goes on."),
        ({"outcome": "carried", "into": "cycle:99999"}, "Choose a cycle or an objective of the list."),
        ({"outcome": "done", "score": "7"}, "a number from 0 to 1"),
        ({"outcome": "done", "score": "most of it"}, "a number from 0 to 1"),
        ({"outcome": "done", "score": "0.9"}, "Say why the score is 0.9"),
        ({"outcome": "done", "reason": "x" * 4000}, "Shorten this to 1,000 characters."),
    ],
)
def test_a_choice_that_cannot_be_comes_back_with_the_words(
    lead: Reader, closing: Cycle, security: Team, words: dict[str, str], sentence: str
) -> None:
    sso = draft("SSO", closing, security, state="active")
    new_key_result(sso, "Pilots", 0, 10, 6)
    answer = send(lead, "alignment:conclusion", sso.pk, **words)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert Objective.objects.get().outcome == ""


def test_of_two_who_choose_at_once_the_second_sees_what_the_first_chose(
    lead: Reader, reader: Reader, closing: Cycle, security: Team, marta: Person
) -> None:
    sso = draft("SSO", closing, security, state="active")
    new_key_result(sso, "Pilots", 0, 10, 6)
    conclude_objective(objective=sso, outcome=Outcome.DROPPED, reason="Bought", by=marta, now=NOW)
    answer = send(lead, "alignment:conclusion", sso.pk, outcome="done", reason="We did it", seen="none")
    assert answer.status_code == 409
    assert in_order(text(answer), "Now it says Dropped with 0.6", "“Bought”", "We did it")
    edition = answer.content.decode().split('name="seen" value="')[1].split('"')[0]
    assert send(lead, "alignment:conclusion", sso.pk, outcome="done", seen=edition).status_code == 302
    assert Objective.objects.get().outcome == "done"


def test_it_can_be_carried_to_a_cycle_or_into_what_is_there(lead: Reader, closing: Cycle, quarter: Cycle, security: Team) -> None:
    sso, there = draft("SSO", closing, security, state="active"), draft("SSO, second half", quarter, security)
    new_key_result(sso, "Pilots", 0, 10, 6)
    page = lead.page("alignment:conclusion", sso.pk)
    assert in_order(page, "Q4 2026", "SSO, second half (Q4 2026)")
    send(lead, "alignment:conclusion", sso.pk, outcome="carried", into=f"objective:{there.pk}")
    assert Objective.objects.get(pk=sso.pk).carried_to == there
    send(lead, "alignment:conclusion", sso.pk, outcome="carried", into=f"cycle:{quarter.pk}", reason="A new one")
    assert Objective.objects.get(pk=sso.pk).carried_to == there, "it is in that cycle already"
    assert in_order(lead.page("alignment:closing", closing.pk), "SSO", "Carried over to Q4 2026", "A new one")


def test_a_cycle_with_something_open_is_not_closed_and_one_without_has_a_report(
    reader: Reader, closing: Cycle, quarter: Cycle, security: Team, marta: Person
) -> None:
    by: dict[str, Any] = {"by": marta, "now": NOW}
    rows = [draft(f"Goal {number}", closing, security, state="active") for number in range(4)]
    for number, row in enumerate(rows):
        new_key_result(row, "Pilots", 0, 10, 10 - 4 * number)
    Objective.objects.filter(pk=rows[0].pk).update(title="Goal nought")
    refused = send(reader, "alignment:closing", closing.pk)
    assert refused.status_code == 409
    assert "4 objectives have no choice yet" in text(refused)
    assert reader.get("alignment:cycle_report", closing.pk).status_code == 302, "there is no report before it is closed"
    conclude_objective(objective=rows[0], outcome=Outcome.DONE, **by)
    conclude_objective(objective=rows[1], outcome=Outcome.DONE, **by)
    conclude_objective(objective=rows[2], outcome=Outcome.CARRIED, into=quarter, **by)
    conclude_objective(objective=rows[3], outcome=Outcome.DROPPED, reason="Bought instead.", **by)
    assert send(reader, "alignment:closing", closing.pk).headers["Location"].endswith("/report/")
    report = reader.page("alignment:cycle_report", closing.pk)
    assert "Q3 2026: one of four done That is 25%, under 80%: talk about why" in report
    assert in_order(report, "Ended here", "Goal nought", "1.0", "Goal 1", "0.6")
    assert in_order(report, "Carried over", "Goal 2", "Goes on as Goal 2 in Q4 2026")
    assert in_order(report, "Dropped", "Goal 3", "Bought instead.", "Goalposts that moved", "Title Goal 0", "Goal nought")
    assert send(reader, "alignment:closing", closing.pk).status_code == 409, "closed twice"


def test_yours_are_those_you_own_and_those_of_the_team_you_lead(lead: Reader, closing: Cycle, security: Team, ines: Person) -> None:
    draft("Ours", closing, security, state="active")
    draft("Hers", closing, None, state="active", owner=ines)
    draft("Theirs", closing, new_team("Data"), state="active")
    page = lead.page("alignment:closing", closing.pk, show="mine")
    assert "Ours" in page
    assert "Hers" in page
    assert "Theirs" not in page


# -- Sizes --------------------------------------------------------------------------------------------------------------------


def a_large_cycle(cycle: Cycle, security: Team, owner: Person) -> None:
    """Thirty teams, forty objectives with two key results each, half of them Security's."""
    parent = new_objective("12 utilities live", cycle=cycle)
    for number in range(30):
        new_team(f"Team {number}", lead=new_person(f"Lead {number}"))
    for number in range(40):
        team = security if number % 2 else None
        row = draft(f"Goal {number}", cycle, team, owner=owner, parent=parent, state="active" if number % 3 else "proposed")
        for place in range(2):
            new_key_result(row, f"Number {place}", 0, 10, place)


def test_queries_do_not_grow_with_the_cycle(
    reader: Reader, quarter: Cycle, closing: Cycle, security: Team, ines: Person, marta: Person, count_queries: CountQueries
) -> None:
    a_large_cycle(quarter, security, ines)
    publish_plan(cycle=quarter, team=security, by=ines, now=NOW)
    for row in Objective.objects.filter(cycle=quarter, team=security)[:15]:
        change_objective(objective=row, title=f"{row.title}, reworded", reason="Clearer", by=marta, now=NOW + timedelta(hours=1))
    sso = new_objective("SSO", cycle=closing, team=security)
    pages = (
        ("alignment:cycle", quarter.pk), ("alignment:plan", quarter.pk, security.pk), ("alignment:own_plan", quarter.pk),
        ("alignment:cycle_changes", quarter.pk), ("alignment:closing", quarter.pk), ("alignment:conclusion", sso.pk),
        ("alignment:cycle_edit", quarter.pk), ("alignment:cycle_new",),
    )  # fmt: skip
    for name, *args in pages:
        reader.get(name, *args)
        with count_queries(name):
            assert reader.get(name, *args).status_code == 200
    conclude_objective(objective=sso, outcome=Outcome.DROPPED, reason="Bought", by=marta, now=NOW)
    close_cycle(cycle=closing, by=marta, now=NOW)
    with count_queries("alignment:cycle_report"):
        reader.get("alignment:cycle_report", closing.pk)
    assert Event.objects.filter(name="cycle.closed").exists()

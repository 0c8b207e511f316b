"""The strategy as people read it, write it, and say what it means for them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from alignment.actions.impacts import answer_impact
from alignment.actions.strategy import publish_strategy
from alignment.differences import lines_in
from alignment.models import Objective, StrategyImpact, StrategyLine, StrategyVersion
from alignment.rollup import refresh_organization
from organizations.models import Organization, Person, Team
from tests.alignment.strategies import PURPOSE, RENEW, SIXTY, changed, first_version, next_version, write
from tests.cast import MONDAY, NOW, new_objective, new_person, new_team
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
def first(tidewater: Organization, marta: Person) -> StrategyVersion:
    return first_version(tidewater, marta)


def test_before_the_first_version_the_page_says_what_it_is_for_and_who_writes_it(reader: Reader, ines: Person) -> None:
    page = reader.page("alignment:strategy")
    assert in_order(page, "Nothing is written down yet", "Write the first version")
    assert "A leader of the organization writes the first version." in Reader(ines).page("alignment:strategy")
    assert "No version yet" in reader.page("alignment:strategy_versions")
    assert "Nothing to compare" in reader.page("alignment:strategy_difference")


def test_the_page_begins_with_the_purpose_and_shows_what_serves_each_line_worst_first(
    tidewater: Organization, reader: Reader, first: StrategyVersion, ines: Person
) -> None:
    sixty = StrategyLine.objects.get(text=SIXTY)
    for title, claim in (("Onboarding", "on_track"), ("SSO", "off_track"), ("Import", "on_track"), ("Desk", "on_track")):
        objective = new_objective(title, serves=sixty, owner=ines)
        objective.check_ins.create(organization=tidewater, at=NOW, claim=claim, author=ines)
    new_objective("Old one", serves=sixty, state="completed")
    refresh_organization(organization_id=tidewater.pk, today=MONDAY)
    page = reader.page("alignment:strategy")
    assert in_order(
        page,
        PURPOSE,
        "First published on Wed 8 Jul by you",
        "Annual plan",
        SIXTY,
        "4 objectives serving it",
        "[Off track] SSO",
        "and 1 more",
    )
    assert in_order(page, RENEW, "nothing serves it yet", "Not doing", "No hardware")
    assert "Old one" not in page
    assert len([title for title in ("Onboarding", "SSO", "Import", "Desk") if title in page]) == 3, (
        "three are named, all are counted"
    )


def test_how_many_teams_said_what_it_means_and_for_whom_we_wait(
    reader: Reader, first: StrategyVersion, marta: Person, ines: Person
) -> None:
    teams = [new_team(name, lead=ines) for name in ("Billing", "Data", "Design", "Sales", "Security")]
    next_version(first, "Sixty", "Eighty", marta, *teams)
    for impact in StrategyImpact.objects.exclude(team__name="Sales"):
        answer_impact(impact=impact, words=f"{impact.team} plans anew.", by=ines, now=NOW - timedelta(days=5))
    page = reader.page("alignment:strategy")
    assert in_order(page, "Version 2, published on Sat 8 Aug by you", "The North taught us")
    assert "4 of 5 teams said what it means for them; waiting for Sales (9 days)." in page
    assert in_order(page, "Sales", "has not said yet what it means", "“Billing plans anew.”")
    assert "4 of 5 teams answered within five working days, 80%." in page


def test_before_five_working_days_are_over_no_share_is_shown_and_every_team_is_listed(
    reader: Reader, first: StrategyVersion, marta: Person
) -> None:
    teams = [new_team(f"Team {letter}") for letter in "ABCDEFG"]
    second = next_version(first, "Sixty", "Eighty", marta, *teams, ago=3)
    page = reader.page("alignment:strategy")
    assert in_order(page, "0 of 7 teams said", "Team E (3 days) and 2 others.", "All 7 teams")
    assert "working days" not in page
    assert "Team G has not said yet what it means" in reader.page("alignment:strategy_version", second.pk).replace("3 days ", "")


def test_a_share_of_few_teams_is_not_shown(reader: Reader, first: StrategyVersion, marta: Person) -> None:
    next_version(first, "Sixty", "Eighty", marta, new_team("Sales"))
    page = reader.page("alignment:strategy")
    assert "0 of 1 team said what it means for them" in page
    assert "working days" not in page


def test_a_version_shows_word_by_word_what_it_changed(reader: Reader, first: StrategyVersion, marta: Person) -> None:
    second = next_version(first, "Sixty", "Eighty", marta)
    for source in (
        reader.source("alignment:strategy_version", second.pk),
        reader.source("alignment:strategy_difference", **{"from": 1, "to": 2}),
        reader.source("alignment:strategy_difference", **{"from": 2, "to": 1}),
    ):
        assert "<del>Sixty</del> <ins>Eighty</ins> utilities live within 30 days" in source
        assert "1 line re-worded." in said(source)
    assert "Nothing to compare" in reader.page("alignment:strategy_difference", **{"from": 1, "to": 99})
    former, newest = StrategyVersion.objects.order_by("number")
    assert in_order(
        reader.page("alignment:strategy_version", former.pk), "Version 1", "Begin a draft with these words", "What it means"
    )
    assert "Ask the teams" not in reader.page("alignment:strategy_version", newest.pk), "there is none to ask"
    new_team("Sales")
    assert in_order(reader.page("alignment:strategy_version", newest.pk), "Ask the teams it touches", "Re-worded", "What it means")
    assert in_order(reader.page("alignment:strategy_versions"), "Version 2", "The North taught us", "Version 1")
    assert "the one that holds" in reader.page("alignment:strategy_version", second.pk)


@pytest.fixture
def question(first: StrategyVersion, security: Team, marta: Person) -> StrategyImpact:
    found: StrategyImpact = next_version(first, "Sixty", "Eighty", marta, security).impacts.get()
    return found


def test_the_team_reads_what_changed_and_says_what_it_means(question: StrategyImpact, ines: Person) -> None:
    reader = Reader(ines)
    page = reader.page("alignment:strategy_impact", question.pk)
    assert in_order(page, "What does version 2 mean for Security?", "waiting for 9 days", "The North taught us", "Eighty", "Say it")
    place = reader.address("alignment:strategy_impact", question.pk)
    empty = reader.client.post(place, {"words": "  "})
    assert empty.status_code == 422
    assert "Say in one sentence what it means for your team." in empty.content.decode()
    assert reader.client.post(place, {"words": "SSO first."}).status_code == 302
    page = reader.page("alignment:strategy_impact", question.pk)
    assert in_order(page, "What version 2 means for Security", "answered Mon 17 Aug", "SSO first.")
    assert "This is not what we meant" not in page, "that is for who published it"


def test_the_sender_says_what_was_meant(question: StrategyImpact, reader: Reader, ines: Person) -> None:
    answer_impact(impact=question, words="We stop the audit.", by=ines, now=NOW)
    place = reader.address("alignment:strategy_reply", question.pk)
    empty = reader.client.post(place, {"reply": ""})
    assert empty.status_code == 422
    assert "Say what was meant" in empty.content.decode()
    assert reader.client.post(place, {"reply": "The audit goes on."}).status_code == 302
    page = reader.page("alignment:strategy_impact", question.pk)
    assert in_order(page, "asked again, waiting since today", "We stop the audit.", "That is not what we meant: The audit goes on.")
    assert "asked again, it was understood otherwise" in reader.page("alignment:strategy")


def test_who_may_not_speak_for_the_team_is_told_whom_to_ask(question: StrategyImpact, tidewater: Organization) -> None:
    reader = Reader(new_person("Daniel Brooks", login=True, status="active"))
    assert "Whoever leads Security is asked for one sentence." in reader.page("alignment:strategy_impact", question.pk)
    answer = reader.client.post(reader.address("alignment:strategy_impact", question.pk), {"words": "Nothing."})
    assert answer.status_code == 403
    assert "You may not speak for Security" in answer.content.decode()


def test_an_objective_is_linked_to_a_line_and_taken_off_again(first: StrategyVersion, security: Team, ines: Person) -> None:
    reader, line = Reader(ines), StrategyLine.objects.get(text=SIXTY)
    sso, other = new_objective("SSO", team=security), new_objective("Renewals", team=new_team("Sales"))
    page = reader.page("alignment:strategy_line", line.pk)
    assert in_order(page, SIXTY, "No objective under way serves this line yet", "Link an objective", "SSO", "Security")
    assert "Renewals" not in page, "what one may not change is not offered"
    place = reader.address("alignment:strategy_line", line.pk)
    assert reader.client.post(place, {"objective": sso.pk}).status_code == 302
    assert in_order(reader.page("alignment:strategy_line", line.pk), "Serves it", "SSO", "Take off", "Link an objective")
    assert reader.client.post(place, {"objective": other.pk}).status_code == 403
    assert reader.client.post(place, {"objective": "x"}).status_code == 404
    reader.client.post(place, {"objective": sso.pk, "do": "off"})
    assert Objective.objects.get(pk=sso.pk).serves is None


def test_an_objective_is_found_by_a_word(first: StrategyVersion, security: Team, reader: Reader) -> None:
    line = StrategyLine.objects.get(text=SIXTY)
    top = new_objective("Utilities live")
    new_objective("SSO for tenants", team=security, parent=top)
    assert "SSO" not in reader.page("alignment:strategy_line", line.pk), "first what stands on top"
    assert "SSO for tenants" in reader.page("alignment:strategy_line", line.pk, q="tenant")
    assert "Nothing that you may change matches “zebra”" in reader.page("alignment:strategy_line", line.pk, q="zebra")


def test_a_line_that_was_taken_out_says_so_and_offers_no_link(first: StrategyVersion, reader: Reader, marta: Person) -> None:
    line = StrategyLine.objects.get(text=RENEW)
    new_objective("Renewals", serves=line)
    publish_strategy(organization=first.organization, lines=lines_in(first.lines)[:2], based_on=1, why="Enough", by=marta, now=NOW)
    page = reader.page("alignment:strategy_line", line.pk)
    assert in_order(page, "Taken out in version 2", "What still names this line goes on", "Renewals")
    assert "Link an objective" not in page


def crowd(organization: Organization, first: StrategyVersion, ines: Person, marta: Person) -> StrategyImpact:
    """Twelve teams asked, each with objectives below a line."""
    line = StrategyLine.objects.get(text=SIXTY)
    teams = [new_team(f"Team {n}", lead=ines) for n in range(12)]
    for team in teams:
        top = new_objective(f"Goal of {team}", serves=line, team=team)
        new_objective(f"Below {team}", parent=top, team=team)
    impacts = list(next_version(first, "Sixty", "Eighty", marta, *teams).impacts.all())
    for impact in impacts[:8]:
        answer_impact(impact=impact, words="We plan anew.", by=ines, now=NOW)
    refresh_organization(organization_id=organization.pk, today=MONDAY)
    return impacts[0]


def test_no_page_takes_more_queries_with_more_teams_and_objectives(
    tidewater: Organization, first: StrategyVersion, reader: Reader, marta: Person, ines: Person, count_queries: CountQueries
) -> None:
    impact = crowd(tidewater, first, ines, marta)
    reader.get("alignment:strategy")  # a browser's first page also keeps its session
    pages: list[tuple[str, tuple[int, ...]]] = [
        ("strategy", ()), ("strategy_edit", ()), ("strategy_versions", ()), ("strategy_difference", ()),
        ("strategy_version", (impact.version_id,)), ("strategy_send", (impact.version_id,)),
        ("strategy_line", (first.lines[1]["id"],)), ("strategy_impact", (impact.pk,)),
    ]  # fmt: skip
    for name, args in pages:
        with count_queries(f"alignment:{name}"):
            assert reader.get(f"alignment:{name}", *args).status_code == 200
    write(reader, changed(impact.version, "Eighty", "Ninety"), "review", based_on=2)
    with count_queries("alignment:strategy_publish"):
        assert reader.get("alignment:strategy_publish").status_code == 200

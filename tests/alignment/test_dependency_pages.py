"""Dependencies, risks and cycles as a reader finds them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from alignment.models import Dependency, DependencyContact, Risk
from organizations.models import Organization, Person, Team
from tests.cast import MONDAY, NOW, new_objective, new_person, new_quarter, new_team
from tests.reading import Reader, in_order


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def reader(marta: Person) -> Reader:
    return Reader(marta)


class Teams:
    """The teams that need each other."""

    def __init__(self, ines: Person) -> None:
        self.security = new_team("Security", lead=ines)
        self.success = new_team("Customer Success")
        self.data, self.billing = new_team("Data"), new_team("Billing")


@pytest.fixture
def teams(tidewater: Organization, ines: Person) -> Teams:
    return Teams(ines)


def need(title: str, giver: Team, taker: Team, state: str = "requested", **fields: Any) -> Dependency:
    values = {"title": title, "to_team": giver, "from_team": taker, "state": state, "kind": "work"} | fields
    created: Dependency = Dependency.objects.create(organization_id=giver.organization_id, **values)
    return created


def test_the_ledger_starts_with_the_oldest_harm_and_says_who_holds_most_of_it(reader: Reader, teams: Teams) -> None:
    security, success, data, billing = teams.security, teams.success, teams.data, teams.billing
    need("SOC 2 letter", security, success, requested_on=MONDAY - timedelta(days=6), needed_by=date(2026, 8, 28))
    need("SSO pen-test sign-off", security, success, requested_on=MONDAY - timedelta(days=12), needed_by=date(2026, 8, 21))
    need("Usage export schema", data, billing, "agreed", needed_by=date(2026, 8, 12))
    need("Key rotation", security, data, "agreed", needed_by=date(2026, 8, 24), promised_by=date(2026, 8, 28))
    need("Health feed", data, success, "agreed", needed_by=date(2026, 9, 4), promised_by=date(2026, 9, 2))
    need("Old tenant list", data, success, "accepted")
    need("Stakeholder", data, success, "")
    page = reader.page("alignment:dependencies")
    assert "Four of 5 open dependencies need someone to act. Security holds three of them." in page
    assert in_order(page, "Usage export schema", "5 days late", "SSO pen-test sign-off", "12 days, no answer")
    assert in_order(page, "12 days, no answer", "SOC 2 letter", "6 days, no answer", "Key rotation", "now Fri 28 Aug")
    assert "Health feed" not in page, "what is agreed in time needs nobody"
    assert "Ines Carvalho" in page, "who leads the team answers where nobody is named"
    assert in_order(
        reader.page("alignment:dependencies", show="all"), "Health feed", "agreed for Wed 2 Sep", "Stakeholder", "Old tenant list"
    )
    assert "Usage export schema" not in reader.page("alignment:dependencies", show="unanswered")
    assert "SOC 2 letter" not in reader.page("alignment:dependencies", show="late")


def test_the_ledger_of_a_team_has_what_it_gives_and_what_it_waits_for(reader: Reader, teams: Teams) -> None:
    need("Sign-off", teams.security, teams.success)
    need("Schema", teams.data, teams.security)
    need("Rate card", teams.billing, teams.data)
    for team in (str(teams.security.pk), "security"):
        page = reader.page("alignment:dependencies", show="open", team=team)
        assert "Sign-off" in page
        assert "Schema" in page
        assert "Rate card" not in page


def test_a_calm_ledger_says_so_and_shows_what_is_open(reader: Reader, teams: Teams) -> None:
    assert "No team has asked another for anything yet" in reader.page("alignment:dependencies")
    need("Health feed", teams.data, teams.success, "agreed", needed_by=date(2026, 9, 4))
    page = reader.page("alignment:dependencies")
    assert "1 open dependency, and none needs anybody to act." in page
    assert "Health feed" in page


def test_a_dependency_shows_the_handshake_with_its_days_and_what_was_first_said(
    tidewater: Organization, reader: Reader, teams: Teams, ines: Person
) -> None:
    sso = need(
        "SSO pen-test sign-off", teams.security, teams.success, "agreed",
        requested_on=date(2026, 8, 3), answered_on=date(2026, 8, 5), needed_by=date(2026, 8, 21), promised_by=date(2026, 8, 20),
        deliverable="A signed report", acceptance_test="Tenant type B passes", answer="Yes, with Jonas helping",
        from_objective=new_objective("12 utilities live", team=teams.success), asked_by=new_person("Ruth Adeyemi"),
    )  # fmt: skip
    Dependency.objects.filter(pk=sso.pk).update(needed_by=date(2026, 8, 28), promised_by=date(2026, 9, 4))
    DependencyContact.objects.create(organization=tidewater, dependency=sso, person=new_person("Omar Haddad"))
    page = reader.page("alignment:dependency", sso.pk)
    assert in_order(page, "Handshake", "Asked Mon 3 Aug", "Agreed Wed 5 Aug", "[to come] In work", "[to come] Accepted")
    assert in_order(page, "Needed by", "Fri 28 Aug", "Fri 21 Aug", "Promised for", "Fri 4 Sep", "Thu 20 Aug")
    assert in_order(page, "“Yes, with Jonas helping”", "A signed report", "Tenant type B passes")
    assert in_order(page, "Owes it", "Omar Haddad", "Needs it", "Ruth Adeyemi", "asked on Mon 3 Aug", "12 utilities live")


@pytest.mark.parametrize(("state", "word"), [("declined", "Declined"), ("withdrawn", "Withdrawn")])
def test_a_handshake_that_came_to_nothing_ends_there(reader: Reader, teams: Teams, state: str, word: str) -> None:
    ended = need("On-prem connector", teams.security, teams.success, state)
    page = reader.page("alignment:dependency", ended.pk)
    assert word in page
    assert "Delivered" not in page


def test_a_link_that_nobody_asked_anything_with_has_no_handshake_and_is_never_late(reader: Reader, teams: Teams) -> None:
    link = need("", teams.security, teams.success, "", kind="relates_to", needed_by=date(2020, 1, 1))
    page = reader.page("alignment:dependency", link.pk)
    assert "Customer Success relates to Security" in page
    assert "Handshake" not in page
    rows = reader.page("alignment:dependencies", show="all").partition("oldest harm first")[2]
    assert "relates to" in rows
    assert "late" not in rows.replace("relates", "")


def test_risks_are_read_from_the_gravest_down_and_those_not_rated_last(
    tidewater: Organization, reader: Reader, ines: Person
) -> None:
    threatened = new_objective("12 utilities live")
    values = {"organization": tidewater, "state": "open", "owner": ines}
    Risk.objects.create(**values, title="A storm before the load test", likelihood=2, impact=4)
    grave = Risk.objects.create(
        **values, title="The tester cannot come", likelihood=4, impact=4, objective=threatened, mitigation="Book two"
    )
    Risk.objects.create(**values, title="Something else")
    Risk.objects.create(organization=tidewater, title="Nobody said whether it is open")
    page = reader.page("alignment:risks")
    assert "Three open risks." in page
    assert in_order(
        page,
        "The tester cannot come",
        "16 of 25",
        "threatens 12 utilities live",
        "A storm",
        "8 of 25",
        "Something else",
        "not rated",
    )
    assert "Nobody said" not in page
    assert "Nobody said" in reader.page("alignment:risks", show="unstated")
    assert "A storm" not in reader.page("alignment:risks", objective=threatened.pk)
    assert in_order(reader.page("alignment:risk", grave.pk), "Ines Carvalho", "Likelihood 4 of 5", "Threatens", "Book two")


def test_a_cycle_shows_where_it_is_and_its_objectives(tidewater: Organization, reader: Reader) -> None:
    half = new_quarter(key="h2", name="H2 2026", starts_on=date(2026, 6, 29), ends_on=date(2026, 12, 27))
    quarter = new_quarter(parent=half)
    new_objective("12 utilities live", cycle=quarter)
    assert in_order(reader.page("alignment:cycles"), "H2 2026", "Q3 2026", "Running , week 8 of 13", "within H2 2026")
    assert in_order(reader.page("alignment:cycle", quarter.pk), "H2 2026", "Week 8 of 13", "12 utilities live")
    assert "Within it Q3 2026" in reader.page("alignment:cycle", half.pk)

"""Marta opens Monday: one page, stored figures, a bounded number of queries, every name a link."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alignment.models import CheckIn, Dependency
from alignment.rollup import refresh_organization
from decisions.models import Decision, DecisionRole, HeldUp
from intelligence.models import HealthSnapshot
from organizations.kept import kept
from organizations.models import Organization, Person, Team
from organizations.tenancy import in_organization
from rhythm.models import TeamWeek
from tests.cast import (
    MONDAY,
    NOW,
    PASSWORD,
    new_key_result,
    new_objective,
    new_organization,
    new_person,
    new_quarter,
    new_team,
)
from visibility.reads.monday import monday_view

LAST_MONDAY = MONDAY - timedelta(days=7)


@pytest.fixture
def story(tidewater: Organization, marta: Person, ines: Person) -> Organization:
    """Onboarding is behind and waits for Security; renewals go well; Marta owes a decision for nine days."""
    quarter = new_quarter()
    security, success = new_team("Security", lead=ines), new_team("Customer Success")
    onboarding = new_objective("12 utilities live within 30 days", owner=marta, cycle=quarter, rank=1, team=success)
    renewals = new_objective("Renew 94% of revenue", owner=marta, cycle=quarter, rank=2)
    sso = new_objective("SSO for mid-market tenants", owner=ines, cycle=quarter, parent=onboarding, team=security)
    new_key_result(onboarding, "Utilities live", 0, 12, 4)
    new_key_result(renewals, "Revenue renewed", 0, 100, 60)
    report(onboarding, ines, "off_track", 40)
    report(renewals, marta, "on_track", 80)
    report(sso, ines, "off_track", 20)
    Dependency.objects.create(
        organization=tidewater, title="SSO pen-test sign-off", kind="review", state="requested", from_team=success,
        to_team=security, from_objective=onboarding, requested_on=MONDAY - timedelta(days=12), needed_by=date(2026, 8, 21),
    )  # fmt: skip
    decision = Decision.objects.create(
        organization=tidewater, title="Extend the Security contractor", asked_by=ines, proposed_on=MONDAY - timedelta(days=9)
    )
    DecisionRole.objects.create(organization=tidewater, decision=decision, person=marta, part="decider")
    HeldUp.objects.create(organization=tidewater, decision=decision, team=success)
    HealthSnapshot.objects.create(organization=tidewater, objective=onboarding, on=LAST_MONDAY, status="at_risk", progress=0.33)
    HealthSnapshot.objects.create(organization=tidewater, objective=renewals, on=LAST_MONDAY, status="on_track", progress=0.5)
    for team, met, came in ((security, "missed", 1), (success, "held", 3)):
        week = {"week_of": LAST_MONDAY, "meeting": met, "check_ins_due": 3, "check_ins_in": came}
        TeamWeek.objects.create(organization=tidewater, team=team, **week)
    refresh_organization(organization_id=tidewater.pk, today=MONDAY)
    return tidewater


def report(objective: object, by: Person, claim: str, confidence: int) -> None:
    CheckIn.objects.create(
        organization_id=by.organization_id,
        objective=objective,
        author=by,
        at=NOW - timedelta(days=3),
        claim=claim,
        confidence=confidence,
    )


def test_the_lead_sentence_says_what_is_true_what_slipped_and_what_waits(story: Organization, marta: Person) -> None:
    page = monday_view(person=marta, today=MONDAY)
    assert page.lead.plain == (
        "One of two objectives is on pace. 12 utilities live within 30 days slipped again, and one decision is holding up one team."
    )


def test_every_figure_on_the_page_is_the_one_behind_it(story: Organization, marta: Person) -> None:
    page = monday_view(person=marta, today=MONDAY)
    onboarding = page.objectives[0]
    assert (onboarding.gap, onboarding.delta, onboarding.confidence) == (("off", "21 behind"), 0, 4)
    assert onboarding.why == "Security has not answered SSO pen-test sign-off, 12 days"
    assert [(line.title, line.status) for line in page.trouble] == [("SSO for mid-market tenants", "off_track")]
    assert (page.trouble_count, page.priority_count) == (1, 1)
    assert [(line.days, line.teams) for line in page.decisions.rows] == [(9, ["Customer Success"])]
    assert [(line.state, line.days, line.needs, line.needed) for line in page.dependencies.rows] == [
        ("unanswered", 12, "Customer Success", "Security")
    ]
    assert (page.rhythm.met, page.rhythm.meeting_teams, page.rhythm.checked_in, page.rhythm.due) == (1, 2, 4, 6)
    assert [(change.arrow, change.words) for change in page.changes.rows] == [
        ("worse", "at risk → off track"),
        ("better", "50% → 60%"),
    ]


def test_what_needs_the_reader_is_theirs_alone(story: Organization, marta: Person, ines: Person) -> None:
    needs = {person: monday_view(person=person, today=MONDAY).needs for person in (marta, ines)}
    assert [(need.kind, need.days) for need in needs[marta]] == [
        ("decision", 9),
        ("check_in", 0),
        ("check_in", 0),
        ("report", 3),
    ]
    assert [(need.kind, need.days) for need in needs[ines]] == [("dependency", 12), ("check_in", 0)]
    assert [len(found) for found in needs.values()] == [4, 2]


def test_the_page_opens_in_the_browser_with_every_part(story: Organization, marta: Person) -> None:
    page = opened(marta)
    for words in (
        "slipped again",
        "Needs you today",
        "SSO pen-test sign-off",
        "Extend the Security contractor",
        "1 of 2 teams met",
    ):
        assert words in page
    assert "style=" not in page.split("<body")[1]


def opened(person: Person, on: date = MONDAY) -> str:
    client = Client()
    with time_machine.travel(datetime.combine(on, NOW.time(), UTC), tick=False):
        assert client.login(email=person.email, password=PASSWORD) or client.force_login(person.user) is None  # type: ignore[arg-type,func-returns-value]
        answer = client.get(f"/{person.organization.slug}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_workspace_without_anything_says_how_to_begin(tidewater: Organization, marta: Person) -> None:
    assert "Import your organization" in opened(marta)


def test_the_number_of_queries_is_bounded_and_the_same_for_a_much_larger_organization(story: Organization, marta: Person) -> None:
    count(marta)  # the first request of a process asks the server for its version
    small = count(marta)
    enlarge(story, marta)
    assert count(marta) == small
    assert small <= 20


def count(person: Person) -> int:
    """Queries of a first look at the page, with nothing kept."""
    kept.clear()
    client = Client()
    client.force_login(person.user)  # type: ignore[arg-type]
    with (
        time_machine.travel(NOW, tick=False),
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        client.get(f"/{person.organization.slug}/")
    return len([query for query in queries if "SAVEPOINT" not in query["sql"]])


def enlarge(organization: Organization, owner: Person) -> None:
    quarter = owner.organization and new_quarter(key="q3-again", name="Q3, all of it")
    teams = [new_team(f"Team {number}", kind="team") for number in range(30)]
    for number in range(60):
        objective = new_objective(f"Objective {number}", owner=owner, cycle=quarter, team=teams[number % 30])
        report(objective, owner, ("on_track", "at_risk", "off_track")[number % 3], number % 101)
        Dependency.objects.create(
            organization=organization, title=f"Need {number}", kind="work", state="requested", from_team=teams[0],
            to_team=teams[1], requested_on=MONDAY - timedelta(days=number),
        )  # fmt: skip
        decision = Decision.objects.create(organization=organization, title=f"Question {number}", proposed_on=MONDAY)
        HeldUp.objects.create(organization=organization, decision=decision, team=teams[number % 30])
    refresh_organization(organization_id=organization.pk, today=MONDAY)


def test_a_second_look_is_fresh_as_soon_as_something_happened(story: Organization, marta: Person) -> None:
    from decisions.actions.deciding import decide

    assert "Extend the Security contractor" in opened(marta)
    decide(decision=Decision.objects.get(), outcome="Yes, to 30 September", by=marta, now=NOW)
    assert "No decision is waiting" in opened(marta)


def test_a_stranger_finds_no_monday_here(story: Organization, marta: Person) -> None:
    with in_organization(new_organization("fenmoor")):
        stranger = new_person("Otto Stranger", login=True)
    client = Client()
    client.force_login(stranger.user)  # type: ignore[arg-type]
    assert client.get("/tidewater/").status_code == 404


def test_a_team_that_was_archived_is_not_counted(story: Organization, marta: Person) -> None:
    Team.objects.filter(name="Security").update(status="archived")
    assert ">1</span>" in opened(marta).split("Teams")[1][:60]

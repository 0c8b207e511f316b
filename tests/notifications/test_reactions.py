"""Who hears of what: the side whose turn it is, once, by a line in the product and a mail that says why they got it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from pytest_django import Settings

from accountability.actions import make_commitment
from alignment.actions.dependencies import (
    agree_dependency,
    decline_dependency,
    deliver_dependency,
    negotiate_dependency,
    request_dependency,
)
from alignment.models import Dependency
from decisions.actions import ask_for_decision, hand_over_decision
from notifications.models import Delivery, Notification
from organizations import relay
from organizations.models import Organization, Person, User
from tests.cast import MONDAY, NOW, new_person, new_team

FRIDAY = MONDAY + timedelta(days=4)

pytestmark = pytest.mark.usefixtures("everybody_wants_mail_as_it_happens")


@pytest.fixture(autouse=True)
def base_url(settings: Settings) -> None:
    settings.PEAKOS_BASE_URL = "https://peak.tidewater.example"


@pytest.fixture
def beth(tidewater: Organization) -> Person:
    """Beth Moran leads the Grid API team, which asks for things."""
    return new_person("Beth Moran", login=True, access="leader", status="active")


@pytest.fixture
def request_(tidewater: Organization, beth: Person, ines: Person) -> Dependency:
    return request_dependency(
        organization=tidewater,
        title="Pen test of the metering API",
        from_team=new_team("Grid API", lead=beth),
        to_team=new_team("Security", lead=ines),
        needed_by=FRIDAY,
        deliverable="A signed report",
        by=beth,
        now=NOW,
    )


def react(now: datetime = NOW) -> None:
    while relay.relay_one(now=now):
        pass


def told() -> list[tuple[str, str]]:
    """Who was told for which reason, in order."""
    return [(line.person.name, line.reason) for line in Notification.objects.select_related("person").order_by("pk")]


def test_a_request_reaches_the_lead_of_the_team_that_is_needed(request_: Dependency) -> None:
    react()
    assert told() == [("Ines Carvalho", "dependency.waits_on_you")]
    mail = Delivery.objects.get()
    assert (mail.recipient, mail.subject) == ("ines@tidewater.example", "Grid API asks Security for “Pen test of the metering API”")
    for part in (mail.text, mail.html):
        assert "◌ Waits for your answer" in part
        assert "Needed by 21 August 2026." in part
        assert f"https://peak.tidewater.example/tidewater/dependencies/{request_.pk}/" in part
        assert "You get this because you answer for Security." in part


def test_a_lead_who_asks_their_own_team_is_not_told_of_it(tidewater: Organization, ines: Person) -> None:
    security = new_team("Security", lead=ines)
    request_dependency(organization=tidewater, title="Rotate the keys", from_team=security, to_team=security, by=ines, now=NOW)
    react()
    assert told() == []


def test_former_leads_and_advisers_are_left_in_peace(tidewater: Organization, request_: Dependency, ines: Person) -> None:
    ines.memberships.update(end_on=date(2026, 8, 1))
    react()
    assert told() == []


def test_the_asker_hears_a_yes_a_no_and_the_delivery(request_: Dependency, ines: Person) -> None:
    react()
    Notification.objects.all().delete()
    agree_dependency(dependency=request_, promised_by=FRIDAY, by=ines, now=NOW)
    deliver_dependency(dependency=request_, by=ines, now=NOW)
    react()
    assert told() == [("Beth Moran", "dependency.agreed"), ("Beth Moran", "dependency.waits_on_you")]
    assert "● Agreed" in Delivery.objects.get(key__contains="dependency.agreed").text


def test_a_no_comes_with_its_reason(request_: Dependency, ines: Person) -> None:
    decline_dependency(dependency=request_, reason="No tester is free before October", by=ines, now=NOW)
    react()
    mail = Delivery.objects.get(key__contains="dependency.declined")
    assert "■ Declined" in mail.text
    assert "No tester is free before October" in mail.html
    assert mail.recipient == "beth@tidewater.example"


def test_an_offer_goes_to_the_other_side(request_: Dependency, ines: Person, beth: Person) -> None:
    react()
    Notification.objects.all().delete()
    negotiate_dependency(dependency=request_, promised_by=FRIDAY + timedelta(days=7), note="A week later?", by=ines, now=NOW)
    react()
    assert told() == [("Beth Moran", "dependency.waits_on_you")]
    negotiate_dependency(dependency=request_, needed_by=FRIDAY + timedelta(days=3), note="Three days?", by=beth, now=NOW)
    react()
    assert told()[1:] == [("Ines Carvalho", "dependency.waits_on_you")]


def test_a_question_reaches_its_decider_and_then_the_one_it_is_handed_to(
    tidewater: Organization, marta: Person, beth: Person, ines: Person
) -> None:
    question = ask_for_decision(organization=tidewater, question="Which pen tester?", decider=ines, by=beth, now=NOW)
    react()
    hand_over_decision(decision=question, to=marta, by=ines, now=NOW)
    react()
    assert told() == [("Ines Carvalho", "decision.waits_on_you"), ("Marta Lindqvist", "decision.waits_on_you")]
    assert "Ines Carvalho hands it on to you." in Delivery.objects.get(recipient="marta@tidewater.example").text


def test_a_commitment_that_somebody_else_writes_down_reaches_its_owner(
    tidewater: Organization, marta: Person, ines: Person
) -> None:
    make_commitment(organization=tidewater, title="Book the pen test", owner=ines, due_on=FRIDAY, by=marta, now=NOW)
    make_commitment(organization=tidewater, title="Call the board", owner=marta, due_on=FRIDAY, by=marta, now=NOW)
    react()
    assert told() == [("Ines Carvalho", "commitment.is_yours")]
    assert "You get this because Marta Lindqvist named you as its owner." in Delivery.objects.get().text


def test_a_title_cannot_bring_markup_into_the_mail(tidewater: Organization, marta: Person, ines: Person) -> None:
    make_commitment(
        organization=tidewater, title="</title><img src=x onerror=1> & co", owner=ines, due_on=FRIDAY, by=marta, now=NOW
    )
    react()
    mail = Delivery.objects.get()
    assert "<img" not in mail.html
    assert "&lt;/title&gt;&lt;img src=x onerror=1&gt; &amp; co" in mail.html
    assert "</title><img src=x onerror=1> & co" in mail.text


def test_the_mail_needs_nothing_from_elsewhere(request_: Dependency) -> None:
    react()
    html = Delivery.objects.get().html
    assert html.count("http") == 2, "the one link to what it is about, and one to what changes such mails"
    assert "<img" not in html
    assert "<script" not in html


def test_somebody_without_a_login_has_a_line_but_no_mail(tidewater: Organization, marta: Person) -> None:
    lena = new_person("Lena Fischer")
    make_commitment(organization=tidewater, title="Clean the data", owner=lena, due_on=FRIDAY, by=marta, now=NOW)
    react()
    assert told() == [("Lena Fischer", "commitment.is_yours")]
    assert not Delivery.objects.exists()


def test_a_closed_account_gets_no_mail(request_: Dependency, ines: Person) -> None:
    User.objects.filter(people=ines).update(is_active=False)
    react()
    assert not Delivery.objects.exists()


def test_nobody_of_a_demo_company_is_written_to(tidewater: Organization, request_: Dependency) -> None:
    Organization.objects.filter(pk=tidewater.pk).update(is_demo=True)
    react()
    assert Notification.objects.count() == 1
    assert not Delivery.objects.exists()


def test_after_a_long_outage_old_news_stays_out_of_the_inbox(request_: Dependency) -> None:
    react(NOW + timedelta(days=3))
    assert Notification.objects.count() == 1
    assert not Delivery.objects.exists()


def test_what_an_undone_import_took_away_is_no_news(request_: Dependency) -> None:
    Dependency.objects.all().delete()
    react()
    assert told() == []
    assert relay.parked().count() == 0

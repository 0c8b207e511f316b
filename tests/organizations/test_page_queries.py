"""The pages of this room take as many queries for many people as for few."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from organizations.actions.invitations import invite_person
from organizations.models import Organization
from organizations.tenancy import in_organization
from organizations.tokens import invitation_secret
from tests.cast import NOW, new_organization, new_person, new_team
from tests.organizations.conftest import BrowserOf, Cast
from tests.query_counts import CountQueries


@pytest.fixture
def many(company: Organization, cast: Cast) -> None:
    """Sixty people more, half of them with a sign-in, a team each, and an invitation for the rest."""
    with in_organization(company):
        for number in range(60):
            person = new_person(f"Worker {number}", email=f"w{number}@tidewater.example", login=number % 2 == 0, access="leader")
            new_team(f"Team {number}", lead=person)
            if number % 2:
                invite_person(person=person, by=cast["marta"], now=NOW)


@pytest.mark.usefixtures("many")
def test_settings(browser_of: BrowserOf, count_queries: CountQueries) -> None:
    for name, page in (("marta", "organizations:settings"), ("karl", "organizations:settings viewer")):
        browser = browser_of(name)
        browser.get("/tidewater/settings/")  # what a process asks once
        with count_queries(page):
            assert browser.get("/tidewater/settings/").status_code == 200


@pytest.mark.usefixtures("many")
def test_the_demo(company: Organization, settings: Settings, count_queries: CountQueries) -> None:
    settings.PEAKOS_DEMO = True
    Organization.objects.update(is_demo=True)
    with count_queries("front:demo"):
        assert "Sign in as Marta" in Client().get("/demo/").content.decode()


def test_the_front_door_of_many_organizations(cast: Cast, browser_of: BrowserOf, count_queries: CountQueries) -> None:
    for number in range(20):
        with in_organization(new_organization(f"fenmoor-{number}")):
            new_person("Ines Carvalho", user=cast["ines"].user, status="active")
    ines = browser_of("ines")
    with count_queries("front:door"):
        assert "Where to?" in ines.get("/").content.decode()


def test_the_pages_before_signing_in(company: Organization, cast: Cast, count_queries: CountQueries) -> None:
    with in_organization(company):
        invitation = invite_person(person=cast["jonas"], by=cast["marta"], now=NOW)
    with count_queries("account_login"):
        Client().get("/accounts/login/")
    with count_queries("front:invitation"):
        Client().get(f"/invitations/{invitation_secret(invitation)}/")

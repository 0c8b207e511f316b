"""The demo: one click in, and not there at all on an installation with real people."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from organizations.actions.access import deactivate_person
from organizations.models import Organization
from organizations.tenancy import in_organization
from tests.cast import NOW, new_organization, new_person, new_team
from tests.organizations.conftest import Cast


@pytest.fixture
def demo(company: Organization, cast: Cast, settings: Settings) -> Cast:
    """Tidewater is the demo company, Ines leads Security."""
    settings.PEAKOS_DEMO = True
    Organization.objects.update(is_demo=True)
    with in_organization(company):
        new_team("Security", lead=cast["ines"])
    return cast


def session_of(client: Client, person: int) -> tuple[int, str]:
    answer = client.post(f"/demo/people/{person}/session/")
    return answer.status_code, answer.headers.get("Location", "")


def test_one_click_signs_in_as_one_of_the_people(demo: Cast) -> None:
    browser = Client()
    page = browser.get("/demo/").content.decode()
    assert "Sign in as Marta Lindqvist" in page
    assert "Is Security on pace, and who waits on whom?" in page
    assert "Jonas Weber" not in page, "he has no sign-in"
    assert page.index("Marta") < page.index("Ines") < page.index("Karl")
    assert session_of(browser, demo["ines"].pk) == (302, "/tidewater/")
    assert "Ines Carvalho" in browser.get("/tidewater/settings/").content.decode()
    assert session_of(browser, demo["marta"].pk) == (302, "/tidewater/")
    assert "Marta Lindqvist" in browser.get("/tidewater/settings/").content.decode()


def test_there_is_no_demo_where_it_is_not_switched_on(demo: Cast, settings: Settings) -> None:
    assert "demo company" in Client().get("/accounts/login/").content.decode()
    settings.PEAKOS_DEMO = False
    assert "demo company" not in Client().get("/accounts/login/").content.decode()
    assert Client().get("/demo/").status_code == 404
    assert session_of(Client(), demo["marta"].pk)[0] == 404


def test_nobody_signs_in_by_a_click_as_somebody_of_a_real_organization_who_left_or_who_is_not_there(
    demo: Cast, company: Organization
) -> None:
    with in_organization(new_organization("fenmoor")):
        real = new_person("Otto Lund", login=True, access="owner", status="active")
    with in_organization(company):
        deactivate_person(person=demo["karl"], by=demo["marta"], now=NOW)
    for person in (real.pk, demo["karl"].pk, demo["jonas"].pk, 10**9):
        assert session_of(Client(), person)[0] == 404
    assert Client().get(f"/demo/people/{demo['marta'].pk}/session/").status_code == 405
    page = Client().get("/demo/").content.decode()
    assert "Otto" not in page
    assert "Karl" not in page


def test_a_login_of_the_demo_who_is_also_in_a_real_organization_is_not_handed_out(demo: Cast) -> None:
    with in_organization(new_organization("fenmoor")):
        new_person("Marta Lindqvist", user=demo["marta"].user, access="owner", status="active")
    assert session_of(Client(), demo["marta"].pk)[0] == 404
    assert "Marta" not in Client().get("/demo/").content.decode()


def test_a_demo_that_is_still_being_built_says_when_to_come_back(db: None, settings: Settings) -> None:
    settings.PEAKOS_DEMO = True
    assert "load this page again" in Client().get("/demo/").content.decode()

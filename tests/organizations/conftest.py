"""Fixtures: a company whose scope is closed, as a request finds it, and a reader's browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from organizations.models import Organization, Person
from organizations.tenancy import in_organization
from tests.cast import PASSWORD, new_organization, new_person

BrowserOf = Callable[..., Client]
Cast = dict[str, Person]


@pytest.fixture
def company(db: None) -> Organization:
    return new_organization("tidewater", "Tidewater")


@pytest.fixture
def cast(company: Organization) -> Cast:
    """Marta owns the workspace, Ruth administers it, Ines is a member, Karl a viewer, Jonas has no sign-in."""
    with in_organization(company):
        return {
            "marta": new_person("Marta Lindqvist", login=True, access="owner", status="active"),
            "ruth": new_person("Ruth Adeyemi", login=True, access="admin", status="active"),
            "ines": new_person("Ines Carvalho", login=True, access="member", status="active"),
            "karl": new_person("Karl Nyman", login=True, access="viewer", status="active"),
            "jonas": new_person("Jonas Weber", access="member", status="active"),
        }


@pytest.fixture
def browser_of(cast: Cast) -> BrowserOf:
    """A browser in which somebody of the cast has signed in by the form."""

    def sign_in(first_name: str, password: str = PASSWORD) -> Client:
        client = Client()
        answer = client.post("/accounts/login/", {"login": f"{first_name}@tidewater.example", "password": password})
        assert answer.status_code == 302, answer.content.decode()
        return client

    return sign_in

"""Fixtures: the organization Tidewater with its scope open, two of its people, and a stranger's organization beside it."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from uuid import uuid4

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from pytest_django import Settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from notifications.models import Preference, Volume
from organizations.models import Organization, Person
from organizations.tenancy import in_organization
from tests.cast import new_organization, new_person
from tests.query_counts import count_queries

__all__ = ["count_queries"]  # a fixture for every test

TOGETHER = ("tests/browser/", "tests/chaos/", "tests/deployment/", "tests/test_demo.py", "tests/test_architecture.py")

# No test asserts a time, what hypothesis makes up included; and the examples of a story share the world that it sets up. They are
# the same in every run, so that nobody's change is refused for what another run found by chance: PEAKOS_EXPLORE=1 makes up others.
UNASKED = [hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.function_scoped_fixture]
IS_EXPLORING = bool(os.environ.get("PEAKOS_EXPLORE"))
hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=UNASKED, derandomize=not IS_EXPLORING)
hypothesis.settings.load_profile("house")

# How long the product waits for its servers is meant for people at their screens: a machine that stands still fails no test.
django_settings.DATABASES["default"]["OPTIONS"]["connect_timeout"] = 60
django_settings.DATABASES["default"]["OPTIONS"]["options"] += (
    " -c statement_timeout=300000 -c lock_timeout=60000 -c idle_in_transaction_session_timeout=600000"
)
for each in django_settings.CACHES.values():
    each["OPTIONS"] = {"socket_timeout": 60, "socket_connect_timeout": 60}

# The real hash, with little work in it: two people who may sign in took a third of a second in every story.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1

# Static files are found when they are asked for: each new client went through all of them first.
django_settings.WHITENOISE_AUTOREFRESH = True


class Together(LoadScopeScheduling):  # type: ignore[misc]
    """Each story goes to the next free worker; those that share a server, a company or what they read go to one, and go first."""

    def _split_scope(self, nodeid: str) -> str:
        return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    return Together(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first, so that no worker is left with it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """The stories themselves are no garbage: a tenth of the time went into looking through them again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


@pytest.fixture(scope="session", autouse=True)
def own_channel() -> None:
    """The live channel is one for a whole Redis: meetings of the same number in the databases beside this one are others."""
    django_settings.REDIS["KEY_PREFIX"] = uuid4().hex


@pytest.fixture(autouse=True)
def own_cache(settings: Settings) -> None:
    """Keys of its own for each test: clearing the cache would empty the server under the tests beside it."""
    settings.CACHES = {name: cache | {"KEY_PREFIX": uuid4().hex} for name, cache in settings.CACHES.items()}


@pytest.fixture
def tidewater(db: None) -> Iterator[Organization]:
    """Tidewater, with its scope open for the test."""
    organization = new_organization("tidewater", "Tidewater")
    with in_organization(organization):
        yield organization


@pytest.fixture
def marta(tidewater: Organization) -> Person:
    """Marta Lindqvist, chief executive and owner of the workspace."""
    return new_person("Marta Lindqvist", login=True, access="owner", status="active")


@pytest.fixture
def ines(tidewater: Organization) -> Person:
    """Ines Carvalho leads Security."""
    return new_person("Ines Carvalho", login=True, access="member", status="active")


@pytest.fixture
def everybody_wants_mail_as_it_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Instead of one message a day, as people have it who have chosen nothing."""
    monkeypatch.setattr(Preference._meta.get_field("volume"), "default", Volume.AT_ONCE)
    monkeypatch.setattr(Preference._meta.get_field("volume"), "_get_default", lambda: Volume.AT_ONCE)

"""When something is wrong: the reader gets a sentence and a number, the log gets the trace, and nothing needs a restart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from notifications.models import Delivery
from organizations.models import Event, JobRun, Organization, Person
from organizations.models.people import Access
from organizations.reads import front
from organizations.tenancy import in_organization
from tests.addresses import all_addresses
from tests.cast import PASSWORD, new_organization, new_person
from tests.world import World

NOWHERE = "unix:///nowhere/redis.sock"


def visitor() -> Client:
    return Client(raise_request_exception=False)


@contextmanager
def database_away() -> Iterator[None]:
    """The server refuses connections, as while it is restarted."""
    before = connection.settings_dict["HOST"], connection.settings_dict["PORT"]
    connection.close()
    connection.settings_dict.update(HOST="127.0.0.1", PORT="9")
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["HOST"], connection.settings_dict["PORT"] = before


@pytest.fixture
def redis_away(settings: Settings) -> None:
    settings.CACHES = {name: cache | {"LOCATION": NOWHERE} for name, cache in settings.CACHES.items()}


def test_a_fault_of_ours_shows_its_number_and_no_trace(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(user: object) -> None:
        raise ZeroDivisionError("the secret is 1234")

    monkeypatch.setattr(front, "places_of", fail)
    with in_organization(new_organization("tidewater")):
        marta = new_person("Marta Lindqvist", login=True)
    client = visitor()
    assert marta.user is not None
    client.force_login(marta.user)
    answer = client.get("/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "Something went wrong on our side" in page
    assert f"Request {answer.headers['X-Request-ID']}" in page
    assert not re.search("secret|Traceback|ZeroDivision|front.py", page)


def test_every_request_has_a_number_of_its_own_whatever_the_client_says(db: None) -> None:
    first, second = (visitor().get("/livez", headers={"X-Request-ID": "mine\nSet-Cookie: x"}) for _ in range(2))
    assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{16}", first.headers["X-Request-ID"])


@pytest.mark.django_db(transaction=True)
def test_without_its_database_the_product_says_so_and_recovers_by_itself() -> None:
    with in_organization(new_organization("tidewater")):
        marta = new_person("Marta Lindqvist", login=True, status="active")
    client = visitor()
    assert marta.user is not None
    client.force_login(marta.user)
    with database_away():
        for path in ("/", "/tidewater/settings/"):
            answer = client.get(path)
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
            assert "Not reachable for a moment" in answer.content.decode()
            assert not re.search("Traceback|psycopg|OperationalError|127.0.0.1", answer.content.decode())
        assert client.post("/accounts/login/", {"login": "x@y.example", "password": "x"}).status_code == 503
        assert visitor().get("/livez").status_code == 200
        assert visitor().get("/accounts/login/").status_code == 200
        ready = visitor().get("/readyz")
        assert ready.status_code == 503
        assert {"events", "messages", "clock"} <= set(ready.json()["problems"])
    assert client.get("/tidewater/settings/").status_code == 200


@pytest.mark.usefixtures("redis_away")
def test_without_redis_every_page_is_still_read(db: None) -> None:
    world, faults = World("tidewater", "Kanarienvogel"), []
    client = visitor()
    for address in all_addresses():
        client.force_login(world.login(Access.OWNER))
        answer = client.get(address.path(world))
        if answer.status_code >= 500 and str(address) != "readyz":
            faults.append(f"{address}: {answer.status_code}")
    assert not faults, "\n".join(faults)


@pytest.mark.usefixtures("redis_away")
def test_without_redis_changes_are_still_saved(db: None) -> None:
    world = World("tidewater", "Kanarienvogel")
    client = visitor()
    client.force_login(world.login(Access.MEMBER))
    said = {"account-name": "Ines Carvalho", "account-timezone": "", "account-theme": ""}
    assert client.post("/tidewater/settings/account/", said).status_code == 302
    assert Person.everywhere.get(pk=world.people[Access.MEMBER].pk).name == "Ines Carvalho"


@pytest.mark.usefixtures("redis_away")
def test_without_redis_nobody_guesses_passwords_without_limit(db: None) -> None:
    with in_organization(new_organization("tidewater")):
        new_person("Marta Lindqvist", login=True)
    answer = visitor().post("/accounts/login/", {"login": "marta@tidewater.example", "password": PASSWORD})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")


@pytest.fixture
def tidewater_at_work(db: None) -> Iterator[Organization]:
    """All is well: the clock has just ticked, and time stands still, since ten seconds more or less make a difference."""
    with time_machine.travel(timezone.now(), tick=False):
        JobRun.objects.create(job="tick", period="latest", started_at=timezone.now())
        yield new_organization("tidewater")


def problems() -> list[str]:
    answer = visitor().get("/readyz")
    found: list[str] = answer.json()["problems"]
    assert answer.status_code == (503 if found else 200)
    assert answer.json()["ready"] is not bool(found)
    return found


def test_ready_is_said_when_all_keeps_up(tidewater_at_work: Organization) -> None:
    assert problems() == []
    assert visitor().get("/livez").json() == {"alive": True}


def test_a_clock_that_stopped_makes_it_not_ready_within_two_periods(tidewater_at_work: Organization) -> None:
    JobRun.objects.update(started_at=timezone.now() - timedelta(seconds=50))
    assert problems() == []
    JobRun.objects.update(started_at=timezone.now() - timedelta(seconds=61))
    assert problems() == ["clock"]
    JobRun.objects.all().delete()
    assert problems() == ["clock"]


def test_a_line_that_nobody_reacts_to_makes_it_not_ready(tidewater_at_work: Organization) -> None:
    now = timezone.now()
    line = Event(organization=tidewater_at_work, name="objective.closed", about_type="x", about_id=1)
    line.at = now - timedelta(minutes=4)
    line.save()
    assert problems() == []
    Event.everywhere.create(
        organization=tidewater_at_work, name="objective.closed", about_type="x", about_id=1, at=now - timedelta(minutes=6)
    )
    assert problems() == ["events"]
    Event.everywhere.update(reacted_at=now)
    assert problems() == []


def test_mail_that_nobody_sends_makes_it_not_ready_and_mail_that_waits_for_its_next_try_does_not(
    tidewater_at_work: Organization,
) -> None:
    due = timezone.now() + timedelta(hours=1)
    mail = Delivery.everywhere.create(
        organization=tidewater_at_work, key="1", recipient="ines@tidewater.example", subject="Decide", text="Decide.",
        created_at=timezone.now() - timedelta(hours=1), next_attempt_at=due,
    )  # fmt: skip
    assert problems() == []
    Delivery.everywhere.filter(pk=mail.pk).update(next_attempt_at=timezone.now() - timedelta(minutes=6))
    assert problems() == ["messages"]


@pytest.mark.usefixtures("redis_away")
def test_redis_that_is_away_makes_it_not_ready(tidewater_at_work: Organization) -> None:
    assert "cache" in problems()


def test_whoever_asks_whether_it_is_ready_learns_no_name_and_leaves_no_trace(tidewater_at_work: Organization) -> None:
    answer = visitor().get("/readyz")
    assert set(answer.json()) == {"ready", "problems"}
    assert "no-store" in answer.headers["Cache-Control"]
    assert visitor().post("/readyz").status_code in {403, 405}
    assert cache.get("readyz") == "here"

"""The relay: each line of the logbook reaches its reactions once, and no bad one stands in the way of the others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError

from alignment.models import Objective
from notifications.models import Notification
from organizations import relay
from organizations.logbook import react_to, reactions, record
from organizations.models import Event, Organization, Person
from organizations.tenancy import in_organization, organization_in_hand
from tests.cast import NOW, new_objective, new_organization

LATER = NOW + timedelta(seconds=11)  # after the first pause


@pytest.fixture
def heard() -> Iterator[list[str]]:
    """What a reaction to `test.happened` heard, in its order; gone after the test."""
    titles: list[str] = []

    def listen(event: Event, now: datetime) -> None:
        titles.append(f"{event.about_title} in {organization_in_hand()}")

    react_to("test.happened")(listen)
    yield titles
    reactions.pop("test.happened")


def happen(objective: Objective, name: str = "test.happened") -> Event:
    return record(name, by=None, about=objective, now=NOW)


def test_each_line_is_heard_once_in_its_own_organization(tidewater: Organization, heard: list[str]) -> None:
    happen(new_objective("12 utilities live"))
    fenmoor = new_organization("fenmoor")
    with in_organization(fenmoor):
        happen(new_objective("Drain the fen"))
    while relay.relay_one(now=NOW):
        pass
    assert heard == [f"12 utilities live in {tidewater.pk}", f"Drain the fen in {fenmoor.pk}"]
    assert not relay.relay_one(now=NOW + timedelta(days=1))
    assert not Event.everywhere.filter(reacted_at=None).exists()


def test_lines_that_nobody_reacts_to_are_passed_over_at_once(tidewater: Organization, heard: list[str]) -> None:
    objective = new_objective("12 utilities live")
    unheard, waiting = happen(objective, "test.ignored"), happen(objective)
    assert relay.pass_over_unheard(now=NOW) == 1
    unheard.refresh_from_db()
    waiting.refresh_from_db()
    assert (unheard.reacted_at, waiting.reacted_at) == (NOW, None)


def test_a_reaction_that_fails_takes_back_what_all_reactions_to_its_line_wrote(
    tidewater: Organization, marta: Person, heard: list[str]
) -> None:
    def write(event: Event, now: datetime) -> None:
        Notification.objects.create(
            organization_id=event.organization_id, person=marta, event=event, reason="test", text="half", created_at=now
        )

    def fail(event: Event, now: datetime) -> None:
        raise ValueError("the third utility has no meter")

    reactions["test.happened"] += [write, fail]
    event = happen(new_objective("12 utilities live"))
    assert relay.relay_one(now=NOW)
    event.refresh_from_db()
    assert not Notification.objects.exists()
    assert (event.reacted_at, event.attempt_count) == (None, 1)
    assert event.last_error == "ValueError: the third utility has no meter"

    reactions["test.happened"].remove(fail)
    assert not relay.relay_one(now=NOW + timedelta(seconds=9)), "it waits for its pause"
    assert relay.relay_one(now=LATER)
    event.refresh_from_db()
    assert (event.reacted_at, event.last_error) == (LATER, "")
    assert Notification.objects.count() == 1


def test_a_row_that_only_the_commit_would_refuse_is_held_against_its_own_line(tidewater: Organization, heard: list[str]) -> None:
    stranger_id = 10**9

    def point_nowhere(event: Event, now: datetime) -> None:
        Objective.objects.filter(pk=event.about_id).update(owner_id=stranger_id)

    reactions["test.happened"].append(point_nowhere)
    bad = happen(new_objective("12 utilities live"))
    assert relay.relay_one(now=NOW)
    bad.refresh_from_db()
    assert bad.last_error.startswith("IntegrityError")


def test_a_line_that_always_fails_is_parked_and_stands_in_nobodys_way(tidewater: Organization, heard: list[str]) -> None:
    def fail_on_the_first(event: Event, now: datetime) -> None:
        if event.about_title == "Cursed":
            raise ValueError("always")

    reactions["test.happened"].insert(0, fail_on_the_first)
    cursed, blessed = happen(new_objective("Cursed")), happen(new_objective("Blessed"))
    now = NOW
    for _ in range(relay.MOST_ATTEMPTS + 3):
        while relay.relay_one(now=now):
            pass
        now += relay.LONGEST_PAUSE
    cursed.refresh_from_db()
    blessed.refresh_from_db()
    assert blessed.reacted_at == NOW
    assert (cursed.attempt_count, cursed.reacted_at) == (relay.MOST_ATTEMPTS, None)
    assert list(relay.parked()) == [cursed]

    reactions["test.happened"].remove(fail_on_the_first)
    assert relay.unpark_events() == 1
    assert relay.relay_one(now=now)
    assert heard[-1] == f"Cursed in {tidewater.pk}"


def test_the_pauses_double_up_to_an_hour() -> None:
    pauses = [relay.pause_after(attempt).total_seconds() for attempt in range(1, relay.MOST_ATTEMPTS + 1)]
    assert pauses == [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600]


@pytest.mark.parametrize("said", ["name", "about_title", "at"])
def test_what_a_line_said_cannot_be_changed(tidewater: Organization, said: str) -> None:
    event = happen(new_objective("12 utilities live"))
    with pytest.raises((InternalError, IntegrityError), match=r"(?i)cannot|read.?only|update"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(**{said: NOW + timedelta(days=1) if said == "at" else "forged"})


def test_a_line_cannot_be_deleted_by_hand_either(tidewater: Organization) -> None:
    event = happen(new_objective("12 utilities live"))
    with pytest.raises(InternalError, match=r"(?i)cannot delete"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM organizations_event WHERE id = %s", [event.pk])


def test_the_product_runs_as_a_role_that_is_no_superuser(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)

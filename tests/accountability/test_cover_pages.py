"""Covering for somebody on screen: what moves is seen before, what moved is seen after, and the way back is one press."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from accountability.actions.covers import hand_over, settle_cover
from accountability.models import Commitment, Cover
from accountability.reactions import tell_what_is_back, tell_who_covers
from alignment.models import Risk
from notifications.models import Notification
from organizations.actions.absences import plan_absence
from organizations.models import Event, Person
from tests.cast import MONDAY, NOW, new_objective, new_person
from tests.query_counts import CountQueries
from tests.reading import Reader, in_order

FRIDAY = MONDAY + timedelta(days=4)


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def reader(marta: Person) -> Reader:
    return Reader(marta)


@pytest.fixture
def ben(ines: Person) -> Person:
    """Ben Okafor, and two things in Ines' hand."""
    new_objective("SSO", owner=ines)
    Commitment.objects.create(organization=ines.organization, title="Book a slot", state="open", owner=ines)
    return new_person("Ben Okafor", login=True, status="active")


def test_it_is_seen_before_and_after_and_comes_back_at_a_press(ines: Person, ben: Person) -> None:
    reader = Reader(ines)
    assert in_order(reader.page("accountability:hand_over", ines.pk), "Objectives", "SSO", "Commitments", "Book a slot")
    answer = reader.client.post(
        reader.address("accountability:hand_over", ines.pk), {"to": "Ben Okafor", "ends_on": "2026-08-21", "note": "Ask Omar"}
    )
    cover = Cover.objects.get()
    assert answer.headers["Location"] == reader.address("accountability:cover", cover.pk)
    page = reader.page("accountability:cover", cover.pk)
    assert in_order(page, "Ben Okafor covers for Ines Carvalho", "Back already", "Ask Omar", "Book a slot")
    assert "Ben Okafor has it, or will" in reader.page("accountability:hand_over", ines.pk)
    assert "One hand-over runs or is planned, and nothing is left behind." in reader.page("accountability:covers")
    assert Reader(ben).client.post(reader.address("accountability:cover_return", cover.pk)).status_code == 302
    assert in_order(reader.page("accountability:cover", cover.pk), "Ben Okafor covered for", "SSO", "came back")
    assert reader.client.post(reader.address("accountability:cover_return", cover.pk)).status_code == 409


def test_while_it_runs_the_page_says_who_has_it_and_the_rail_where_one_is(ines: Person, ben: Person) -> None:
    hand_over(person=ines, to=ben, by=ines, now=NOW, ends_on=MONDAY + timedelta(days=4))
    reader = Reader(ines)
    assert f"{ben.name} has what you held." in reader.page("accountability:hand_over", ines.pk)
    covers = reader.get("accountability:covers").content.decode()
    assert re.search(r'aria-current="page"[^>]*href="[^"]*/seats/"|href="[^"]*/seats/"[^>]*aria-current="page"', covers)


def test_the_form_begins_with_the_days_and_the_person_that_are_known(ines: Person, ben: Person) -> None:
    plan_absence(person=ines, starts_on=FRIDAY, ends_on=date(2026, 8, 28), delegate=ben, by=ines, now=NOW)
    source = Reader(ines).source("accountability:hand_over", ines.pk)
    for value in ("2026-08-21", "2026-08-28", "Ben Okafor"):
        assert f'value="{value}"' in source
    assert Reader(ines).address("accountability:hand_over", ines.pk) in Reader(ines).source("organizations:absences", ines.pk)


def test_what_was_typed_is_kept_and_the_fault_stands_in_the_form(ines: Person, ben: Person) -> None:
    reader = Reader(ines)
    address = reader.address("accountability:hand_over", ines.pk)
    for said, words in (
        ({"to": "Ines Carvalho"}, "nobody hands over to themselves"),
        ({"to": ""}, "Say who takes it over."),
        ({"to": "Ben Okafor", "ends_on": "soon"}, "Give the day as year-month-day"),
        ({"to": "Ben Okafor", "ends_on": "2026-08-01"}, "not before the first"),
    ):
        answer = reader.client.post(address, said | {"note": "Ask Omar"})
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert "Ask Omar" in answer.content.decode()


def test_only_oneself_and_leaders_hand_over(ines: Person, ben: Person) -> None:
    assert Reader(ben).get("accountability:hand_over", ines.pk).status_code == 403
    assert Reader(ben).client.post(Reader(ben).address("accountability:hand_over", ines.pk), {"to": "Ben"}).status_code == 403


def test_deactivating_somebody_offers_the_hand_over_and_what_is_left_behind_is_named(
    reader: Reader, ines: Person, ben: Person
) -> None:
    settings = reader.source("organizations:settings")
    assert f'{reader.address("accountability:hand_over", ines.pk)}">Hand it over first' in settings
    reader.client.post(reader.address("organizations:deactivation", ines.pk))
    assert f'{reader.address("accountability:hand_over", ines.pk)}">Hand over what they held' in reader.source(
        "organizations:settings"
    )
    left = reader.page("accountability:covers")
    assert in_order(left, "Two live things belong to people who have left.", "Ines Carvalho", "SSO", "Book a slot")
    page = reader.source("accountability:hand_over", ines.pk)
    assert "Last day" not in page
    reader.client.post(reader.address("accountability:hand_over", ines.pk), {"to": "Ben Okafor"})
    assert "Every live thing has an owner who is here." in reader.page("accountability:covers")
    assert "Nothing to hand over" in reader.page("accountability:hand_over", ines.pk)


def test_both_sides_are_told(ines: Person, ben: Person, marta: Person) -> None:
    cover = hand_over(person=ines, to=ben, by=marta, now=NOW, ends_on=FRIDAY)
    tell_who_covers(Event.objects.get(name="cover.begun"), NOW)
    settle_cover(cover=cover, by=None, now=NOW + timedelta(days=7))
    tell_what_is_back(Event.objects.get(name="cover.returned"), NOW)
    assert list(Notification.objects.order_by("id").values_list("person__name", "text")) == [
        ("Ben Okafor", "Ines Carvalho hands over 2 things to you"),
        ("Ines Carvalho", "Ben Okafor has 2 things of yours"),
        ("Ines Carvalho", "What Ben Okafor had for you is yours again"),
        ("Ben Okafor", "Ines Carvalho has back what you had for them"),
    ]


def test_the_database_itself_takes_one_open_hand_over_of_a_person(ines: Person, ben: Person) -> None:
    row = {"organization": ines.organization, "person": ines, "to": ben, "starts_on": MONDAY, "ends_on": FRIDAY, "made_at": NOW}
    Cover.objects.create(**row, state="running")
    with pytest.raises(IntegrityError), transaction.atomic():
        Cover.objects.create(**row, state="planned")


def test_what_the_pages_ask_of_the_database_does_not_grow(
    reader: Reader, ines: Person, ben: Person, count_queries: CountQueries
) -> None:
    gone = new_person("Callum Reyes", status="inactive")
    for number in range(30):
        Risk.objects.create(organization=ines.organization, title=f"Risk {number}", state="open", owner=ines)
        Risk.objects.create(organization=ines.organization, title=f"Left {number}", state="open", owner=gone)
    reader.get("alignment:cycles")
    with count_queries("accountability:hand_over"):
        reader.get("accountability:hand_over", ines.pk)
    cover = hand_over(person=ines, to=ben, by=ines, now=NOW, ends_on=FRIDAY)
    reader.get("alignment:cycles")
    with count_queries("accountability:covers"):
        reader.get("accountability:covers")
    with count_queries("accountability:cover"):
        reader.get("accountability:cover", cover.pk)

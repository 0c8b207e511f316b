"""Nobody is offered what they are refused: each door and each key that a page shows leads to a form that its reader may send."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from accountability.models import Commitment
from accountability.policy import may_ask_for_commitment
from decisions.models import Blocker
from decisions.policy import may_raise_blocker
from organizations.keys import KEYS
from organizations.models import Membership, Organization, Person
from organizations.models.people import Access
from tests.addresses import all_addresses
from tests.cast import MONDAY, NOW, new_person
from tests.crowd import Crowd
from tests.reading import Reader, said
from tests.visibility.test_reading_costs import LISTS, SLOTS, THINGS, pages
from tests.world import World

# A room is one page for all who watch it: what is not for somebody who only reads, its style hides (`data-may`).
ROOMS = {"rhythm:room", "rhythm:stage"}
# What the script presses for a key: `DOERS` in static/js/peakos.js.
PRESSED = {"check_in": r"/check-ins/new/", "edit": r"/edit/(?:$|[?#])", "issue": r"/issues/new/", "new": r"/new/"}
ENOUGH = 5  # doors of one kind: the first rows of a crowd are near its reader, the others are not
NO_TEAM = "member of no team"
ROLES = ["owner", "admin", "leader", "lead", "member", NO_TEAM, "viewer"]


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def forms_of(page: str, here: str) -> Iterator[str]:
    """Where the forms of a page are sent to, and its buttons that send one elsewhere."""
    for tag in re.findall(r'<form[^>]*method="post"[^>]*>|<button[^>]*formaction="[^"]*"[^>]*>', page):
        named = re.search(r'\b(?:form)?action="([^"]*)"', tag)
        yield (named and named[1]) or here


def kind_of(door: str) -> str:
    """The name of an address, and what it is asked."""
    path, _, asked = door.partition("?")
    try:
        return resolve(path).view_name + "?" + ",".join(sorted(part.split("=")[0] for part in asked.split("&")))
    except Resolver404:
        return door


def turned_away(path: str) -> str:
    """The name of an address whose form somebody who only reads may not send."""
    try:
        found = resolve(re.split(r"[?#]", path)[0])
    except Resolver404:
        return ""
    is_inside = "organization" in found.kwargs
    return found.view_name if is_inside and not getattr(found.func, "is_open_to_viewers", False) else ""


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "fragment"])
def test_who_only_reads_is_shown_no_form_and_no_door_to_one(db: None, headers: dict[str, str]) -> None:
    world = World("tidewater", "Kanarienvogel")
    client = Client()
    client.force_login(world.login(Access.VIEWER))
    shown: dict[str, tuple[str, str]] = {}
    opened: set[str] = set()
    faults: list[str] = []
    for address in all_addresses():
        path = address.path(world)
        answer: Any = client.get(path, headers=headers) if address.is_inside else None
        if answer is not None and answer.status_code == 200 and not answer.streaming and str(address) not in ROOMS:
            shown[str(address)] = (path, answer.content.decode())
    for name, (path, page) in shown.items():
        faults += [f"{name} shows a form of {to}" for to in map(turned_away, forms_of(page, path)) if to]
        for door in {re.split(r"[?#]", door)[0] for door in re.findall(r'(?:href|hx-get)="(/tidewater/[^"]*)"', page)} - opened:
            opened.add(door)
            if client.get(door).status_code == 403:
                faults.append(f"{name} leads to {door}, which is refused")
    assert not faults, "\n".join(faults)
    assert len(shown) > 60, "the walk saw the product"


@pytest.fixture
def crowd(tidewater: Organization) -> Crowd:
    return Crowd(tidewater)


def somebody(role: str, crowd: Crowd) -> Person:
    access = role if role in Access.values else "member"
    person = new_person("Noor Haddad", login=True, access=access, status="active")
    if role in {"lead", "member"}:
        Membership.objects.create(organization=crowd.organization, team=crowd.team, person=person, role=role, status="active")
    return person


def keys_heard(person: Person) -> set[str]:
    """The actions that the script of a page listens for."""
    source = Reader(person).get("visibility:keys").content.decode()
    return {pair.split(":", 1)[1] for pair in re.findall(r'data-keys="([^"]*)"', source)[0].split(" ")}


def listed(person: Person) -> set[str]:
    """The actions in the list of keys, by their words."""
    page = Reader(person).slot("visibility:keys")
    return {key.action for key in KEYS if key.words.split("{")[0] in page}


FORMS: dict[str, tuple[str, Any, dict[str, Any]]] = {
    "promise": ("accountability:commitment_new", Commitment, {"title": "Write to the auditors", "due_on": MONDAY.isoformat()}),
    "blocker": ("decisions:blocker_new", Blocker, {"title": "The lab key is lost", "kind": "external"}),
}


@pytest.mark.parametrize("role", ROLES)
def test_a_key_that_is_shown_leads_to_a_form_that_may_be_sent(crowd: Crowd, role: str) -> None:
    person = somebody(role, crowd)
    reader, heard = Reader(person), keys_heard(person)
    places = {place for place in heard if place.startswith("/")}
    assert len(places) == sum(key.group == "Places" for key in KEYS)
    assert {reader.client.get(place).status_code for place in places} == {200}
    assert listed(person) & set(FORMS) == heard & set(FORMS)
    assert ("promise" in heard) == may_ask_for_commitment(person)
    assert ("blocker" in heard) == may_raise_blocker(person, crowd.organization)
    frame = reader.get("accountability:commitments").content.decode()
    about = {"about": f"commitments/{crowd.commitment.pk}", "owner": str(crowd.person)}
    for action, (name, model, words) in FORMS.items():
        filled = words | (about if action == "blocker" else {})
        opened = reader.client.get(reader.address(name), headers={"HX-Request": "true"})
        before = model.objects.count()
        sent = reader.client.post(reader.address(name), filled)
        assert (f'id="{action}-dialog"' in frame) == (action in heard)
        if action in heard:
            assert (opened.status_code, sent.status_code, model.objects.count()) == (200, 302, before + 1), said(
                sent.content.decode()
            )
        else:
            assert (opened.status_code, sent.status_code, model.objects.count()) == (403, 403, before)


@pytest.mark.parametrize("role", ROLES)
def test_a_key_that_presses_a_door_of_the_page_finds_only_open_ones(crowd: Crowd, role: str) -> None:
    person = somebody(role, crowd)
    reader, heard, faults = Reader(person), keys_heard(person), []
    pressed: dict[str, tuple[int, bool]] = {}
    for name, path in pages(crowd.organization, crowd).items():
        headers = {"HX-Request": "true"} if name in SLOTS else {}
        page = reader.client.get(path, headers=headers).content.decode().replace("&amp;", "&")
        for action, address in PRESSED.items():
            for door in set(re.findall(r'href="(/tidewater/[^"]*)"', page)):
                if not re.search(address, door):
                    continue
                if door not in pressed:
                    answer = reader.client.get(door)
                    leads_to = resolve(re.split(r"[?#]", door)[0]).view_name
                    has_form = leads_to in map(turned_away, forms_of(answer.content.decode(), door))
                    pressed[door] = answer.status_code, has_form
                if pressed[door] != (200, True) or action not in heard:
                    faults.append(f"{name}: {door} answers {pressed[door][0]} to the {role}")
    assert not faults, "\n".join(sorted(faults))
    assert bool(pressed) == (role != "viewer"), "who only reads is shown none, and everybody else some"


@pytest.mark.parametrize("role", ["leader", "member", NO_TEAM])
def test_no_page_offers_anybody_what_they_are_refused(crowd: Crowd, role: str) -> None:
    """Each link of a reading page, and each form of it sent with nothing in it: whatever is amiss, it is not the person."""
    reader = Reader(somebody(role, crowd))
    opened: dict[str, int] = {}
    kinds: Counter[str] = Counter()
    faults: list[str] = []
    for name, path in pages(crowd.organization, crowd).items():
        headers = {"HX-Request": "true"} if name in SLOTS else {}
        page = reader.client.get(path, headers=headers).content.decode().replace("&amp;", "&")
        doors = set(re.findall(r'(?:href|hx-get)="(/tidewater/[^"#]*)"', page))
        for door in sorted(doors - opened.keys()):
            kinds[kind_of(door)] += 1
            if kinds[kind_of(door)] > ENOUGH:
                continue
            opened[door] = reader.client.get(door).status_code
            faults += [f"{name} leads to {door}, which is refused"] if opened[door] == 403 else []
        for to in {to for to in forms_of(page, path) if turned_away(to)}:
            with transaction.atomic():
                faults += [f"{name} has a form of {to}, which is refused"] if reader.client.post(to).status_code == 403 else []
                transaction.set_rollback(True)
    assert not faults, "\n".join(sorted(faults))
    assert len(kinds) > 60, "the walk saw the product"


def test_who_only_reads_has_the_keys_that_move_and_find_alone(crowd: Crowd) -> None:
    person = somebody("viewer", crowd)
    page = Reader(person).slot("visibility:keys")
    assert "Next line" in page
    assert "Search, or jump to something" in page
    for words in (
        "Promise something",
        "Say that something is stuck",
        "Take the last thing back",
        "Check in",
        "In a meeting",
        "An owner",
    ):
        assert words not in page
    reader = Reader(person)
    assert "Promise something" not in reader.page("organizations:settings")
    person.keys = {"promise": "y"}
    person.save(update_fields=["keys"])
    assert reader.client.post(reader.address("organizations:keys"), {"keys-on": "on", "keys-down": "p"}).status_code == 302
    person.refresh_from_db()
    assert person.keys == {"promise": "y", "down": "p"}, "what they are not asked about stays as it was"


def test_who_is_in_no_team_is_told_so_before_a_word_is_typed(crowd: Crowd) -> None:
    reader = Reader(somebody(NO_TEAM, crowd))
    for name in (
        "alignment:objective_new",
        "decisions:recording",
        "rhythm:series_new",
        "alignment:dependency_new",
        "accountability:seat_new",
    ):
        assert reader.get(name).status_code == 403, name
    assert "Ask for a decision" in reader.page("decisions:decisions")
    assert "Log a decision" not in reader.page("decisions:decisions")
    assert reader.get("visibility:team", crowd.team.pk).status_code == 200
    assert len(LISTS) + len(THINGS) > 40

"""Tidewater calls a priority a rock and a decision a call: no page says the product's words any more."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from accountability.actions import make_commitment
from alignment.actions import request_dependency, set_objective
from alignment.models import Objective
from notifications.models import Notification
from organizations.actions.words import rename_nouns
from organizations.models import Event, Organization, Person
from organizations.refusals import NotAllowed, NotSaid
from organizations.relay import relay_one
from organizations.tenancy import in_organization
from tests.cast import NOW, new_objective, new_organization, new_person, new_team
from tests.crowd import Crowd
from tests.reading import Reader

ROCKS = {"priority": {"one": "rock", "many": "rocks"}, "decision": {"one": "call", "many": "calls"}}
PAGES = (
    "visibility:monday", "alignment:objectives", "visibility:teams", "visibility:people", "decisions:decisions",
    "alignment:dependencies", "accountability:commitments", "alignment:risks", "alignment:cycles", "rhythm:series_list",
    "rhythm:issues", "intelligence:lessons", "visibility:changes", "visibility:search", "visibility:keys",
)  # fmt: skip


def whole(reader: Reader, address: str) -> str:
    """The page as its reader sees it, the rail too, without addresses and names of classes."""
    source: str = reader.client.get(address).content.decode()
    return re.sub(
        r"\{.*?\}|<(script|style).*?</\1>|<[^>]*>", " ", re.sub(r"aria-label=\"([^\"]*)\"[^>]*>", r">\1 ", source), flags=re.DOTALL
    )


@pytest.fixture
def company(tidewater: Organization, marta: Person) -> Crowd:
    return Crowd(tidewater)


def pages(company: Crowd) -> list[str]:
    objective, team, person = Objective.objects.first(), company.teams[0], company.people[0]
    rows = [
        ("alignment:objective", objective),
        ("alignment:objective_children", objective),
        ("visibility:team", team),
        ("visibility:person", person),
    ]
    return [reverse(name, args=["tidewater"]) for name in PAGES] + [reverse(name, args=["tidewater", row.pk]) for name, row in rows]


def test_a_renamed_noun_stands_nowhere_any_more(company: Crowd, tidewater: Organization, marta: Person) -> None:
    reader = Reader(marta)
    before = {address: whole(reader, address) for address in pages(company)}
    assert sum("riorit" in text for text in before.values()) > 4, "the walk passes pages that say it"
    rename_nouns(organization=tidewater, words=ROCKS, by=marta, now=NOW)
    left = {}
    for address in pages(company):
        text = re.sub(r"(Priority|Decision) \d+", "", whole(reader, address))  # without titles of the crowd's rows
        found = re.findall(r".{30}(?:[Pp]riorit(?:y|ies)|\b[Dd]ecisions?\b).{30}", " ".join(text.split()))
        if found:
            left[address] = found
    assert not left
    assert "Calls" in whole(reader, reverse("decisions:decisions", args=["tidewater"]))
    assert "rocks" in whole(reader, reverse("alignment:objectives", args=["tidewater"]))


def test_what_people_wrote_keeps_its_words(company: Crowd, tidewater: Organization, marta: Person) -> None:
    objective = new_objective("Our first priority is a decision")
    rename_nouns(organization=tidewater, words=ROCKS, by=marta, now=NOW)
    assert "Our first priority is a decision" in Reader(marta).page("alignment:objective", objective.pk)


def test_only_who_runs_the_workspace_renames_and_the_logbook_says_so(tidewater: Organization, marta: Person, ines: Person) -> None:
    with pytest.raises(NotAllowed):
        rename_nouns(organization=tidewater, words=ROCKS, by=ines, now=NOW)
    rename_nouns(organization=tidewater, words=ROCKS, by=marta, now=NOW)
    rename_nouns(organization=tidewater, words=ROCKS, by=marta, now=NOW)
    assert [event.actor for event in Event.objects.filter(name="organization.words_changed")] == [marta]


def form_of(**changed: str) -> dict[str, str]:
    nouns = {"objective": "s", "check_in": "s", "decision": "s", "commitment": "s", "issue": "s", "team": "s"}
    said = {f"words-{noun}_one": noun.replace("_", "-") for noun in nouns} | {
        f"words-{noun}_many": noun.replace("_", "-") + "s" for noun in nouns
    }
    said |= {"words-priority_one": "priority", "words-priority_many": "priorities"}
    said |= {"words-dependency_one": "dependency", "words-dependency_many": "dependencies"}
    return said | {f"words-{name}": value for name, value in changed.items()}


def test_marta_renames_in_the_settings_and_goes_back(tidewater: Organization, marta: Person) -> None:
    reader = Reader(marta)
    address = reader.address("organizations:words")
    answer = reader.client.post(address, form_of(priority_one="rock", priority_many="rocks"))
    assert answer.headers["Location"].endswith("/settings/#words")
    tidewater.refresh_from_db()
    assert tidewater.words == {"priority": {"one": "rock", "many": "rocks"}}
    page = reader.page("organizations:settings")
    assert "A check-in is due on a rock that waits for another team" in page
    reader.client.post(address, {"reset": "1"})
    tidewater.refresh_from_db()
    assert tidewater.words == {}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"priority_one": "r"}, "Write at least 2 letters."),
        ({"priority_many": "r" * 31}, "Shorten this to 30 characters."),
        ({"priority_one": ""}, "Write a word, or reset all of them."),
        ({"priority_one": "12"}, "Write it in letters."),
        ({"priority_one": "rock\u202e"}, "Write it in letters."),
        ({"priority_one": "Team"}, "is your word for priority already"),
    ],
)
def test_a_word_that_cannot_be_is_asked_for_again_and_nothing_is_lost(
    tidewater: Organization, marta: Person, changed: dict[str, str], says: str
) -> None:
    reader = Reader(marta)
    answer = reader.client.post(reader.address("organizations:words"), form_of(**changed, decision_one="ruling"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert 'value="ruling"' in page
    tidewater.refresh_from_db()
    assert tidewater.words == {}


def test_words_are_escaped_and_read_from_right_to_left_too(tidewater: Organization, marta: Person) -> None:
    words = {"objective": {"one": "<b>هدف", "many": "<b>أهداف"}, "team": {"one": "🌊crew", "many": "🌊crews"}}
    rename_nouns(organization=tidewater, words=words, by=marta, now=NOW)
    source = Reader(marta).get("visibility:teams").content.decode()
    assert "&lt;b&gt;أهداف" in source
    assert "<b>أهداف" not in source
    assert "🌊crews" in source


def test_another_organization_keeps_its_own_words(tidewater: Organization, marta: Person) -> None:
    rename_nouns(organization=tidewater, words=ROCKS, by=marta, now=NOW)
    fenmoor = new_organization("fenmoor")
    with in_organization(fenmoor):
        other = new_person("Otto Kray", login=True, access="owner")
    assert other.user
    client = Reader(other).client
    assert "Decisions" in client.get("/fenmoor/").content.decode()
    assert "Calls" not in client.get("/fenmoor/").content.decode()


def test_refusals_and_mails_say_the_organizations_words_too(tidewater: Organization, marta: Person, ines: Person) -> None:
    words = {"commitment": {"one": "pledge", "many": "pledges"}, "objective": {"one": "rock", "many": "rocks"}}
    tidewater = rename_nouns(organization=tidewater, words=words, by=marta, now=NOW)
    security = new_team("Security", lead=ines)
    with in_organization(tidewater):
        with pytest.raises(NotAllowed, match="You may not set a rock for the whole organization"):
            set_objective(organization=tidewater, title="Mine", by=ines, now=NOW)
        with pytest.raises(NotSaid, match="a team or a rock"):
            request_dependency(organization=tidewater, title="Schema", from_team=security, by=ines, now=NOW)
        make_commitment(organization=tidewater, title="Book the pen test", due_on=NOW.date(), owner=ines, by=marta, now=NOW)
    while relay_one(now=NOW):
        pass
    assert Notification.objects.get(person=ines).text == "“Book the pen test” is written down as your pledge"

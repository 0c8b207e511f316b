"""Finding things: by the beginning of a word, by another form of it, with a slip, and never beyond one's own organization."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection

from accountability.models import Commitment, Seat
from alignment.models import Dependency, StrategyLine
from decisions.models import Blocker, Decision
from intelligence.models import Lesson
from organizations.actions.words import change_keys, rename_nouns
from organizations.models import Organization, Person
from organizations.refusals import NotAllowed
from organizations.tenancy import in_organization
from rhythm.models import Issue, MeetingSeries
from tests.cast import NOW, new_key_result, new_objective, new_organization, new_person, new_quarter, new_team
from tests.crowd import Crowd
from tests.query_counts import CountQueries
from tests.reading import Reader, in_order
from visibility.reads.search.kinds import KINDS
from visibility.reads.search.marking import excerpt, marked, words_of_query


@pytest.fixture
def company(tidewater: Organization, marta: Person, ines: Person) -> dict[str, Any]:
    """One of each kind about single sign-on."""
    scope = {"organization": tidewater}
    security, quarter = new_team("Security", lead=ines), new_quarter()
    sso = new_objective("SSO for mid-market tenants", team=security, cycle=quarter)
    new_objective("Every outage is told within 90 seconds", description="Also those of SSO providers, at " + "length " * 60)
    new_key_result(sso, "Tenants with SSO")
    Decision.objects.create(**scope, title="Buy or build SSO", team=security)
    Dependency.objects.create(**scope, title="SSO pen-test sign-off", kind="work", from_team=security, to_team=security)
    Commitment.objects.create(**scope, title="Book the SSO pen-test", owner=ines, team=security)
    Blocker.objects.create(**scope, title="No tenant for SSO", kind="team", objective=sso, owner=ines, raised_at=NOW)
    Seat.objects.create(**scope, title="SSO", team=security)
    MeetingSeries.objects.create(**scope, title="SSO weekly", team=security)
    Issue.objects.create(**scope, title="SSO queue is long", team=security)
    Lesson.objects.create(**scope, title="SSO needs a fallback", team=security)
    StrategyLine.objects.create(**scope, section="annual", text="SSO wherever a customer asks")
    return {"security": security, "quarter": quarter, "sso": sso}


def found(person: Person, **asked: str | int) -> str:
    return Reader(person).page("visibility:search", **asked)


def test_one_word_finds_every_kind_of_thing(company: dict[str, Any], marta: Person) -> None:
    new_person("Sso Yamada")
    new_team("SSO guild")
    page = found(marta, q="sso")
    for heading in (
        "Objectives 2", "Key results 1", "Decisions 1", "Dependencies 1", "Commitments 1", "Blockers 1", "Seats 1", "Meetings 1",
        "Issues 1", "Lessons 1", "People 1", "Teams 1", "Strategy 1",
    ):  # fmt: skip
        assert heading in page


@pytest.mark.parametrize("asked", ["outage", "outages", "OUTA", "every outage", "seconds 90", "told   within"])
def test_the_beginning_of_a_word_or_another_form_of_it_is_enough(company: dict[str, Any], marta: Person, asked: str) -> None:
    assert "Every outage is told within 90 seconds" in found(marta, q=asked)


def test_what_says_it_in_its_title_comes_before_what_says_it_inside(company: dict[str, Any], marta: Person) -> None:
    assert in_order(found(marta, q="sso", **{"in": "objectives"}), "SSO for mid-market tenants", "Every outage is told")


def test_people_are_found_without_accents_and_with_a_slip(company: dict[str, Any], marta: Person) -> None:
    new_person("Zoë Brûlé", key="zoe", title="Head of Billing")
    assert "Zoë Brûlé" in found(marta, q="zoe brule")
    assert "Zoë Brûlé" in found(marta, q="billing")
    assert "Did you mean Ines Carvalho" in found(marta, q="Carvahlo")


def test_the_facets_narrow_and_stand_in_the_address(company: dict[str, Any], marta: Person) -> None:
    billing = new_team("Billing")
    new_objective("SSO invoices", team=billing, state="completed")
    page = found(marta, q="sso", team="Bill")
    assert "SSO invoices" in page
    assert "SSO for mid-market tenants" not in page
    assert "Nothing" in found(marta, q="sso", team="No such team")
    assert "SSO invoices" not in found(marta, q="sso", state="open")
    assert "SSO invoices" not in found(marta, q="sso", cycle=company["quarter"].pk)
    source = Reader(marta).source("visibility:search", q="sso", team="Security", **{"in": "decisions"})
    assert "Buy or build" in source
    assert "?q=sso&amp;in=objectives&amp;team=Security" in source


def test_nobody_finds_what_belongs_to_another_organization(company: dict[str, Any], marta: Person) -> None:
    with in_organization(new_organization("fenmoor")):
        new_objective("Kanarienvogel SSO")
        new_person("Kanarienvogel Kray")
        new_team("Kanarienvogel")
    reader = Reader(marta)
    assert "Kanarienvogel" not in found(marta, q="sso").replace("“Kanarienvogel”", "")
    for name in ("visibility:search", "visibility:palette", "organizations:pick_people", "organizations:pick_teams"):
        answer = reader.get(name, q="Kanarienvo").content.decode()
        assert "Kanarienvogel" not in answer, name


@pytest.mark.parametrize(
    "asked",
    [
        "%",
        "_",
        "\\",
        ":*&|!",
        "a",
        "(",
        "'",
        "o'brien's",
        "<b>",
        "x" * 500,
        "محمد علي",
        "🌊",
        "\0sso",
        "sso & !",
        "the",
        "--",
        "1e9 ::int",
        "''''",
    ],
)
def test_anything_may_be_asked(company: dict[str, Any], marta: Person, asked: str) -> None:
    reader = Reader(marta)
    for name in ("visibility:search", "visibility:palette"):
        answer = reader.get(name, q=asked, here="x", page="99999")
        assert answer.status_code == 200
        assert "<b>" not in answer.content.decode().replace('<b class="ink">', "")


def test_words_are_marked_and_nothing_in_a_title_can_run(company: dict[str, Any], marta: Person) -> None:
    new_objective("<img src=x onerror=alert(1)> & outage", description="<script>alert('outages')</script>")
    source = Reader(marta).source("visibility:search", q="outages")
    assert "&lt;img src=x onerror=alert(1)&gt; &amp; <mark>outage</mark>" in source
    assert "<script>alert" not in source


def test_marking_keeps_every_letter_of_a_text() -> None:
    for text in ("Outage, outages & OUTAGES", "שלום עולם outage", "🌊 out-age outage’s", ""):
        assert "".join(part.text for part in marked(text, words_of_query("outage שלום"))) == text
    parts = excerpt("word " * 100 + "the outage of May " + "word " * 100, ["outage"])
    assert [part.text for part in parts if part.is_found] == ["outage"]
    assert sum(len(part.text) for part in parts) < 200


def test_every_text_that_is_shown_is_among_the_stored_words(db: None) -> None:
    stored = """SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid
        AND a.attnum = d.adnum WHERE a.attrelid = %s::regclass AND a.attname = 'words' AND a.attgenerated = 's'"""
    for kind in KINDS:
        with connection.cursor() as cursor:
            cursor.execute(stored, [kind.model._meta.db_table])
            (made_of,) = cursor.fetchone()
        assert tuple(re.findall(r"[(]?(\w+)[)]?::text", made_of)) == kind.texts, kind.name


@pytest.mark.parametrize("times", [1, 10])
def test_the_search_costs_the_same_at_every_size(
    tidewater: Organization, marta: Person, count_queries: CountQueries, times: int
) -> None:
    Crowd(tidewater, times)
    reader = Reader(marta)
    reader.get("visibility:keys")  # the session notes once an hour that it was used
    with count_queries("visibility:search"):
        assert reader.get("visibility:search", q="priority").status_code == 200
    with count_queries("visibility:search nothing"):
        reader.get("visibility:search", q="xyzzy")
    with count_queries("visibility:palette"):
        reader.get("visibility:palette", q="priority")
    with count_queries("visibility:keys"):
        reader.get("visibility:keys")
    with count_queries("organizations:views"):
        reader.get("organizations:views", at="risks/?show=open")


def test_the_palette_leads_to_places_things_and_people(company: dict[str, Any], marta: Person, tidewater: Organization) -> None:
    reader = Reader(marta)
    rows = reader.get("visibility:palette", q="").content.decode()
    assert rows.count('role="option"') == 8
    assert "Monday" in rows
    mixed = reader.get("visibility:palette", q="sso").content.decode()
    assert mixed.count('role="option"') == 9, "eight rows and the way to all of them"
    assert reader.get("visibility:palette", q="sso", here="3").content.decode().count('role="option"') == 6
    person = reader.get("visibility:palette", q="ines").content.decode()
    assert in_order(person, "People", "Carvalho", "Search all for")
    rename_nouns(organization=tidewater, words={"objective": {"one": "goal", "many": "goals"}}, by=marta, now=NOW)
    assert "<mark>Goals</mark>" in reader.get("visibility:palette", q="goal").content.decode()


def keys_on(person: Person) -> str:
    source: str = Reader(person).get("visibility:keys").content.decode()
    return source[source.index("data-keys=") :].split('"')[1]


def test_who_only_reads_has_no_key_for_what_they_could_not_send(tidewater: Organization, ines: Person) -> None:
    tove = new_person("Tove Berg", login=True, access="viewer", status="active")
    assert ("p:promise" in keys_on(ines), "b:blocker" in keys_on(ines)) == (True, True)
    assert ("promise" in keys_on(tove), "blocker" in keys_on(tove), "j:down" in keys_on(tove)) == (False, False, True)
    assert "Promise something" not in Reader(tove).slot("visibility:keys")


def test_keys_are_changed_and_turned_off_by_their_person_alone(tidewater: Organization, marta: Person, ines: Person) -> None:
    assert "j:down" in keys_on(marta)
    assert "gm:/tidewater/ " in keys_on(marta)
    change_keys(person=marta, keys={"down": "n", "new": "j", "monday": "x"}, by=marta, now=NOW)
    assert "n:down" in keys_on(marta)
    assert "gx:/tidewater/ " in keys_on(marta)
    change_keys(person=marta, keys={"off": True}, by=marta, now=NOW)
    assert keys_on(marta) == ""
    assert "j:down" in keys_on(ines)
    with pytest.raises(NotAllowed):
        change_keys(person=marta, keys={}, by=ines, now=NOW)


def test_two_actions_never_share_a_key(tidewater: Organization, marta: Person) -> None:
    reader = Reader(marta)
    address = reader.address("organizations:keys")
    answer = reader.client.post(address, {"keys-on": "on", "keys-down": "k", "keys-up": "k"})
    assert answer.status_code == 422
    assert "is also for “Next line”" in answer.content.decode()
    assert "comes before the letter of a place" in reader.client.post(address, {"keys-down": "g"}).content.decode()
    assert reader.client.post(address, {"keys-on": "on", "keys-down": "u"}).status_code == 302
    marta.refresh_from_db()
    assert marta.keys == {"down": "u"}
    reader.client.post(address, {"reset": "1"})
    marta.refresh_from_db()
    assert marta.keys == {}

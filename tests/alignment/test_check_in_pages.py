"""The check-in form in a browser's place: what it shows, asks, refuses and keeps, for one objective and for all that are due."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alignment.actions import add_key_result, close_objective, post_check_in, set_objective
from alignment.models import CheckIn, HelpAsk, KeyResult, Objective
from alignment.models.check_ins import Claim
from alignment.models.objectives import ObjectiveState
from alignment.rollup import refresh_organization
from organizations.actions.drafts import keep_draft
from organizations.models import Absence, Draft, Event, Organization, Person
from tests.cast import MONDAY, NOW, new_key_result, new_objective, new_person, new_quarter
from tests.query_counts import CountQueries
from tests.reading import Reader, said

ON, RISK, OFF = Claim.ON_TRACK, Claim.AT_RISK, Claim.OFF_TRACK


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def sso(tidewater: Organization, marta: Person, ines: Person) -> Objective:
    """Ines's priority below Marta's, seven weeks into a quarter of thirteen; pilots should be at ten."""
    quarter = new_quarter()
    live = set_objective(organization=tidewater, title="12 utilities live", owner=marta, cycle=quarter, by=marta, now=NOW)
    return set_objective(organization=tidewater, title="SSO", owner=ines, cycle=quarter, parent=live, by=marta, now=NOW)


@pytest.fixture
def pilots(sso: Objective, ines: Person) -> KeyResult:
    return add_key_result(objective=sso, title="Pilots", start_value=0, target_value=20, current_value=10, by=ines, now=NOW)


@pytest.fixture
def reader(ines: Person) -> Reader:
    return Reader(ines)


def hidden(page: str) -> dict[str, str]:
    """The fields that the page carries for the writer."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))


def post(reader: Reader, objective: Objective, **words: Any) -> Any:
    address = reader.address("alignment:check_in", objective.pk)
    carried = hidden(reader.client.get(address).content.decode())
    return reader.client.post(address, carried | {"confidence": "7", **words})


def test_the_form_shows_what_was_said_last_and_what_each_colour_means(sso: Objective, pilots: KeyResult, reader: Reader) -> None:
    post_check_in(objective=sso, claim=ON, confidence=60, note="Slot is booked.", by=sso.owner, now=NOW - timedelta(days=7))
    page = reader.source("alignment:check_in", sso.pk)
    assert "Something may slip; Marta should know" in page
    assert re.search(r'class="last"><input type="radio" name="confidence" value="6"', page)
    assert "Slot is booked." in page
    assert "was 10" in said(page)


def test_a_green_that_the_numbers_contradict_is_asked_about_once_and_posted_when_meant(
    sso: Objective, pilots: KeyResult, reader: Reader
) -> None:
    words = {"claim": "on_track", "note": "All fine", f"value_{pilots.pk}": "1"}
    asked = post(reader, sso, **words)
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "The evidence says something else" in page
    assert "points behind pace" in said(page)
    assert "Post it anyway" in page
    assert "All fine" in page
    assert not CheckIn.objects.exists(), "nothing was posted, not even the number"
    answer = post(reader, sso, **words, anyway="on_track")
    assert answer.status_code == 302
    sso.health.refresh_from_db()
    assert sso.health.is_contradicted


def test_choosing_a_colour_says_at_once_what_speaks_against_it_with_the_numbers_as_typed(
    sso: Objective, pilots: KeyResult, reader: Reader
) -> None:
    address = reader.address("alignment:evidence", sso.pk)
    behind = {"claim": "on_track", f"value_{pilots.pk}": "1", f"was_{pilots.pk}": "10"}
    assert "points behind pace" in said(reader.client.post(address, behind).content.decode())
    for words in ({"claim": "on_track"}, {**behind, "claim": "off_track"}, {"claim": "mauve"}, {}):
        assert "evidence" not in reader.client.post(address, words).content.decode()
    pilots.refresh_from_db()
    assert (pilots.current_value, CheckIn.objects.count()) == (Decimal(10), 0), "asking writes nothing"
    assert not Event.objects.filter(name="check_in.posted").exists()


def test_amber_far_behind_is_told_that_it_is_worse_than_that(sso: Objective, pilots: KeyResult, reader: Reader) -> None:
    words = {"claim": "at_risk", "way_back": "More pilots", f"value_{pilots.pk}": "1"}
    assert "You say at risk" in said(post(reader, sso, **words).content.decode())


def test_red_asks_what_would_bring_it_back_and_starts_the_helpers_clock(sso: Objective, marta: Person, reader: Reader) -> None:
    answer = post(reader, sso, claim="off_track")
    assert answer.status_code == 422
    assert "Say what would bring it back, and from whom." in answer.content.decode()
    post(reader, sso, claim="off_track", way_back="The contractor until 30 September", helper="Marta Lindqvist")
    ask = HelpAsk.objects.get()
    assert (ask.asked, ask.by, ask.words) == (marta, sso.owner, "The contractor until 30 September")
    assert "Marta Lindqvist" in reader.slot("alignment:check_in", sso.pk)


def test_a_helper_who_could_be_two_people_is_asked_about_and_nothing_is_lost(sso: Objective, reader: Reader) -> None:
    new_person("Anna Berg"), new_person("Anna Holm")
    answer = post(reader, sso, claim="off_track", way_back="A tester", helper="Anna", note="Long words")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "fits 2 people" in page
    assert "Anna Berg" in page
    assert "Long words" in page
    assert not CheckIn.objects.exists()


def test_a_number_in_another_hand_is_told_how_to_write_it(sso: Objective, pilots: KeyResult, reader: Reader) -> None:
    answer = post(reader, sso, claim="on_track", note="Words", **{f"value_{pilots.pk}": "1.250,00 €"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Write it as 1250" in page
    assert "Words" in page
    assert "1.250,00 €" in page
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize("note", ["א" * 4000, "🙂" * 4000, "x" * 4000, "a\0b", "\u202edesrever"])
def test_long_right_to_left_and_odd_texts_go_in_and_come_out(sso: Objective, reader: Reader, note: str) -> None:
    answer = post(reader, sso, claim="on_track", note=note)
    assert answer.status_code in {302, 422}
    if answer.status_code == 302:
        assert CheckIn.objects.get().note == note
    assert reader.get("alignment:check_ins", sso.pk).status_code == 200


def test_a_text_that_is_too_long_comes_back_whole(sso: Objective, reader: Reader) -> None:
    answer = post(reader, sso, claim="on_track", note="x" * 4001)
    assert answer.status_code == 422
    assert "Shorten this to 4,000 characters" in answer.content.decode()
    assert "x" * 4001 in answer.content.decode()


def test_the_same_form_sent_twice_is_one_report(sso: Objective, reader: Reader) -> None:
    address = reader.address("alignment:check_in", sso.pk)
    words = hidden(reader.client.get(address).content.decode()) | {"claim": "on_track", "note": "Once"}
    assert [reader.client.post(address, words).status_code for _ in range(3)] == [302, 302, 302]
    assert CheckIn.objects.count() == 1


def test_who_reported_meanwhile_is_shown_beside_ones_own_words_and_either_may_stay(
    sso: Objective, marta: Person, reader: Reader
) -> None:
    address = reader.address("alignment:check_in", sso.pk)
    post_check_in(objective=sso, claim=ON, confidence=90, note="Before", by=marta, now=NOW - timedelta(hours=2))
    words = hidden(reader.client.get(address).content.decode()) | {"claim": "on_track", "note": "Mine", "confidence": "5"}
    post_check_in(objective=sso, claim=OFF, way_back="Help", note="Marta was first", by=marta, now=NOW - timedelta(hours=1))
    answer = reader.client.post(address, words)
    page = answer.content.decode()
    assert answer.status_code == 409
    for part in ("Marta Lindqvist checked in while you were writing", "Marta was first", "Mine", "Post mine on top"):
        assert part in page
    assert CheckIn.objects.count() == 2
    again = reader.client.post(address, words | hidden(page))
    assert again.status_code == 302
    assert CheckIn.objects.latest("id").note == "Mine"


def test_an_untouched_number_does_not_undo_what_somebody_reported_meanwhile(
    sso: Objective, pilots: KeyResult, reader: Reader
) -> None:
    address = reader.address("alignment:check_in", sso.pk)
    words = hidden(reader.client.get(address).content.decode())
    KeyResult.objects.filter(pk=pilots.pk).update(current_value=12)
    reader.client.post(address, words | {"claim": "on_track", f"value_{pilots.pk}": "10"})
    pilots.refresh_from_db()
    assert pilots.current_value == 12


def test_a_closed_objective_says_so(sso: Objective, ines: Person, reader: Reader) -> None:
    close_objective(objective=sso, outcome=ObjectiveState.COMPLETED, by=ines, now=NOW)
    answer = reader.client.post(reader.address("alignment:check_in", sso.pk), {"claim": "on_track"})
    assert answer.status_code == 409
    assert "Reopen it before you report" in answer.content.decode()


def test_a_draft_is_restored_with_its_time_and_dropped_when_it_is_posted(sso: Objective, ines: Person, reader: Reader) -> None:
    fields = {"claim": "at_risk", "note": "Half a sentence", "way_back": "Ask Marta"}
    keep_draft(person=ines, form=f"check_in:{sso.pk}", fields=fields, now=NOW)
    page = reader.source("alignment:check_in", sso.pk)
    assert "Half a sentence" in page
    assert "Draft saved 09:00" in page
    assert re.search(r'value="at_risk"[^>]*checked', page)
    post(reader, sso, claim="on_track", note="Done")
    assert not Draft.objects.exists()


# All mine on one screen


def screen(reader: Reader) -> tuple[str, dict[str, Any]]:
    page = reader.source("alignment:my_check_ins")
    due = re.findall(r'name="due" value="(\d+)"', page)
    return page, {name: value for name, value in hidden(page).items() if name != "due"} | {"due": due}


@pytest.fixture
def three(tidewater: Organization, ines: Person) -> list[Objective]:
    rows = [new_objective(f"Priority {n}", owner=ines, key=f"p-{n}") for n in range(3)]
    for row in rows:
        new_key_result(row, "Pilots", key=f"kr-{row.key}")
    refresh_organization(organization_id=tidewater.pk, today=MONDAY)
    return rows


def test_what_is_due_stands_on_one_screen_and_goes_in_all_at_once(three: list[Objective], reader: Reader) -> None:
    page, words = screen(reader)
    assert [row.title in page for row in three] == [True] * 3
    for row in three:
        words |= {f"o{row.pk}-claim": "on_track", f"o{row.pk}-note": f"Line of {row.pk}", f"o{row.pk}-confidence": "8"}
    answer = reader.client.post(reader.address("alignment:my_check_ins"), words)
    assert answer.status_code == 302
    assert sorted(CheckIn.objects.values_list("note", flat=True)) == sorted(f"Line of {row.pk}" for row in three)
    assert "You are up to date" in reader.page("alignment:my_check_ins")


def test_the_good_ones_go_in_and_the_others_come_back_with_their_words(three: list[Objective], reader: Reader) -> None:
    good, bad, quiet = three
    _, words = screen(reader)
    words |= {f"o{good.pk}-claim": "on_track", f"o{bad.pk}-claim": "off_track", f"o{bad.pk}-note": "Words to keep"}
    words |= {f"o{quiet.pk}-note": "Not yet"}
    answer = reader.client.post(reader.address("alignment:my_check_ins"), words)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert CheckIn.objects.get().objective == good
    assert "Say what would bring it back" in page
    assert "Words to keep" in page
    assert "Not yet" in page
    assert "1 check-in posted" in said(page)


def test_posting_one_keeps_what_was_typed_in_the_others(three: list[Objective], reader: Reader) -> None:
    one, other, _ = three
    _, words = screen(reader)
    words |= {f"o{one.pk}-claim": "on_track", f"o{other.pk}-note": "Half a sentence", "one": str(one.pk)}
    assert reader.client.post(reader.address("alignment:my_check_ins"), words).status_code == 302
    assert CheckIn.objects.get().objective == one
    assert "Half a sentence" in reader.source("alignment:my_check_ins")


def test_with_scripts_only_the_one_section_comes_back(three: list[Objective], reader: Reader) -> None:
    one = three[0]
    _, words = screen(reader)
    address = reader.address("alignment:my_check_ins")
    sent = words | {f"o{one.pk}-claim": "on_track", "one": str(one.pk)}
    answer = reader.client.post(address, sent, headers={"HX-Request": "true"})
    assert said(answer.content.decode()) == f"{one.title} is posted See it"
    wrong = words | {"one": str(three[1].pk)}
    refused = reader.client.post(address, wrong, headers={"HX-Request": "true"})
    assert refused.status_code == 422
    assert "Choose where it stands" in refused.content.decode()


def test_what_was_closed_meanwhile_does_not_hold_up_the_rest(three: list[Objective], ines: Person, reader: Reader) -> None:
    _, words = screen(reader)
    close_objective(objective=three[0], outcome=ObjectiveState.COMPLETED, by=ines, now=NOW)
    words |= {f"o{row.pk}-claim": "on_track" for row in three}
    answer = reader.client.post(reader.address("alignment:my_check_ins"), words)
    assert answer.status_code == 422
    assert "Reopen it before you report" in answer.content.decode()
    assert CheckIn.objects.count() == 2


def test_who_stands_in_sees_and_posts_it(three: list[Objective], tidewater: Organization, ines: Person) -> None:
    omar = new_person("Omar Haddad", login=True)
    Absence.objects.create(organization=tidewater, person=ines, starts_on=MONDAY, ends_on=MONDAY, delegate=omar)
    standing_in = Reader(omar)
    page, words = screen(standing_in)
    assert "You stand in for Ines Carvalho" in page
    words |= {f"o{three[0].pk}-claim": "on_track"}
    assert standing_in.client.post(standing_in.address("alignment:my_check_ins"), words).status_code == 302
    assert CheckIn.objects.get().author == omar
    assert "You are up to date" in Reader(ines).page("alignment:my_check_ins")


@pytest.mark.parametrize("nonsense", [{"due": ["x", "99999999999999999999", "-1"]}, {"one": "x"}, {}, {"due": ["1"] * 50}])
def test_a_screen_that_makes_no_sense_posts_nothing(three: list[Objective], reader: Reader, nonsense: dict[str, Any]) -> None:
    assert reader.client.post(reader.address("alignment:my_check_ins"), nonsense).status_code == 422
    assert not CheckIn.objects.exists()


# What it costs


def grow(organization: Organization, root: Objective, count: int) -> None:
    """Many priorities beside the one that is reported on."""
    rows = [
        Objective(organization=organization, key=f"n-{n}", title=f"Priority {n}", parent=root, state="active", cycle=root.cycle)
        for n in range(count)
    ]
    Objective.objects.bulk_create(rows)
    refresh_organization(organization_id=organization.pk, today=MONDAY)


# Whoever is signed in is found by three queries, and a test's transaction adds two of its own.
NOT_OURS = ("organizations_session", "organizations_user", "active_people", "SAVEPOINT")
MOST_QUERIES = 15


@pytest.mark.parametrize(("size", "who"), [(10, "owner"), (1000, "owner"), (10, "delegate")])
def test_a_check_in_with_its_roll_up_takes_as_few_queries_in_any_tree(
    tidewater: Organization, sso: Objective, ines: Person, count_queries: CountQueries, size: int, who: str
) -> None:
    assert sso.parent is not None
    grow(tidewater, sso.parent, size)
    omar = new_person("Omar Haddad", login=True)
    Absence.objects.create(organization=tidewater, person=ines, starts_on=MONDAY, ends_on=MONDAY, delegate=omar)
    reader = Reader(omar if who == "delegate" else ines)
    values = {f"value_{new_key_result(sso, f'Pilots {n}', key=f'kr-{n}').pk}": "9" for n in range(3)}
    address = reader.address("alignment:check_in", sso.pk)
    words = hidden(reader.client.get(address).content.decode()) | values
    words |= {"claim": "at_risk", "way_back": "A tester", "helper": "Marta Lindqvist", "note": "Slow", "confidence": "5"}
    with count_queries("alignment:check_in posted"), CaptureQueriesContext(connection) as captured:
        answer = reader.client.post(address, words)
    ours = [query["sql"] for query in captured.captured_queries if not any(word in query["sql"] for word in NOT_OURS)]
    assert len(ours) <= MOST_QUERIES, "\n".join(sql[:200] for sql in ours)
    assert answer.status_code == 302
    assert CheckIn.objects.filter(value=Decimal(9)).count() == 3
    assert HelpAsk.objects.get().asked.name == "Marta Lindqvist"


@pytest.mark.parametrize("size", [1, 19])
def test_the_screen_takes_as_few_queries_however_much_is_due(
    tidewater: Organization, ines: Person, reader: Reader, count_queries: CountQueries, size: int
) -> None:
    for n in range(size):
        row = new_objective(f"Priority {n}", owner=ines, key=f"p-{n}")
        new_key_result(row, "Pilots", key=f"kr-{n}")
        post_check_in(objective=row, claim=ON, note="x" * 300, by=ines, now=NOW - timedelta(days=7))
    reader.get("alignment:my_check_ins")
    with count_queries("alignment:my_check_ins"):
        answer = reader.get("alignment:my_check_ins")
    assert answer.status_code == 200

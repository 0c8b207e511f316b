"""The pages before a meeting: the agenda of a series and of one meeting, preparation, votes, numbers and the pre-read."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.test import Client

from alignment.models import Measurement, Metric
from organizations.models import Organization, Person, Team
from rhythm.actions.agendas import build_agenda, fingerprint, parts_of, set_agenda
from rhythm.agendas import BOXES, Part
from rhythm.models import IssueVote, Meeting, MeetingRun, MeetingSeries, Segment
from tests.cast import NOW, new_person, new_team
from tests.query_counts import CountQueries
from tests.reading import in_order, said
from tests.rhythm.agendas import asked, days, new_issue, new_meeting, new_series, promised, sign_in, troubled, undecided


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def security(ines: Person) -> Team:
    return new_team("Security", lead=ines)


@pytest.fixture
def weekly(security: Team, ines: Person) -> MeetingSeries:
    for name in ("Wen Li", "Tove Berg"):
        security.memberships.create(organization=security.organization, person=new_person(name), role="member", status="active")
    return new_series("Security weekly", security, organizer=ines)


@pytest.fixture
def meeting(weekly: MeetingSeries) -> Meeting:
    return new_meeting(weekly)


@pytest.fixture
def browser(client: Client, ines: Person) -> Client:
    sign_in(client, ines)
    return client


def rows(parts: list[Part], **changes: str) -> dict[str, str]:
    sent = {}
    for at, part in enumerate(parts):
        for name in ("title", "kind", "minutes", "purpose"):
            sent[f"s{at}-{name}"] = str(getattr(part, name))
        sent[f"s{at}-place"] = str(at + 1)
    return sent | changes


def text_of(answer: Any) -> str:
    """What is written on the page, marks by their names."""
    return said(answer.content.decode())


SHORT = [Part("talk", "Round", 10, ""), Part("issues", "ACT", 20, "One at a time"), Part("close", "Close", 5, "")]


def address(series: MeetingSeries) -> str:
    return f"/tidewater/meetings/series/{series.pk}/agenda/"


def test_the_agenda_of_a_series_is_changed_row_by_row_and_written_only_when_saved(browser: Client, weekly: MeetingSeries) -> None:
    path = address(weekly)
    assert "Fills the 60 minutes" in text_of(browser.get(path))
    moved = browser.post(path, rows(SHORT) | {"do": "down-0"})
    assert [form["title"].value() for form in moved.context["form"].forms] == ["ACT", "Round", "Close"]
    assert "25 minutes less than the 60 of the meeting" in text_of(moved)
    by_number = browser.post(path, rows(SHORT, **{"s2-place": "1"}) | {"do": "sum"})
    assert "35 minutes" in text_of(by_number)
    longer = browser.post(path, rows(SHORT) | {"do": "add"})
    shorter = browser.post(path, rows(SHORT) | {"do": "off-1"})
    assert (len(longer.context["form"].rows), len(shorter.context["form"].rows)) == (4, 2)
    boxed = browser.post(path, {"do": "box", "box": "huddle"})
    assert boxed.context["form"].minutes == 60
    assert parts_of(weekly) == list(BOXES["weekly_60"].parts)


def test_saved_it_stands_in_the_order_of_its_numbers(browser: Client, weekly: MeetingSeries) -> None:
    seen = fingerprint(parts_of(weekly))
    saved = browser.post(address(weekly), rows(SHORT, **{"s2-place": "1"}) | {"do": "save", "seen": seen})
    assert saved.status_code == 302
    assert [part.title for part in parts_of(weekly)] == ["Close", "Round", "ACT"]


def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(browser: Client, weekly: MeetingSeries) -> None:
    sent = rows(SHORT, **{"s0-title": "", "s1-minutes": "many"}) | {"do": "save", "seen": fingerprint(parts_of(weekly))}
    answer = browser.post(address(weekly), sent)
    assert answer.status_code == 422
    assert "2 things to fix" in text_of(answer)
    assert "Give it between 1 and 1,440 minutes." in text_of(answer)
    assert 'value="many"' in answer.content.decode()


def test_whoever_was_slower_sees_the_others_agenda_and_keeps_their_own(browser: Client, weekly: MeetingSeries) -> None:
    seen = fingerprint(parts_of(weekly))
    set_agenda(series=weekly, segments=[Part("talk", "Theirs", 60, "")], by=None, now=NOW)
    answer = browser.post(address(weekly), rows(SHORT) | {"do": "save", "seen": seen})
    assert answer.status_code == 409
    assert "Now it says: Theirs 60." in text_of(answer)
    assert "ACT" in answer.content.decode()
    again = browser.post(address(weekly), rows(SHORT) | {"do": "save", "seen": answer.context["seen"]})
    assert (again.status_code, parts_of(weekly)) == (302, SHORT)


def test_a_reader_sees_the_agenda_and_no_buttons(client: Client, weekly: MeetingSeries) -> None:
    reader = new_person("Karl Nyman", login=True)
    sign_in(client, reader)
    page = client.get(address(weekly))
    assert "Pacing: scorecard" in text_of(page)
    assert "Save the agenda" not in text_of(page)
    assert client.post(address(weekly), rows(SHORT) | {"do": "save", "seen": ""}).status_code in (403, 409)


def test_an_agenda_is_built_and_arranged_on_its_page(browser: Client, meeting: Meeting, security: Team) -> None:
    path = f"/tidewater/meetings/{meeting.pk}/agenda/"
    first, second = (new_issue(title, security, raised_on=days(at)) for at, title in enumerate(("First", "Second"), -20))
    early = text_of(browser.get(path))
    assert "As it would be built today" in early
    assert "First" in early, "nobody opens an empty page"
    assert "Take off" not in early
    assert "First" in text_of(browser.get(f"/tidewater/meetings/{meeting.pk}/pre-read/"))
    assert not Segment.objects.exists(), "looking at it writes nothing"
    assert browser.post(f"{path}building/").status_code == 302
    assert "First" in text_of(browser.get(path))
    one, two = (meeting.items.get(issue=issue) for issue in (first, second))
    moved = browser.post(f"/tidewater/agenda-items/{two.pk}/", {"do": "up"}, headers={"HX-Request": "true"})
    assert text_of(moved).index("Second") < text_of(moved).index("First")
    browser.post(f"/tidewater/agenda-items/{one.pk}/", {"do": "minutes", "minutes": "17"})
    browser.post(f"/tidewater/agenda-items/{two.pk}/", {"do": "off"})
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.minutes, two.disposition) == (25, "dropped")
    segment = Segment.objects.get(meeting=meeting, kind="wins")
    assert browser.post(f"{path}items/", {"title": "Thank Wen", "segment": segment.pk}).status_code == 302
    assert browser.post(f"{path}items/", {"title": "", "segment": segment.pk}).status_code == 422
    added = meeting.items.get(title="Thank Wen")
    browser.post(f"/tidewater/agenda-items/{added.pk}/", {"do": "place", "place": "1", "segment": one.segment_id})
    added.refresh_from_db()
    assert added.segment_id == one.segment_id
    assert browser.post(f"/tidewater/agenda-items/{added.pk}/", {"do": "dance"}).status_code == 422
    assert browser.post(f"/tidewater/agenda-items/{added.pk}/", {"do": "minutes", "minutes": "x"}).status_code == 422


def test_an_opened_meeting_shows_its_agenda_and_changes_it_no_more(browser: Client, meeting: Meeting, ines: Person) -> None:
    build_agenda(meeting=meeting, by=ines, now=NOW)
    MeetingRun.objects.create(organization=meeting.organization, meeting=meeting, opened_at=NOW)
    path = f"/tidewater/meetings/{meeting.pk}/agenda/"
    assert "this agenda stands" in text_of(browser.get(path))
    assert "Build it again" not in text_of(browser.get(path))
    assert browser.post(f"{path}building/").status_code == 409


def test_a_one_to_one_is_its_two_peoples_own(client: Client, tidewater: Organization, marta: Person, ines: Person) -> None:
    talk = new_series("Marta and Ines", kind="one_to_one", organizer=marta)
    talk.people.create(organization=tidewater, person=ines, part="required")
    meeting = new_meeting(talk)
    stranger = new_person("Daniel Brooks", login=True, access="leader")
    for person, status in ((stranger, 404), (ines, 200)):
        sign_in(client, person)
        for page in ("agenda", "preparation", "pre-read"):
            assert client.get(f"/tidewater/meetings/{meeting.pk}/{page}/").status_code == status
        assert client.get(address(talk)).status_code == status
        assert client.get(f"/tidewater/issues/?series={talk.pk}").status_code == status


def test_preparation_says_what_is_asked_of_the_reader_with_its_doors(browser: Client, meeting: Meeting, security: Team) -> None:
    path = f"/tidewater/meetings/{meeting.pk}/preparation/"
    assert "Nothing is asked of you." in text_of(browser.get(path))
    reader = Person.objects.get(name="Ines Carvalho")
    objective = troubled("SSO", "off_track", security, owner=reader)
    metric = Metric.objects.create(organization=meeting.organization, title="Patch days", team=security, owner=reader)
    page = browser.get(path)
    assert in_order(text_of(page), "Two things are asked of you before it.", "I am ready", "Check-ins", "Scorecard", "Who is asked")
    assert f"/tidewater/objectives/{objective.pk}/check-in" in page.content.decode()
    assert browser.post(f"{path}numbers/", {"metric": metric.pk, "value": "9,1"}).status_code == 302
    assert float(Measurement.objects.get().value) == 9.1
    for odd in ("", "nine", "NaN", "1e99"):
        assert browser.post(f"{path}numbers/", {"metric": metric.pk, "value": odd}).status_code == 422
    browser.post(path, {"ready": "yes"})
    assert "1 of 3" in text_of(browser.get(path))
    browser.post(path, {"ready": "no"})
    assert "0 of 3" in text_of(browser.get(path))


def test_votes_are_given_on_the_page_and_counted_at_once(browser: Client, meeting: Meeting, security: Team) -> None:
    one, two = new_issue("One", security), new_issue("Two", security)
    path = f"/tidewater/meetings/{meeting.pk}/preparation/votes/"
    answer = browser.post(path, {"issue": two.pk, "votes": "2"}, headers={"HX-Request": "true"})
    assert "1 vote left" in text_of(answer)
    assert text_of(answer).index("Two") < text_of(answer).index("One")
    assert browser.post(path, {"issue": one.pk, "votes": "2"}).status_code == 409
    assert browser.post(path, {"issue": one.pk, "votes": "many"}).status_code == 422
    assert browser.post(path, {"issue": one.pk, "votes": "1"})["Location"].endswith("/preparation/#votes")
    assert IssueVote.objects.count() == 2


def test_the_pre_read_has_the_gravest_first_and_what_is_known(
    browser: Client, meeting: Meeting, security: Team, ines: Person
) -> None:
    sales = new_team("Sales")
    troubled("SSO", "off_track", security, progress=0.1, elapsed=0.6)
    need = asked("Sign-off", of=security, by=sales)
    undecided("Contractor", ines, held=(sales,), need_by=days(-9))
    promised("Move the queue", ines, -2)
    new_issue("Security holds up Sales", security, dependency=need)
    metric = Metric.objects.create(organization=meeting.organization, title="Patch days", team=security, goal=5, better="down")
    metric.measurements.create(organization=meeting.organization, on=days(0), value=9)
    build_agenda(meeting=meeting, by=ines, now=NOW)
    words = text_of(browser.get(f"/tidewater/meetings/{meeting.pk}/pre-read/"))
    assert "1 objective is not on track, 1 dependency is late or not agreed, 1 decision waits" in words
    for words_of in ("10%, 50 behind", "Ines Carvalho decides", "Sales waits for it", "Sign-off, for Sales", "Patch days"):
        assert words_of in words


@pytest.mark.parametrize("number", [2, 30])
def test_the_pages_take_the_same_few_queries_at_any_size(
    browser: Client, meeting: Meeting, weekly: MeetingSeries, security: Team, ines: Person, count_queries: CountQueries, number: int
) -> None:
    sales = new_team("Sales")
    for at in range(number):
        troubled(f"Objective {at}", "off_track", security, owner=ines)
        need = asked(f"Need {at}", of=security, by=sales)
        undecided(f"Decision {at}", ines, held=(sales,), need_by=days(-at - 1))
        promised(f"Promise {at}", ines, -at - 1)
        new_issue(f"Issue {at}", security, dependency=need, owner=ines, raised_by=ines)
    build_agenda(meeting=meeting, by=ines, now=NOW)
    for name, path in (
        ("rhythm:agenda", f"meetings/{meeting.pk}/agenda/"),
        ("rhythm:preparation", f"meetings/{meeting.pk}/preparation/"),
        ("rhythm:pre_read", f"meetings/{meeting.pk}/pre-read/"),
        ("rhythm:series_agenda", f"meetings/series/{weekly.pk}/agenda/"),
        ("rhythm:issues of a series", f"issues/?series={weekly.pk}"),
    ):
        with count_queries(name):
            assert browser.get(f"/tidewater/{path}").status_code == 200

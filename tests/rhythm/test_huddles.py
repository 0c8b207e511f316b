"""A huddle that is held in writing: each writes a few lines, what is stuck goes somewhere, and it closes by itself."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine

from alignment.models import Dependency
from decisions.models import Blocker
from organizations.models import Absence, Event, Organization, Person, Team
from organizations.refusals import AlreadyClosed, NotAllowed, NotSaid, OutOfTurn
from rhythm.actions import change_series, plan_series
from rhythm.actions.agendas import build_agenda
from rhythm.actions.forgetting import close_huddles
from rhythm.actions.huddles import close_huddle, raise_stuck, write_entry
from rhythm.actions.rooms.capturing import capture
from rhythm.actions.rooms.opening import open_meeting
from rhythm.actions.votes import say_prepared
from rhythm.models import HuddleEntry, Issue, Meeting, MeetingRun, MeetingSeries
from rhythm.reads.building import to_build
from tests.cast import NOW, new_objective, new_person, new_team
from tests.query_counts import CountQueries
from tests.reading import Reader, in_order, said
from tests.rhythm.agendas import new_meeting, new_series
from tests.rhythm.huddles import DAY, TEN, join, new_huddles, new_platform, sent, written


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ben(tidewater: Organization) -> Person:
    return new_person("Ben Okafor", login=True, status="active")


@pytest.fixture
def platform(ines: Person, ben: Person) -> Team:
    return new_platform(ines, ben)


@pytest.fixture
def series(platform: Team, ines: Person) -> MeetingSeries:
    return new_huddles(platform, ines)


@pytest.fixture
def huddle(series: MeetingSeries) -> Meeting:
    return new_meeting(series, TEN)


def test_each_writes_on_one_page_and_everybody_reads_it_there(huddle: Meeting, ines: Person, ben: Person) -> None:
    reader = Reader(ben)
    page = reader.page("rhythm:huddle", huddle.pk)
    assert in_order(
        page, "Platform huddle", "closes at 10:00", "Today’s one thing", "Nobody has written yet", "Not yet", "You", "Ines Carvalho"
    )
    answer = sent(
        reader, huddle, news="The tester starts today", thing="Ship the map", number="3 of 4 tiles", stuck="No access yet"
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, reader.address("rhythm:huddle", huddle.pk))
    written(huddle, ines, "Call Castlebridge")
    page = reader.page("rhythm:huddle", huddle.pk)
    assert in_order(page, "All 2 have written", "Lines", "Ines Carvalho", "Call Castlebridge", "You", "Change")
    assert in_order(page, "News", "The tester starts today", "Ship the map", "3 of 4 tiles", "Stuck", "No access yet")
    assert "Not yet" not in page
    assert not reader.source("rhythm:huddle", huddle.pk).count("<textarea"), "who has written reads first"


def test_until_it_closes_each_changes_their_own_and_the_same_twice_is_once(huddle: Meeting, ben: Person) -> None:
    reader = Reader(ben)
    for _ in range(2):
        assert sent(reader, huddle, thing="Ship the map").status_code == 302
    assert (HuddleEntry.objects.count(), Event.objects.filter(name="huddle.written").count()) == (1, 1)
    assert "Ship the map</textarea>" in reader.source("rhythm:huddle", huddle.pk, change="")
    sent(reader, huddle, thing="Ship half of it")
    entry = HuddleEntry.objects.get()
    assert (entry.thing, entry.changed_at) == ("Ship half of it", NOW)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [({"thing": " "}, "Say what your one thing is today."), ({"thing": "x" * 5000}, "Shorten this to 500 characters."),
     ({"thing": "Ship it", "stuck": "y" * 5000}, "Shorten this to 500 characters."),
     ({"thing": "Ship it", "number": "1" * 61}, "Shorten this to 60 characters.")],
)  # fmt: skip
def test_what_does_not_fit_is_said_beside_its_field_and_kept(
    huddle: Meeting, ben: Person, typed: dict[str, str], sentence: str
) -> None:
    answer = sent(Reader(ben), huddle, news="Kept", **typed)
    assert answer.status_code == 422
    assert sentence in said(answer.content.decode())
    assert "Kept</textarea>" in answer.content.decode()
    assert not HuddleEntry.objects.exists()


def test_sent_after_the_close_the_words_stay_in_the_form_with_a_sentence(
    huddle: Meeting, series: MeetingSeries, ben: Person
) -> None:
    new_meeting(series, TEN + DAY)
    with time_machine.travel(TEN, tick=False):
        answer = sent(Reader(ben), huddle, thing="Too late")
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "This huddle closed at 10:00." in said(page)
        assert "Too late</textarea>" in page
        assert "Go to the next one" in said(page)
        close_huddle(meeting=huddle, by=None, now=TEN)
        assert sent(Reader(ben), huddle, thing="Too late").status_code == 409


def test_it_opens_when_the_one_before_has_closed_and_the_first_with_its_day(
    series: MeetingSeries, huddle: Meeting, ben: Person
) -> None:
    tomorrow = new_meeting(series, TEN + DAY)
    with pytest.raises(OutOfTurn, match="Mon 17 Aug at 10:00"):
        written(tomorrow, ben)
    page = Reader(ben).page("rhythm:huddle", tomorrow.pk)
    assert in_order(page, "To come", "It opens Mon 17 Aug at 10:00")
    write_entry(meeting=tomorrow, thing="Early", by=ben, now=TEN)
    with pytest.raises(OutOfTurn, match="Mon 17 Aug at 00:00"):
        write_entry(meeting=huddle, thing="In the night", by=ben, now=NOW - timedelta(hours=10))


def test_who_is_not_asked_reads_and_a_viewer_too(huddle: Meeting, ben: Person, platform: Team, marta: Person) -> None:
    reader = Reader(marta)
    assert "<textarea" not in reader.source("rhythm:huddle", huddle.pk)
    assert sent(reader, huddle, thing="Mine").status_code == 403
    viewer = new_person("Vera Viewer", login=True, status="active", access="viewer")
    join(platform, viewer)
    assert "<textarea" not in Reader(viewer).source("rhythm:huddle", huddle.pk)
    with pytest.raises(NotAllowed, match="read it only"):
        written(huddle, viewer)


def test_who_joined_today_writes_today_and_who_is_away_is_named_apart(
    huddle: Meeting, platform: Team, ines: Person, ben: Person
) -> None:
    noor = new_person("Noor Haidari", login=True, status="active")
    join(platform, noor)
    Absence.objects.create(organization=ines.organization, person=ines, starts_on=NOW.date(), ends_on=NOW.date())
    written(huddle, noor)
    assert in_order(Reader(ben).page("rhythm:huddle", huddle.pk), "Noor Haidari", "Not yet", "1", "You", "Away: Ines Carvalho.")


def test_a_huddle_of_nobody_says_so_and_is_missed(tidewater: Organization, marta: Person) -> None:
    empty = new_meeting(new_series("Empty", new_team("Nobody"), kind="huddle", held_as="writing"), TEN)
    assert "Nobody is asked to it. Whoever joins Nobody is asked by itself." in Reader(marta).page("rhythm:huddle", empty.pk)
    close_huddle(meeting=empty, by=None, now=TEN)
    assert "Nobody wrote" in Reader(marta).page("rhythm:huddle", empty.pk)


def test_there_is_no_room_no_agenda_and_no_preparation(huddle: Meeting, ben: Person, ines: Person) -> None:
    reader, page = Reader(ben), Reader(ben).address("rhythm:huddle", huddle.pk)
    for name in ("rhythm:meeting", "rhythm:agenda", "rhythm:preparation", "rhythm:pre_read", "rhythm:room", "rhythm:stage"):
        answer = reader.client.get(reader.address(name, huddle.pk), follow=True)
        assert answer.redirect_chain[-1][0] == page, name
    verbs: list[Any] = [open_meeting, build_agenda, say_prepared, partial(capture, kind="note", text="A line", key="1")]
    for verb in verbs:
        with pytest.raises(OutOfTurn, match="held in writing"):
            verb(meeting=huddle, by=ben, now=NOW)
    assert reader.client.post(reader.address("rhythm:opening", huddle.pk)).status_code == 409
    assert not MeetingRun.objects.exists()
    assert huddle.pk not in dict(to_build(NOW))


def test_a_stuck_is_an_issue_in_one_click_by_its_writer_or_who_looks_after_it(
    huddle: Meeting, series: MeetingSeries, platform: Team, ines: Person, ben: Person, marta: Person
) -> None:
    entry, reader = written(huddle, ben, stuck="No access to the staging cluster"), Reader(ines)
    assert in_order(
        reader.page("rhythm:huddle", huddle.pk), "No access to the staging cluster", "Make it an issue", "Ask another team"
    )
    noor = new_person("Noor Haidari", login=True, status="active")
    join(platform, noor)
    assert "Make it an issue" not in Reader(noor).page("rhythm:huddle", huddle.pk)
    with pytest.raises(NotAllowed, match="Ben Okafor or Ines Carvalho"):
        raise_stuck(entry=entry, by=noor, now=NOW)
    for _ in range(2):
        assert reader.client.post(reader.address("rhythm:huddle_stuck", entry.pk)).status_code == 302
    issue = Issue.objects.get()
    assert (issue.title, issue.team, issue.raised_by) == ("No access to the staging cluster", platform, ines)
    assert reader.address("rhythm:huddle", huddle.pk) in issue.description
    page = reader.source("rhythm:huddle", huddle.pk)
    assert reader.address("rhythm:issue", issue.pk) in page
    assert "Make it" not in page
    with pytest.raises(NotSaid, match="become something already"):
        written(huddle, ben, stuck="Another")


def test_a_stuck_of_five_hundred_letters_is_an_issue_with_all_of_them(huddle: Meeting, ben: Person) -> None:
    issue = raise_stuck(entry=written(huddle, ben, stuck="word " * 99 + "last"), by=ben, now=NOW)
    assert (len(issue.title) <= 250, issue.title[-1], "last" in issue.description) == (True, "…", True)
    with pytest.raises(NotSaid, match="Nothing is stuck"):
        raise_stuck(entry=HuddleEntry.objects.create(
            organization=ben.organization, meeting=huddle, person=new_person("Noor Haidari"), thing="x", written_at=NOW
        ), by=None, now=NOW)  # fmt: skip


def test_it_is_asked_of_another_team_or_blocks_an_objective_through_the_forms_of_those(
    huddle: Meeting, platform: Team, ines: Person, ben: Person
) -> None:
    data, goal = new_team("Data", lead=ines), new_objective("Twelve utilities live", team=platform)
    reader, entry = Reader(ben), written(huddle, ben, stuck="No load figures")
    link = next(
        part
        for part in reader.source("rhythm:huddle", huddle.pk).split('"')
        if part.startswith(reader.address("alignment:dependency_new"))
    )
    form = reader.client.get(link.replace("&amp;", "&")).content.decode()
    assert 'value="No load figures"' in form
    assert reader.address("rhythm:huddle", huddle.pk) in form
    once = form.split('name="once" value="')[1].split('"')[0]
    asked = {
        "from_team": platform.name, "to_team": data.name, "title": "Load figures", "acceptance_test": "They are there",
        "needed_by": "2026-08-21", "kind": "work", "if_it_slips": "priority", "once": once,
    }  # fmt: skip
    for _ in range(2):
        assert reader.client.post(reader.address("alignment:dependency_new"), asked).status_code == 302
    assert Dependency.objects.get().key == entry.stuck_key
    assert "Asked of Data: requested" in reader.page("rhythm:huddle", huddle.pk)
    other = written(huddle, ines, stuck="No key")
    link = next(
        part
        for part in Reader(ines).source("rhythm:huddle", huddle.pk).split('"')
        if part.startswith(reader.address("decisions:blocker_new"))
    )
    form = Reader(ines).client.get(link.replace("&amp;", "&")).content.decode()
    assert 'value="No key"' in form
    raised = {
        "title": "No key",
        "objective": goal.title,
        "owner": "Ben Okafor",
        "kind": "team",
        "once": form.split('name="once" value="')[1].split('"')[0],
    }
    assert Reader(ines).client.post(reader.address("decisions:blocker_new"), raised).status_code == 302
    assert Blocker.objects.get().key == other.stuck_key
    assert "Ben Okafor is to clear it" in reader.page("rhythm:huddle", huddle.pk)


def test_yesterdays_stucks_stand_above_with_what_became_of_them(
    series: MeetingSeries, huddle: Meeting, ines: Person, ben: Person
) -> None:
    raise_stuck(entry=written(huddle, ben, stuck="No access"), by=ben, now=NOW)
    written(huddle, ines, stuck="No answer from Oslo")
    close_huddles(now=TEN)
    tomorrow = new_meeting(series, TEN + DAY)
    with time_machine.travel(NOW + DAY, tick=False):
        page = Reader(ben).page("rhythm:huddle", tomorrow.pk)
    assert in_order(page, "Yesterday stuck", "Ines Carvalho", "No answer from Oslo", "Nothing has become of it yet", "No access")
    assert in_order(page, "No access", "On the list of Platform", "Today’s one thing", "The last days", "Mon 17 Aug", "2 of 2")


def test_it_closes_by_itself_at_its_time_and_once(huddle: Meeting, series: MeetingSeries, ben: Person) -> None:
    written(huddle, ben)
    unwritten, forgotten = new_meeting(series, TEN - timedelta(hours=2)), new_meeting(series, TEN - 2 * DAY)
    assert close_huddles(now=TEN - timedelta(minutes=1)) == 1, "the one of eight o'clock"
    assert close_huddles(now=TEN) == 1
    assert close_huddles(now=TEN) == 0
    for row in (huddle, unwritten, forgotten):
        row.refresh_from_db()
    assert (huddle.state, huddle.started_at, huddle.ended_at) == ("held", None, TEN)
    assert (unwritten.state, forgotten.state) == ("missed", "planned"), "of what is long past nobody knows whether people met"
    assert list(Event.objects.filter(name="meeting.held").values_list("actor", "data__wrote")) == [(None, 1)]
    with pytest.raises(AlreadyClosed):
        close_huddle(meeting=huddle, by=None, now=TEN)
    page = Reader(ben).page("rhythm:huddle", huddle.pk)
    assert in_order(page, "Closed", "1 of 2 wrote", "You", "Did not write", "Ines Carvalho")


@pytest.mark.parametrize(("day", "closes"), [("2026-10-25", "01:30"), ("2027-03-28", "01:30")])
def test_on_days_when_the_clocks_change_it_opens_and_closes_by_the_clock_of_the_series(
    platform: Team, ines: Person, ben: Person, day: str, closes: str
) -> None:
    at = datetime.fromisoformat(f"{day}T{closes}:00")
    made = plan_series(
        organization=ines.organization, title="Night huddle", kind="huddle", held_as="writing", team=platform, start_on=at.date(),
        start_time=at.time(), duration_minutes=10, timezone="Europe/Lisbon", rrule="FREQ=DAILY", by=ines, organizer=ines,
        now=at.replace(tzinfo=UTC) - 2 * DAY,
    )  # fmt: skip
    first, second = Meeting.objects.filter(series=made).order_by("planned_at")[:2]
    with pytest.raises(OutOfTurn):
        write_entry(meeting=first, thing="x", by=ben, now=first.planned_at - timedelta(hours=4))
    write_entry(meeting=first, thing="x", by=ben, now=first.planned_at - timedelta(minutes=1))
    with pytest.raises(AlreadyClosed):
        write_entry(meeting=first, thing="y", by=ben, now=first.planned_at)
    write_entry(meeting=second, thing="y", by=ben, now=first.planned_at)


def test_only_a_huddle_is_held_in_writing(series: MeetingSeries, ines: Person, platform: Team) -> None:
    with pytest.raises(NotSaid, match="Only a daily huddle"):
        change_series(series=series, kind="weekly", by=ines, now=NOW)
    changed = change_series(series=series, kind="weekly", held_as="together", by=ines, now=NOW)
    assert (changed.kind, changed.is_in_writing) == ("weekly", False)
    with pytest.raises(NotSaid, match="together or in writing"):
        change_series(series=series, held_as="by pigeon", by=ines, now=NOW)


def test_the_page_takes_few_queries_however_many_wrote(
    huddle: Meeting, platform: Team, ben: Person, count_queries: CountQueries
) -> None:
    for number in range(12):
        person = new_person(f"Person {number}", status="active")
        join(platform, person)
        written(huddle, person, stuck=f"Stuck {number}")
    reader = Reader(ben)
    reader.page("rhythm:huddle", huddle.pk)
    with count_queries("rhythm:huddle"):
        reader.get("rhythm:huddle", huddle.pk)


def followed(reader: Reader, meeting: Meeting, source: str) -> Any:
    """What a page that is open asks after some seconds, by the address that stands in it."""
    address = html.unescape(re.findall(r'data-follows hx-get="([^"]+)"', source)[0])
    assert address.startswith(reader.address("rhythm:huddle", meeting.pk) + "?v=")
    return reader.client.get(address, headers={"HX-Request": "true"})


def test_an_open_page_follows_what_others_write_and_leaves_the_form_alone(
    huddle: Meeting, ines: Person, ben: Person, count_queries: CountQueries
) -> None:
    reader = Reader(ben)
    before = reader.source("rhythm:huddle", huddle.pk)
    with count_queries("rhythm:huddle?v"):
        assert followed(reader, huddle, before).status_code == 204
    entry = written(huddle, ines, "Call Castlebridge", stuck="No licence")
    answer = followed(reader, huddle, before)
    page = answer.content.decode()
    assert in_order(said(page), "Ines Carvalho", "Call Castlebridge", "Not yet", "You", "Open", "1 of 2 has written")
    assert "<textarea" not in page and "Ben" not in said(page)
    assert followed(reader, huddle, page).status_code == 204
    raise_stuck(entry=entry, by=ines, now=NOW)
    assert "On the list of Platform" in said(followed(reader, huddle, page).content.decode())


def test_what_is_changed_later_is_followed_too_and_who_changes_their_own_is_not_asked_to_again(
    huddle: Meeting, ines: Person, ben: Person
) -> None:
    written(huddle, ben)
    reader = Reader(ben)
    page = reader.source("rhythm:huddle", huddle.pk, change="")
    write_entry(meeting=huddle, thing="Call Fenmoor", by=ines, now=NOW)
    first = followed(reader, huddle, page).content.decode()
    assert "Change" not in said(first), "the form is open beside it"
    write_entry(meeting=huddle, thing="Call Fenmoor twice", by=ines, now=NOW + timedelta(minutes=1))
    assert in_order(said(followed(reader, huddle, first).content.decode()), "changed since", "Call Fenmoor twice")


def test_a_page_that_waited_for_the_opening_is_loaded_anew_and_one_that_is_over_follows_no_more(
    huddle: Meeting, series: MeetingSeries, ines: Person, ben: Person
) -> None:
    following = new_meeting(series, TEN + DAY)
    reader = Reader(ben)
    waiting = reader.source("rhythm:huddle", following.pk)
    assert followed(reader, following, waiting).status_code == 204
    written(huddle, ines)
    source = reader.source("rhythm:huddle", huddle.pk)
    with time_machine.travel(TEN + timedelta(minutes=1), tick=False):
        close_huddle(meeting=huddle, by=None, now=TEN + timedelta(minutes=1))
        assert followed(reader, following, waiting).headers["HX-Refresh"] == "true"
        over = followed(reader, huddle, source).content.decode()
        assert in_order(said(over), "Did not write", "You", "Closed", "1 of 2 wrote")
        assert "data-follows" not in over


def test_the_past_of_a_huddle_says_how_many_wrote_and_where_nobody_did(
    huddle: Meeting, series: MeetingSeries, ines: Person, ben: Person
) -> None:
    silent, following = new_meeting(series, TEN + DAY), new_meeting(series, TEN + 2 * DAY)
    written(huddle, ines)
    close_huddle(meeting=huddle, by=None, now=TEN)
    close_huddle(meeting=silent, by=None, now=TEN + DAY)
    with time_machine.travel(TEN + DAY + timedelta(hours=1), tick=False):
        reader = Reader(ben)
        page = reader.page("rhythm:series", series.pk)
        assert in_order(page, "Past meetings", "Tue 18 Aug", "nobody wrote", "Mon 17 Aug", "1 of 2 wrote")
        assert "held" not in page.split("Past meetings")[1].split("Who is asked")[0].lower()
        assert in_order(
            reader.page("rhythm:huddle", following.pk), "The last days", "Tue 18 Aug", "nobody wrote", "Mon 17 Aug", "1 of 2"
        )

"""What clumsy and hostile hands send to the room and to series: a sentence each time, never a failure, and nothing lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from organizations.models import Organization, Person, Team
from rhythm.measures import read_moment
from rhythm.models import CalendarFeed, Capture, Meeting, MeetingSeries, SegmentKind
from tests.cast import NOW, new_person
from tests.reading import Reader
from tests.rhythm.agendas import troubled
from tests.rhythm.segments import on_agenda, run_meeting, security_of, shown

BY_SCRIPT = {"HX-Request": "true"}
MOVE = {"day": "2026-08-25", "time": "10:00", "reason": "Half of us travel"}


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def amara(tidewater: Organization) -> Person:
    return new_person("Amara Osei", login=True, access="member", status="active")


@pytest.fixture
def security(ines: Person, amara: Person) -> Team:
    return security_of(ines, amara)


def test_a_character_that_no_database_keeps_is_left_out(security: Team, ines: Person, amara: Person) -> None:
    meeting, reader = run_meeting(security, ines, SegmentKind.WINS), Reader(amara)
    send = reader.client.post
    captures = reader.address("rhythm:captures", meeting.pk)
    for text, status in (("All\x00 tests pass", 204), ("\x00", 422)):
        said = {"kind": "win", "text": text, "key": f"k\x00{status}"}
        assert send(captures, said, headers=BY_SCRIPT).status_code == status
    assert Capture.objects.get().text == "All tests pass"
    for name in ("polls", "writings", "rating", "raised"):
        said = dict.fromkeys(("question", "note", "about"), "\x00") | {"rating": "7"}
        assert send(reader.address(f"rhythm:{name}", meeting.pk), said, headers=BY_SCRIPT).status_code < 500


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_the_ends_of_the_calendar_are_no_day_to_meet_on(year: str, security: Team, ines: Person) -> None:
    meeting, reader = run_meeting(security, ines, SegmentKind.WINS), Reader(ines)
    series = meeting.series
    assert read_moment(f"{year}1231T235959Z") is None
    for name in ("move", "skip", "turn"):
        address = reader.address(f"rhythm:meeting_{name}", series.pk)
        assert reader.client.post(f"{address}?at={year}1231T235959Z", MOVE).status_code == 404
    Meeting.objects.filter(pk=meeting.pk).update(state="planned")
    at = f"{meeting.planned_at:%Y%m%dT%H%M%SZ}"
    moved = reader.client.post(reader.address("rhythm:meeting_move", series.pk) + f"?at={at}", MOVE | {"day": f"{year}-01-01"})
    assert (moved.status_code, b"Choose a day between 1970 and 2200" in moved.content) == (422, True)
    assert b"Half of us travel" in moved.content, "what was typed stays"
    ended = reader.client.post(reader.address("rhythm:series_end", series.pk), {"ended_on": f"{year}-12-31", "reason": "x"})
    assert (ended.status_code, MeetingSeries.objects.get().ended_on) == (422, None)


def test_a_rule_until_the_last_second_of_the_calendar_goes_on_until_it_is_ended(security: Team, ines: Person) -> None:
    reader = Reader(ines)
    said: dict[str, Any] = {
        "title": "For ever", "kind": "", "start_on": "2026-08-24", "start_time": "10:00", "duration_minutes": "30",
        "timezone": "Europe/Copenhagen", "repeats": "own", "rule": "FREQ=DAILY;UNTIL=99991231T235959Z",
    }  # fmt: skip
    assert b"Mon 24 Aug" in reader.client.post(reader.address("rhythm:series_advice"), said).content
    assert reader.client.post(reader.address("rhythm:series_new"), said).status_code == 302
    assert "Mon 24 Aug" in reader.page("rhythm:series", MeetingSeries.objects.get().pk)


def test_an_empty_field_replaces_no_address_of_ones_own(security: Team, ines: Person) -> None:
    reader = Reader(ines)
    address = reader.address("rhythm:calendar")
    reader.client.post(address, {"team": ""})
    own = CalendarFeed.objects.get().pk
    answer = reader.client.post(address, {"team": "", "of": "team"})
    assert (answer.status_code, b"Name the team" in answer.content) == (422, True)
    assert CalendarFeed.objects.get().pk == own
    assert reader.client.post(address, {"team": "Security", "of": "team"}).status_code == 302
    assert CalendarFeed.objects.count() == 2


def test_a_row_says_once_what_is_wrong_with_it(security: Team, ines: Person) -> None:
    meeting = run_meeting(security, ines, SegmentKind.PRIORITIES)
    off = troubled("SSO for mid-market", "off_track", security, progress=0.3, elapsed=0.5)
    item = on_agenda(meeting, SegmentKind.PRIORITIES, off, rule="off_track", why="Off track, 2 weeks: as it was last week")
    assert "as it was last week" not in shown(meeting)
    item.why, item.carried_from = "Carried over from 10 Aug. Off track, 2 weeks", item
    item.save(update_fields=["why", "carried_from"])
    page = shown(meeting)
    assert "Carried over from 10 Aug." in page
    assert "Off track, 2 weeks" not in page

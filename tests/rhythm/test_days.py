"""A meeting of several days: where its mornings are, when it is over, and what of it was spent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from organizations.models import Organization, Person
from rhythm.actions.agendas import build_agenda
from rhythm.agendas import BOXES
from rhythm.calendars import Entry, events_of
from rhythm.days import begins, days_of, in_words, span_of, spent
from rhythm.forgetting import OpenRoom, forgotten_since
from rhythm.health import Sitting, on_time
from rhythm.models import Meeting, MeetingSeries
from tests.cast import NOW
from tests.reading import Reader, in_order
from tests.rhythm.agendas import new_meeting, new_series

HOUR = timedelta(hours=1)
TUESDAY = datetime(2026, 8, 18, 9, tzinfo=UTC)
THE_END = datetime(2026, 8, 19, 17, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def annual(tidewater: Organization, ines: Person) -> MeetingSeries:
    return new_series("Annual meeting", None, kind="annual", organizer=ines, duration_minutes=900)


@pytest.fixture
def meeting(annual: MeetingSeries) -> Meeting:
    return new_meeting(annual, TUESDAY)


@pytest.mark.parametrize(
    ("minutes", "days", "hours", "words"),
    [(60, 1, 1, "60 min"), (390, 1, 6.5, "390 min"), (720, 1, 12, "720 min"), (721, 2, 32, "721 min on 2 days"),
     (900, 2, 32, "900 min on 2 days"), (960, 2, 32, "960 min on 2 days"),
     (1440, 3, 56, "1440 min on 3 days"), (2880, 1, 48, "2880 min")],
)  # fmt: skip
def test_more_than_twelve_hours_are_days_of_eight(minutes: int, days: int, hours: float, words: str) -> None:
    assert (days_of(minutes), span_of(minutes), in_words(minutes)) == (days, hours * HOUR, words)


def test_nobody_knows_the_length_it_is_one_day() -> None:
    assert (days_of(None), in_words(None)) == (1, "")


def test_nights_are_not_spent_in_it() -> None:
    assert spent(32 * HOUR, 900) == 15 * HOUR
    assert spent(33 * HOUR, 900) == 16 * HOUR, "an hour over"
    assert spent(7 * HOUR, 900) == 7 * HOUR, "ended on the first day"
    assert spent(32 * HOUR, 90) == 32 * HOUR


def test_the_box_of_the_annual_meeting_falls_into_its_two_days() -> None:
    places = begins([part.minutes for part in BOXES["annual"].parts], 900)
    named = [part.title.startswith("Day 2") for part in BOXES["annual"].parts]
    assert [day == 1 for day, _ in places] == named
    assert (places[0], places[6], places[7]) == ((0, 0), (1, 0), (1, 120))
    assert begins([300, 300], 600) == [(0, 0), (0, 300)]


def test_its_agenda_says_the_second_morning(meeting: Meeting, ines: Person) -> None:
    build_agenda(meeting=meeting, by=ines, now=NOW)
    page = Reader(ines).page("rhythm:agenda", meeting.pk)
    assert in_order(page, "900 min on 2 days", "09:00", "Day 1: the year in review", "90 min", "10:30")
    assert in_order(page, "15:00", "Day 1: the picture in three years", "Wed 09:00", "Day 2: the annual plan", "120 min", "11:00")


def test_it_is_in_calendars_until_its_last_day_and_not_over_before(meeting: Meeting, ines: Person) -> None:
    reader = Reader(ines)
    entry = Entry(meeting.series, ZoneInfo("UTC"), NOW, NOW, [meeting])
    assert {event.end - event.start for event in events_of(entry)} == {32 * HOUR}
    with time_machine.travel(THE_END - HOUR, tick=False):
        assert "Not told whether it was held" not in reader.page("rhythm:meeting", meeting.pk)
    with time_machine.travel(THE_END + HOUR, tick=False):
        assert "Not told whether it was held" in reader.page("rhythm:meeting", meeting.pk)


def test_the_night_closes_no_room_and_makes_nobody_late() -> None:
    evening = TUESDAY + 7 * HOUR
    room = OpenRoom(1, TUESDAY, evening, 900)
    assert forgotten_since(room, evening + 12 * HOUR) is None
    assert forgotten_since(room, THE_END + HOUR) == evening
    sitting = Sitting(1, TUESDAY, TUESDAY, "held", started_at=TUESDAY, ended_at=THE_END, minutes=900, present=10)
    assert on_time(sitting)
    assert sitting.person_hours == 150


def test_the_form_offers_the_length_of_the_box_and_says_what_a_shorter_one_does(marta: Person, annual: MeetingSeries) -> None:
    reader = Reader(marta)
    source = reader.source("rhythm:series_new", kind="annual")
    assert in_order(source, '<option value="900">Annual meeting, two days</option>', 'value="09:00"', 'value="900"')
    assert "900 minutes are 2 days: it goes on the next morning at 09:00" in reader.page("rhythm:series_new", kind="annual")
    assert "squeezed" not in reader.page("rhythm:series_agenda", annual.pk)
    said = {
        "title": "Annual",
        "kind": "annual",
        "start_on": "2026-08-18",
        "start_time": "09:00",
        "duration_minutes": "420",
        "repeats": "once",
    }
    answer = reader.client.post(reader.address("rhythm:series_advice"), said)
    assert "In 420 its segments are squeezed: “The annual plan” gets 56 of its 120." in answer.content.decode()
    annual.duration_minutes = 420
    annual.save(update_fields=["duration_minutes"])
    assert in_order(
        reader.page("rhythm:series_agenda", annual.pk), "420 minutes", "takes 900 minutes on 2 days", "Give it more time"
    )

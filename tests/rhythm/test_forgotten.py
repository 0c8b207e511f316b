"""A meeting that nobody closed is closed by the product, with its last sign of life as its end; one that goes on is left alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from organizations.models import Event, Organization, Person
from organizations.tenancy import in_organization
from rhythm.actions.forgetting import close_forgotten_meetings
from rhythm.actions.rooms import closing
from rhythm.forgetting import BROKEN_OFF_FOR, QUIET, OpenRoom, forgotten_since
from rhythm.models import Attendance, Meeting, MeetingRun
from rhythm.reads.forgotten import forgotten_rooms
from rhythm.tasks import close_forgotten_meetings as round_of_the_worker
from tests.cast import new_organization, new_person
from tests.rhythm.records import TEN, caught, new_weekly, opened, stood

AT = datetime(2026, 8, 17, 10, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("minutes", "last", "now", "ended"),
    [
        (60, 50 * MINUTE, 70 * MINUTE, None),  # ten minutes over, and somebody was there twenty minutes ago
        (60, 50 * MINUTE, 96 * MINUTE, 50 * MINUTE),
        (60, 10 * MINUTE, 58 * MINUTE, None),  # quiet for long, but its time is not over
        (60, 10 * MINUTE, 61 * MINUTE, 10 * MINUTE),
        (None, 5 * MINUTE, 61 * MINUTE, 5 * MINUTE),  # nobody said how long: an hour
        (60, 24 * HOUR, 24 * HOUR + MINUTE, 24 * HOUR),  # a tab that was left open overnight
        (960, 3 * HOUR, 15 * HOUR, None),
        (2880, 26 * HOUR, 26 * HOUR + MINUTE, None),  # two days are planned
        (2880, 50 * HOUR, 50 * HOUR + MINUTE, 50 * HOUR),
    ],
)
def test_when_a_meeting_is_forgotten(minutes: int | None, last: timedelta, now: timedelta, ended: timedelta | None) -> None:
    room = OpenRoom(1, opened_at=AT, last_sign_at=AT + last, minutes=minutes)
    assert forgotten_since(room, AT + now) == (ended and AT + ended)


def test_what_was_broken_off_waits_two_weeks_to_be_resumed() -> None:
    room = OpenRoom(1, opened_at=AT, last_sign_at=AT + HOUR, minutes=60, suspended_at=AT + HOUR)
    assert forgotten_since(room, AT + 14 * DAY) is None
    assert forgotten_since(room, AT + HOUR + BROKEN_OFF_FOR + MINUTE) == AT + HOUR


SPANS = st.timedeltas(timedelta(0), timedelta(days=40))


@given(SPANS, SPANS, st.none() | st.integers(1, 3000), st.none() | SPANS)
def test_an_end_is_never_before_the_start_nor_still_to_come(
    last: timedelta, now: timedelta, minutes: int | None, suspended: timedelta | None
) -> None:
    room = OpenRoom(1, AT, AT + last, minutes, None if suspended is None else AT + suspended)
    ended = forgotten_since(room, AT + now)
    assert ended is None or AT <= ended <= AT + now
    assert forgotten_since(room, AT + timedelta(days=100)) is not None, "nothing stays open for ever"


@given(st.integers(1, 3000), st.timedeltas(timedelta(0), QUIET))
def test_while_there_was_a_sign_of_life_a_moment_ago_nothing_is_closed_on_its_first_day(minutes: int, ago: timedelta) -> None:
    now = AT + 23 * HOUR
    assert forgotten_since(OpenRoom(1, AT, now - ago, minutes), now) is None


@pytest.fixture
def meeting(tidewater: Organization, marta: Person, ines: Person) -> Meeting:
    return opened(new_weekly(tidewater, ines, lead=marta), marta, ines)


@pytest.mark.parametrize("sign", ["seen", "caught", "settled"])
def test_whatever_happens_in_the_room_is_a_sign_of_life(meeting: Meeting, marta: Person, sign: str) -> None:
    last = TEN + 57 * MINUTE
    if sign == "seen":
        Attendance.objects.filter(meeting=meeting, person=marta).update(seen_at=last)
    elif sign == "caught":
        caught(meeting, "note", "We go on", marta, at=last)
    else:
        stood(meeting, "Queue", disposition="fine", disposed_at=last)
    assert forgotten_rooms(TEN + 61 * MINUTE) == []
    assert forgotten_rooms(last + QUIET + MINUTE) == [(meeting.pk, last)]


def test_the_product_closes_it_once_and_the_end_is_the_last_sign_of_life(meeting: Meeting, marta: Person) -> None:
    Attendance.objects.filter(meeting=meeting, person=marta).update(seen_at=TEN + 40 * MINUTE)
    assert close_forgotten_meetings(now=TEN + 50 * MINUTE) == 0
    assert close_forgotten_meetings(now=TEN + 2 * HOUR) == 1
    assert close_forgotten_meetings(now=TEN + 3 * HOUR) == 0
    meeting.refresh_from_db()
    assert (meeting.state, meeting.ended_at) == ("held", TEN + 40 * MINUTE)
    event = Event.objects.get(name="meeting.held")
    assert (event.actor, event.data["meeting"]) == (None, meeting.pk)


def test_somebody_who_closes_it_at_the_same_moment_has_closed_it(
    meeting: Meeting, marta: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = forgotten_rooms(TEN + 2 * HOUR)
    closing.close_meeting(meeting=meeting, by=marta, now=TEN + 2 * HOUR)
    monkeypatch.setattr("rhythm.actions.forgetting.forgotten_rooms", lambda now: found)
    assert close_forgotten_meetings(now=TEN + 2 * HOUR) == 0
    assert Event.objects.filter(name="meeting.held").count() == 1


def test_the_worker_looks_into_every_organization(meeting: Meeting) -> None:
    with in_organization(new_organization("fenmoor")) as _:
        other = opened(new_weekly(Organization.objects.get(slug="fenmoor"), lead=new_person("Lead There")))
    with time_machine.travel(TEN + 5 * HOUR, tick=False):
        round_of_the_worker()
        round_of_the_worker()
    meeting.refresh_from_db()
    assert meeting.state == "held"
    with in_organization(other.organization_id):
        assert MeetingRun.objects.get(meeting=other).closed_at == TEN + 5 * HOUR

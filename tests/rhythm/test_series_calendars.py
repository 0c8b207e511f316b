"""Calendars as calendar programs read them: two parsers that are not ours find the dates that we have ourselves."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
import time_machine
import vobject
from dateutil.rrule import rrulestr
from dateutil.tz import tzical
from django.test import Client
from django.urls import reverse
from django.utils.http import http_date
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from organizations.models import Organization, Person, Team
from organizations.models.people import PersonStatus
from organizations.refusals import AlreadyClosed, NotAllowed
from organizations.tenancy import in_organization
from rhythm.actions import change_series, end_series, move_meeting, open_feed, plan_series, revoke_feed, skip_meeting
from rhythm.actions.feeds import keep_readings
from rhythm.calendars import PUBLISH, calendar_text, events_of
from rhythm.models import CalendarFeed, MeetingSeries
from rhythm.reads.calendars import entries_of
from rhythm.reads.series_page import dates_to_come
from rhythm.secrets import feed_address, feed_secret
from rhythm.zones import zone_text
from tests.cast import NOW, new_organization, new_person, new_team
from tests.query_counts import CountQueries
from tests.reading import Reader, in_order

ZONES = [
    "Europe/Lisbon", "Europe/Berlin", "America/New_York", "America/Santiago", "Australia/Lord_Howe", "Pacific/Auckland",
]  # fmt: skip
UNTIL = NOW + timedelta(days=400)
SPRING = datetime(2027, 4, 20, tzinfo=UTC)  # after the clocks have changed twice


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def weekly(by: Person, **words: Any) -> MeetingSeries:
    values = {
        "title": "Leadership weekly", "start_on": date(2026, 6, 29), "start_time": time(9), "duration_minutes": 60,
        "timezone": "Europe/Berlin", "rrule": "FREQ=WEEKLY;BYDAY=MO",
    }  # fmt: skip
    return plan_series(organization=by.organization, by=by, now=NOW, **(values | words))  # type: ignore[arg-type]


def file_of(series: MeetingSeries) -> str:
    entries = entries_of(MeetingSeries.objects.filter(pk=series.pk), NOW)
    events = [event for entry in entries for event in events_of(entry)]
    return calendar_text(events, [entry.zone for entry in entries], method=PUBLISH, now=NOW)


def expanded(text: str, until: datetime = UNTIL) -> list[datetime]:
    """The starts in a file from now on, as recurring-ical-events finds them, overrides and all.

    A start that both a rule and a date of its own come to counts once (RFC 5545, 3.8.5.2: duplicate instances are ignored).
    """
    found = recurring_ical_events.of(Calendar.from_ical(text)).between(NOW, until)
    return sorted({event["DTSTART"].dt.astimezone(UTC) for event in found if event["DTSTART"].dt >= NOW})


def ours(series: MeetingSeries, until: datetime = UNTIL) -> list[datetime]:
    """The same as our own page has them."""
    dates, _ = dates_to_come(MeetingSeries.objects.select_related("organization").get(pk=series.pk), NOW, most=500)
    return [date.at.astimezone(UTC) for date in dates if not date.is_off and NOW <= date.at < until]


@pytest.mark.parametrize("zone", ZONES)
def test_nine_o_clock_is_nine_o_clock_in_every_calendar_program(marta: Person, zone: str) -> None:
    series = weekly(marta, timezone=zone)
    text = file_of(series)
    assert expanded(text) == ours(series)
    assert {at.astimezone(ZoneInfo(zone)).hour for at in expanded(text)} == {9}
    event, of_file = vobject.readOne(text).vevent, tzical(StringIO(text)).get(zone)
    naive = rrulestr(event.rrule.value, dtstart=event.dtstart.value.replace(tzinfo=None), ignoretz=True)
    starts = (at.replace(tzinfo=of_file).astimezone(UTC) for at in naive.between(datetime(2026, 8, 1), datetime(2027, 12, 1)))
    assert [at for at in starts if NOW <= at < UNTIL] == ours(series), "by the rules of the zone in the file alone"


RULES = [
    "FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "FREQ=MONTHLY;BYDAY=-1FR",
    "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1", "FREQ=MONTHLY;BYDAY=WE;BYSETPOS=2", "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=1",
    "FREQ=WEEKLY;BYDAY=MO;COUNT=20", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261231", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU", "",
]  # fmt: skip


@settings(max_examples=25)
@example(rule="", zone=ZONES[0], at=time(9), start=date(2026, 9, 1), ended=date(2026, 8, 17), off=[], moved=[])
@given(
    rule=st.sampled_from(RULES),
    zone=st.sampled_from(ZONES),
    at=st.sampled_from([time(9), time(23, 30), time(0), time(2, 30)]),
    start=st.dates(date(2026, 5, 1), date(2026, 11, 30)),
    ended=st.none() | st.dates(date(2026, 8, 17), date(2027, 3, 1)),
    off=st.lists(st.integers(0, 12), max_size=3),
    moved=st.lists(st.integers(0, 12), max_size=3),
)
def test_a_file_has_the_dates_of_the_page_whatever_was_said(
    marta: Person, rule: str, zone: str, at: time, start: date, ended: date | None, off: list[int], moved: list[int]
) -> None:
    scope = {"organization": marta.organization, "title": "Odd", "timezone": zone, "start_on": start, "start_time": at}
    series = MeetingSeries.objects.create(**scope, rrule=rule, duration_minutes=30, ended_on=ended, organizer=marta)
    coming = ours(series)
    for number in off:
        if number < len(coming):
            series.meetings.update_or_create(
                organization=marta.organization, planned_at=coming[number], defaults={"state": "skipped"}
            )
    for number in set(moved) - set(off):
        if number < len(coming):
            to = coming[number] + timedelta(hours=5)
            series.meetings.create(organization=marta.organization, planned_at=to, original_at=coming[number], reason="Audit")
    assert expanded(file_of(series), SPRING) == ours(series, SPRING)


def test_an_hour_that_does_not_exist_is_met_at_its_first_minute_in_the_file_too(marta: Person) -> None:
    series = weekly(marta, rrule="FREQ=DAILY", start_time=time(2, 30), start_on=date(2026, 8, 20))
    text = file_of(series)
    assert "RDATE;TZID=Europe/Berlin:20270328T030000" in text
    assert "EXDATE;TZID=Europe/Berlin:20270328T023000" in text
    in_march = [at for at in expanded(text) if at.date() == date(2027, 3, 28)]
    assert in_march == [datetime(2027, 3, 28, 1, tzinfo=UTC)]


def test_the_file_is_what_the_rfc_asks_for(marta: Person) -> None:
    series = weekly(marta, title="Wins; pace, and\nmore", url="https://meet.example/x", description="To an end")
    to = datetime(2026, 8, 25, 8, tzinfo=UTC)
    move_meeting(series=series, planned_at=datetime(2026, 8, 24, 7, tzinfo=UTC), to=to, reason="Holiday", by=marta, now=NOW)
    skip_meeting(series=series, planned_at=datetime(2026, 8, 31, 7, tzinfo=UTC), reason="Fair", by=marta, now=NOW)
    text = file_of(series)
    assert text == file_of(series), "the same rows are the same bytes"
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n")), "folded"
    calendar = vobject.readOne(text)
    assert (calendar.version.value, calendar.method.value) == ("2.0", "PUBLISH")
    master, override = calendar.vevent_list
    uid = f"{series.key}.{series.organization_id}@localhost"
    assert (master.uid.value, override.uid.value) == (uid, uid)
    assert (master.sequence.value, override.sequence.value) == ("2", "2")
    assert override.recurrence_id.value == datetime(2026, 8, 24, 7, tzinfo=UTC)
    assert override.dtstart.value.astimezone(UTC) == to
    assert master.dtstamp.value == master.last_modified.value == NOW
    assert "EXDATE;TZID=Europe/Berlin:20260831T090000" in text
    assert master.summary.value == "Wins; pace, and\nmore"
    assert master.description.value.startswith("To an end\n\nJoin: https://meet.example/x\n\nhttp://")


def test_an_end_a_new_time_and_a_meeting_beside_the_rule_are_in_the_file(marta: Person) -> None:
    series = weekly(marta)
    uid = vobject.readOne(file_of(series)).vevent.uid.value
    series.meetings.create(organization=marta.organization, planned_at=datetime(2026, 8, 27, 13, tzinfo=UTC))
    assert datetime(2026, 8, 27, 13, tzinfo=UTC) in expanded(file_of(series)) == ours(series)
    change_series(series=series, start_time=time(11), by=marta, now=NOW)
    end_series(series=series, ended_on=date(2026, 9, 7), reason="Enough", by=marta, now=NOW)
    event = vobject.readOne(file_of(series)).vevent
    assert (event.uid.value, event.sequence.value) == (uid, "2")
    assert expanded(file_of(series)) == ours(series)
    assert expanded(file_of(series))[-1] == datetime(2026, 9, 7, 9, tzinfo=UTC)


def test_a_day_without_an_hour_is_a_day_and_a_series_that_never_meets_is_no_event(marta: Person, tidewater: Organization) -> None:
    scope = {"organization": tidewater, "start_on": date(2026, 9, 3)}
    text = file_of(MeetingSeries.objects.create(**scope, title="Board day"))
    assert "DTSTART;VALUE=DATE:20260903" in text
    for title, rule in (("Never", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31"), ("Odd", "<b>junk"), ("Unknown", "FREQ=WEEKLY;INTERVAL=2")):
        series = MeetingSeries.objects.create(organization=tidewater, title=title, rrule=rule, start_time=time(9))
        assert "BEGIN:VEVENT" not in file_of(series)


@pytest.fixture
def feed(marta: Person) -> CalendarFeed:
    return open_feed(person=marta, team=None, by=marta, now=NOW)


def path_of(feed: CalendarFeed) -> str:
    return reverse("calendars:feed", args=[feed_secret(feed)])


def test_an_address_is_read_without_signing_in_and_has_the_persons_meetings(
    marta: Person, ines: Person, feed: CalendarFeed, count_queries: CountQueries
) -> None:
    security = new_team("Security", lead=ines)
    weekly(marta)
    weekly(marta, title="Security weekly", team=security, organizer=ines)
    with count_queries("calendars:feed"):
        answer = Client().get(path_of(feed))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    summaries = {event.summary.value for event in vobject.readOne(answer.content.decode()).vevent_list}
    assert summaries == {"Leadership weekly"}, "she is not asked to Security's"
    of_team = open_feed(person=marta, team=security, by=marta, now=NOW)
    assert "Security weekly" in Client().get(path_of(of_team)).content.decode()
    with_login = Reader(marta).client.get(path_of(feed))
    assert with_login.content == answer.content


def test_a_program_that_has_the_file_is_told_that_nothing_changed(marta: Person, feed: CalendarFeed) -> None:
    series = weekly(marta)
    first = Client().get(path_of(feed))
    assert first.headers["Last-Modified"] == http_date(NOW.timestamp())
    known = {"If-None-Match": first.headers["ETag"]}
    assert Client().get(path_of(feed), headers=known).status_code == 304
    assert Client().get(path_of(feed), headers={"If-Modified-Since": first.headers["Last-Modified"]}).status_code == 304
    change_series(series=series, title="Leads", by=marta, now=NOW + timedelta(hours=1))
    again = Client().get(path_of(feed), headers=known)
    assert (again.status_code, "SUMMARY:Leads" in again.content.decode()) == (200, True)


def test_a_revoked_or_unknown_address_says_nothing(marta: Person, feed: CalendarFeed, ines: Person) -> None:
    weekly(marta)
    path = path_of(feed)
    with pytest.raises(NotAllowed):
        revoke_feed(feed=feed, by=ines, now=NOW)
    replaced = open_feed(person=marta, team=None, by=marta, now=NOW + timedelta(seconds=1))
    gone, unknown = Client().get(path), Client().get("/calendars/" + "x" * 43 + ".ics")
    assert (gone.status_code, gone.content, unknown.status_code, unknown.content) == (410, b"", 404, b"")
    assert Client().get(path_of(replaced)).status_code == 200
    revoke_feed(feed=replaced, by=marta, now=NOW)
    assert Client().get(path_of(replaced)).status_code == 410
    with pytest.raises(AlreadyClosed):
        revoke_feed(feed=replaced, by=marta, now=NOW)
    assert CalendarFeed.objects.filter(revoked_at=None).count() == 0
    assert not CalendarFeed.objects.filter(secret_hash__in=[feed_secret(feed), feed_secret(replaced)]).exists(), (
        "only a hash is kept"
    )


@pytest.mark.parametrize("how", ["left", "locked out"])
def test_an_address_ends_with_whoever_opened_it(marta: Person, feed: CalendarFeed, how: str) -> None:
    assert marta.user
    if how == "left":
        Person.objects.filter(pk=marta.pk).update(status=PersonStatus.INACTIVE)
    else:
        type(marta.user).objects.filter(pk=marta.user.pk).update(is_active=False)
    assert Client().get(path_of(feed)).status_code == 410


def test_no_file_holds_a_word_of_another_organization(marta: Person, feed: CalendarFeed) -> None:
    weekly(marta)
    fenmoor = new_organization("fenmoor")
    with in_organization(fenmoor):
        stranger = new_person("Kanarienvogel", status="active")
        plan_series(
            organization=fenmoor, title="Kanarienvogel weekly", start_on=date(2026, 8, 24), start_time=time(9), by=None,
            organizer=stranger, description="Kanarienvogel", now=NOW,
        )  # fmt: skip
    assert "Kanarienvogel" not in Client().get(path_of(feed)).content.decode()


def test_the_page_makes_replaces_and_revokes_addresses_and_says_when_they_were_read(marta: Person, tidewater: Organization) -> None:
    team: Team = new_team("Security")
    reader = Reader(marta)
    assert "Get an address" in reader.page("rhythm:calendar")
    reader.client.post(reader.address("rhythm:calendar"), {"team": ""})
    reader.client.post(reader.address("rhythm:calendar"), {"team": "Security"})
    own, of_team = CalendarFeed.objects.order_by("id")
    source = reader.source("rhythm:calendar")
    assert in_order(source, "All your meetings", feed_address(own), "Security", feed_address(of_team), "not read yet")
    assert (own.team, of_team.team) == (None, team)
    Client().get(path_of(own))
    assert "last read 0 minutes ago" in reader.page("rhythm:calendar")
    keep_readings()
    own.refresh_from_db()
    assert own.read_at == NOW
    assert b"There is no team" in reader.client.post(reader.address("rhythm:calendar"), {"team": "Atlantis"}).content
    reader.client.post(reader.address("rhythm:calendar_revocation", own.pk))
    assert feed_address(own) not in reader.source("rhythm:calendar")


@pytest.mark.parametrize("zone", [*ZONES, "Africa/Casablanca", "Europe/Dublin", "Asia/Tokyo", "America/Nuuk", "Asia/Kathmandu"])
def test_a_zone_in_a_file_has_our_hours_for_years(zone: str) -> None:
    """Read by a library that knows nothing but the file."""
    ours_, theirs = ZoneInfo(zone), tzical(StringIO(zone_text(ZoneInfo(zone), 2026).decode())).get()
    for day in range(0, 365 * 8, 3):
        at = datetime(2026, 1, 1, 12) + timedelta(days=day)
        assert at.replace(tzinfo=ours_).utcoffset() == at.replace(tzinfo=theirs).utcoffset(), at

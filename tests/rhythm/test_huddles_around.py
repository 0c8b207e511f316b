"""Around a huddle in writing: its form and calendar, its reminders, My work, its recap, and how its series fares."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from icalendar import Calendar

from accountability.actions import make_commitment
from notifications.models import Delivery, Notification
from organizations.models import Event, Organization, Person, Team
from rhythm.actions import change_series, plan_series
from rhythm.actions.forgetting import close_huddles
from rhythm.actions.huddles import raise_stuck, write_entry
from rhythm.calendars import PUBLISH, calendar_text, events_of
from rhythm.models import HuddleEntry, Issue, Meeting, MeetingSeries
from rhythm.reads.calendars import entries_of
from rhythm.reads.health import series_summary
from rhythm.tasks import close_forgotten_meetings
from tests.cast import NOW, new_person
from tests.mornings import go_the_rounds
from tests.peakos.bundles.spreadsheets import bring_in, write_bundle
from tests.peakos.bundles.spreadsheets import told as report_of
from tests.reading import Reader, in_order
from tests.rhythm.huddles import DAY, TEN, join, new_platform, written
from tests.rhythm.records import react
from tests.rhythm.test_series_forms import PLAIN

EIGHT = NOW - timedelta(hours=1)


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ben(tidewater: Organization) -> Person:
    return new_person("Ben Okafor", login=True, status="active", timezone="UTC")


@pytest.fixture
def platform(ines: Person, ben: Person) -> Team:
    return new_platform(ines, ben)


@pytest.fixture
def series(platform: Team, ines: Person) -> MeetingSeries:
    """Every working day at ten, planned on the Friday before."""
    return plan_series(
        organization=ines.organization, title="Platform huddle", kind="huddle", held_as="writing", team=platform, organizer=ines,
        start_on=TEN.date(), start_time=time(10), duration_minutes=10, timezone="UTC", rrule="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        by=ines, now=NOW - 3 * DAY,
    )  # fmt: skip


@pytest.fixture
def huddle(series: MeetingSeries) -> Meeting:
    meeting: Meeting = Meeting.objects.get(series=series, planned_at=TEN)
    return meeting


def told(rule: str) -> list[tuple[str, str]]:
    return list(Notification.objects.filter(reason=rule).order_by("id").values_list("person__name", "text"))


def test_it_is_chosen_in_the_form_and_said_on_the_page_of_the_series(ines: Person, platform: Team) -> None:
    reader, chosen = (
        Reader(ines),
        {"team": "Platform", "kind": "huddle", "held_as": "writing", "repeats": "weekdays", "start_on": "2026-08-18"},
    )
    assert reader.client.post(reader.address("rhythm:series_new"), PLAIN | chosen).status_code == 302
    series = MeetingSeries.objects.get()
    assert series.is_in_writing
    page = reader.page("rhythm:series", series.pk)
    assert in_order(page, "Every weekday, in writing by 10:00 WEST", "Daily huddle")
    assert "60 min" not in page
    assert in_order(reader.page("rhythm:series_list"), "In writing by then", "Look")
    form = reader.source("rhythm:series_edit", series.pk)
    assert 'value="writing" id="id_held_as_1" checked' in form or 'value="writing" required id="id_held_as_1" checked' in form
    answer = reader.client.post(reader.address("rhythm:series_new"), PLAIN | chosen | {"kind": "weekly"})
    assert answer.status_code == 302, "the choice of before is not asked of a weekly"
    assert not MeetingSeries.objects.latest("id").is_in_writing


def test_in_a_calendar_it_blocks_no_time(series: MeetingSeries) -> None:
    entries = entries_of(MeetingSeries.objects.all(), NOW)
    text = calendar_text([event for one in entries for event in events_of(one)], [], method=PUBLISH, now=NOW)
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert (event["TRANSP"], event["SUMMARY"]) == ("TRANSPARENT", "Platform huddle (write by then)")


def test_who_owes_their_lines_is_reminded_on_the_last_morning_and_nobody_who_has_written(
    huddle: Meeting, ines: Person, ben: Person, marta: Person
) -> None:
    write_entry(meeting=huddle, thing="Ship it", by=ines, now=EIGHT - timedelta(hours=1))
    go_the_rounds(EIGHT)
    assert told("huddle.write") == [("Ben Okafor", "Write into Platform huddle by 10:00 today: your one thing, and what is stuck")]
    assert told("meeting.prepare") == []
    line = Notification.objects.get(reason="huddle.write")
    assert (line.path, line.why) == (
        Reader(ben).address("rhythm:huddle", huddle.pk), "You get this because you are asked to it and have not written yet."
    )  # fmt: skip
    go_the_rounds(EIGHT + DAY)
    assert len(told("huddle.write")) == 3, "of Tuesday both"


def test_on_their_own_clock_and_before_it_closes(huddle: Meeting, platform: Team) -> None:
    join(platform, new_person("Freya Holm", login=True, status="active", timezone="America/New_York"))
    Meeting.objects.filter(pk=huddle.pk).update(planned_at=TEN + timedelta(hours=5))
    go_the_rounds(EIGHT + timedelta(hours=4))
    assert ("Freya Holm", "Write into Platform huddle by 11:00 today: your one thing, and what is stuck") in told("huddle.write")


def test_my_work_asks_for_the_lines_of_today_until_they_are_written(huddle: Meeting, ben: Person, marta: Person) -> None:
    reader = Reader(ben)
    assert in_order(reader.page("visibility:my_work"), "To post", "Platform huddle", "Today’s huddle of Platform", "Write")
    panel = reader.slot("rhythm:huddle", huddle.pk)
    assert in_order(panel, "Today’s one thing", "Send")
    assert "Lines" not in panel
    written(huddle, ben)
    assert "Today’s huddle" not in reader.page("visibility:my_work")
    assert "Today’s huddle" not in Reader(marta).page("visibility:my_work")


def test_everybody_asked_gets_one_mail_with_what_each_wrote(huddle: Meeting, ines: Person, ben: Person, platform: Team) -> None:
    join(platform, new_person("Noor Haidari", status="active"))
    entry = written(huddle, ben, "Ship the map", number="3 of 4", stuck="No access", news="A tester")
    written(huddle, ines, "Call Oslo")
    raise_stuck(entry=entry, by=ben, now=NOW)
    with time_machine.travel(TEN + timedelta(minutes=3), tick=False):
        for _ in range(2):
            close_forgotten_meetings()
    for _ in range(2):
        react(now=TEN + timedelta(minutes=4))
    mails = Delivery.objects.filter(key__contains="/recap/")
    assert sorted(mails.values_list("recipient", flat=True)) == ["ben@tidewater.example", "ines@tidewater.example"]
    mail = mails.get(recipient="ben@tidewater.example")
    assert mail.subject == "Platform huddle: 2 of 3 wrote; 1 stuck"
    parts = ["STUCK", "Ben Okafor: No access, on the list of Platform", "TODAY", "Ben Okafor: Ship the map, 3 of 4"]
    assert in_order(mail.text, *parts, "Ines Carvalho: Call Oslo", "NEWS", "A tester", "Not written: Noor Haidari.")
    assert "Nobody closed" not in mail.text


def test_nobody_gets_a_mail_where_nobody_wrote(huddle: Meeting) -> None:
    assert close_huddles(now=TEN) == 1
    react(now=TEN)
    assert not Delivery.objects.filter(key__contains="/recap/").exists()
    huddle.refresh_from_db()
    assert (huddle.state, Event.objects.filter(name="meeting.missed").count()) == ("missed", 1)


def test_a_promise_that_is_late_is_no_issue_because_of_it(huddle: Meeting, ines: Person, ben: Person, platform: Team) -> None:
    make_commitment(organization=ines.organization, title="Late", team=platform, due_on=NOW.date(), by=ines, now=NOW)
    for day in range(4):
        meeting = Meeting.objects.get(series=huddle.series_id, planned_at=TEN + day * DAY)
        write_entry(meeting=meeting, thing="x", by=ben, now=meeting.planned_at - timedelta(minutes=5))
        close_huddles(now=meeting.planned_at)
        react(now=meeting.planned_at)
    assert not Issue.objects.exists()


def test_a_series_in_writing_is_neither_late_nor_unrated_and_who_wrote_counts(
    series: MeetingSeries, ines: Person, ben: Person
) -> None:
    now = TEN
    for meeting in Meeting.objects.filter(series=series).order_by("planned_at")[:5]:
        now = meeting.planned_at
        write_entry(meeting=meeting, thing="x", by=ben, now=now - timedelta(minutes=5))
        if meeting.planned_at == TEN:
            write_entry(meeting=meeting, thing="y", by=ines, now=now - timedelta(minutes=5))
        close_huddles(now=now + timedelta(minutes=4))
    fares = series_summary(series, now + DAY / 2)
    assert ((fares.adherence.kept, fares.adherence.of), (fares.prepared.kept, fares.prepared.of)) == ((5, 5), (6, 10))
    assert (fares.punctuality.of, fares.rating, fares.outputs, fares.per_hour, fares.hours, fares.hint) == (
        0,
        None,
        None,
        None,
        None,
        None,
    )
    with time_machine.travel(now + DAY / 2, tick=False):
        page = Reader(ines).page("rhythm:series_health", series.pk, of="prepared")
    assert in_order(page, "Wrote by its time", "6 of 10", "Of the people asked", "1 of 2")


def test_what_is_written_stays_when_the_series_takes_another_time(huddle: Meeting, series: MeetingSeries, ben: Person) -> None:
    written(huddle, ben)
    change_series(series=series, start_time=time(15), rrule="FREQ=WEEKLY;BYDAY=TU", by=None, now=NOW)
    assert HuddleEntry.objects.filter(meeting__planned_at=TEN).exists()


OURS = {"peakos.json": '{"format": 1}'}


@pytest.mark.parametrize(
    ("kind", "held_as", "taken"), [("huddle", "writing", ["writing"]), ("weekly", "writing", []), ("huddle", "", [""])]
)
def test_a_bundle_says_how_a_huddle_is_held(
    tmp_path: Path, tidewater: Organization, kind: str, held_as: str, taken: list[str]
) -> None:
    text = f"key,title,start_time,kind,held_as\nh,Huddle,10:00,{kind},{held_as}\n"
    report = bring_in(write_bundle(tmp_path / "b", OURS | {"meetings": text}))
    assert list(MeetingSeries.objects.values_list("held_as", flat=True)) == taken
    assert taken or report_of(report, "meetings.csv", 2).startswith("Only a huddle is held in writing.")


@pytest.mark.parametrize(
    ("column", "cell", "faulty"), [("kind", "weekly", True), ("kind", "huddle", False), ("held_as", "writing", False)]
)
def test_a_bundle_that_says_one_of_both_is_read_with_what_is_here(
    tmp_path: Path, series: MeetingSeries, column: str, cell: str, faulty: bool
) -> None:
    report = bring_in(write_bundle(tmp_path / "b", OURS | {"meetings": f"key,title,{column}\n{series.key},Other,{cell}\n"}))
    series.refresh_from_db()
    assert (series.title, series.kind, series.is_in_writing) == ("Platform huddle" if faulty else "Other", "huddle", True)
    assert not faulty or report_of(report, "meetings.csv", 2).startswith("Only a huddle is held in writing.")


def test_what_was_held_of_a_series_that_is_refused_is_refused_with_it(tmp_path: Path, tidewater: Organization) -> None:
    """Found by chance: the meeting went in without its series, and the whole import was rolled back."""
    files = {
        "meetings": "key,title,kind,held_as\nsync,Sync,weekly,writing\n",
        "meeting_days": "meeting,planned_at,status\nsync,2026-08-17T09:00:00Z,held\n",
    }
    report = bring_in(write_bundle(tmp_path / "b", OURS | files))
    assert report_of(report, "meetings.csv", 2).startswith("Only a huddle is held in writing.")
    assert report_of(report, "meeting_days.csv", 2).startswith("This follows from line 2 of meetings.csv")
    assert not Meeting.objects.exists()

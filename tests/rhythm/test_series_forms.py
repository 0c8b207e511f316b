"""A series in its form: planned once, in plain words, changed by two people at once, ended and taken up again."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
import time_machine

from organizations.models import Organization, Person, Team
from rhythm.actions import change_series, plan_series
from rhythm.forms.series import begin_with
from rhythm.models import Meeting, MeetingSeries, RotaTurn, SeriesPerson
from tests.cast import NOW, new_person, new_team
from tests.reading import Reader, in_order, said

PLAIN = {
    "title": "Leadership weekly", "kind": "weekly", "team": "", "organizer": "", "required": "", "optional": "", "left_out": "",
    "rota": "", "start_on": "2026-08-24", "start_time": "10:00", "duration_minutes": "60", "timezone": "Europe/Lisbon",
    "repeats": "weekly", "days": "MO", "nth": "1", "nth_day": "MO", "month_day": "1", "months": "1", "until": "", "rule": "",
    "location": "", "url": "", "description": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def reader(marta: Person) -> Reader:
    return Reader(marta)


@pytest.fixture
def omar(tidewater: Organization) -> Person:
    return new_person("Omar Haddad", status="active")


def send(reader: Reader, name: str, *args: object, **changed: Any) -> Any:
    return reader.client.post(reader.address(name, *args), PLAIN | changed)


def test_a_series_is_planned_from_its_form_and_its_page_says_everything(reader: Reader, ines: Person, omar: Person) -> None:
    new_team("Leadership", lead=ines)
    answer = send(
        reader, "rhythm:series_new", team="Leadership", required="Omar Haddad", rota="Ines Carvalho\n\n omar haddad ",
        days=["MO", "WE"], location="Lighthouse", url="https://meet.example/lead", description="Worked **to an end**",
    )  # fmt: skip
    series = MeetingSeries.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, reader.address("rhythm:series", series.pk))
    assert (series.rrule, series.timezone, series.kind) == ("FREQ=WEEKLY;BYDAY=MO,WE", "Europe/Lisbon", "weekly")
    assert [turn.person for turn in RotaTurn.objects.all()] == [ines, omar]
    page = reader.page("rhythm:series", series.pk)
    assert in_order(page, "Every Monday and Wednesday, 10:00 WEST", "60 min", "Weekly meeting", "Leadership", "Lighthouse")
    assert in_order(page, "Next", "Mon 24 Aug", "Ines Carvalho", "Wed 26 Aug", "Omar Haddad", "People", "Facilitates in turn")


def test_what_comes_of_it_stands_right_above_the_button_that_saves_it(reader: Reader, weekly: MeetingSeries) -> None:
    for page, button in (
        (reader.source("rhythm:series_new"), "Plan the series"),
        (reader.source("rhythm:series_edit", weekly.pk), "Save"),
    ):
        assert in_order(page, "Purpose", "</form>", "It meets", f'<button form="write" class="btn primary">{button}</button>')


def test_a_form_that_is_sent_twice_plans_once(reader: Reader) -> None:
    page = reader.source("rhythm:series_new")
    once = page.split('name="once" value="')[1].split('"')[0]
    first, second = (send(reader, "rhythm:series_new", once=once) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert MeetingSeries.objects.count() == 1


@pytest.mark.parametrize(
    ("chosen", "rule"),
    [
        ({"repeats": "fortnightly", "days": "TU"}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ({"repeats": "weekly", "days": ""}, "FREQ=WEEKLY"),
        ({"repeats": "weekdays"}, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ({"repeats": "daily", "until": "2026-09-30"}, "FREQ=DAILY;UNTIL=20260930"),
        ({"repeats": "monthly", "nth": "-1", "nth_day": "FR"}, "FREQ=MONTHLY;BYDAY=-1FR"),
        ({"repeats": "monthly", "months": "3", "nth": "1", "nth_day": "TU"}, "FREQ=MONTHLY;INTERVAL=3;BYDAY=1TU"),
        ({"repeats": "month_day", "month_day": "-1"}, "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ({"repeats": "once"}, ""),
        ({"repeats": "own", "rule": "freq=weekly; interval=3; byday=MO"}, "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO"),
    ],
)  # fmt: skip
def test_plain_words_become_the_rule_and_come_back_in_the_form(reader: Reader, chosen: dict[str, str], rule: str) -> None:
    assert send(reader, "rhythm:series_new", **chosen).status_code == 302
    series = MeetingSeries.objects.get()
    assert series.rrule == rule
    form = reader.source("rhythm:series_edit", series.pk)
    assert f'value="{chosen["repeats"]}" id="id_repeats_' in form
    kept = edited(reader, series, form, **chosen)
    series.refresh_from_db()
    assert (kept.status_code, series.rrule, series.sequence) == (302, rule, 0), "saved as it was, nothing changes"


@pytest.mark.parametrize(
    ("odd", "sentence"),
    [
        ({"title": ""}, "Give the meeting a name."), ({"timezone": "Mars/Phobos"}, "is no time zone"),
        ({"start_on": "soon"}, "Give the day as year-month-day"), ({"start_time": ""}, "Say at what time it begins."),
        ({"duration_minutes": "0"}, "one or more"), ({"duration_minutes": "an hour"}, "whole number"),
        ({"until": "2026-08-01"}, "not before the first"), ({"repeats": "sometimes"}, "Choose how often it meets."),
        ({"days": "XX"}, "Choose days of the week."), ({"repeats": "own", "rule": ""}, "Write the rule"),
        ({"repeats": "own", "rule": "FREQ=SECONDLY"}, "is none"),
        ({"repeats": "own", "rule": "FREQ=DAILY;COUNT=1000000"}, "1 to 1,000"),
        ({"repeats": "own", "rule": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31"}, "no meeting takes place"),
        ({"required": "Nobody Known"}, "There is no person “Nobody Known”"), ({"rota": "Marta Lindqvist\nmarta"}, "named twice"),
        ({"required": "Marta Lindqvist", "left_out": "Marta Lindqvist"}, "named twice"), ({"url": "javascript:alert(1)"}, "https://"),
        ({"kind": "party"}, "kind of meeting"), ({"month_day": "99"}, "Choose a day of the month."),
        ({"team": "Atlantis"}, "no team"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_asked_about_at_its_field(reader: Reader, odd: dict[str, str], sentence: str) -> None:
    answer = send(reader, "rhythm:series_new", **odd)
    assert answer.status_code == 422
    assert sentence in said(answer.content.decode())
    assert not MeetingSeries.objects.exists()


def test_two_people_of_one_name_are_told_apart(reader: Reader, tidewater: Organization) -> None:
    for handle in ("ana.s", "ana.c"):
        new_person("Ana Silva", key=handle, handle=handle, status="active")
    assert "Write Ana Silva (ana.s) or Ana Silva (ana.c)" in said(
        send(reader, "rhythm:series_new", required="Ana Silva").content.decode()
    )
    assert send(reader, "rhythm:series_new", required="Ana Silva (ana.c)").status_code == 302
    assert SeriesPerson.objects.get().person.handle == "ana.c"


def test_a_meeting_of_an_empty_team_is_planned_and_says_so(reader: Reader, tidewater: Organization) -> None:
    new_team("Harbour")
    advice = said(send(reader, "rhythm:series_advice", team="Harbour").content.decode())
    assert in_order(advice, "Every Monday", "Mon 24 Aug", "Nobody is in Harbour yet.")
    assert send(reader, "rhythm:series_new", team="Harbour").status_code == 302
    page = reader.page("rhythm:series", MeetingSeries.objects.get().pk)
    assert "“Leadership weekly” is planned. Nobody is in Harbour yet. Whoever joins it is asked by itself." in page


def test_an_hour_that_the_clocks_leave_out_is_told_beforehand_and_met_at_the_first_minute(reader: Reader, marta: Person) -> None:
    night = {
        "start_on": "2027-03-01",
        "start_time": "02:30",
        "timezone": "Europe/Berlin",
        "repeats": "daily",
        "title": "Night watch",
    }
    assert "On Sun 28 March 2027 the clocks leave 02:30 out. It meets at 03:00 then" in said(
        send(reader, "rhythm:series_advice", **night).content.decode()
    )
    assert send(reader, "rhythm:series_new", **night).status_code == 302
    with time_machine.travel("2027-03-27T12:00:00Z", tick=False):
        page = Reader(marta).page("rhythm:series", MeetingSeries.objects.get().pk)
    assert in_order(page, "Sun 28 Mar", "03:00", "Mon 29 Mar", "02:30")


def seal(form: str) -> str:
    return form.split('name="started_from" value="')[1].split('"', maxsplit=1)[0]


@pytest.fixture
def weekly(tidewater: Organization, marta: Person) -> MeetingSeries:
    return plan_series(
        organization=tidewater, title="Leadership weekly", kind="weekly", start_on=date(2026, 8, 24), start_time=time(10),
        duration_minutes=60, timezone="Europe/Lisbon", rrule="FREQ=WEEKLY;BYDAY=MO", by=marta, now=NOW,
    )  # fmt: skip


def edited(reader: Reader, series: MeetingSeries, form: str, **changed: Any) -> Any:
    values = PLAIN | {"organizer": "Marta Lindqvist", "started_from": seal(form)} | changed
    return reader.client.post(reader.address("rhythm:series_edit", series.pk), values)


def test_what_others_changed_meanwhile_is_joined_and_a_clash_shows_both(
    reader: Reader, weekly: MeetingSeries, ines: Person
) -> None:
    form = reader.source("rhythm:series_edit", weekly.pk)
    change_series(series=weekly, location="Boat house", rrule="FREQ=WEEKLY;BYDAY=TU", by=None, now=NOW)
    joined = edited(reader, weekly, form, title="Leads")
    weekly.refresh_from_db()
    assert (joined.status_code, weekly.title, weekly.location, weekly.rrule) == (302, "Leads", "Boat house", "FREQ=WEEKLY;BYDAY=TU")
    change_series(series=weekly, duration_minutes=30, by=None, now=NOW)
    change_series(series=weekly, rrule="FREQ=WEEKLY;BYDAY=WE", by=ines, now=NOW) if False else None
    clash = edited(reader, weekly, form, duration_minutes="45", days="TH")
    assert clash.status_code == 409
    page = said(clash.content.decode())
    assert in_order(page, "Your text is safe below", "On which days?", "Tuesday", "Thursday") or in_order(
        page, "Minutes", "30", "45"
    )
    weekly.refresh_from_db()
    assert weekly.duration_minutes == 30
    settled = edited(reader, weekly, clash.content.decode(), title="Leads", duration_minutes="45", days="TH", settle="mine")
    weekly.refresh_from_db()
    assert (settled.status_code, weekly.duration_minutes, weekly.rrule) == (302, 45, "FREQ=WEEKLY;BYDAY=TH")


def test_an_imported_series_with_odd_values_can_be_edited(reader: Reader, tidewater: Organization) -> None:
    odd = MeetingSeries.objects.create(organization=tidewater, title="Old", rrule="FREQ=WEEKLY;INTERVAL=5;BYDAY=MO", timezone="CET")
    form = reader.source("rhythm:series_edit", odd.pk)
    answer = edited(
        reader, odd, form, title="Renamed", kind="", organizer="", start_on="", start_time="", duration_minutes="", timezone="CET",
        repeats="own", days="", rule=odd.rrule,
    )  # fmt: skip
    odd.refresh_from_db()
    assert (answer.status_code, odd.title, odd.rrule, odd.start_on) == (302, "Renamed", "FREQ=WEEKLY;INTERVAL=5;BYDAY=MO", None)


def test_a_series_ends_with_a_reason_and_can_be_taken_up_again(reader: Reader, weekly: MeetingSeries) -> None:
    asked = reader.client.post(reader.address("rhythm:series_end", weekly.pk), {"ended_on": "2026-08-17", "reason": ""})
    assert (asked.status_code, b"Say why it ends" in asked.content) == (422, True)
    past = reader.client.post(reader.address("rhythm:series_end", weekly.pk), {"ended_on": "2026-08-01", "reason": "Old"})
    assert b"from today on" in past.content
    reader.client.post(reader.address("rhythm:series_end", weekly.pk), {"ended_on": "2026-08-24", "reason": "We talk daily now"})
    page = reader.page("rhythm:series", weekly.pk)
    assert in_order(page, "Let it go on", "Ends after Mon 24 Aug: We talk daily now")
    assert "Mon 31 Aug" not in page
    with time_machine.travel("2026-08-26T09:00:00Z", tick=False):
        assert "Leadership weekly" not in reader.page("rhythm:series_list")
        assert "Leadership weekly" in reader.page("rhythm:series_list", ended=1)
    reader.client.post(reader.address("rhythm:series_resumption", weekly.pk))
    assert "Mon 31 Aug" in reader.page("rhythm:series", weekly.pk)


def test_a_stranger_opens_no_form_of_a_series_and_plans_none_for_a_team(weekly: MeetingSeries, ines: Person) -> None:
    security: Team = new_team("Security")
    stranger = Reader(ines)
    for name in ("rhythm:series_edit", "rhythm:series_end"):
        assert stranger.get(name, weekly.pk).status_code == 403
    assert "Edit" not in stranger.page("rhythm:series", weekly.pk)
    assert send(stranger, "rhythm:series_new", team=security.name).status_code == 403
    assert Meeting.objects.count() == 1


def test_each_kind_of_meeting_brings_its_usual_length_and_rhythm(reader: Reader) -> None:
    page = reader.source("rhythm:series_new", kind="huddle")
    assert in_order(page, 'value="huddle" checked', 'name="duration_minutes" value="10"')
    assert 'value="weekdays" id="id_repeats_2" checked' in page
    assert "Every weekday" in reader.page("rhythm:series_new", kind="huddle")


@pytest.mark.parametrize(
    ("today", "first"), [("2026-08-21", "2026-08-21"), ("2026-08-22", "2026-08-24"), ("2026-08-23", "2026-08-24")]
)
def test_a_form_that_is_opened_on_a_weekend_begins_on_the_monday_after(today: str, first: str) -> None:
    begun = begin_with("weekly", today=date.fromisoformat(today), zone="UTC")
    assert begun["start_on"].isoformat() == first
    assert begun["days"] == ("FR" if first == today else "MO")

"""Meetings and issues as a reader finds them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine

from decisions.models import Decision
from organizations.models import Organization, Person
from rhythm.models import Issue, Meeting, MeetingOutput, MeetingSeries
from tests.cast import NOW, new_objective, new_team
from tests.reading import Reader, in_order


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def reader(marta: Person) -> Reader:
    return Reader(marta)


def series(organization: Organization, title: str, rule: str = "FREQ=WEEKLY;BYDAY=MO", **fields: Any) -> MeetingSeries:
    values = {
        "rrule": rule,
        "start_on": date(2026, 6, 29),
        "start_time": time(10),
        "duration_minutes": 60,
        "timezone": "Europe/Lisbon",
    }
    created: MeetingSeries = MeetingSeries.objects.create(organization=organization, title=title, **(values | fields))
    return created


def test_the_week_is_read_from_monday_on_by_the_hour(tidewater: Organization, reader: Reader) -> None:
    series(tidewater, "Product review", "FREQ=WEEKLY;BYDAY=TU", start_on=date(2026, 6, 30))
    series(tidewater, "Leadership weekly", team=new_team("Leadership"))
    series(tidewater, "Stand-up", start_time=time(9))
    series(tidewater, "Board day", "", start_on=date(2026, 9, 3), start_time=None)
    series(tidewater, "Reading group", "FREQ=MONTHLY;BYMONTHDAY=15", start_on=None)
    page = reader.page("rhythm:series_list")
    assert in_order(
        page, "Monday 09:00 Stand-up", "10:00 Leadership weekly", "Every Monday, 60 min", "Leadership", "Tuesday", "Product review"
    )
    assert in_order(page, "Thursday", "Board day", "next Thu 3 Sep", "Once", "Other days", "Reading group")
    tuesday = reader.page("rhythm:series_list", day="TU")
    assert "Product review" in tuesday
    assert "Stand-up" not in tuesday
    assert "Stand-up" not in reader.page("rhythm:series_list", team="leader")


def test_the_next_dates_are_in_the_series_own_hour_and_in_the_readers(
    tidewater: Organization, reader: Reader, marta: Person
) -> None:
    Person.objects.filter(pk=marta.pk).update(timezone="Europe/Berlin")
    weekly = series(tidewater, "Leadership weekly", exdates=[date(2026, 8, 31)])
    page = reader.page("rhythm:series", weekly.pk)
    assert "Every Monday, 10:00 WEST" in page
    assert in_order(page, "Next", "Mon 17 Aug", "10:00 11:00 CEST", "now", "Mon 24 Aug", "Mon 7 Sep")
    assert "Mon 31 Aug" not in page, "that day is called off"


def test_a_series_shows_how_it_went_and_what_came_of_it(tidewater: Organization, reader: Reader, ines: Person) -> None:
    weekly = series(tidewater, "Leadership weekly")
    held = datetime(2026, 8, 10, 9, tzinfo=NOW.tzinfo)
    met = Meeting.objects.create(
        organization=tidewater,
        series=weekly,
        planned_at=held,
        state="held",
        rating=8.3,
        started_at=held,
        ended_at=held + timedelta(minutes=72),
    )
    Meeting.objects.create(organization=tidewater, series=weekly, planned_at=held - timedelta(days=7), state="missed")
    Meeting.objects.create(
        organization=tidewater,
        series=weekly,
        planned_at=held - timedelta(days=14),
        state="skipped",
        reason="Everybody was at the fair",
    )
    decision = Decision.objects.create(organization=tidewater, title="Freeze on 1 October", state="accepted")
    MeetingOutput.objects.create(organization=tidewater, series=weekly, meeting=met, decision=decision)
    page = reader.page("rhythm:series", weekly.pk)
    assert in_order(
        page, "[Held] Mon 10 Aug", "rated 8.3", "1 decision, over by 12 min", "[Missed] Mon 3 Aug", "Everybody was at the fair"
    )
    assert in_order(page, "What came of it", "Freeze on 1 October", "decision, decided")


@pytest.mark.parametrize(
    "rule", ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", "FREQ=WEEKLY;INTERVAL=0", "<b>junk", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"]
)
def test_a_rule_that_names_no_day_has_a_page_like_any_other(tidewater: Organization, reader: Reader, rule: str) -> None:
    odd = series(tidewater, "Odd one", rule, start_on=None, timezone="Mars/Phobos")
    assert "Its first day is not stated, so only its rule is known." in reader.page("rhythm:series", odd.pk)
    assert "Odd one" in reader.page("rhythm:series_list")


def test_issues_are_read_from_the_heaviest_down_and_solved_ones_are_apart(
    tidewater: Organization, reader: Reader, ines: Person
) -> None:
    live = new_objective("12 utilities live")
    values = {"organization": tidewater, "owner": ines}
    Issue.objects.create(**values, title="Two leavers in Support", state="open", raised_on=date(2026, 8, 3))
    heavy = Issue.objects.create(
        **values,
        title="Security holds up three teams",
        state="open",
        likelihood=5,
        impact=5,
        objective=live,
        description="**All** of them",
    )
    Issue.objects.create(**values, title="Old price list", state="closed", closed_on=date(2026, 8, 1))
    page = reader.page("rhythm:issues")
    assert "Two open issues." in page
    assert in_order(page, "Security holds up three teams", "Two leavers in Support", "14 days")
    assert "Old price list" not in page
    assert "[Solved] Old price list" in reader.page("rhythm:issues", show="closed")
    assert in_order(
        reader.page("rhythm:issue", heavy.pk), "Open", "Ines Carvalho", "Likelihood 5 of 5", "All of them", "12 utilities live"
    )
    assert "Security holds up three teams" in reader.slot("rhythm:of_objective", live.pk)


def test_a_company_without_meetings_or_issues_is_told_what_they_are(tidewater: Organization, reader: Reader) -> None:
    assert "No meetings yet" in reader.page("rhythm:series_list")
    assert "No issues yet" in reader.page("rhythm:issues")

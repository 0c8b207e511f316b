"""The meetings of the days ahead: made once, in turn, for what runs; and following a rule that changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organizations.actions.absences import plan_absence
from organizations.models import Event, Organization, Person, Team
from organizations.refusals import AlreadyClosed, NotAllowed, NotSaid
from organizations.tenancy import in_organization
from rhythm import tasks
from rhythm.actions import change_series, end_series, move_meeting, plan_ahead, plan_series, resume_series, skip_meeting
from rhythm.models import Attendance, Meeting, MeetingSeries, RotaTurn, TeamWeek
from tests.cast import MONDAY, NOW, new_person, new_team

FRIDAY = datetime(2026, 8, 21, 10, tzinfo=UTC)
NEXT = FRIDAY + timedelta(days=7)


@pytest.fixture
def security(ines: Person) -> Team:
    return new_team("Security", lead=ines)


@pytest.fixture
def trio(security: Team, ines: Person) -> list[Person]:
    """Ines, Omar and Signe of Security."""
    others = [new_person(name, status="active") for name in ("Omar Haddad", "Signe Dahlin")]
    for person in others:
        security.memberships.create(organization=security.organization, person=person, role="member", status="active")
    return [ines, *others]


def weekly(by: Person, **said: Any) -> MeetingSeries:
    """Fridays at ten, from the 14th."""
    words = {
        "title": "Security weekly", "start_on": date(2026, 8, 14), "start_time": time(10), "duration_minutes": 60,
        "rrule": "FREQ=WEEKLY;BYDAY=FR", "organizer": by,
    }  # fmt: skip
    return plan_series(organization=by.organization, by=by, now=NOW, **(words | said))  # type: ignore[arg-type]


def times(series: MeetingSeries, **of: Any) -> list[str]:
    found = Meeting.objects.filter(series=series, **of).order_by("planned_at")
    return [f"{at:%a %d %H:%M}" for at in found.values_list("planned_at", flat=True)]


def names(series: MeetingSeries) -> list[str]:
    rows = Meeting.objects.filter(series=series).order_by("planned_at").select_related("facilitator")
    return [row.facilitator.name.split()[0] if row.facilitator else "" for row in rows]


def test_a_new_series_has_its_next_meeting_at_once_and_the_job_makes_the_following(
    tidewater: Organization, marta: Person, security: Team
) -> None:
    series = weekly(marta, team=security)
    assert times(series) == ["Fri 21 10:00"]
    assert plan_ahead(organization=tidewater, by=None, now=NOW) == 0, "a second time makes none"
    assert plan_ahead(organization=tidewater, by=None, now=NOW + timedelta(days=4)) == 1
    assert times(series) == ["Fri 21 10:00", "Fri 28 10:00"]
    assert TeamWeek.objects.get(team=security, week_of=MONDAY).meeting == "planned"
    assert Event.objects.filter(name="meetings.planned_ahead").count() == 1


def test_what_was_moved_called_off_or_left_out_is_not_planned_again(tidewater: Organization, marta: Person) -> None:
    daily = weekly(marta, title="Huddle", rrule="FREQ=DAILY")
    MeetingSeries.objects.filter(pk=daily.pk).update(exdates=[date(2026, 8, 27)])
    wednesday = datetime(2026, 8, 19, 10, tzinfo=UTC)
    skip_meeting(series=daily, planned_at=wednesday, reason="Audit", by=marta, now=NOW)
    move_meeting(series=daily, planned_at=FRIDAY, to=FRIDAY + timedelta(hours=3), reason="Fire drill", by=marta, now=NOW)
    before = times(daily)
    plan_ahead(organization=tidewater, by=None, now=NOW + timedelta(days=3))
    later = times(daily)
    assert "Fri 21 10:00" not in later, "it was moved to one o'clock"
    assert [time for time in later if time not in before] == ["Tue 25 10:00", "Wed 26 10:00"], "and the 27th is left out for good"
    assert times(daily, state="skipped") == ["Wed 19 10:00"]


def test_series_that_ended_or_have_no_hour_have_no_rows(tidewater: Organization, marta: Person) -> None:
    MeetingSeries.objects.create(
        organization=tidewater, title="Over", start_on=MONDAY, start_time=time(10), rrule="FREQ=DAILY", ended_on=date(2026, 8, 16)
    )
    MeetingSeries.objects.create(organization=tidewater, title="All day", start_on=MONDAY, rrule="FREQ=DAILY")
    MeetingSeries.objects.create(organization=tidewater, title="Odd", start_on=MONDAY, start_time=time(10), rrule="<b>junk")
    never = "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31"
    MeetingSeries.objects.create(organization=tidewater, title="Never", start_on=MONDAY, start_time=time(10), rrule=never)
    assert plan_ahead(organization=tidewater, by=None, now=NOW) == 0


def test_a_hundred_series_are_planned_with_as_many_statements_as_one(tidewater: Organization, marta: Person) -> None:
    def planned(count: int) -> int:
        made = MeetingSeries.objects.bulk_create(
            MeetingSeries(
                organization=tidewater, title=f"Weekly {n}", start_on=MONDAY, start_time=time(9, n % 60), rrule="FREQ=WEEKLY"
            )
            for n in range(count)
        )
        RotaTurn.objects.bulk_create(RotaTurn(organization=tidewater, series=one, person=marta, position=0) for one in made)
        with CaptureQueriesContext(connection) as captured:
            assert plan_ahead(organization=tidewater, by=None, now=NOW - timedelta(hours=12)) == 2 * count
        return len(captured)

    assert planned(1) == planned(100) <= 14


def test_turns_are_dealt_in_order_and_who_is_away_is_passed_over(tidewater: Organization, ines: Person, trio: list[Person]) -> None:
    omar = trio[1]
    plan_absence(person=omar, starts_on=date(2026, 8, 28), ends_on=date(2026, 9, 2), delegate=None, by=None, now=NOW)
    series = weekly(ines, team=Team.objects.get(), rota=trio)
    for week in (4, 11, 18):
        plan_ahead(organization=tidewater, by=None, now=NOW + timedelta(days=week))
    assert names(series) == ["Ines", "Signe", "Omar", "Ines"]


def test_a_turn_goes_on_when_its_holder_will_be_away(tidewater: Organization, ines: Person, trio: list[Person]) -> None:
    series = weekly(ines, team=Team.objects.get(), rota=trio)
    assert names(series) == ["Ines"]
    plan_absence(person=ines, starts_on=date(2026, 8, 20), ends_on=date(2026, 8, 22), delegate=None, by=ines, now=NOW)
    plan_ahead(organization=tidewater, by=None, now=NOW)
    assert names(series) == ["Omar"]
    line = Event.objects.get(name="meeting.turn_passed_on")
    assert (line.about_id, line.data["was"], line.data["is"]) == (series.pk, ines.pk, trio[1].pk)


def test_a_new_time_takes_the_planned_meetings_along_and_their_turns(marta: Person, ines: Person, trio: list[Person]) -> None:
    series = weekly(marta, team=Team.objects.get(), rota=trio)
    row = Meeting.objects.get()
    change_series(series=series, start_time=time(14, 30), rrule="FREQ=WEEKLY;BYDAY=TH", by=marta, now=NOW)
    again = Meeting.objects.get()
    assert (again.pk, f"{again.planned_at:%a %H:%M}", again.facilitator, again.original_at) == (row.pk, "Thu 14:30", ines, None)
    series.refresh_from_db()
    assert series.sequence == 1


def test_what_somebody_has_prepared_or_moved_keeps_its_time(marta: Person, tidewater: Organization) -> None:
    series = weekly(marta, rrule="FREQ=WEEKLY;BYDAY=TU,FR")
    tuesday, friday = Meeting.objects.order_by("planned_at")
    Attendance.objects.create(organization=tidewater, meeting=tuesday, person=marta, prepared_at=NOW)
    move_meeting(series=series, planned_at=friday.planned_at, to=FRIDAY + timedelta(hours=5), reason="Audit", by=marta, now=NOW)
    change_series(series=series, rrule="FREQ=WEEKLY;BYDAY=WE", by=marta, now=NOW)
    assert times(series) == ["Tue 18 10:00", "Wed 19 10:00", "Fri 21 15:00"]


def test_fewer_dates_take_the_superfluous_rows_away(marta: Person) -> None:
    series = weekly(marta, rrule="FREQ=DAILY")
    assert len(times(series)) == 8
    change_series(series=series, rrule="FREQ=WEEKLY;BYDAY=FR", by=marta, now=NOW)
    assert times(series) == ["Fri 21 10:00"]


def test_an_ended_series_keeps_what_was_and_calls_off_what_was_prepared(marta: Person, tidewater: Organization) -> None:
    series = weekly(marta, rrule="FREQ=WEEKLY;BYDAY=WE,FR")
    _wednesday, friday = Meeting.objects.order_by("planned_at")
    Attendance.objects.create(organization=tidewater, meeting=friday, person=marta, prepared_at=NOW)
    with pytest.raises(NotSaid, match="Say why"):
        end_series(series=series, reason=" ", by=marta, now=NOW)
    ended = end_series(series=series, reason="We talk every day now", by=marta, now=NOW)
    assert (ended.ended_on, times(series), times(series, state="skipped")) == (MONDAY, ["Fri 21 10:00"], ["Fri 21 10:00"])
    assert Meeting.objects.get().reason == "We talk every day now"
    with pytest.raises(AlreadyClosed, match="ends already"):
        end_series(series=series, reason="Again", by=marta, now=NOW)
    resume_series(series=series, by=marta, now=NOW)
    assert times(series, state="planned") == ["Wed 19 10:00"], "what was called off stays so until somebody takes it back"


@pytest.mark.parametrize(
    ("odd", "sentence"),
    [
        ({"rrule": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31"}, "no meeting takes place in the next two years"),
        ({"start_on": date(1890, 1, 1)}, "first day after 2000"), ({"duration_minutes": 5000}, "which is a day"),
        ({"kind": "party"}, "kind of meeting"), ({"location": "x" * 300}, "Shorten"),
    ],
)  # fmt: skip
def test_what_makes_no_meeting_is_asked_about(marta: Person, odd: dict[str, Any], sentence: str) -> None:
    with pytest.raises(NotSaid, match=sentence):
        weekly(marta, **odd)


def test_nobody_changes_or_ends_somebody_elses_meeting(marta: Person, security: Team) -> None:
    series, wen = weekly(marta, team=security), new_person("Wen Li", status="active")
    tries: list[Callable[[], object]] = [
        lambda: change_series(series=series, title="Mine now", by=wen, now=NOW),
        lambda: end_series(series=series, reason="Boring", by=wen, now=NOW),
        lambda: plan_series(organization=wen.organization, title="All hands", by=wen, now=NOW),
    ]
    for verb in tries:
        with pytest.raises(NotAllowed):
            verb()
    assert MeetingSeries.objects.get().title == "Security weekly"


def test_the_job_plans_each_organization_once_a_day_and_again_the_next(
    tidewater: Organization, marta: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Any, ...]] = []
    monkeypatch.setattr(tasks.plan_ahead_of, "apply_async", lambda args, expires: asked.append(args))
    Organization.objects.update(created_at=NOW - timedelta(days=9))
    series = weekly(marta)
    for day in (1, 1, 5):
        asked.clear()
        with time_machine.travel(NOW + timedelta(days=day), tick=False):
            tasks.plan_ahead()
            for args in [*asked, *asked]:
                tasks.plan_ahead_of(*args)
    with in_organization(tidewater):
        assert times(series) == ["Fri 21 10:00", "Fri 28 10:00"]

"""Meetings are planned by a rule, held, missed or called off with a reason; what came of them is linked."""

import contextlib
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accountability.actions import make_commitment
from decisions.actions import record_decision
from organizations.models import Event, Organization, Person, Team
from organizations.refusals import AlreadyClosed, AlreadyThere, DatesOutOfOrder, NotAllowed, NotSaid, Refused
from rhythm.actions import hold_meeting, miss_meeting, plan_meeting, plan_series, skip_meeting
from rhythm.actions.meetings import STATES
from rhythm.models import Meeting, MeetingSeries, TeamWeek
from tests.cast import MONDAY, NOW, new_person, new_team

LAST_FRIDAY = NOW.replace(day=14, hour=10)
NEXT_FRIDAY = NOW.replace(day=21, hour=10)
IN_TWO_WEEKS = NEXT_FRIDAY + timedelta(days=7)  # further ahead than rows are made by themselves


@pytest.fixture
def security(ines: Person) -> Team:
    return new_team("Security", lead=ines)


@pytest.fixture
def weekly(tidewater: Organization, security: Team, ines: Person) -> MeetingSeries:
    """Security's weekly, Fridays at ten."""
    return plan_series(
        organization=tidewater, title="Security weekly", team=security, start_on=LAST_FRIDAY.date(), start_time=time(10),
        duration_minutes=60, rrule="FREQ=WEEKLY;BYDAY=FR", by=ines, now=NOW,
    )  # fmt: skip


def test_a_series_keeps_the_organizations_clock_unless_it_has_its_own(weekly: MeetingSeries, ines: Person) -> None:
    assert (weekly.timezone, weekly.organizer) == ("UTC", ines)
    assert Event.objects.get().name == "meeting_series.planned"


@pytest.mark.parametrize(
    ("odd", "sentence"),
    [
        ({"rrule": "every Friday"}, "Say how it recurs"),
        ({"rrule": "FREQ=WEEKLY;BYDAY=XX"}, "Say how it recurs"),
        ({"timezone": "Atlantis/Old Town"}, "Choose a time zone"),
        ({"timezone": "../../etc/passwd"}, "Choose a time zone"),
        ({"duration_minutes": 0}, "one or more"),
        ({"title": " "}, "Give the meeting a name"),
    ],
)
def test_what_no_calendar_understands_is_asked_about(
    tidewater: Organization, marta: Person, odd: dict[str, str | int], sentence: str
) -> None:
    with pytest.raises(NotSaid, match=sentence):
        plan_series(organization=tidewater, by=marta, now=NOW, **({"title": "Weekly"} | odd))  # type: ignore[arg-type]


def test_a_held_meeting_keeps_its_times_its_rating_and_what_came_of_it(
    tidewater: Organization, weekly: MeetingSeries, security: Team, ines: Person
) -> None:
    decided = record_decision(organization=tidewater, title="Queue", outcome="In the tracker", team=security, by=ines, now=NOW)
    promised = make_commitment(organization=tidewater, title="Move it", due_on=MONDAY, by=ines, now=NOW)
    end = LAST_FRIDAY + timedelta(minutes=55)
    meeting = hold_meeting(
        series=weekly, planned_at=LAST_FRIDAY, ended_at=end, rating=8.5, outputs=[decided, promised], by=ines, now=NOW
    )
    assert (meeting.state, meeting.started_at, meeting.ended_at, meeting.rating) == ("held", LAST_FRIDAY, end, 8.5)
    assert {output.decision or output.commitment for output in meeting.outputs.all()} == {decided, promised}
    assert TeamWeek.objects.get(team=security, week_of=MONDAY - timedelta(days=7)).meeting == "held"


def test_a_missed_meeting_shows_in_the_teams_week(weekly: MeetingSeries, security: Team, ines: Person) -> None:
    miss_meeting(series=weekly, planned_at=LAST_FRIDAY, by=ines, now=NOW)
    assert TeamWeek.objects.get(team=security, week_of=MONDAY - timedelta(days=7)).meeting == "missed"


def test_nothing_is_held_or_missed_before_its_time(weekly: MeetingSeries, ines: Person) -> None:
    with pytest.raises(DatesOutOfOrder, match="still to come"):
        hold_meeting(series=weekly, planned_at=NEXT_FRIDAY, by=ines, now=NOW)
    with pytest.raises(DatesOutOfOrder, match="Call it off"):
        miss_meeting(series=weekly, planned_at=NEXT_FRIDAY, by=ines, now=NOW)
    with pytest.raises(DatesOutOfOrder, match="not before the start"):
        hold_meeting(series=weekly, planned_at=LAST_FRIDAY, ended_at=LAST_FRIDAY - timedelta(hours=1), by=ines, now=NOW)
    with pytest.raises(NotSaid, match="1 to 10"):
        hold_meeting(series=weekly, planned_at=LAST_FRIDAY, rating=11, by=ines, now=NOW)
    assert not Meeting.objects.exclude(state="planned").exists()


def test_whoever_calls_a_meeting_off_says_why_and_it_stays_off(weekly: MeetingSeries, ines: Person) -> None:
    with pytest.raises(NotSaid, match="why it is called off"):
        skip_meeting(series=weekly, planned_at=NEXT_FRIDAY, reason="", by=ines, now=NOW)
    skipped = skip_meeting(series=weekly, planned_at=NEXT_FRIDAY, reason="All at the audit", by=ines, now=NOW)
    assert (skipped.state, skipped.reason) == ("skipped", "All at the audit")
    with pytest.raises(AlreadyClosed):
        hold_meeting(series=weekly, planned_at=NEXT_FRIDAY, by=ines, now=NEXT_FRIDAY + timedelta(hours=1))


def test_a_stranger_keeps_no_minutes(weekly: MeetingSeries) -> None:
    wen = new_person("Wen Li")
    with pytest.raises(NotAllowed, match="Ask Ines Carvalho"):
        hold_meeting(series=weekly, planned_at=LAST_FRIDAY, by=wen, now=NOW)
    with pytest.raises(NotAllowed):
        plan_meeting(series=weekly, planned_at=NEXT_FRIDAY, by=wen, now=NOW)


def test_one_meeting_of_a_series_is_planned_once(weekly: MeetingSeries, ines: Person) -> None:
    planned = plan_meeting(series=weekly, planned_at=IN_TWO_WEEKS, by=ines, now=NOW)
    with pytest.raises(AlreadyThere):
        plan_meeting(series=weekly, planned_at=IN_TWO_WEEKS, by=ines, now=NOW)
    held = hold_meeting(series=weekly, planned_at=IN_TWO_WEEKS, by=ines, now=IN_TWO_WEEKS + timedelta(hours=2))
    assert held == planned


@settings(max_examples=20)
@given(hours=st.integers(1, 100_000), tries=st.lists(st.sampled_from(["hold", "miss", "skip"]), min_size=1, max_size=4))
def test_no_sequence_of_verbs_takes_a_meeting_where_the_table_does_not(
    weekly: MeetingSeries, ines: Person, hours: int, tries: list[str]
) -> None:
    planned_at: datetime = LAST_FRIDAY - timedelta(hours=hours)
    before = "planned"
    for step in tries:
        with contextlib.suppress(Refused):
            {
                "hold": lambda: hold_meeting(series=weekly, planned_at=planned_at, by=ines, now=NOW),
                "miss": lambda: miss_meeting(series=weekly, planned_at=planned_at, by=ines, now=NOW),
                "skip": lambda: skip_meeting(series=weekly, planned_at=planned_at, reason="Audit", by=ines, now=NOW),
            }[step]()
        state = Meeting.objects.get(series=weekly, planned_at=planned_at).state
        assert state == before or state in STATES[before]
        before = state

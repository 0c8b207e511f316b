"""What rooms remind of: only what is still owed, on the right morning, once; in the place of who is away; to both sides."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from accountability.actions import finish_commitment, make_commitment
from alignment.actions.dependencies import agree_dependency, request_dependency
from alignment.models import Objective
from decisions.actions import ask_for_decision
from notifications.models import Notification, Preference
from organizations.models import Absence, Organization, Person
from rhythm.models import Meeting, MeetingSeries
from tests.cast import MONDAY, NOW, new_objective, new_team
from tests.mornings import go_the_rounds

TUESDAY = datetime(2026, 8, 18, 8, 0, tzinfo=UTC)


def told(rule: str) -> list[tuple[str, str]]:
    return list(Notification.objects.filter(reason=rule).order_by("id").values_list("person__name", "text"))


def mornings(first: datetime, days: int) -> None:
    for day in range(days):
        go_the_rounds(first + timedelta(days=day))


def test_a_promise_is_called_to_mind_on_the_working_day_before_once_and_not_after(ines: Person) -> None:
    make_commitment(organization=ines.organization, title="Book the pen test", due_on=date(2026, 8, 24), by=ines, now=NOW)
    mornings(TUESDAY, 3)
    assert told("commitment.due") == []
    mornings(TUESDAY + timedelta(days=3), 7)
    assert told("commitment.due") == [("Ines Carvalho", "“Book the pen test” is due on Monday 24 August")], "on Friday"
    assert Notification.objects.get().created_at.date() == date(2026, 8, 21)


def test_what_is_kept_before_its_morning_is_not_called_to_mind(ines: Person) -> None:
    promise = make_commitment(organization=ines.organization, title="Book it", due_on=date(2026, 8, 19), by=ines, now=NOW)
    finish_commitment(commitment=promise, by=ines, now=NOW)
    mornings(TUESDAY, 3)
    assert told("commitment.due") == []


def test_who_was_not_reached_on_the_day_before_is_on_the_day(tidewater: Organization, ines: Person) -> None:
    make_commitment(organization=tidewater, title="Book it", due_on=date(2026, 8, 19), by=ines, now=NOW)
    Absence.objects.create(organization=tidewater, person=ines, starts_on=date(2026, 8, 18), ends_on=date(2026, 8, 18))
    mornings(TUESDAY, 4)
    assert told("commitment.due") == [("Ines Carvalho", "“Book it” is due on Wednesday 19 August")]


def test_whoever_stands_in_is_reminded_of_everything(tidewater: Organization, marta: Person, ines: Person) -> None:
    make_commitment(organization=tidewater, title="Book it", due_on=date(2026, 8, 19), by=ines, now=NOW)
    ask_for_decision(organization=tidewater, question="Who signs?", decider=ines, need_by=date(2026, 8, 19), by=marta, now=NOW)
    Absence.objects.create(organization=tidewater, person=ines, delegate=marta, starts_on=MONDAY, ends_on=date(2026, 8, 28))
    mornings(TUESDAY, 1)
    lines = Notification.objects.filter(person=marta, reason__in=["commitment.due", "decision.due"])
    assert sorted(line.why for line in lines) == [
        "You get this because you stand in for Ines Carvalho, who decides it.",
        "You get this because you stand in for Ines Carvalho, who promised it.",
    ]
    assert not Notification.objects.filter(person=ines, reason__endswith=".due").exists()


def test_a_question_is_called_to_mind_before_its_day_and_then_each_week_while_it_waits(marta: Person, ines: Person) -> None:
    ask_for_decision(
        organization=ines.organization, question="Who signs?", decider=ines, need_by=date(2026, 8, 19), by=marta, now=NOW
    )
    mornings(TUESDAY, 60)
    days = [line.created_at.date() for line in Notification.objects.filter(reason="decision.due").order_by("id")]
    assert days == [date(2026, 8, 18), date(2026, 8, 20), date(2026, 8, 27), date(2026, 9, 3), date(2026, 9, 10)]


def test_both_sides_of_a_dependency_are_reminded_of_its_day(tidewater: Organization, marta: Person, ines: Person) -> None:
    security, sales = new_team("Security", lead=ines), new_team("Sales", lead=marta)
    dependency = request_dependency(
        organization=tidewater, title="Pen test", from_team=sales, to_team=security, needed_by=date(2026, 8, 21), by=marta, now=NOW
    )
    agree_dependency(dependency=dependency, promised_by=date(2026, 8, 20), by=ines, now=NOW)
    mornings(TUESDAY, 6)
    assert sorted(told("dependency.due")) == [
        ("Ines Carvalho", "“Pen test” is due by Thursday 20 August: Sales waits for it"),
        ("Marta Lindqvist", "“Pen test” is due from Security by Thursday 20 August"),
    ]


@pytest.fixture
def weekly(tidewater: Organization, ines: Person) -> MeetingSeries:
    """Security's weekly; Ines has a check-in that it needs."""
    security = new_team("Security", lead=ines)
    new_objective("SSO", owner=ines, team=security)
    series: MeetingSeries = MeetingSeries.objects.create(organization=tidewater, title="Security weekly", team=security)
    return series


def meet(series: MeetingSeries, at: datetime) -> Meeting:
    meeting: Meeting = Meeting.objects.create(organization=series.organization, series=series, planned_at=at)
    return meeting


@pytest.mark.parametrize(
    ("at", "day", "says"),
    [
        (datetime(2026, 8, 19, 14, 0, tzinfo=UTC), date(2026, 8, 19), "today at 14:00"),
        (datetime(2026, 8, 19, 9, 0, tzinfo=UTC), date(2026, 8, 18), "on Wednesday at 09:00"),  # too early for its own morning
        (datetime(2026, 8, 24, 9, 30, tzinfo=UTC), date(2026, 8, 21), "on Monday at 09:30"),  # over the weekend
        (datetime(2026, 8, 24, 10, 0, tzinfo=UTC), date(2026, 8, 24), "today at 10:00"),
    ],
)
def test_what_a_meeting_needs_is_said_in_the_last_message_well_before_it(
    weekly: MeetingSeries, at: datetime, day: date, says: str
) -> None:
    meet(weekly, at)
    mornings(TUESDAY - timedelta(days=1), 10)
    (line,) = Notification.objects.filter(reason="meeting.prepare")
    assert line.created_at.date() == day
    assert line.text == f"Security weekly {says} needs of you: 1 check-in"


def test_a_meeting_that_needs_nothing_of_them_is_not_called_to_mind(weekly: MeetingSeries, ines: Person) -> None:
    Objective.objects.update(state="completed")
    meet(weekly, datetime(2026, 8, 19, 14, 0, tzinfo=UTC))
    mornings(TUESDAY, 3)
    assert told("meeting.prepare") == []


def test_a_meeting_that_is_moved_is_another_occasion_and_one_that_is_called_off_is_none(weekly: MeetingSeries) -> None:
    meeting = meet(weekly, datetime(2026, 8, 18, 14, 0, tzinfo=UTC))
    gone = meet(weekly, datetime(2026, 8, 18, 16, 0, tzinfo=UTC))
    Meeting.objects.filter(pk=gone.pk).update(state="skipped")
    mornings(TUESDAY, 1)
    Meeting.objects.filter(pk=meeting.pk).update(planned_at=datetime(2026, 8, 20, 14, 0, tzinfo=UTC))
    mornings(TUESDAY + timedelta(days=1), 3)
    assert [text.split(" needs")[0] for _, text in told("meeting.prepare")] == [
        "Security weekly today at 14:00",
        "Security weekly today at 14:00",
    ]


def test_who_works_in_the_evening_is_told_on_their_own_clock(weekly: MeetingSeries, ines: Person) -> None:
    Person.objects.filter(pk=ines.pk).update(timezone="America/New_York")
    Preference.objects.create(organization=ines.organization, person=ines, from_hour=14, until_hour=22, daily_hour=14)
    meet(weekly, datetime(2026, 8, 18, 21, 0, tzinfo=UTC))  # 17:00 there
    go_the_rounds(datetime(2026, 8, 18, 17, 59, tzinfo=UTC))
    assert told("meeting.prepare") == []
    go_the_rounds(datetime(2026, 8, 18, 18, 0, tzinfo=UTC))
    assert told("meeting.prepare") == [("Ines Carvalho", "Security weekly today at 17:00 needs of you: 1 check-in")]

"""A team's week: whether it met, and how many of its objectives were checked in on, by the organization's own calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from alignment.models import CheckIn, Objective
from organizations.logbook import reactions, record
from organizations.models import Organization, Team
from rhythm.models import Meeting, MeetingSeries, TeamWeek
from rhythm.weeks import refresh_weeks
from tests.cast import MONDAY, new_objective, new_quarter, new_team

WEDNESDAY = datetime(2026, 8, 19, 9, 0, tzinfo=UTC)


@pytest.fixture
def security(tidewater: Organization) -> Team:
    return new_team("Security")


def week_of(team: Team, monday: date = MONDAY, today: date = date(2026, 8, 23)) -> tuple[str, int, int]:
    refresh_weeks(organization_id=team.organization_id, week_of=monday, today=today)
    week = TeamWeek.objects.get(team=team, week_of=monday)
    return week.meeting, week.check_ins_in, week.check_ins_due


def report(objective: Objective, at: datetime, **fields: Any) -> None:
    CheckIn.objects.create(organization_id=objective.organization_id, objective=objective, at=at, **fields)


def meet(team: Team, at: datetime, state: str) -> Meeting:
    series, _ = MeetingSeries.objects.get_or_create(organization_id=team.organization_id, team=team, title="Weekly")
    meeting: Meeting = Meeting.objects.create(organization_id=team.organization_id, series=series, planned_at=at, state=state)
    return meeting


def test_a_team_owes_a_check_in_on_each_objective_that_is_under_way(security: Team) -> None:
    quarter = new_quarter()
    sso = new_objective("SSO", team=security, cycle=quarter)
    new_objective("Pen test", team=security, due_on=date(2026, 9, 1))
    new_objective("Idea", team=security, cycle=quarter, state="proposed")
    new_objective("Nobody said when", team=security)
    new_objective("Next quarter", team=security, start_on=date(2026, 9, 28))
    report(sso, WEDNESDAY)
    report(sso, WEDNESDAY)
    assert week_of(security) == ("", 1, 2)


def test_what_ended_later_was_owed_in_its_weeks(security: Team) -> None:
    new_objective("SSO", team=security, cycle=new_quarter(), state="completed", completed_on=date(2026, 8, 19))
    assert week_of(security, date(2026, 8, 10)) == ("", 0, 1)


def test_the_week_begins_at_the_organizations_own_midnight(security: Team, tidewater: Organization) -> None:
    Organization.objects.filter(pk=tidewater.pk).update(timezone="Pacific/Auckland")
    sso = new_objective("SSO", team=security, cycle=new_quarter())
    report(sso, datetime(2026, 8, 16, 20, 0, tzinfo=UTC))  # Monday morning there
    assert week_of(security) == ("", 1, 1)


def test_a_day_without_a_time_is_the_day_that_was_stated(security: Team, tidewater: Organization) -> None:
    Organization.objects.filter(pk=tidewater.pk).update(timezone="America/Los_Angeles")
    sso = new_objective("SSO", team=security, cycle=new_quarter())
    report(sso, datetime(2026, 8, 17, 0, 0, tzinfo=UTC), is_day_only=True)
    assert week_of(security) == ("", 1, 1)


def test_a_meeting_that_was_held_outweighs_one_that_was_missed(security: Team) -> None:
    meet(security, datetime(2026, 8, 17, 9, tzinfo=UTC), "missed")
    assert week_of(security)[0] == "missed"
    meet(security, WEDNESDAY, "held")
    assert week_of(security)[0] == "held"


def test_a_week_whose_meeting_was_called_off_has_none(security: Team) -> None:
    meeting = meet(security, WEDNESDAY, "planned")
    assert week_of(security, today=WEDNESDAY.date())[0] == "planned"
    Meeting.objects.filter(pk=meeting.pk).update(state="skipped")
    assert week_of(security)[0] == ""


def test_nobody_said_whether_a_planned_meeting_was_held_so_its_week_says_nothing(security: Team) -> None:
    meeting = meet(security, WEDNESDAY, "planned")
    assert week_of(security, today=MONDAY)[0] == "planned", "it is still to come"
    assert week_of(security, today=date(2026, 8, 20))[0] == "", "its day is over"
    meet(security, datetime(2026, 8, 21, 9, tzinfo=UTC), "planned")
    assert week_of(security, today=date(2026, 8, 20))[0] == "planned", "another one is to come"
    Meeting.objects.filter(pk=meeting.pk).update(state="held")
    assert week_of(security, today=date(2026, 8, 24))[0] == "held"


def test_a_team_that_owes_nothing_any_more_is_counted_down(security: Team) -> None:
    sso = new_objective("SSO", team=security, cycle=new_quarter())
    assert week_of(security) == ("", 0, 1)
    Objective.objects.filter(pk=sso.pk).update(team=None)
    assert week_of(security) == ("", 0, 0)


def test_weeks_to_come_are_left_alone(security: Team) -> None:
    new_objective("SSO", team=security, cycle=new_quarter())
    refresh_weeks(organization_id=security.organization_id, week_of=date(2026, 8, 24), today=date(2026, 8, 23))
    assert not TeamWeek.objects.exists()


def test_only_the_named_teams_are_counted(security: Team) -> None:
    quarter, data = new_quarter(), new_team("Data")
    new_objective("SSO", team=security, cycle=quarter)
    new_objective("Export", team=data, cycle=quarter)
    refresh_weeks(organization_id=security.organization_id, team_ids=[data.pk], week_of=MONDAY, today=MONDAY)
    assert [week.team for week in TeamWeek.objects.select_related("team")] == [data]


@pytest.mark.parametrize("name", ["check_in.posted", "objective.set", "objective.held"])
def test_what_happens_to_an_objective_is_counted_in_its_teams_week(security: Team, name: str) -> None:
    sso = new_objective("SSO", team=security, cycle=new_quarter())
    report(sso, WEDNESDAY)
    event = record(name, by=None, about=sso, now=WEDNESDAY)
    for reaction in reactions[name]:
        reaction(event, WEDNESDAY)
    assert TeamWeek.objects.get(team=security, week_of=MONDAY).check_ins_in == 1

"""A promise that stays unresolved twice is an issue of its team's next meeting, once, however often it is moved."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from accountability import actions
from accountability.models import Commitment
from organizations.logbook import reactions
from organizations.models import Event, Organization, Person, Team
from rhythm.models import Issue, Meeting, MeetingSeries
from rhythm.reactions.unresolved import when_it_is_moved_again, when_two_meetings_found_it_open
from tests.cast import MONDAY, NOW, new_team
from tests.reading import Reader

WEEK = timedelta(days=7)


@pytest.fixture
def security(tidewater: Organization, ines: Person) -> Team:
    return new_team("Security", lead=ines)


def moved(commitment: Commitment, ines: Person, now: datetime, **more: Any) -> Commitment:
    """Re-scoped by a week from now, with what rhythm does about it."""
    later: Commitment = actions.rescope_commitment(
        commitment=commitment, due_on=now.date() + WEEK, reason="No slot", reason_code="team", by=ines, now=now, **more
    )
    event = Event.objects.filter(name="commitment.rescoped").order_by("-id").first()
    assert event
    when_it_is_moved_again(event, now)
    return later


def test_moved_twice_after_its_day_it_is_an_issue_and_only_once(tidewater: Organization, security: Team, ines: Person) -> None:
    first = actions.make_commitment(organization=tidewater, title="Book a slot", due_on=MONDAY, team=security, by=ines, now=NOW)
    second = moved(first, ines, NOW + timedelta(days=1))
    assert not Issue.objects.exists(), "once may happen"
    third = moved(second, ines, NOW + timedelta(days=20))
    issue = Issue.objects.get()
    assert (issue.title, issue.team, issue.owner) == ("Twice unresolved: Book a slot", security, ines)
    assert "Its day has passed 2 times" in issue.description
    moved(third, ines, NOW + timedelta(days=60))
    assert Issue.objects.count() == 1
    assert Event.objects.filter(name="issue.raised").count() == 1


def test_what_is_talked_over_in_time_is_no_miss(tidewater: Organization, security: Team, ines: Person) -> None:
    commitment = actions.make_commitment(
        organization=tidewater, title="Book a slot", due_on=MONDAY + WEEK, team=security, by=ines, now=NOW
    )
    for days in range(4):
        commitment = moved(commitment, ines, NOW + timedelta(days=days))
    assert not Issue.objects.exists()


def test_found_open_by_two_meetings_it_is_on_the_table_of_the_third(
    tidewater: Organization, security: Team, ines: Person, marta: Person
) -> None:
    late = actions.make_commitment(organization=tidewater, title="Book a slot", due_on=MONDAY, team=security, by=ines, now=NOW)
    young = actions.make_commitment(
        organization=tidewater, title="Young", due_on=MONDAY + 2 * WEEK, team=security, by=ines, now=NOW
    )
    private = actions.make_commitment(organization=tidewater, title="Own", due_on=MONDAY, is_private=True, by=ines, now=NOW)
    weekly = MeetingSeries.objects.create(organization=tidewater, title="Security weekly", team=security)
    for week in (1, 2):
        at = NOW + week * WEEK + timedelta(days=1)
        meeting = Meeting.objects.create(organization=tidewater, series=weekly, planned_at=at, state="held", started_at=at)
        event = Event.objects.create(
            organization=tidewater, name="meeting.held", at=at, about_type="rhythm.MeetingSeries", about_id=weekly.pk,
            about_title="Security weekly", data={"meeting": meeting.pk},
        )  # fmt: skip
        when_two_meetings_found_it_open(event, at)
        assert Issue.objects.count() == week - 1
    assert Issue.objects.get().title == f"Twice unresolved: {late}"
    assert young.pk and private.pk
    assert "Twice unresolved: Book a slot" in Reader(marta).slot("rhythm:of_commitment", late.pk)


def test_rhythm_listens() -> None:
    assert when_it_is_moved_again in reactions["commitment.rescoped"]
    assert when_two_meetings_found_it_open in reactions["meeting.held"]

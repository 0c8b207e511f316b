"""The last segment: what the room leaves with is read back, other teams hear of it, and the time is rated."""

from __future__ import annotations

from datetime import timedelta

import pytest

from organizations.models import Person, Team
from rhythm.actions.messages import withdraw_message, write_message
from rhythm.actions.rooms.capturing import capture
from rhythm.actions.rooms.presence import rate_meeting
from rhythm.models import Attendance, Capture, Meeting, SegmentKind
from rhythm.reads.contents.rows import MOST
from tests.cast import NOW, new_team
from tests.reading import in_order
from tests.rhythm.agendas import new_issue, new_meeting
from tests.rhythm.segments import on_agenda, room_at, run_meeting, security_of, shown

Kind = SegmentKind


@pytest.fixture
def security(ines: Person) -> Team:
    return security_of(ines)


def test_the_close_reads_back_and_puts_what_lacks_an_owner_first(security: Team, ines: Person, marta: Person) -> None:
    meeting = run_meeting(security, ines, Kind.CLOSE)
    assert "Nothing was decided and nothing promised." in shown(meeting)
    capture(meeting=meeting, kind="decision", text="One intake queue", key="d", by=ines, now=NOW)
    capture(meeting=meeting, kind="commitment", text='Move the kick-offs @"Marta Lindqvist" /fri', key="p", by=ines, now=NOW)
    lost = capture(meeting=meeting, kind="commitment", text="Price list", key="l", by=ines, now=NOW)
    Capture.objects.filter(pk=lost.pk).update(owner=None)
    on_agenda(meeting, Kind.ISSUES, new_issue("Not reached", security))
    page = shown(meeting)
    assert in_order(
        page,
        "Decided 1 · Promised 2 · Raised 0 · Carried 1",
        "No owner: “Price list”",
        "Name one",
        "Commitments",
        "1 without an owner or a day",
        "[Off track] Price list",
        "[Not agreed yet] Move the kick-offs",
        "Marta Lindqvist",
        "not agreed yet",
        "Fri 21 Aug",
        "Decisions",
        "One intake queue",
        "Carried to the next time",
        "Not reached",
        "What others must hear",
        "Ratings",
        "0 of 1 rated",
    )


def test_ratings_are_shown_when_all_who_are_here_have_rated(security: Team, ines: Person, marta: Person) -> None:
    meeting = run_meeting(security, ines, Kind.CLOSE)
    scope = {"organization_id": meeting.organization_id, "meeting": meeting}
    Attendance.objects.filter(meeting=meeting, person=ines).update(seen_at=NOW)
    Attendance.objects.create(**scope, person=marta, seen_at=NOW)
    rate_meeting(meeting=meeting, rating=9, by=ines, now=NOW)
    assert in_order(shown(meeting), "1 of 2 rated", "when all are in")
    rate_meeting(meeting=meeting, rating=8, by=marta, now=NOW)
    assert in_order(shown(meeting), "8.5", "Ines Carvalho: 9", "Marta Lindqvist: 8")


def test_the_close_says_how_it_was_rated_the_last_four_times(security: Team, ines: Person) -> None:
    meeting = run_meeting(security, ines, Kind.CLOSE)
    assert "last" not in shown(meeting).split("Ratings")[1]
    for weeks, rating in ((6, 3.0), (5, 7.84), (4, 8.1), (3, None), (2, 7.6), (1, 8.3)):
        new_meeting(meeting.series, planned_at=NOW - timedelta(weeks=weeks), state="held", rating=rating)
    assert in_order(shown(meeting), "when all are in.", "The last four were 7.8, 8.1, 7.6, 8.3")
    Meeting.objects.filter(series=meeting.series, rating__lt=8).delete()
    Meeting.objects.filter(series=meeting.series, rating=8.1).delete()
    assert "The last one was 8.3" in shown(meeting)


def test_the_close_counts_all_that_is_carried_however_long_the_list(security: Team, ines: Person) -> None:
    meeting = run_meeting(security, ines, Kind.CLOSE)
    for number in range(MOST + 9):
        on_agenda(meeting, Kind.TALK, new_issue(f"Not reached {number}", security))
    assert in_order(shown(meeting), f"Carried {MOST + 9}", "Not reached 0", f"and {MOST + 1} more")


def test_the_close_reads_back_what_other_teams_will_hear(security: Team, ines: Person) -> None:
    meeting = run_meeting(security, ines, Kind.CLOSE)
    assert in_order(shown(meeting), "What others must hear", "Nothing yet.", "Tell other teams")
    version = room_at(meeting).run.version
    told = write_message(meeting=meeting, text="No date before the pen test", teams=[new_team("Sales")], by=ines, now=NOW)
    assert room_at(meeting).run.version == version + 1  # so that every screen draws it
    assert in_order(shown(meeting), "What others must hear", "No date before the pen test", "to Sales")
    withdraw_message(message=told, by=ines, now=NOW)
    assert (room_at(meeting).run.version, "pen test" in shown(meeting)) == (version + 2, False)

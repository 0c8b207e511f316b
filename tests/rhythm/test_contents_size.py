"""What a segment asks of the database does not grow with what there is, and odd names break nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from decisions.models import Option
from organizations.models import Organization, Person, Team
from rhythm.actions.rooms.capturing import capture
from rhythm.models import Issue, Meeting, SegmentKind
from rhythm.reads.contents import content_of
from rhythm.reads.mine import mine_of
from tests.cast import MONDAY, NOW, new_team
from tests.query_counts import CountQueries
from tests.rhythm.agendas import asked, days, new_issue, new_risk, promised, stuck, troubled, undecided
from tests.rhythm.segments import go, on_agenda, room_at, run_meeting, security_of, shown, source
from tests.rhythm.test_contents import measured

Kind = SegmentKind


@pytest.fixture
def security(ines: Person) -> Team:
    return security_of(ines)


def fill(security: Team, ines: Person, times: int) -> None:
    """So many of everything that a segment may show."""
    other, scope = new_team("Sales"), {"organization_id": security.organization_id}
    for number in range(times):
        own = troubled(f"Off track {number}", "off_track", security, owner=ines)
        promised(f"Late {number}", ines, due=-3, team=security, objective=own)
        promised(f"Soon {number}", ines, due=3, team=security)
        asked(f"Asked {number}", of=security, by=other, needed_by=days(5))
        asked(f"Given {number}", of=other, by=security, needed_by=days(5))
        late = undecided(f"Decide {number}", ines, held=(security,), team=security, need_by=days(-1))
        Option.objects.create(**scope, decision=late, position=0, text="Keep it")
        undecided(
            f"Again {number}", ines, team=security, state="accepted", review_on=MONDAY, decided_on=days(-40), proposed_on=days(-50)
        )
        stuck(f"Stuck {number}", security, ines)
        new_risk(f"Risk {number}", security, objective=own)
        new_issue(f"Issue {number}", security, owner=ines, raised_by=ines)
        measured(f"Number {number}", security, ines, 10, *range(9))


def talk_a_lot(meeting: Meeting, ines: Person, times: int) -> None:
    for number in range(times):
        for kind in ("win", "headline", "commitment", "decision", "note", "issue"):
            capture(meeting=meeting, kind=kind, text=f"{kind} {number}", key=f"{kind}{number}", by=ines, now=NOW)
    for issue in list(Issue.objects.filter(title__startswith="Issue "))[:times]:
        on_agenda(meeting, Kind.ISSUES, issue, issue=issue, minutes=5)
        on_agenda(meeting, Kind.TALK, new_issue("Of the talk"), issue=None)


@pytest.mark.parametrize("times", [1, 20])
def test_what_a_segment_asks_of_the_database_does_not_grow(
    times: int, security: Team, ines: Person, count_queries: CountQueries
) -> None:
    fill(security, ines, times)
    meeting = run_meeting(security, ines, Kind.TALK)
    talk_a_lot(meeting, ines, times)
    for kind in Kind:
        go(meeting, kind, ines)
        room = room_at(meeting)
        with count_queries(f"rhythm:segment {kind}"):
            content_of(room)
        with count_queries(f"rhythm:mine {kind}"):
            mine_of(ines, room)
        html = source(meeting)
        assert len(html) < 200_000


def test_every_segment_is_drawn_for_a_viewer_and_for_odd_names(
    tidewater: Organization, security: Team, ines: Person, draw: Callable[[Meeting], str] = shown
) -> None:
    troubled("<b>Bold</b> & “quoted”", "off_track", security, owner=None)
    meeting: Any = run_meeting(security, ines, Kind.PRIORITIES)
    assert "<b>Bold" not in source(meeting)
    assert "<b>Bold</b> & “quoted”" in draw(meeting)

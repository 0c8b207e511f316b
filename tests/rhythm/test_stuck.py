"""What is stuck, in meetings: on the agenda with its reason, in the room with its clock, and cleared from there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from decisions.actions import Stuck, ask_for_decision, clear_blocker
from decisions.models import Blocker
from organizations.models import Event, Organization, Person, Team
from rhythm.actions.agendas import build_agenda
from rhythm.actions.rooms.raising import raise_row
from rhythm.live.hearing import HEARD, tell_rooms
from rhythm.models import AgendaItem, Issue, SegmentKind
from rhythm.reads.known import known_of
from rhythm.reads.standing import standings
from tests.cast import MONDAY, NOW, new_objective, new_person, new_team
from tests.decisions.blockers import DAY, raised
from tests.reading import Reader, in_order
from tests.rhythm.agendas import new_meeting, new_series
from tests.rhythm.segments import on_agenda, run_meeting, security_of, shown


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def security(ines: Person) -> Team:
    return security_of(ines)


@pytest.fixture
def ben(tidewater: Organization) -> Person:
    return new_person("Ben Okafor", login=True, status="active")


def stuck_of(team: Team, by: Person, owner: Person, title: str, **more: Any) -> Blocker:
    return raised(by, owner, title, stuck=Stuck(objective=new_objective(f"Goal {title}", team=team)), **more)


def test_the_groups_own_and_what_it_can_clear_stand_on_its_agenda(security: Team, ines: Person, ben: Person) -> None:
    other = new_team("Sales")
    late = stuck_of(security, ines, ben, "Ours, late", hoped_on=MONDAY, since_on=MONDAY - 7 * DAY)
    Blocker.objects.filter(pk=late.pk).update(hoped_on=MONDAY - DAY)
    stuck_of(other, ben, ines, "We can clear it")
    stuck_of(other, ben, ben, "Nothing of ours")
    clear_blocker(blocker=stuck_of(security, ines, ben, "Over"), by=ben, now=NOW)
    decision = ask_for_decision(organization=ines.organization, question="Which vendor?", decider=ines, by=ines, now=NOW)
    stuck_of(security, ines, ines, "Waits on a question", decision=decision)
    meeting = new_meeting(new_series("Security weekly", security, organizer=ines))
    build_agenda(meeting=meeting, by=ines, now=NOW)
    items = AgendaItem.objects.filter(meeting=meeting, about_type="decisions.Blocker").order_by("position")
    assert [(item.title, item.why) for item in items] == [
        ("Ours, late", "Ben Okafor was to clear it 1 day ago; “Goal Ours, late” is stuck 5 working days"),
        ("We can clear it", "Stuck since today: “Goal We can clear it”; Ines Carvalho clears it, no day is named"),
    ]
    assert {item.segment.kind for item in items} == {"dependencies"}


def test_a_huddle_has_it_in_its_part_for_what_is_stuck(security: Team, ines: Person, ben: Person) -> None:
    stuck_of(security, ines, ben, "Ours")
    meeting = new_meeting(new_series("Huddle", security, kind="huddle", organizer=ines, duration_minutes=10))
    build_agenda(meeting=meeting, by=ines, now=NOW)
    assert AgendaItem.objects.get(meeting=meeting, title="Ours").segment.title == "Stuck"


@pytest.mark.parametrize("kind", [SegmentKind.DEPENDENCIES])
def test_the_room_reads_it_and_clears_it(security: Team, ines: Person, ben: Person, kind: SegmentKind) -> None:
    blocker = stuck_of(security, ines, ben, "No tenant", hoped_on=MONDAY + DAY, since_on=MONDAY - 7 * DAY)
    meeting = run_meeting(security, ines, kind)
    assert in_order(shown(meeting), "Stuck", "No tenant", "“Goal No tenant” is stuck", "5 working days", "hoped for by", "Cleared")
    reader = Reader(ines)
    said = {"answer": "cleared", "lead_back": f"meetings/{meeting.pk}/room/"}
    answer: Any = reader.client.post(reader.address("decisions:blocker_answer", blocker.pk), said)
    assert answer.url == f"/tidewater/meetings/{meeting.pk}/room/"
    assert "No tenant" not in shown(meeting)


def test_where_no_part_is_for_coordination_triage_has_it(security: Team, ines: Person, ben: Person) -> None:
    stuck_of(security, ines, ben, "No tenant")
    meeting = run_meeting(security, ines, SegmentKind.TRIAGE)
    assert "No tenant" not in shown(meeting)
    meeting.segments.filter(kind=SegmentKind.DEPENDENCIES).delete()
    assert in_order(shown(meeting), "Stuck", "No tenant")


def test_it_becomes_an_issue_with_what_it_waits_on(security: Team, ines: Person, ben: Person) -> None:
    blocker = stuck_of(security, ines, ben, "No tenant", clears_when="One with SSO")
    meeting = run_meeting(security, ines, SegmentKind.DEPENDENCIES)
    raise_row(meeting=meeting, about=f"decisions.Blocker:{blocker.pk}", by=ines, now=NOW)
    issue = Issue.objects.get()
    assert (issue.title, issue.description) == ("Stuck: No tenant", "Ben Okafor clears it. One with SSO")
    assert issue.objective == blocker.objective


def test_what_is_known_and_how_it_stands_since(security: Team, ines: Person, ben: Person) -> None:
    blocker = stuck_of(security, ines, ben, "No tenant", hoped_on=MONDAY + DAY, since_on=MONDAY - 7 * DAY)
    meeting = run_meeting(security, ines, SegmentKind.DEPENDENCIES)
    item = on_agenda(meeting, SegmentKind.DEPENDENCIES, blocker)
    assert [(line["words"], line["figure"]) for line in known_of([item], NOW)[item.pk]][:2] == [
        ("Ben Okafor clears it", "5 working days"),
        ("Hoped for", "Tue 18 Aug"),
    ]
    assert standings([item], MONDAY, NOW)["decisions.Blocker", blocker.pk].words == "stuck 5 working days"
    clear_blocker(blocker=blocker, by=ben, now=NOW)
    assert standings([item], MONDAY, NOW)["decisions.Blocker", blocker.pk].words == "cleared"


def test_a_running_room_hears_of_it(security: Team, ines: Person, ben: Person) -> None:
    run_meeting(security, ines, SegmentKind.DEPENDENCIES)
    stuck_of(security, ines, ben, "No tenant")
    event = Event.objects.get(name="blocker.raised")
    assert event.name in HEARD
    assert tell_rooms(event) == 1
    stuck_of(new_team("Sales"), ben, ben, "Elsewhere", now=NOW + timedelta(minutes=1))
    assert tell_rooms(Event.objects.filter(name="blocker.raised").latest("id")) == 0

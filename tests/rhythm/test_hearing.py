"""A running room hears of what happens outside it, and of nothing that is not its own."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from accountability.actions import finish_commitment
from alignment.actions.check_ins import post_check_in
from alignment.actions.dependencies import agree_dependency
from alignment.actions.metrics import record_measurement
from alignment.models.check_ins import Claim
from decisions.actions import (
    Measure,
    add_option,
    ask_for_decision,
    change_decision,
    change_option,
    close_hearing,
    defer_decision,
    open_hearing,
    remove_option,
    set_criteria,
    take_up_decision,
)
from decisions.actions.options import Alternative
from decisions.models import Way
from organizations.models import Event, Organization, Person, Team
from organizations.tenancy import in_organization
from rhythm.actions.rooms.closing import close_meeting
from rhythm.actions.rooms.opening import suspend_meeting
from rhythm.live.hearing import HEARD, tell_rooms
from rhythm.models import Meeting, MeetingRun
from tests.cast import NOW, new_organization, new_person, new_team
from tests.query_counts import CountQueries
from tests.rhythm.agendas import asked, days, promised, troubled
from tests.rhythm.segments import run_meeting, security_of, version
from tests.rhythm.test_contents import measured


@pytest.fixture
def security(ines: Person) -> Team:
    return security_of(ines)


def newest(name: str) -> Event:
    event: Event = Event.objects.filter(name=name).order_by("-id")[0]
    return event


def heard(meeting: Meeting, name: str) -> bool:
    """Whether it is listened for, and the room shows it anew."""
    before = version(meeting)
    tell_rooms(newest(name))
    return name in HEARD and version(meeting) > before


def test_a_check_in_posted_elsewhere_raises_the_version_of_the_running_room(security: Team, ines: Person) -> None:
    meeting = run_meeting(security, ines)
    objective = troubled("SSO for mid-market", "off_track", security, owner=ines)
    post_check_in(objective=objective, claim=Claim.ON_TRACK, confidence=70, note="The vendor answered", by=ines, now=NOW)
    assert heard(meeting, "check_in.posted")


def test_promises_answers_and_figures_are_heard(security: Team, ines: Person) -> None:
    meeting = run_meeting(security, ines)
    finish_commitment(commitment=promised("Rotate the keys", ines, due=-5, team=security), by=ines, now=NOW)
    assert heard(meeting, "commitment.finished")
    need = asked("SSO pen-test sign-off", of=security, by=new_team("Sales"))
    agree_dependency(dependency=need, promised_by=days(4), by=None, now=NOW)
    assert heard(meeting, "dependency.agreed")
    record_measurement(metric=measured("Open findings", security, ines, 20), value=28, by=ines, now=NOW)
    assert heard(meeting, "metric.measured")


def test_what_becomes_of_a_decision_is_heard(security: Team, ines: Person) -> None:
    """It is put into other words, gets an option, people are asked, it is put off and is back: each time the room shows it anew."""
    meeting, now = run_meeting(security, ines), NOW
    asked_of: dict[str, Any] = {"decider": ines, "by": ines, "now": now, "team": security, "heard": [new_person("Wen Li")]}
    decision = ask_for_decision(organization=security.organization, question="Extend?", **asked_of)
    assert heard(meeting, "decision.asked")
    change_decision(decision=decision, title="Extend the contractor?", by=ines, now=now)
    assert heard(meeting, "decision.changed")
    option = add_option(decision=decision, said=Alternative("To 30 September"), by=ines, now=now)
    assert heard(meeting, "decision.option_added")
    change_option(option=option, text="To 31 October", by=ines, now=now)
    assert heard(meeting, "decision.option_changed")
    set_criteria(decision=decision, criteria=[Measure("Cost", 3)], by=ines, now=now)
    assert heard(meeting, "decision.criteria_changed")
    hearing = open_hearing(decision=decision, way=Way.ADVICE, closes_on=days(3), by=ines, now=now)
    assert heard(meeting, "decision.input_asked")
    close_hearing(hearing=hearing, by=ines, now=now)
    assert heard(meeting, "decision.input_closed")
    remove_option(option=option, by=ines, now=now)
    assert heard(meeting, "decision.option_removed")
    defer_decision(decision=decision, reason="The offer is late", need_by=days(9), by=ines, now=now)
    assert heard(meeting, "decision.deferred")
    take_up_decision(decision=decision, by=ines, now=now)
    assert heard(meeting, "decision.taken_up")


def test_the_work_of_a_team_is_heard_above_it_and_not_beside_it(tidewater: Organization, ines: Person, marta: Person) -> None:
    engineering = new_team("Engineering", lead=marta)
    security = new_team("Security", lead=ines, parent=engineering)
    above, beside = run_meeting(engineering, marta), run_meeting(new_team("Sales", lead=marta), marta)
    company = run_meeting(None, marta)
    finish_commitment(commitment=promised("Rotate the keys", ines, due=-5, team=security), by=ines, now=NOW)
    event = newest("commitment.finished")
    before = [version(meeting) for meeting in (above, beside, company)]
    assert tell_rooms(event) == 2
    after = [version(meeting) for meeting in (above, beside, company)]
    assert [now - then for now, then in zip(after, before, strict=True)] == [1, 0, 1]


def test_rooms_that_stand_still_and_those_of_others_are_left_alone(security: Team, ines: Person) -> None:
    meeting = run_meeting(security, ines)
    with in_organization(new_organization("rival")):
        them = new_person("Their lead")
        theirs = run_meeting(new_team("Theirs", lead=them), them)
    finish_commitment(commitment=promised("Rotate the keys", ines, due=-5, team=security), by=ines, now=NOW)
    event = newest("commitment.finished")
    suspend_meeting(meeting=meeting, by=ines, now=NOW)
    assert tell_rooms(event) == 0
    close_meeting(meeting=meeting, by=ines, now=NOW + timedelta(minutes=30))
    assert tell_rooms(event) == 0
    with in_organization(theirs.organization):
        assert MeetingRun.objects.get().version == version(theirs)


def test_hearing_costs_one_query_while_no_room_runs(security: Team, ines: Person, count_queries: CountQueries) -> None:
    finish_commitment(commitment=promised("Rotate the keys", ines, due=-5, team=security), by=ines, now=NOW)
    event = newest("commitment.finished")
    with count_queries("rhythm:hearing while no room runs"):
        tell_rooms(event)
    run_meeting(security, ines)
    with count_queries("rhythm:hearing"):
        tell_rooms(event)


def test_every_name_that_is_listened_for_is_spoken() -> None:
    """An event that nobody records any more is one that nobody hears."""
    rooms = ("accountability", "alignment", "decisions", "rhythm")
    code = "".join(path.read_text() for room in rooms for path in Path(room).rglob("*.py") if path.name not in {"hearing.py"})
    assert not [name for name in HEARD if f'"{name}"' not in code and f".{name.split('.')[1]}" not in code]

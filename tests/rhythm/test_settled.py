"""What is done in the meeting is off its agenda: closed or answered in its room or elsewhere, it is not carried over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accountability.actions import finish_commitment, reopen_commitment
from alignment.actions.dependencies import agree_dependency
from organizations.models import Person, Team
from rhythm.actions.agendas import build_agenda
from rhythm.actions.rooms.closing import close_meeting, settle_item
from rhythm.actions.rooms.opening import open_meeting
from rhythm.actions.rooms.settled import ENDS, OPENS
from rhythm.live.hearing import HEARD
from rhythm.models import AgendaItem, Meeting, SegmentKind
from tests.cast import NOW, new_team
from tests.reading import Reader, in_order
from tests.rhythm.agendas import asked, days, new_meeting, new_series, promised
from tests.rhythm.records import react
from tests.rhythm.segments import go, on_agenda, room_at, run_meeting, security_of, shown, version

Kind = SegmentKind
SOON = NOW + timedelta(minutes=5)


@pytest.fixture
def security(ines: Person) -> Team:
    return security_of(ines)


@pytest.fixture
def meeting(security: Team, ines: Person) -> Meeting:
    return run_meeting(security, ines, Kind.COMMITMENTS)


def ending(item: AgendaItem) -> str:
    item.refresh_from_db()
    return item.disposition


def test_a_promise_that_is_kept_in_the_room_leaves_its_agenda(meeting: Meeting, security: Team, ines: Person) -> None:
    kept, other = (promised(title, ines, due=-5, team=security) for title in ("Rotate the keys", "Write the letter"))
    on, still = (on_agenda(meeting, Kind.COMMITMENTS, row) for row in (kept, other))
    assert room_at(meeting).unsettled_count == 2
    finish_commitment(commitment=kept, by=ines, now=SOON)
    before = version(meeting)
    react()
    assert (ending(on), ending(still), room_at(meeting).unsettled_count) == ("done", "", 1)
    assert version(meeting) > before, "every screen counts it down"
    go(meeting, Kind.CLOSE, ines)
    assert in_order(shown(meeting), "Carried 1", "Write the letter")
    reopen_commitment(commitment=kept, by=ines, now=SOON)
    react()
    assert ending(on) == "", "closed by mistake, it waits again"


def test_what_the_worker_did_not_come_to_is_not_carried_over_all_the_same(meeting: Meeting, security: Team, ines: Person) -> None:
    need = asked("SSO pen-test sign-off", of=security, by=new_team("Sales"), needed_by=days(4))
    item = on_agenda(meeting, Kind.DEPENDENCIES, need)
    agree_dependency(dependency=need, promised_by=days(4), by=ines, now=SOON)
    close_meeting(meeting=meeting, by=ines, now=SOON)
    assert ending(item) == "committed"
    react()
    assert ending(item) == "committed"


def test_what_was_done_between_its_building_and_the_opening_is_done_when_it_opens(security: Team, ines: Person) -> None:
    kept = promised("Rotate the keys", ines, due=-5, team=security)
    promised("Write the letter", ines, due=-5, team=security)
    planned = new_meeting(new_series("Security weekly", security, organizer=ines), planned_at=NOW)
    build_agenda(meeting=planned, by=ines, now=NOW - timedelta(hours=20))
    finish_commitment(commitment=kept, by=ines, now=NOW - timedelta(hours=1))
    open_meeting(meeting=planned, by=ines, now=NOW)
    rows = AgendaItem.objects.filter(meeting=planned, about_type="accountability.Commitment").order_by("title")
    assert list(rows.values_list("title", "disposition")) == [("Rotate the keys", "done"), ("Write the letter", "")]


def test_what_ended_before_the_meeting_and_what_the_room_said_itself_stay(meeting: Meeting, security: Team, ines: Person) -> None:
    early, said = (promised(title, ines, due=-5, team=security) for title in ("Closed last week", "Looked at"))
    finish_commitment(commitment=early, by=ines, now=NOW - timedelta(days=3))
    on, fine = (on_agenda(meeting, Kind.COMMITMENTS, row) for row in (early, said))
    settle_item(item=fine, disposition="fine", by=ines, now=NOW)
    finish_commitment(commitment=said, by=ines, now=SOON)
    react()
    assert (ending(on), ending(fine)) == ("", "fine")


def test_every_ending_is_one_that_rooms_hear_of() -> None:
    assert {*ENDS, *OPENS} - {*HEARD} <= {"issue.unparked"}


def test_what_is_done_in_the_room_can_be_undone_there(meeting: Meeting, security: Team, ines: Person) -> None:
    kept, reader = promised("Rotate the keys", ines, due=-5, team=security), Reader(ines)
    said = {"ending": "done", "lead_back": f"meetings/{meeting.pk}/room/"}
    reader.client.post(reader.address("accountability:closure", kept.pk), said, headers={"HX-Request": "true"})
    own = reader.address("rhythm:mine", meeting.pk)
    told = reader.client.get(own, headers={"HX-Request": "true"}).content.decode()
    assert in_order(told, "<template>", "Rotate the keys", "Undo", "</template>")
    assert "<template>" not in reader.client.get(own, headers={"HX-Request": "true"}).content.decode(), "once"

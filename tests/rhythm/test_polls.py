"""How sure the room is, one to five: asked, answered, shown when all are in, and kept in the minutes beside what was written."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine

from organizations.models import Organization, Person
from organizations.refusals import NotSaid
from rhythm.actions.rooms.asking import answer_poll, ask_room, close_poll, open_writing, show_writing, write_line
from rhythm.actions.rooms.closing import close_meeting
from rhythm.actions.rooms.moving import move_room
from rhythm.actions.rooms.opening import open_meeting
from rhythm.models import Attendance, Meeting, MeetingSeries, Segment
from rhythm.reads.room import room_of
from tests.cast import NOW, new_person
from tests.reading import Reader, in_order, said
from tests.rhythm.rooms import at_minute, new_weekly
from tests.rhythm.test_room_screens import room, stage


@pytest.fixture
def ruth(tidewater: Organization) -> Person:
    return new_person("Ruth Adeyemi", login=True, access="member", status="active")


@pytest.fixture
def opened(tidewater: Organization, marta: Person, ines: Person, ruth: Person) -> Meeting:
    weekly = new_weekly(tidewater, ines, ruth, lead=marta)
    open_meeting(meeting=weekly, by=marta, now=NOW)
    Attendance.objects.filter(meeting=weekly).update(seen_at=at_minute(40))
    return weekly


def at(minute: float) -> Any:
    return time_machine.travel(at_minute(minute), tick=False)


def test_how_sure_the_room_is_is_said_one_to_five_and_who_doubts_says_why(
    opened: Meeting, marta: Person, ines: Person, ruth: Person
) -> None:
    with pytest.raises(NotSaid, match="Ask whether all can live with it"):
        ask_room(meeting=opened, question="We will reach it", kind="loudness", by=marta, now=NOW)
    poll = ask_room(meeting=opened, question="We will reach it", kind="confidence", by=marta, now=NOW)
    for odd in ("yes", "0", "6", ""):
        with pytest.raises(NotSaid, match="how sure you are, one to five"):
            answer_poll(poll=poll, answer=odd, by=ines, now=NOW)
    with pytest.raises(NotSaid, match="Say what your concern is"):
        answer_poll(poll=poll, answer="2", by=ines, now=NOW)
    answer_poll(poll=poll, answer="2", concern="Nobody has the days for it", by=ines, now=NOW)
    answer_poll(poll=poll, answer="5", by=ruth, now=NOW)
    room = room_of(opened.pk, now=NOW)
    assert room is not None
    assert room.answers is not None
    assert (room.answers.mean, room.answers.concerns) == (3.5, [(ines, "Nobody has the days for it")])
    consent = ask_room(meeting=opened, question="Shall we?", by=marta, now=NOW)
    with pytest.raises(NotSaid, match="yes, yes with a concern, or no"):
        answer_poll(poll=consent, answer="5", by=ruth, now=NOW)


def test_a_closed_question_stays_where_it_was_asked(opened: Meeting, marta: Person) -> None:
    poll = ask_room(meeting=opened, question="Shall we?", by=marta, now=NOW)
    wins, priorities = (Segment.objects.get(meeting=opened, kind=kind) for kind in ("wins", "priorities"))

    def asked_at(segment: Segment) -> bool:
        move_room(meeting=opened, segment=segment, by=marta, now=NOW)
        room = room_of(opened.pk, now=NOW)
        return room is not None and room.answers is not None

    assert asked_at(priorities)  # an open one goes with the room
    close_poll(poll=poll, by=marta, now=NOW)
    assert (asked_at(priorities), asked_at(wins)) == (False, True)


def test_how_sure_everybody_is_is_shown_when_all_are_in(opened: Meeting, marta: Person, ines: Person, ruth: Person) -> None:
    poll = ask_room(meeting=opened, question="We will reach it", kind="confidence", by=marta, now=at_minute(20))
    answer_poll(poll=poll, answer="2", concern="Who has the days?", by=ines, now=at_minute(20))
    with at(22):
        page = said(stage(marta, opened))
        assert in_order(page, "How sure are you?", "1 of 3 answered", "We will reach it", "Shown when all are in")
        assert "Who has the days?" not in page.split("We will reach it")[1].split("Captured")[0]
        assert in_order(said(room(ruth, opened)), "How sure are you?", "not at all", "sure", "What would have to change")
    for person, level in ((marta, "4"), (ruth, "5")):
        answer_poll(poll=poll, answer=level, by=person, now=at_minute(21))
    with at(22):
        shown = ("3.7 of 5, 3 of 3 answered", "5 Sure", "1", "4 Quite sure", "1", "2 Rather not", "1", "“Who has the days?”")
        assert in_order(said(stage(marta, opened)), *shown)
        assert "5 Sure" in said(room(ruth, opened))


def test_a_quarterly_meeting_ends_with_the_question_how_sure_all_are(opened: Meeting, marta: Person) -> None:
    MeetingSeries.objects.update(kind="quarterly")
    move_room(meeting=opened, segment=Segment.objects.get(meeting=opened, kind="close"), by=marta, now=at_minute(30))
    reader = Reader(marta)
    with at(32):
        assert "Ask how sure everybody is, 1 to 5" in stage(marta, opened)
        question = {"kind": "confidence", "question": "We will reach what we have agreed today."}
        reader.client.post(reader.address("rhythm:polls", opened.pk), question)
        page = stage(marta, opened)
    assert in_order(said(page), "How sure are you?", "0 of 3 answered", "We will reach what we have agreed today.")
    assert "Ask how sure everybody is" not in page


def test_the_minutes_hold_how_sure_the_room_was_and_what_it_wrote(  #
    opened: Meeting, marta: Person, ines: Person, ruth: Person
) -> None:
    poll = ask_room(meeting=opened, question="We will reach it", kind="confidence", by=marta, now=NOW)
    answer_poll(poll=poll, answer="4", by=marta, now=NOW)
    answer_poll(poll=poll, answer="1", concern="Nobody has the days", by=ruth, now=NOW)
    ask_room(meeting=opened, question="Nobody answers this", kind="confidence", by=marta, now=NOW)
    shown, hidden = (
        open_writing(meeting=opened, question=question, by=marta, now=NOW) for question in ("What could fail?", "Never shown")
    )
    for number, writing in enumerate((shown, hidden)):
        write_line(writing=writing, text=f"Line {number}", key=f"{number}", by=ines, now=NOW)
    show_writing(writing=shown, by=marta, now=NOW)
    close_meeting(meeting=opened, by=marta, now=at_minute(45))
    with at(60):
        page = Reader(ruth).page("rhythm:meeting", opened.pk)
    assert in_order(page, "Asked of the room", "We will reach it", "sure by 2.5 of 5", "Ruth Adeyemi: Nobody has the days")
    assert in_order(
        page, "Nobody answers this", "nobody answered", "What could fail?", "written in silence", "Line 0 Ines Carvalho"
    )
    assert ("Never shown" in page, "Line 1" in page) == (False, False)

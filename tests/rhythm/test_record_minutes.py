"""Minutes are put right within three days: the first words stay, what was not said is struck out with why, a note is added."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from accountability.models import Commitment
from organizations.forms.once import once_token
from organizations.models import Event, Organization, Person
from organizations.refusals import AlreadyClosed, NotAllowed, NotSaid, OutOfTurn
from rhythm.actions.minutes import add_note, reword_capture, take_back_capture
from rhythm.models import Capture, CaptureChange, Meeting, MeetingOutput
from tests.cast import MONDAY, new_person
from tests.reading import Reader, in_order
from tests.rhythm.records import NOON, caught, closed, new_weekly, opened, promised

THURSDAY, FRIDAY = NOON + timedelta(days=3), NOON + timedelta(days=4)


@pytest.fixture
def meeting(tidewater: Organization, marta: Person, ines: Person) -> Meeting:
    """Held this morning; Ines promised something in it."""
    return opened(new_weekly(tidewater, ines, lead=marta), marta, ines)


@pytest.fixture
def line(meeting: Meeting, marta: Person, ines: Person) -> Capture:
    caught_line = promised(meeting, "Book the pen tets", ines, MONDAY + timedelta(days=4))
    closed(meeting, marta)
    meeting.refresh_from_db()
    caught_line.refresh_from_db()
    return caught_line


def test_other_words_stand_and_the_first_ones_stay_beside_them(line: Capture, ines: Person) -> None:
    reword_capture(capture=line, text="Book the pen test", by=ines, now=NOON)
    reword_capture(capture=line, text="Book the pen test in Porto", by=ines, now=NOON)
    with time_machine.travel(NOON, tick=False):
        page = Reader(ines).page("rhythm:meeting", line.meeting_id)
    assert in_order(page, "Book the pen test in Porto", "first written Book the pen tets")
    assert Commitment.objects.get().title == "Book the pen tets", "what it became has a page and verbs of its own"
    reword_capture(capture=line, text=" Book the pen test in Porto ", by=ines, now=NOON)
    assert CaptureChange.objects.count() == 2, "the same words are no change"


def test_a_line_that_was_not_said_is_struck_out_with_why_and_is_no_output_any_more(line: Capture, marta: Person) -> None:
    take_back_capture(capture=line, reason="That was a question", by=marta, now=NOON)
    with time_machine.travel(NOON, tick=False):
        page = Reader(marta).page("rhythm:meeting", line.meeting_id)
    assert in_order(page, "Nothing was decided, promised or raised", "Taken back", "Book the pen tets That was a question")
    assert not MeetingOutput.objects.exists()
    assert Commitment.objects.get().state == "open", "others may have built on it"
    with pytest.raises(AlreadyClosed, match="taken back already"):
        reword_capture(capture=line, text="Again", by=marta, now=NOON)
    assert "That was a question" not in str(Event.objects.filter(name="minutes.taken_back").values_list("data", flat=True))


def test_three_days_are_long_enough(line: Capture, ines: Person) -> None:
    reword_capture(capture=line, text="In time", by=ines, now=THURSDAY)
    with pytest.raises(AlreadyClosed, match="These minutes are of 17 August and cannot be changed"):
        reword_capture(capture=line, text="Too late", by=ines, now=FRIDAY)
    with pytest.raises(AlreadyClosed):
        add_note(meeting=line.meeting, text="Too late", key="k", by=ines, now=FRIDAY)


def test_only_its_people_and_who_keeps_the_meeting_change_its_minutes(line: Capture, tidewater: Organization) -> None:
    stranger = new_person("Daniel Brooks", login=True, status="active")
    with pytest.raises(NotAllowed, match="Ask Marta Lindqvist"):
        reword_capture(capture=line, text="Mine", by=stranger, now=NOON)
    reword_capture(capture=line, text="By a leader", by=new_person("Karl Nyman", access="leader", status="active"), now=NOON)


def test_while_it_runs_its_room_writes_and_afterwards_nothing_empty_is_taken(meeting: Meeting, marta: Person) -> None:
    running = caught(meeting, "note", "Under way", marta)
    with pytest.raises(OutOfTurn, match="The meeting is not over"):
        reword_capture(capture=running, text="Later", by=marta, now=NOON)
    closed(meeting, marta)
    for verb, said in (
        (reword_capture, {"text": " "}),
        (reword_capture, {"text": "x" * 1001}),
        (take_back_capture, {"reason": ""}),
    ):
        with pytest.raises(NotSaid):
            verb(capture=running, by=marta, now=NOON, **said)


@pytest.fixture
def at_noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def test_a_note_is_added_once_with_its_day_and_stands_after_what_was_written_in_the_meeting(
    at_noon: Any, line: Capture, ines: Person
) -> None:
    reader, token = Reader(ines), once_token()
    address = reader.address("rhythm:meeting_note", line.meeting_id)
    assert "Add a note to the minutes" in reader.page("rhythm:meeting_note", line.meeting_id)
    assert reader.client.post(address, {"text": "", "once": token}).status_code == 422
    for _ in range(2):
        assert reader.client.post(address, {"text": "The room is booked", "once": token}).status_code == 302
    page = reader.page("rhythm:meeting", line.meeting_id)
    assert Capture.objects.filter(text="The room is booked").count() == 1
    assert in_order(page, "Notes", "The room is booked Ines Carvalho, added Mon 17 Aug")


def test_a_line_is_corrected_in_its_form_and_a_fault_keeps_what_was_typed(at_noon: Any, line: Capture, ines: Person) -> None:
    reader = Reader(ines)
    address = reader.address("rhythm:capture_correction", line.pk)
    assert in_order(
        reader.page("rhythm:capture_correction", line.pk), "Correct a line of the minutes", "on its own page", "Save these words"
    )
    long = "x" * 1001
    odd = reader.client.post(address, {"text": long})
    assert (odd.status_code, long in odd.content.decode()) == (422, True)
    assert reader.client.post(address, {"ending": "taken_back", "reason": ""}).status_code == 422
    assert reader.client.post(address, {"text": "Book the pen test"}).status_code == 302
    assert reader.client.post(address, {"ending": "taken_back", "reason": "Twice in the list"}).status_code == 302
    assert in_order(reader.page("rhythm:meeting", line.meeting_id), "Taken back", "Book the pen test Twice in the list")
    assert reader.client.post(address, {"text": "Once more"}).status_code == 409


def test_after_three_days_the_form_is_a_sentence(line: Capture, ines: Person) -> None:
    with time_machine.travel(FRIDAY, tick=False):
        answer = Reader(ines).get("rhythm:capture_correction", line.pk)
        assert answer.status_code == 409
        assert "after three days others rely on them" in answer.content.decode()
        assert "Correct" not in Reader(ines).page("rhythm:meeting", line.meeting_id)

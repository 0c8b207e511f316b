"""What is said in a meeting is caught once, becomes the record that it is, and keeps the way back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accountability.actions import drop_commitment
from accountability.models import Commitment
from decisions.models import Decision
from organizations.models import Event, Organization, Person
from organizations.refusals import AlreadyClosed, DatesOutOfOrder, NotAllowed, NotSaid, OutOfTurn
from rhythm.actions.rooms.capturing import agree_to_capture, capture, withdraw_capture
from rhythm.actions.rooms.closing import close_meeting
from rhythm.actions.rooms.moving import move_room
from rhythm.actions.rooms.opening import open_meeting
from rhythm.models import Capture, Issue, Meeting, MeetingOutput, Segment
from tests.cast import NOW, new_person
from tests.rhythm.rooms import at_minute, new_weekly


@pytest.fixture
def ruth(tidewater: Organization) -> Person:
    return new_person("Ruth Adeyemi", login=True, access="member", status="active")


@pytest.fixture
def opened(tidewater: Organization, marta: Person, ines: Person, ruth: Person) -> Meeting:
    meeting = new_weekly(tidewater, ines, ruth, lead=marta)
    open_meeting(meeting=meeting, by=marta, now=NOW)
    return meeting


def catch(meeting: Meeting, kind: str, text: str, by: Person, key: str = "") -> Capture:
    return capture(meeting=meeting, kind=kind, text=text, key=key or f"{kind} {text}"[:40], by=by, now=at_minute(1))


def test_a_decision_is_in_the_register_with_where_it_was_taken(opened: Meeting, marta: Person, ines: Person) -> None:
    move_room(meeting=opened, segment=Segment.objects.get(kind="issues"), by=marta, now=NOW)
    caught = catch(opened, "decision", "Security publishes one intake queue with dates @ines", marta)
    decision = Decision.objects.get()
    assert caught.decision == decision
    assert (decision.title, decision.state, decision.team) == (
        "Security publishes one intake queue with dates",
        "accepted",
        opened.series.team,
    )
    assert decision.roles.get().person == ines
    assert "Security holds up three teams" in decision.context
    assert MeetingOutput.objects.get().meeting == opened


def test_a_promise_has_an_owner_and_a_day_even_when_nobody_says_them(opened: Meeting, ines: Person) -> None:
    catch(opened, "commitment", "Move two kick-offs to September", ines)
    promise = Commitment.objects.get()
    assert (promise.owner, promise.due_on) == (ines, date(2026, 8, 24))
    catch(opened, "commitment", "Name an owner for Fenmoor @ruth /fri", ines)
    assert Commitment.objects.get(owner__name="Ruth Adeyemi").due_on == date(2026, 8, 21)


def test_who_is_named_says_yes_and_may_name_another_day(opened: Meeting, ines: Person, ruth: Person) -> None:
    caught = catch(opened, "commitment", "Name an owner for Fenmoor @ruth /fri", ines)
    assert caught.agreed_at is None
    with pytest.raises(NotAllowed, match="for Ruth Adeyemi to agree"):
        agree_to_capture(caught=caught, by=ines, now=NOW)
    agree_to_capture(caught=caught, by=ruth, now=NOW, due_on=date(2026, 8, 28))
    promise = Commitment.objects.get()
    assert (promise.due_on, promise.original_due_on) == (date(2026, 8, 28), date(2026, 8, 21))
    line = Event.objects.get(name="commitment.amended")
    assert (line.actor, line.data["due_on"]) == (ruth, ["2026-08-21", "2026-08-28"]), "no day is moved in silence"
    with pytest.raises(DatesOutOfOrder, match="still to come"):
        agree_to_capture(caught=caught, by=ruth, now=NOW, due_on=date(2026, 8, 1))
    drop_commitment(commitment=promise, reason="Fenmoor left", by=ruth, now=NOW)
    with pytest.raises(OutOfTurn, match="closed already"):
        agree_to_capture(caught=caught, by=ruth, now=NOW, due_on=date(2026, 8, 31))


def test_the_same_line_sent_twice_is_caught_once(opened: Meeting, ines: Person) -> None:
    first, second = (catch(opened, "commitment", "Call Fenmoor /fri", ines, key="k1") for _ in range(2))
    assert first.pk == second.pk
    assert (Commitment.objects.count(), Event.objects.filter(name="meeting.captured").count()) == (1, 1)


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        ("commitment", "Call Fenmoor /frodo", "“/frodo” is no day. Write /fri"),
        ("commitment", "Call Fenmoor @nobody", "Nobody here is called “@nobody”"),
        ("decision", "  @ines ", "Say what is decided"),
        ("gossip", "Did you hear", "Say what it is"),
        ("note", "x" * 1001, "Shorten"),
    ],
)
def test_what_cannot_be_read_is_asked_back_and_nothing_is_half_done(
    opened: Meeting, marta: Person, kind: str, text: str, sentence: str
) -> None:
    with pytest.raises(NotSaid, match=sentence):
        catch(opened, kind, text, marta)
    assert not (Capture.objects.exists() or Commitment.objects.exists() or Decision.objects.exists())


def test_a_long_issue_keeps_all_its_words(opened: Meeting, ines: Person) -> None:
    words = "Offers take nine days to approve and nobody knows where they are " * 6
    catch(opened, "issue", words, ines)
    issue = Issue.objects.get()
    assert issue.title.endswith("…")
    assert issue.description == words.strip()


def test_taken_back_its_record_says_why_it_went(opened: Meeting, marta: Person, ines: Person, ruth: Person) -> None:
    promise, decision = catch(opened, "commitment", "Call Fenmoor", ines), catch(opened, "decision", "Extend it", ines)
    with pytest.raises(NotAllowed):
        withdraw_capture(caught=promise, by=ruth, now=at_minute(2))
    withdraw_capture(caught=promise, by=marta, now=at_minute(2))
    withdraw_capture(caught=decision, by=ines, now=at_minute(2))
    issue = catch(opened, "issue", "Nobody answers the pager", ines)
    withdraw_capture(caught=issue, by=ines, now=at_minute(2))
    assert Issue.objects.get(title="Nobody answers the pager").state == "closed"
    logged = set(Event.objects.values_list("name", flat=True))
    assert {"commitment.dropped", "decision.taken_back", "issue.closed"} <= logged, "nothing goes without a line"
    with pytest.raises(AlreadyClosed):
        withdraw_capture(caught=decision, by=ines, now=at_minute(2))
    assert (Commitment.objects.get().state, Decision.objects.get().state) == ("cancelled", "withdrawn")
    assert not MeetingOutput.objects.exists()


def test_a_decision_of_another_day_is_not_taken_back_but_replaced(opened: Meeting, marta: Person) -> None:
    caught = catch(opened, "decision", "Extend it", marta)
    with pytest.raises(OutOfTurn, match="was not decided today"):
        withdraw_capture(caught=caught, by=marta, now=NOW + timedelta(days=1))
    assert Decision.objects.get().state == "accepted"
    assert Capture.objects.get().withdrawn_at is None
    assert MeetingOutput.objects.exists()


def test_nothing_is_caught_before_the_opening_or_after_the_close(tidewater: Organization, marta: Person) -> None:
    meeting = new_weekly(tidewater, lead=marta)
    with pytest.raises(OutOfTurn, match="has not been opened"):
        catch(meeting, "note", "Early", marta)
    open_meeting(meeting=meeting, by=marta, now=NOW)
    close_meeting(meeting=meeting, by=marta, now=at_minute(5))
    with pytest.raises(AlreadyClosed, match="closed"):
        catch(meeting, "note", "Late", marta)


def test_at_the_door_a_form_without_scripts_comes_back_and_a_script_gets_a_bare_yes(opened: Meeting, ines: Person) -> None:
    browser = Client()
    assert ines.user is not None
    browser.force_login(ines.user)
    door = reverse("rhythm:captures", args=["tidewater", opened.pk])
    plain = browser.post(door, {"kind": "note", "text": "Fenmoor called", "key": "a"})
    assert (plain.status_code, plain["Location"]) == (302, reverse("rhythm:room", args=["tidewater", opened.pk]))
    script = browser.post(door, {"kind": "commitment", "text": "Call /frodo", "key": "b"}, headers={"HX-Request": "true"})
    assert (script.status_code, "“/frodo” is no day" in script.content.decode()) == (422, True)
    assert browser.post(door, {"kind": "note", "text": "b", "key": "c"}, headers={"HX-Request": "true"}).status_code == 204

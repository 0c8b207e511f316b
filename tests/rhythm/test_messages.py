"""What a meeting tells other teams: sent with its close, read by each of their members, and counted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from notifications.models import Delivery, Notification
from organizations.models import Event, Organization, Person, Team
from organizations.refusals import AlreadyClosed, NotAllowed, NotSaid, OutOfTurn
from rhythm.actions import skip_meeting
from rhythm.actions.messages import acknowledge_message, send_messages, withdraw_message, write_message
from rhythm.models import Meeting, MeetingSeries, Message, MessageReading
from tests.cast import NOW, new_person, new_team
from tests.query_counts import CountQueries
from tests.reading import Reader, in_order
from tests.rhythm.records import NOON, closed, new_weekly, opened, react

WORDS = "No go-live date is promised before the pen test has a day."


@pytest.fixture
def security(ines: Person) -> Team:
    """Ines leads it; Omar and Signe are in it, a viewer and somebody who has left are as well."""
    team = new_team("Security", lead=ines)
    people: dict[str, dict[str, Any]] = {
        "Omar Haddad": {"login": True, "status": "active"},
        "Signe Dahlin": {"status": "active"},
        "Tove Berg": {"access": "viewer", "status": "active"},
        "Ulla Gone": {"status": "inactive"},
    }
    for name, fields in people.items():
        team.memberships.create(
            organization_id=team.organization_id, person=new_person(name, **fields), role="member", status="active"
        )
    adviser = new_person("Karl Nyman", status="active")
    team.memberships.create(organization_id=team.organization_id, person=adviser, role="advisor", status="active")
    return team


@pytest.fixture
def sales(security: Team, ines: Person) -> Team:
    """Daniel leads it, and Omar is in it, too."""
    team = new_team("Sales", lead=new_person("Daniel Brooks", status="active"))
    omar = Person.objects.get(name="Omar Haddad")
    team.memberships.create(organization_id=team.organization_id, person=omar, role="member", status="active")
    return team


@pytest.fixture
def weekly(tidewater: Organization, marta: Person, ines: Person) -> MeetingSeries:
    return new_weekly(tidewater, ines, lead=marta)


@pytest.fixture
def meeting(weekly: MeetingSeries, marta: Person) -> Meeting:
    """Under way; Marta is there, and Ines is asked and is not."""
    return opened(weekly, marta)


def readers(message: Message) -> list[tuple[str, str, bool]]:
    rows = MessageReading.objects.filter(message=message).select_related("person", "team").order_by("person__name")
    return [(row.person.name, row.team.name, row.read_at is not None) for row in rows]


def test_it_waits_for_the_close_and_then_goes_once_to_each_who_is_in_its_teams(
    meeting: Meeting, marta: Person, security: Team, sales: Team
) -> None:
    message = write_message(meeting=meeting, text=WORDS, teams=[security, sales], by=marta, now=NOW)
    react()
    assert readers(message) == []
    closed(meeting, marta)
    react()
    assert readers(message) == [
        ("Daniel Brooks", "Sales", False),
        ("Ines Carvalho", "Security", False),
        ("Omar Haddad", "Security", False),  # once, though he is in both
        ("Signe Dahlin", "Security", False),
    ]
    assert send_messages(meeting=meeting, now=NOON) == [], "a second close would change nothing"
    react()
    lines = Notification.objects.filter(reason="message.for_your_team")
    assert sorted(lines.values_list("person__name", flat=True)) == ["Daniel Brooks", "Ines Carvalho", "Omar Haddad", "Signe Dahlin"]
    assert not Delivery.objects.filter(key__contains="message.for_your_team").exists(), "My work asks for it, no mail does"


def test_who_was_in_the_room_when_it_was_said_has_read_it_and_its_author_is_not_asked(
    weekly: MeetingSeries, marta: Person, ines: Person, security: Team
) -> None:
    meeting = opened(weekly, marta, ines)
    message = write_message(meeting=meeting, text=WORDS, teams=[security], by=marta, now=NOW)
    security.memberships.create(organization_id=security.organization_id, person=marta, role="member", status="active")
    closed(meeting, marta)
    react()
    assert readers(message) == [
        ("Ines Carvalho", "Security", True),
        ("Omar Haddad", "Security", False),
        ("Signe Dahlin", "Security", False),
    ]


def test_after_the_meeting_a_message_is_sent_at_once(meeting: Meeting, marta: Person, security: Team) -> None:
    closed(meeting, marta)
    message = write_message(meeting=meeting, text=WORDS, teams=[security], by=marta, now=NOON)
    assert message.sent_at == NOON
    assert len(readers(message)) == 3


def test_the_same_button_twice_is_one_message(meeting: Meeting, marta: Person, security: Team) -> None:
    first = write_message(meeting=meeting, text=WORDS, teams=[security, security], by=marta, now=NOW)
    assert write_message(meeting=meeting, text=WORDS, teams=[security], by=marta, now=NOW) == first
    assert (Message.objects.count(), first.teams.count()) == (1, 1)


def test_what_cannot_be_told_is_asked_about(meeting: Meeting, weekly: MeetingSeries, marta: Person, security: Team) -> None:
    with pytest.raises(NotSaid, match="Name the teams"):
        write_message(meeting=meeting, text=WORDS, teams=[], by=marta, now=NOW)
    with pytest.raises(NotSaid, match="Say what the teams are to know"):
        write_message(meeting=meeting, text=" ", teams=[security], by=marta, now=NOW)
    with pytest.raises(NotAllowed, match="You are not asked to"):
        write_message(meeting=meeting, text=WORDS, teams=[security], by=Person.objects.get(name="Omar Haddad"), now=NOW)
    later = NOW + timedelta(days=7)
    off = skip_meeting(series=weekly, planned_at=later, reason="Holiday", by=marta, now=NOW)
    with pytest.raises(OutOfTurn, match="did not take place"):
        write_message(meeting=off, text=WORDS, teams=[security], by=marta, now=NOW)


def test_a_message_is_taken_back_only_while_nobody_has_seen_it(
    meeting: Meeting, marta: Person, ines: Person, security: Team
) -> None:
    message = write_message(meeting=meeting, text=WORDS, teams=[security], by=marta, now=NOW)
    with pytest.raises(NotAllowed, match="Ask Marta Lindqvist"):
        withdraw_message(message=message, by=ines, now=NOW)
    withdraw_message(message=message, by=marta, now=NOW)
    assert not Message.objects.exists()
    sent = write_message(meeting=meeting, text="Another", teams=[security], by=marta, now=NOW)
    send_messages(meeting=meeting, now=NOW)
    with pytest.raises(AlreadyClosed, match="It is sent"):
        withdraw_message(message=sent, by=marta, now=NOW)


def test_a_team_without_members_is_told_so_and_nobody_waits(meeting: Meeting, marta: Person) -> None:
    message = write_message(meeting=meeting, text=WORDS, teams=[new_team("Empty")], by=marta, now=NOW)
    closed(meeting, marta)
    react()
    assert readers(message) == []
    assert "it has no members who can read it" in Reader(marta).page("rhythm:message", message.pk)


def test_reading_it_is_said_by_nobody_in_ones_place_and_once(meeting: Meeting, marta: Person, ines: Person, security: Team) -> None:
    message = write_message(meeting=meeting, text=WORDS, teams=[security], by=marta, now=NOW)
    closed(meeting, marta)
    react()
    with pytest.raises(NotAllowed, match="was not sent to you"):
        acknowledge_message(message=message, by=marta, now=NOON)
    first = acknowledge_message(message=message, by=ines, now=NOON)
    again = acknowledge_message(message=message, by=ines, now=NOON + timedelta(hours=1))
    assert first.read_at == again.read_at == NOON
    assert Event.objects.filter(name="message.read").count() == 1


@pytest.fixture
def at_noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def test_my_work_asks_for_it_until_one_button_says_that_it_is_read(
    at_noon: Any, meeting: Meeting, marta: Person, ines: Person, security: Team, count_queries: CountQueries
) -> None:
    message = write_message(meeting=meeting, text=WORDS, teams=[security], by=marta, now=NOW)
    reader = Reader(ines)
    assert WORDS not in reader.page("visibility:my_work"), "it is not sent yet"
    closed(meeting, marta)
    react()
    owed = reader.page("visibility:my_work")
    assert in_order(owed, "To acknowledge", WORDS, "Leadership weekly tells your team, written by Marta", "I have read it")
    with count_queries("rhythm:message"):
        page = reader.page("rhythm:message", message.pk)
    assert in_order(
        page, WORDS, "Sent Mon 17 Aug", "0 of 3 have read it", "It was sent to you with Security", "Not yet", "Omar Haddad"
    )
    answer = reader.client.post(reverse("rhythm:message_reading", args=["tidewater", message.pk]), headers={"X-In-Place": "1"})
    assert (answer.status_code, answer["HX-Trigger"]) == (204, "answered"), "the list looks again, and stays"
    assert WORDS not in reader.page("visibility:my_work").replace("Done today", "|").split("|")[0]
    page = reader.page("rhythm:message", message.pk)
    assert in_order(page, "1 of 3 have read it", "1 within five working days", "You read it on Mon 17 Aug", "Have read it", "You")


def test_a_team_reads_what_it_was_told_and_who_may_not_read_it_finds_nothing(
    at_noon: Any, tidewater: Organization, meeting: Meeting, marta: Person, ines: Person, security: Team
) -> None:
    omar = Reader(Person.objects.get(name="Omar Haddad"))
    write_message(meeting=meeting, text=WORDS, teams=[security], by=marta, now=NOW)
    assert "has told this team nothing" not in omar.slot("rhythm:messages_of_team", security.pk)
    closed(meeting, marta)
    react()
    assert in_order(
        omar.slot("rhythm:messages_of_team", security.pk), "Told to us", WORDS, "0 of 3 read it", "Leadership weekly", "Mon 17 Aug"
    )
    assert WORDS in omar.page("rhythm:messages_of_team", security.pk)
    private = opened(new_weekly(tidewater, ines, lead=marta, kind="one_to_one"), marta, at=NOON)
    kept = write_message(meeting=private, text="Between us so far", teams=[security], by=marta, now=NOON)
    assert omar.get("rhythm:message", kept.pk).status_code == 404
    assert "Between us so far" in Reader(ines).page("rhythm:message", kept.pk)


def test_teams_are_named_one_a_line_and_what_is_unclear_is_asked_back(
    at_noon: Any, meeting: Meeting, marta: Person, security: Team, sales: Team
) -> None:
    reader = Reader(marta)
    address = reverse("rhythm:message_new", args=["tidewater", meeting.pk])
    odd = reader.client.post(address, {"text": WORDS, "teams": "Security\nNobody"})
    assert odd.status_code == 422
    assert "There is no team “Nobody”" in odd.content.decode()
    assert WORDS in odd.content.decode(), "what was typed is still there"
    assert reader.client.post(address, {"text": "", "teams": ""}).status_code == 422
    assert reader.client.post(address, {"text": WORDS, "teams": " security \n\nSales\n"}).status_code == 302
    message = Message.objects.get()
    assert sorted(row.team.name for row in message.teams.all()) == ["Sales", "Security"]
    assert in_order(
        reader.page("rhythm:meeting", meeting.pk), "Told to other teams", WORDS, "to Security, Sales, goes out with the close"
    )
    reader.client.post(reverse("rhythm:message_withdrawal", args=["tidewater", message.pk]))
    assert not Message.objects.exists()


def test_written_from_the_room_it_leads_back_to_it(at_noon: Any, meeting: Meeting, marta: Person, security: Team) -> None:
    reader, back = Reader(marta), f"meetings/{meeting.pk}/stage/"
    assert f'name="lead_back" value="{back}"' in reader.source("rhythm:message_new", meeting.pk, lead_back=back)
    said = {"text": WORDS, "teams": "Security", "lead_back": back}
    answer = reader.client.post(reader.address("rhythm:message_new", meeting.pk), said)
    assert answer["Location"] == f"/tidewater/{back}"

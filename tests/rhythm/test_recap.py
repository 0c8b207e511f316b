"""The recap: one mail for each who was asked or there, within a minute of the close, with what is theirs first."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

import pytest
from pytest_django import Settings

from notifications import mail
from notifications.models import Delivery, Preference
from organizations.models import Event, Organization, Person
from rhythm.actions import hold_meeting, plan_meeting
from rhythm.actions.messages import write_message
from rhythm.models import Issue, Meeting, MeetingSeries, SeriesPerson
from rhythm.reactions.recap import mail_the_recap
from tests.cast import MONDAY, NOW, new_person, new_team
from tests.notifications import conftest
from tests.postbox import Postbox
from tests.rhythm.records import NOON, TEN, caught, closed, decided, new_weekly, opened, promised, rated, react, stood

postbox = conftest.postbox
FRIDAY = MONDAY + timedelta(days=4)


@pytest.fixture(autouse=True)
def base_url(settings: Settings) -> None:
    settings.PEAKOS_BASE_URL = "https://peak.tidewater.example"


@pytest.fixture
def ruth(tidewater: Organization) -> Person:
    return new_person("Ruth Adeyemi", login=True, access="leader", status="active")


@pytest.fixture
def weekly(tidewater: Organization, marta: Person, ines: Person, ruth: Person) -> MeetingSeries:
    """Ines and Ruth are asked by Marta, and Jonas, who has no login; next week's meeting stands in the calendar."""
    series = new_weekly(tidewater, ines, ruth, new_person("Jonas Weber", status="active"), lead=marta)
    plan_meeting(series=series, planned_at=TEN + timedelta(days=7), by=None, now=NOW)
    return series


@pytest.fixture
def meeting(tidewater: Organization, weekly: MeetingSeries, marta: Person, ruth: Person) -> Meeting:
    """Marta and Ruth were there: two decisions, two promises, two issues that wait, and a message."""
    meeting = opened(weekly, marta, ruth)
    decided(meeting, "Extend the contractor to 30 September", marta)
    decided(meeting, "Security publishes one queue", ruth)
    promised(meeting, "Name an owner for Fenmoor", ruth, FRIDAY)
    promised(meeting, "Move two kick-offs", marta, FRIDAY)
    for title in ("Two greens we do not believe", "Northern accounts"):
        stood(meeting, title, issue=Issue.objects.create(organization=tidewater, title=title, state="open"))
    write_message(meeting=meeting, text="No date before the pen test.", teams=[new_team("Sales")], by=marta, now=NOW)
    rated(meeting, marta, 8)
    rated(meeting, ruth, 9, "Scorecard the evening before")
    return meeting


def recap_for(name: str) -> Delivery:
    found: Delivery = Delivery.objects.get(recipient=f"{name}@tidewater.example", key__contains="/recap/")
    return found


def recaps(postbox: Postbox) -> list[EmailMessage]:
    return [letter for letter in postbox.mails if letter["Subject"].startswith("Leadership weekly")]


def send() -> None:
    while mail.send_some(clock=lambda: NOON + timedelta(hours=1)):
        pass


def test_the_recap_is_with_everybody_who_was_asked_and_says_first_what_is_theirs(
    meeting: Meeting, marta: Person, ruth: Person, postbox: Postbox
) -> None:
    closed(meeting, marta)
    react(now=TEN + timedelta(minutes=66))
    send()
    by_person = {letter["To"]: letter for letter in recaps(postbox)}
    assert set(by_person) == {"marta@tidewater.example", "ines@tidewater.example", "ruth@tidewater.example"}
    letter = by_person["ruth@tidewater.example"]
    assert letter["Subject"] == "Leadership weekly: 2 decisions, 2 commitments; 2 issues carried to 24 August"
    text, html = (part.get_content().replace("\r\n", "\n") for part in letter.iter_parts())
    yours, rest = text.split("DECIDED")
    assert "YOURS\n ◌ Name an owner for Fenmoor, by Fri 21 Aug\n   https://peak.tidewater.example/tidewater/commitments/" in yours
    order = ["✓ Extend the contractor", "✓ Security publishes", "COMMITMENTS", "Move two kick-offs, Marta Lindqvist, by Fri 21 Aug"]
    order += [
        "CARRIED TO 24 AUGUST",
        "→ Two greens we do not believe",
        "TOLD TO OTHER TEAMS",
        "» No date before the pen test., to Sales",
    ]
    order += ["Rated 8.5 by 2 of 2.", "“Scorecard the evening before”", "Read the minutes:", f"/tidewater/meetings/{meeting.pk}/"]
    places = [rest.index(words) for words in order]
    assert places == sorted(places)
    assert rest.count("https://peak.tidewater.example/tidewater/") == 7, "each line is a link"
    for words in ("Name an owner for Fenmoor", "Carried to 24 August", f"/tidewater/meetings/{meeting.pk}/"):
        assert words in html
    assert "Name an owner for Fenmoor, Ruth Adeyemi" in by_person["ines@tidewater.example"].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "YOURS" not in by_person["ines@tidewater.example"].get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_however_often_it_is_tried_each_gets_one(meeting: Meeting, marta: Person, postbox: Postbox) -> None:
    closed(meeting, marta)
    react()
    mail_the_recap(Event.objects.get(name="meeting.held"), NOON + timedelta(minutes=1))
    send()
    send()
    assert sorted(letter["To"].split("@")[0] for letter in recaps(postbox)) == ["ines", "marta", "ruth"]
    assert set(postbox.copies.values()) == {1}


def test_who_turned_recaps_off_reads_it_in_the_product(meeting: Meeting, marta: Person, ines: Person, postbox: Postbox) -> None:
    Preference.objects.create(organization=meeting.organization, person=ines, recaps=False)
    closed(meeting, marta)
    react()
    send()
    assert sorted(letter["To"].split("@")[0] for letter in recaps(postbox)) == ["marta", "ruth"]


def test_one_who_came_without_being_asked_gets_it_and_one_who_is_left_out_or_gone_does_not(
    weekly: MeetingSeries, marta: Person, ines: Person, ruth: Person
) -> None:
    guest = new_person("Amara Osei", login=True, status="active")
    SeriesPerson.objects.filter(series=weekly, person=ines).update(part="left_out")
    Person.objects.filter(pk=ruth.pk).update(status="inactive")
    closed(opened(weekly, marta, guest), marta)
    react()
    assert set(Delivery.objects.values_list("recipient", flat=True)) == {"marta@tidewater.example", "amara@tidewater.example"}


def test_a_meeting_with_nothing_to_show_says_so(weekly: MeetingSeries, marta: Person) -> None:
    closed(opened(weekly, marta), marta)
    react()
    assert set(Delivery.objects.values_list("subject", flat=True)) == {"Leadership weekly: nothing decided or promised"}


def test_what_was_not_agreed_yet_says_so_to_whom_it_is_for(weekly: MeetingSeries, marta: Person, ines: Person) -> None:
    meeting = opened(weekly, marta)
    line = promised(meeting, "Book the pen test", ines, FRIDAY)
    type(line).objects.filter(pk=line.pk).update(agreed_at=None)
    closed(meeting, marta)
    react()
    text = recap_for("ines").text
    assert "Book the pen test, by Fri 21 Aug, not agreed yet: say if it cannot be" in text


def test_of_a_meeting_that_was_only_entered_afterwards_no_mail_goes_out(weekly: MeetingSeries, marta: Person) -> None:
    hold_meeting(series=weekly, planned_at=TEN, by=marta, now=NOON, rating=8)
    react()
    assert not Delivery.objects.exists()


def test_days_after_an_outage_nobody_is_mailed_what_they_know(meeting: Meeting, marta: Person) -> None:
    closed(meeting, marta)
    react(now=NOON + timedelta(days=3))
    assert not Delivery.objects.filter(key__contains="/recap/").exists()


def test_a_demo_company_is_nobodys_inbox(tidewater: Organization, meeting: Meeting, marta: Person) -> None:
    Organization.objects.filter(pk=tidewater.pk).update(is_demo=True)
    closed(meeting, marta)
    react()
    assert not Delivery.objects.exists()


def test_one_that_nobody_closed_says_that_it_closed_itself(meeting: Meeting) -> None:
    closed(meeting, None, ended_at=TEN + timedelta(minutes=50))
    react()
    assert "Nobody closed the meeting" in recap_for("ruth").text


def test_words_are_the_organizations_own_and_markup_stays_text(
    tidewater: Organization, weekly: MeetingSeries, marta: Person
) -> None:
    Organization.objects.filter(pk=tidewater.pk).update(words={"decision": {"one": "call", "many": "calls"}})
    meeting = opened(weekly, marta)
    decided(meeting, "<script>alert(1)</script>\nBcc: all@example.org", marta)
    caught(meeting, "note", "A note is not in the mail", marta)
    closed(meeting, marta)
    react()
    delivery = recap_for("marta")
    assert "<script>" not in delivery.html
    assert "&lt;script&gt;" in delivery.html
    assert "A note is not in the mail" not in delivery.text

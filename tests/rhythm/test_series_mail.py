"""Invitations as they arrive: real mail through a real server, read by a parser that is not ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
import vobject
from django.conf import settings as product
from pytest_django import Settings

from notifications.mail import send_some
from notifications.models import Delivery
from organizations.actions.teams import join_team, leave_team
from organizations.models import Membership, Organization, Person, Team
from organizations.relay import relay_one
from rhythm.actions import (
    change_series,
    end_series,
    move_meeting,
    plan_series,
    restore_meeting,
    resume_series,
    skip_meeting,
)
from rhythm.models import MeetingSeries
from tests.cast import NOW, new_person, new_team
from tests.postbox import Postbox, open_postbox

FRIDAY = datetime(2026, 8, 21, 10, tzinfo=UTC)


@pytest.fixture
def postbox(settings: Settings) -> Iterator[Postbox]:
    with open_postbox() as opened:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", opened.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield opened


@pytest.fixture
def security(ines: Person) -> Team:
    return new_team("Security", lead=ines)


@pytest.fixture
def omar(tidewater: Organization) -> Person:
    """Somebody without a login, who gets no mail."""
    return new_person("Omar Haddad", status="active")


def plan(by: Person, **words: Any) -> MeetingSeries:
    values = {
        "title": "Security weekly", "start_on": FRIDAY.date(), "start_time": time(10), "duration_minutes": 60,
        "rrule": "FREQ=WEEKLY;BYDAY=FR", "location": "Boat house",
    }  # fmt: skip
    return plan_series(organization=by.organization, by=by, now=NOW, **(values | words))  # type: ignore[arg-type]


class Inbox:
    """What has arrived since the last look, by whom it is for."""

    def __init__(self, postbox: Postbox) -> None:
        self.postbox, self.seen = postbox, 0

    def new(self) -> dict[str, EmailMessage]:
        """Run the reactions and the postman's round; a second run of both sends nothing more."""
        for _ in range(2):
            while relay_one(now=NOW):
                pass
            while send_some(clock=lambda: NOW):
                pass
        mails, self.seen = self.postbox.mails[self.seen :], len(self.postbox.mails)
        by_name = {str(mail["To"]).partition("@")[0]: mail for mail in mails}
        assert len(by_name) == len(mails), "one mail a person and change"
        return by_name


@pytest.fixture
def inbox(postbox: Postbox) -> Inbox:
    return Inbox(postbox)


def part(mail: EmailMessage) -> Any:
    """The calendar in a mail."""
    found = mail.get_body(("plain",))
    assert found is not None
    texts = [each for each in mail.walk() if each.get_content_type() == "text/calendar"]
    assert len(texts) == 1
    calendar = vobject.readOne(texts[0].get_content())
    assert texts[0].get_param("method") == calendar.method.value, "the header says what the file says"
    return calendar


def test_an_invitation_is_built_as_calendar_programs_want_it(inbox: Inbox, ines: Person, security: Team, omar: Person) -> None:
    series = plan(ines, team=security, required=[omar])
    mails = inbox.new()
    assert set(mails) == {"ines"}, "who planned it needs it in her calendar too; Omar has no login"
    mail = mails["ines"]
    assert mail["Subject"] == "Invitation: Security weekly, every Friday, 10:00 UTC"
    assert [each.get_content_type() for each in mail.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "application/ics",
    ]  # fmt: skip
    assert list(mail.walk())[-1].get_filename() == "invitation.ics"
    calendar = part(mail)
    event = calendar.vevent
    assert (calendar.method.value, event.sequence.value, event.summary.value) == ("REQUEST", "0", "Security weekly")
    assert event.organizer.value == f"mailto:{product.DEFAULT_FROM_EMAIL.partition('<')[2][:-1]}"
    assert event.organizer.value.removeprefix("mailto:") in mail["From"], "programs trust an invitation from its organizer"
    assert event.organizer.params["CN"] == ["Ines Carvalho"]
    assert event.attendee.value == "mailto:ines@tidewater.example"
    assert event.attendee.params["PARTSTAT"] == ["NEEDS-ACTION"]
    assert (event.attendee.params["RSVP"], event.attendee.params["ROLE"]) == (["FALSE"], ["REQ-PARTICIPANT"])
    assert event.uid.value.startswith(series.key)
    assert "Boat house" in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_one_that_moves_is_asked_for_anew_and_one_that_is_called_off_is_cancelled(
    inbox: Inbox, marta: Person, ines: Person, security: Team
) -> None:
    series = plan(ines, team=security)
    uid = part(inbox.new()["ines"]).vevent.uid.value
    to = FRIDAY + timedelta(hours=3)
    move_meeting(series=series, planned_at=FRIDAY, to=to, reason="Fire drill", by=marta, now=NOW)
    moved = inbox.new()["ines"]
    event = part(moved).vevent
    assert moved["Subject"] == "Moved: Security weekly is on Fri 21 August, 13:00 UTC"
    assert (event.uid.value, event.recurrence_id.value, event.dtstart.value) == (uid, FRIDAY, to)
    assert (event.sequence.value, part(moved).method.value) == ("1", "REQUEST")
    assert "Fire drill" in moved.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    off = skip_meeting(series=series, planned_at=to, reason="No quorum", by=marta, now=NOW)
    called_off = part(inbox.new()["ines"])
    event = called_off.vevent
    assert (called_off.method.value, event.status.value, event.sequence.value) == ("CANCEL", "CANCELLED", "2")
    assert event.recurrence_id.value == FRIDAY, "the same one, by the time that the rule gave it"
    restore_meeting(meeting=off, by=marta, now=NOW)
    again = part(inbox.new()["ines"])
    assert (again.method.value, again.vevent.status.value, again.vevent.sequence.value) == ("REQUEST", "CONFIRMED", "3")


def test_a_new_time_goes_to_all_and_who_comes_or_goes_hears_alone(
    inbox: Inbox, marta: Person, ines: Person, security: Team
) -> None:
    wen = new_person("Wen Li", login=True, status="active")
    series = plan(ines, team=security, required=[wen])
    assert set(inbox.new()) == {"ines", "wen"}
    change_series(series=series, start_time=time(9, 30), by=marta, now=NOW)
    changed = inbox.new()
    assert {mail["Subject"] for mail in changed.values()} == {"Changed: Security weekly, every Friday, 09:30 UTC"}
    assert set(changed) == {"ines", "wen"}
    change_series(series=series, required=[], optional=[marta], by=ines, now=NOW)
    mails = inbox.new()
    assert set(mails) == {"marta", "wen"}, "for Ines nothing has changed"
    assert part(mails["marta"]).vevent.attendee.params["ROLE"] == ["OPT-PARTICIPANT"]
    gone = part(mails["wen"])
    assert (gone.method.value, gone.vevent.status.value, gone.vevent.sequence.value) == ("CANCEL", "CANCELLED", "2")
    change_series(series=series, kind="weekly", by=ines, now=NOW)
    assert inbox.new() == {}, "a calendar shows no kind"


def test_who_joins_the_team_is_asked_in_and_who_leaves_it_is_not_any_more(
    inbox: Inbox, marta: Person, ines: Person, security: Team
) -> None:
    plan(ines, team=security)
    inbox.new()
    membership: Membership = join_team(team=security, person=marta, by=marta, now=NOW)
    assert part(inbox.new()["marta"]).method.value == "REQUEST"
    leave_team(membership=membership, by=marta, now=NOW)
    assert part(inbox.new()["marta"]).method.value == "CANCEL"


def test_a_series_that_ends_ends_in_the_calendars_and_comes_back(inbox: Inbox, ines: Person, security: Team) -> None:
    series = plan(ines, team=security)
    inbox.new()
    end_series(series=series, reason="We talk daily", ended_on=date(2026, 8, 28), by=ines, now=NOW)
    ended = part(inbox.new()["ines"])
    assert (ended.method.value, "UNTIL=20260828T235959Z" in ended.vevent.rrule.value) == ("REQUEST", True)
    resume_series(series=series, by=ines, now=NOW)
    assert "UNTIL" not in part(inbox.new()["ines"]).vevent.rrule.value
    end_series(series=series, reason="No, really", by=ines, now=NOW)
    never_met = part(inbox.new()["ines"])
    assert (never_met.method.value, never_met.vevent.status.value) == ("CANCEL", "CANCELLED")


@pytest.mark.parametrize(
    "silence",
    [
        lambda organization: Organization.objects.update(is_demo=True),
        lambda organization: Person.objects.update(status="inactive"),
    ],
    ids=["the demo company", "somebody who left"],
)
def test_nobody_who_may_not_be_mailed_is_mailed(
    inbox: Inbox, ines: Person, security: Team, silence: Callable[[Organization], object]
) -> None:
    series = plan(ines, team=security)
    silence(ines.organization)
    assert inbox.new() == {}
    skip_meeting(series=series, planned_at=FRIDAY, reason="Fair", by=None, now=NOW)
    assert inbox.new() == {}
    assert not Delivery.objects.exists()


def test_no_invitation_names_anybody_elses_address(inbox: Inbox, marta: Person, ines: Person) -> None:
    plan(marta, required=[ines, *(new_person(f"Guest {n}", login=True, email=f"guest{n}@tidewater.example") for n in range(3))])
    for name, mail in inbox.new().items():
        addresses = {"marta", "ines", "guest0", "guest1", "guest2"} - {name}
        assert not [other for other in addresses if f"{other}@tidewater.example" in mail.as_string()]

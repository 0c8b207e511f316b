"""Who is told by mail, and when: as it happens, in one message a day, or not at all; each of the four mails alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from accountability.actions import make_commitment
from alignment.actions import post_check_in
from alignment.models.check_ins import Claim
from decisions.actions import ask_for_decision
from notifications import mail, rounds
from notifications.actions import daily
from notifications.actions.preferences import choose_hours, choose_mails, choose_volume, set_rule, stop_daily_message
from notifications.models import Delivery, Notification, Preference, Round, Volume
from notifications.secrets import unsubscribing_path
from organizations import relay
from organizations.actions.settings import change_account
from organizations.models import Absence, Organization, Person
from organizations.refusals import NotAllowed, NotSaid
from tests.cast import MONDAY, NOW, new_objective, new_person, new_quarter
from tests.mornings import go_the_rounds
from tests.notifications.conftest import postbox
from tests.postbox import Postbox
from tests.reading import Reader

__all__ = ["postbox"]

TUESDAY = datetime(2026, 8, 18, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def somewhere(settings: Settings) -> None:
    settings.PEAKOS_BASE_URL = "https://peak.tidewater.example"


def promise(owner: Person, by: Person, title: str = "Book the pen test", *, at: datetime = NOW, due: date | None = None) -> None:
    make_commitment(
        organization=owner.organization, title=title, owner=owner, due_on=due or MONDAY + timedelta(days=30), by=by, now=at
    )


def question(decider: Person, by: Person, *, at: datetime = NOW, need_by: date | None = None, title: str = "Who signs?") -> Any:
    return ask_for_decision(organization=by.organization, question=title, decider=decider, need_by=need_by, by=by, now=at)


def react(at: datetime = NOW) -> None:
    while relay.relay_one(now=at):
        pass


def send(at: datetime) -> None:
    while mail.send_some(clock=lambda: at):
        pass


def text_of(letter: Any, kind: str = "plain") -> str:
    return str(letter.get_body((kind,)).get_content()).replace("\r\n", "\n")


def test_who_has_chosen_nothing_gets_one_message_in_the_morning_with_all_of_it(
    marta: Person, ines: Person, postbox: Postbox
) -> None:
    promise(ines, marta)
    promise(ines, marta, "Clean the data")
    question(ines, marta, need_by=MONDAY + timedelta(days=9))
    react()
    assert not Delivery.objects.exists(), "nothing by itself"
    assert Notification.objects.filter(person=ines, read_at=None).count() == 3, "in the product at once"
    go_the_rounds(TUESDAY)
    send(TUESDAY)
    (letter,) = postbox.mails
    text = text_of(letter)
    assert letter["To"] == "ines@tidewater.example"
    assert text.index("Decide: Who signs?") < text.index("Book the pen test"), "what needs her comes first"
    assert "at most once a working day (8:00, UTC)" in text
    assert text_of(letter, "html").index("Needs you") < text_of(letter, "html").index("Also")
    go_the_rounds(TUESDAY + timedelta(minutes=5))
    go_the_rounds(TUESDAY + timedelta(days=1))
    assert Delivery.objects.count() == 1, "what waits without being new is no reason for a message"


def test_what_was_dealt_with_or_read_meanwhile_is_not_mailed(marta: Person, ines: Person) -> None:
    decision = question(ines, marta)
    promise(ines, marta)
    react()
    Notification.objects.filter(reason="commitment.is_yours").update(read_at=NOW)
    type(decision).objects.filter(pk=decision.pk).update(state="withdrawn")
    go_the_rounds(TUESDAY)
    assert not Delivery.objects.exists()


def test_as_it_happens_is_within_working_hours_and_else_in_the_morning(marta: Person, ines: Person) -> None:
    choose_volume(person=ines, volume=Volume.AT_ONCE, by=ines, now=NOW)
    promise(ines, marta)
    react()
    assert Delivery.objects.count() == 1
    evening = NOW.replace(hour=21)
    promise(ines, marta, "Clean the data", at=evening)
    react(evening)
    assert Delivery.objects.count() == 1
    go_the_rounds(TUESDAY)
    (morning,) = Delivery.objects.filter(key__startswith="daily/")
    assert "Clean the data" in morning.text
    assert "Book the pen test" not in morning.text, "it had a mail of its own"


def test_what_cannot_wait_comes_at_once_unless_mail_is_off(marta: Person, ines: Person) -> None:
    night = NOW.replace(hour=23)
    question(ines, marta, at=night, need_by=MONDAY + timedelta(days=1))
    react(night)
    assert Delivery.objects.filter(recipient="ines@tidewater.example").count() == 1
    choose_volume(person=ines, volume=Volume.OFF, by=ines, now=NOW)
    question(ines, marta, at=night, need_by=MONDAY + timedelta(days=1), title="Who pays?")
    react(night)
    assert Delivery.objects.count() == 1
    go_the_rounds(TUESDAY)
    assert Delivery.objects.count() == 1
    assert Notification.objects.filter(person=ines, reason="decision.waits_on_you").count() == 2, (
        "the product tells them all the same"
    )


def test_each_of_the_four_mails_is_turned_off_alone(marta: Person, ines: Person) -> None:
    new_objective("SSO", owner=ines)
    friday = TUESDAY + timedelta(days=3)
    promise(ines, marta)
    react()
    choose_mails(person=ines, briefing=True, check_ins=True, waiting=False, recaps=True, by=ines, now=NOW)
    go_the_rounds(friday)
    (message,) = Delivery.objects.all()
    assert "Check-in on “SSO” is due" in message.text
    assert "Book the pen test" not in message.text
    choose_mails(person=ines, briefing=True, check_ins=False, waiting=True, recaps=True, by=ines, now=NOW)
    post_check_in(objective=new_objective("Patch rota", owner=ines), claim=Claim.ON_TRACK, by=ines, now=friday)
    go_the_rounds(friday + timedelta(days=7))
    assert Delivery.objects.filter(text__contains="is due by").count() == 1


def test_the_week_opens_with_how_it_stands(marta: Person, ines: Person, postbox: Postbox) -> None:
    sso = new_objective("SSO", owner=ines, cycle=new_quarter())
    monday = datetime(2026, 8, 24, 8, 0, tzinfo=UTC)
    post_check_in(objective=sso, claim=Claim.OFF_TRACK, way_back="A second tester", by=ines, now=monday - timedelta(hours=1))
    go_the_rounds(monday)
    send(monday)
    assert len(postbox.mails) == 2
    subjects = {letter["Subject"].strip() for letter in postbox.mails}
    assert subjects == {"None of one objective is on pace. SSO is off track"}
    choose_mails(person=ines, briefing=False, check_ins=True, waiting=True, recaps=True, by=ines, now=monday)
    go_the_rounds(monday + timedelta(days=7))
    assert Delivery.objects.filter(recipient="ines@tidewater.example").count() == 1


def test_who_is_away_is_left_alone_and_nothing_is_lost(tidewater: Organization, marta: Person, ines: Person) -> None:
    Absence.objects.create(organization=tidewater, person=ines, starts_on=MONDAY, ends_on=MONDAY + timedelta(days=3))
    promise(ines, marta)
    react()
    for days in range(4):
        go_the_rounds(TUESDAY + timedelta(days=days - 1))
    assert not Delivery.objects.exists()
    go_the_rounds(TUESDAY + timedelta(days=3))
    assert "Book the pen test" in Delivery.objects.get().text


def test_another_time_zone_or_hour_is_another_morning_and_no_day_has_two(marta: Person, ines: Person) -> None:
    promise(ines, marta)
    react()
    go_the_rounds(TUESDAY)
    assert Delivery.objects.count() == 1
    promise(ines, marta, "Clean the data", at=TUESDAY)
    choose_hours(person=ines, working_days=[0, 1, 2, 3, 4], from_hour=8, until_hour=18, daily_hour=16, by=ines, now=TUESDAY)
    react(TUESDAY)
    go_the_rounds(TUESDAY.replace(hour=16))
    assert Delivery.objects.count() == 1, "today's is out already"
    change_account(person=ines, name=ines.name, timezone="Pacific/Auckland", theme="", by=ines, now=TUESDAY)
    react(TUESDAY)
    assert Round.objects.get(person=ines).next_at == datetime(2026, 8, 19, 4, 0, tzinfo=UTC), "four in the afternoon there"


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ({"working_days": []}, "at least one day"),
        ({"from_hour": 18, "until_hour": 8}, "later than the beginning"),
        ({"daily_hour": 19}, "between 8:00 and 18:00"),
    ],
)
def test_hours_that_cannot_be_are_asked_for_again(ines: Person, wanted: dict[str, Any], says: str) -> None:
    usual: dict[str, Any] = {"working_days": [0], "from_hour": 8, "until_hour": 18, "daily_hour": 8}
    with pytest.raises(NotSaid, match=says):
        choose_hours(person=ines, **(usual | wanted), by=ines, now=NOW)


def test_nobody_chooses_for_somebody_else(marta: Person, ines: Person) -> None:
    with pytest.raises(NotAllowed, match="Only Ines Carvalho"):
        choose_volume(person=ines, volume=Volume.OFF, by=marta, now=NOW)


def test_the_address_in_the_message_ends_it_with_one_click_and_nothing_else(marta: Person, ines: Person, postbox: Postbox) -> None:
    promise(ines, marta)
    react()
    go_the_rounds(TUESDAY)
    send(TUESDAY)
    (letter,) = postbox.mails
    path = unsubscribing_path(ines)
    assert letter["List-Unsubscribe"].strip() == f"<https://peak.tidewater.example{path}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stranger = Client(enforce_csrf_checks=True)
    assert "Stop the message of the day?" in stranger.get(path).content.decode()
    assert not Preference.objects.exists(), "opening it changes nothing: mail programs do that by themselves"
    for _ in range(2):
        assert stranger.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    preference = Preference.objects.get()
    assert (preference.waiting, preference.check_ins, preference.briefing) == (False, False, False)
    assert (preference.recaps, preference.volume) == (True, Volume.DAILY)
    promise(ines, marta, "Clean the data", at=TUESDAY)
    react(TUESDAY)
    go_the_rounds(TUESDAY + timedelta(days=1))
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize(
    "change", [lambda path: path[:-2] + "x/", lambda path: path.replace("mail/", "mail/9"), lambda path: "/accounts/mail/x/"]
)
def test_an_address_that_is_nobodys_ends_nothing(ines: Person, change: Any) -> None:
    answer = Client().post(change(unsubscribing_path(ines)))
    assert answer.status_code == 404
    assert "Tidewater" not in answer.content.decode()
    assert not Preference.objects.exists()


def test_an_organization_turns_a_reminder_off_for_everybody(tidewater: Organization, marta: Person, ines: Person) -> None:
    promise(ines, ines, due=date(2026, 8, 19))
    with pytest.raises(NotAllowed):
        set_rule(organization=tidewater, rule="commitment.due", is_on=False, by=ines, now=NOW)
    with pytest.raises(NotSaid):
        set_rule(organization=tidewater, rule="help.waits_on_you", is_on=False, by=marta, now=NOW)
    set_rule(organization=tidewater, rule="commitment.due", is_on=False, by=marta, now=NOW)
    go_the_rounds(TUESDAY)
    assert not Notification.objects.filter(reason="commitment.due").exists()
    set_rule(organization=tidewater, rule="commitment.due", is_on=True, by=marta, now=NOW)
    go_the_rounds(TUESDAY + timedelta(days=1))
    assert Notification.objects.filter(reason="commitment.due").count() == 1


def test_a_fault_for_one_person_does_not_hold_up_the_others(marta: Person, ines: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    promise(ines, marta)
    new_objective("Renewals", owner=marta)
    question(marta, ines)
    react()
    go_the_rounds(TUESDAY - timedelta(hours=1))

    def broken(*, person: Person, **more: Any) -> None:
        if person.pk == ines.pk:
            raise RuntimeError("broken")
        daily.tell_the_day(person=person, **more)

    monkeypatch.setattr(rounds, "tell_the_day", broken)
    while rounds.go_to_one(now=TUESDAY):
        pass
    assert Delivery.objects.get().recipient == "marta@tidewater.example"
    assert Round.objects.get(person=ines).last_error == "RuntimeError: broken"
    monkeypatch.undo()
    go_the_rounds(TUESDAY + rounds.PAUSE)
    assert Delivery.objects.count() == 2


def test_somebody_who_leaves_has_no_round_any_more(ines: Person) -> None:
    go_the_rounds(NOW)
    Person.objects.filter(pk=ines.pk).update(status="inactive")
    go_the_rounds(TUESDAY)
    assert not Round.objects.filter(person=ines).exists()


def test_a_long_day_is_cut_to_three_and_seven_with_the_rest_counted(marta: Person, ines: Person) -> None:
    for number in range(14):
        question(ines, marta, title=f"Question {number}", need_by=MONDAY + timedelta(days=9))
        promise(ines, marta, f"Promise {number}")
    react()
    go_the_rounds(TUESDAY)
    message = Delivery.objects.get()
    assert message.text.count("Decide: Question") == 3 + 1, "the first is the subject, too"
    assert sum(f"“Promise {number}”" in message.text for number in range(14)) == 7
    assert "7 more things wait" in message.text
    assert len(message.subject) < 130


def test_words_of_people_cannot_bring_markup_into_the_message(marta: Person, ines: Person) -> None:
    promise(ines, marta, "<script>alert(1)</script>")
    react()
    go_the_rounds(TUESDAY)
    assert "<script>" not in Delivery.objects.get().html


# The pages.


def test_each_section_is_saved_alone(tidewater: Organization, ines: Person) -> None:
    reader = Reader(ines)
    page = reader.page("notifications:mail")
    assert "there are four" in page
    assert "on the clock of UTC" in page
    assert reader.client.post(reader.address("notifications:mail_volume"), {"volume": "off"}).status_code == 302
    assert reader.client.post(reader.address("notifications:mail_mails"), {"recaps": "on"}).status_code == 302
    said = {"working_days": ["1", "2"], "from_hour": "7", "until_hour": "24", "daily_hour": "23"}
    assert reader.client.post(reader.address("notifications:mail_hours"), said).status_code == 302
    preference = Preference.objects.get()
    assert (preference.volume, preference.recaps, preference.waiting) == (Volume.OFF, True, False)
    assert (preference.working_days, preference.until_hour, preference.daily_hour) == ([1, 2], 24, 23)


@pytest.mark.parametrize(
    ("address", "said", "says"),
    [
        ("mail_volume", {"volume": "heaps"}, "Choose one of the three."),
        ("mail_hours", {"working_days": ["8"], "from_hour": "8", "until_hour": "9", "daily_hour": "8"}, "Choose days of the week."),
        ("mail_hours", {"working_days": ["1"], "from_hour": "9", "until_hour": "8", "daily_hour": "8"}, "later than the beginning"),
        (
            "mail_hours",
            {"working_days": ["1"], "from_hour": "9", "until_hour": "12", "daily_hour": "8"},
            "from 9:00 on and before 12:00",
        ),
    ],
)
def test_what_makes_no_sense_comes_back_with_a_sentence(ines: Person, address: str, said: dict[str, Any], says: str) -> None:
    reader = Reader(ines)
    answer = reader.client.post(reader.address(f"notifications:{address}"), said)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Preference.objects.exists()


def test_a_viewer_chooses_their_own_mail(tidewater: Organization) -> None:
    tove = new_person("Tove Berg", login=True, access="viewer")
    reader = Reader(tove)
    assert reader.client.post(reader.address("notifications:mail_volume"), {"volume": "off"}).status_code == 302
    assert stop_daily_message(person=tove, now=NOW).waiting is False


def test_a_thing_that_is_called_to_mind_and_waits_in_my_work_is_named_once(marta: Person, ines: Person) -> None:
    question(ines, marta, need_by=date(2026, 8, 19))
    react()
    go_the_rounds(TUESDAY)
    message = Delivery.objects.get()
    assert message.subject == "“Who signs?” is needed by Wednesday 19 August, and waits for you"
    assert message.text.count("Who signs?") == 2, "the subject, and the one line"

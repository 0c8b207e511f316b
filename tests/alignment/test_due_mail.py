"""The mail of the day on which check-ins are due: one for each person who owes some, once, on the organization's own morning."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from pytest_django import Settings

from alignment import tasks
from alignment.actions import post_check_in
from alignment.models import Objective
from alignment.models.check_ins import Claim
from notifications import mail
from notifications.models import Delivery, Notification
from organizations import relay
from organizations.models import Absence, Event, JobRun, Organization, Person
from organizations.tenancy import in_organization
from tests.cast import MONDAY, NOW, new_objective, new_organization, new_person
from tests.notifications.conftest import postbox
from tests.postbox import Postbox

__all__ = ["postbox"]  # a fixture of this file too

FRIDAY = MONDAY + timedelta(days=4)
MORNING = datetime(2026, 8, 21, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_once(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one task asks of another is done at once: there is no worker here."""
    settings.PEAKOS_BASE_URL = "https://peak.tidewater.example"
    monkeypatch.setattr(tasks.remind_of_check_ins_of, "apply_async", lambda args, **more: tasks.remind_of_check_ins_of(*args))


@pytest.fixture
def sso(ines: Person) -> Objective:
    return new_objective("SSO for mid-market tenants", owner=ines)


def job(at: datetime = MORNING) -> None:
    with time_machine.travel(at, tick=False):
        tasks.remind_of_check_ins()
        while relay.relay_one(now=at):
            pass
        while mail.send_some(clock=lambda: at):
            pass


def told() -> list[tuple[str, str]]:
    return list(Notification.objects.filter(reason="check_in.due").order_by("person__name").values_list("person__name", "text"))


def body_of(letter: Any, kind: str = "plain") -> str:
    content: str = letter.get_body((kind,)).get_content().replace("\r\n", "\n")
    return content


def test_who_owes_several_gets_one_mail_with_a_way_straight_to_each_form(sso: Objective, ines: Person, postbox: Postbox) -> None:
    rota = new_objective("Patch rota", owner=ines)
    post_check_in(objective=rota, claim=Claim.ON_TRACK, by=ines, now=NOW - timedelta(days=7))
    job()
    (letter,) = postbox.mails
    assert (letter["To"], letter["Subject"]) == ("ines@tidewater.example", "2 check-ins are due by Friday 21 August")
    for text in (body_of(letter), body_of(letter, "html")):
        for objective in (sso, rota):
            assert f"https://peak.tidewater.example/tidewater/objectives/{objective.pk}/check-ins/new/" in text
        assert "https://peak.tidewater.example/tidewater/check-ins/" in text
        assert text.index("SSO for mid-market tenants") < text.index("Patch rota"), "what was never reported on comes first"
        assert "last one 10 August" in text
        assert "You get this because you own it" in text


def test_who_owes_one_is_led_straight_to_its_form(sso: Objective, postbox: Postbox) -> None:
    job()
    (letter,) = postbox.mails
    assert letter["Subject"].strip() == "Check-in on “SSO for mid-market tenants” is due by Friday 21 August"
    assert f"Check in:\nhttps://peak.tidewater.example/tidewater/objectives/{sso.pk}/check-ins/new/" in body_of(letter)


def test_who_has_checked_in_may_not_write_cannot_sign_in_or_has_left_is_left_in_peace(
    sso: Objective, ines: Person, postbox: Postbox
) -> None:
    post_check_in(objective=sso, claim=Claim.ON_TRACK, by=ines, now=NOW)
    for name, fields in (("Tove Berg", {"access": "viewer"}), ("Old Hand", {"status": "inactive"})):
        new_objective(f"Of {name}", owner=new_person(name, login=True, **fields))
    new_objective("Of somebody without a login", owner=new_person("Omar Haddad"))
    new_objective("Of nobody")
    job()
    assert [name for name, _ in told()] == ["Omar Haddad"], "a line, for when they come in"
    assert postbox.mails == []


def test_who_checks_in_between_the_job_and_the_mail_is_left_in_peace(sso: Objective, ines: Person, postbox: Postbox) -> None:
    with time_machine.travel(MORNING, tick=False):
        tasks.remind_of_check_ins()
    post_check_in(objective=sso, claim=Claim.ON_TRACK, by=ines, now=MORNING)
    job()
    assert (told(), postbox.mails) == ([], [])


def test_while_somebody_is_away_who_stands_in_is_told_and_nobody_where_no_one_does(
    tidewater: Organization, sso: Objective, marta: Person, ines: Person, postbox: Postbox
) -> None:
    omar = new_person("Omar Haddad", login=True)
    new_objective("Of Omar", owner=omar)
    for person, delegate in ((ines, marta), (omar, None)):
        Absence.objects.create(organization=tidewater, person=person, delegate=delegate, starts_on=MONDAY, ends_on=FRIDAY)
    job()
    (letter,) = postbox.mails
    assert letter["To"] == "marta@tidewater.example"
    assert "The first, for Ines Carvalho who is away" in body_of(letter)


def test_nobody_is_written_to_whose_stand_in_is_away_too(
    tidewater: Organization, sso: Objective, marta: Person, ines: Person, postbox: Postbox
) -> None:
    for person, delegate in ((ines, marta), (marta, None)):
        Absence.objects.create(organization=tidewater, person=person, delegate=delegate, starts_on=MONDAY, ends_on=FRIDAY)
    job()
    assert postbox.mails == []


def test_whatever_the_hour_the_clock_strikes_there_is_one_mail_a_week_in_the_morning_of_its_own_day(
    tidewater: Organization, sso: Objective, postbox: Postbox
) -> None:
    Organization.objects.filter(pk=tidewater.pk).update(timezone="Pacific/Auckland")
    sent_at = []
    for hour in range(14 * 24):
        at = datetime(2026, 8, 17, tzinfo=UTC) + timedelta(hours=hour)
        before = len(postbox.mails)
        job(at)
        sent_at += [at] * (len(postbox.mails) - before)
    assert sent_at == [datetime(2026, 8, 20, 20, tzinfo=UTC), datetime(2026, 8, 27, 20, tzinfo=UTC)], "Friday, eight o'clock there"
    assert set(postbox.copies.values()) == {1}


def test_after_an_outage_it_is_sent_the_same_day_or_not_at_all(sso: Objective, postbox: Postbox) -> None:
    job(MORNING + timedelta(hours=12))
    job(MORNING + timedelta(days=1))
    assert postbox.mails == [], "an evening and a Saturday are nobody's morning"
    with time_machine.travel(MORNING + timedelta(days=7), tick=False):
        tasks.remind_of_check_ins()
    job(MORNING + timedelta(days=10))
    assert postbox.mails == [], "lines that waited until the next stretch tell nobody of the last"


def test_an_organization_of_another_rhythm_has_its_own_day(tidewater: Organization, sso: Objective, postbox: Postbox) -> None:
    Organization.objects.filter(pk=tidewater.pk).update(check_in_every_days=1)
    for days in range(-4, 0):
        job(MORNING + timedelta(days=days))
    assert len(postbox.mails) == 4


def test_it_speaks_in_the_words_of_the_organization(tidewater: Organization, sso: Objective, postbox: Postbox) -> None:
    Organization.objects.filter(pk=tidewater.pk).update(words={"check_in": {"one": "pulse", "many": "pulses"}})
    job()
    assert postbox.mails[0]["Subject"].strip().startswith("Pulse on “SSO")


def test_a_large_organization_is_told_in_hundreds(tidewater: Organization, postbox: Postbox) -> None:
    for number in range(101):
        new_objective(f"Number {number}", owner=new_person(f"P{number} Smith", key=f"p{number}"))
    job()
    lines = Event.objects.filter(name="check_in.fell_due").order_by("id")
    assert [len(line.data["people"]) for line in lines] == [100, 1]
    assert len(told()) == 101


def test_a_fault_takes_the_claim_back_and_the_next_round_sends(
    sso: Objective, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched, pytest.raises(OSError, match="killed"):
        patched.setattr(tasks, "in_organization", killed)
        job()
    assert not JobRun.objects.filter(job=tasks.JOB).exists()
    job()
    assert len(postbox.mails) == 1


def killed(organization: Organization) -> None:
    raise OSError("killed")


@pytest.fixture
def committed(transactional_db: None) -> Iterator[Organization]:
    organization = new_organization("tidewater")
    with in_organization(organization):
        new_objective("SSO", owner=new_person("Ines Carvalho", login=True))
        yield organization


def test_two_jobs_at_once_send_one_mail(committed: Organization, postbox: Postbox) -> None:
    def run(day: date) -> None:
        try:
            tasks.remind_of_check_ins_of(committed.pk, day.isoformat())
            while relay.relay_one(now=MORNING):
                pass
        finally:
            connection.close()

    with time_machine.travel(MORNING, tick=False), ThreadPoolExecutor(max_workers=4) as workers:
        for done in [workers.submit(run, FRIDAY) for _ in range(8)]:
            done.result()
    job()
    assert Delivery.objects.count() == len(postbox.mails) == 1

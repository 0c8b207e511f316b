"""Check-ins that are due: whoever owes some is reminded on their own last working day, once, in their message of the day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from alignment.actions import post_check_in
from alignment.actions.cadences import set_team_cadence
from alignment.models import Objective
from alignment.models.check_ins import Claim
from notifications import mail
from notifications.models import Notification, Preference, Round
from organizations.models import Absence, Organization, Person
from organizations.refusals import NotAllowed
from tests.cast import MONDAY, NOW, new_objective, new_person, new_team
from tests.mornings import go_the_rounds
from tests.notifications.conftest import postbox
from tests.postbox import Postbox

__all__ = ["postbox"]  # a fixture of this file too

FRIDAY = MONDAY + timedelta(days=4)
MORNING = datetime(2026, 8, 21, 8, 0, tzinfo=UTC)
RULE = "check_in.due"


@pytest.fixture(autouse=True)
def somewhere(settings: Settings) -> None:
    settings.PEAKOS_BASE_URL = "https://peak.tidewater.example"


@pytest.fixture
def sso(ines: Person) -> Objective:
    return new_objective("SSO for mid-market tenants", owner=ines)


def morning(at: datetime = MORNING) -> None:
    go_the_rounds(at)
    while mail.send_some(clock=lambda: at):
        pass


def told() -> list[tuple[str, str]]:
    return list(Notification.objects.filter(reason=RULE).order_by("person__name", "id").values_list("person__name", "text"))


def body_of(letter: Any, kind: str = "plain") -> str:
    content: str = letter.get_body((kind,)).get_content().replace("\r\n", "\n")
    return content


def test_who_owes_several_is_led_to_all_of_them_on_one_screen(sso: Objective, ines: Person, postbox: Postbox) -> None:
    rota = new_objective("Patch rota", owner=ines)
    post_check_in(objective=rota, claim=Claim.ON_TRACK, by=ines, now=NOW - timedelta(days=7))
    morning()
    (letter,) = postbox.mails
    assert letter["To"] == "ines@tidewater.example"
    assert letter["Subject"].strip().startswith("2 check-ins are due by Friday 21 August: “Patch rota”, “SSO for mid-market")
    for text in (body_of(letter), body_of(letter, "html")):
        assert "https://peak.tidewater.example/tidewater/check-ins/" in text
        assert "You get this because you own it" in text
        assert "https://peak.tidewater.example/tidewater/settings/mail/" in text, "where to change it"


def test_who_owes_one_is_led_straight_to_its_form(sso: Objective, postbox: Postbox) -> None:
    morning()
    (letter,) = postbox.mails
    assert letter["Subject"].strip() == "Check-in on “SSO for mid-market tenants” is due by Friday 21 August"
    assert f"https://peak.tidewater.example/tidewater/objectives/{sso.pk}/check-ins/new/" in body_of(letter)


def test_who_has_checked_in_may_not_write_cannot_sign_in_or_has_left_is_left_in_peace(
    sso: Objective, ines: Person, postbox: Postbox
) -> None:
    post_check_in(objective=sso, claim=Claim.ON_TRACK, by=ines, now=NOW)
    for name, fields in (("Tove Berg", {"access": "viewer"}), ("Old Hand", {"status": "inactive"})):
        new_objective(f"Of {name}", owner=new_person(name, login=True, **fields))
    new_objective("Of somebody without a login", owner=new_person("Omar Haddad"))
    new_objective("Of nobody")
    morning()
    assert (told(), postbox.mails) == ([], [])


def test_while_somebody_is_away_who_stands_in_is_told_and_nobody_where_no_one_does(
    tidewater: Organization, sso: Objective, marta: Person, ines: Person, postbox: Postbox
) -> None:
    omar = new_person("Omar Haddad", login=True)
    new_objective("Of Omar", owner=omar)
    for person, delegate in ((ines, marta), (omar, None)):
        Absence.objects.create(organization=tidewater, person=person, delegate=delegate, starts_on=MONDAY, ends_on=FRIDAY)
    morning()
    (letter,) = postbox.mails
    assert letter["To"] == "marta@tidewater.example"
    assert "stand in for whoever does" in body_of(letter)


def test_nobody_is_told_whose_stand_in_is_away_too(
    tidewater: Organization, sso: Objective, marta: Person, ines: Person, postbox: Postbox
) -> None:
    for person, delegate in ((ines, marta), (marta, None)):
        Absence.objects.create(organization=tidewater, person=person, delegate=delegate, starts_on=MONDAY, ends_on=FRIDAY)
    morning()
    assert (told(), postbox.mails) == ([], [])


def test_whatever_the_hour_the_clock_strikes_there_is_one_a_week_in_the_morning_of_the_persons_own_day(
    tidewater: Organization, sso: Objective, ines: Person, postbox: Postbox
) -> None:
    Person.objects.filter(pk=ines.pk).update(timezone="Pacific/Auckland")
    sent_at = []
    for hour in range(14 * 24):
        at = datetime(2026, 8, 17, tzinfo=UTC) + timedelta(hours=hour)
        before = len(postbox.mails)
        morning(at)
        sent_at += [at] * (len(postbox.mails) - before)
    assert sent_at == [datetime(2026, 8, 20, 20, tzinfo=UTC), datetime(2026, 8, 27, 20, tzinfo=UTC)], "Friday, eight o'clock there"
    assert set(postbox.copies.values()) == {1}


def test_who_does_not_work_on_fridays_is_reminded_on_thursday(sso: Objective, ines: Person, postbox: Postbox) -> None:
    Preference.objects.create(organization=ines.organization, person=ines, working_days=[0, 1, 2, 3])
    morning(MORNING - timedelta(days=2))
    assert postbox.mails == []
    morning(MORNING - timedelta(days=1))
    assert len(postbox.mails) == 1
    morning(MORNING)
    assert len(postbox.mails) == 1


def test_after_an_outage_it_is_sent_the_same_day_or_not_at_all(sso: Objective, ines: Person, postbox: Postbox) -> None:
    Round.objects.create(organization=ines.organization, person=ines, next_at=MORNING)
    morning(MORNING + timedelta(hours=9, minutes=59))
    assert len(postbox.mails) == 1, "before the end of work"
    post_check_in(objective=sso, claim=Claim.ON_TRACK, by=ines, now=MORNING + timedelta(hours=11))
    other = new_objective("Patch rota", owner=ines)
    morning(MORNING + timedelta(days=7, hours=12))
    morning(MORNING + timedelta(days=8))
    assert len(postbox.mails) == 1, "an evening and a Saturday are nobody's morning"
    assert other.pk


def test_an_organization_of_another_rhythm_has_its_own_day(tidewater: Organization, sso: Objective, postbox: Postbox) -> None:
    Organization.objects.filter(pk=tidewater.pk).update(check_in_every_days=1)
    for days in range(-4, 0):
        morning(MORNING + timedelta(days=days))
    assert len(postbox.mails) == 4


def test_a_team_with_a_rhythm_of_its_own_is_asked_by_it(
    tidewater: Organization, ines: Person, marta: Person, postbox: Postbox
) -> None:
    security, sales = new_team("Security", lead=ines), new_team("Sales", lead=marta)
    new_objective("SSO", owner=ines, team=security)
    new_objective("Two anchor customers", owner=marta, team=sales)
    set_team_cadence(team=security, every_days=1, by=ines, now=NOW)
    for days in range(-4, 0):
        morning(MORNING + timedelta(days=days))
    assert [letter["To"] for letter in postbox.mails] == ["ines@tidewater.example"] * 4, "every day, and Marta on Friday only"
    morning()
    assert sorted(letter["To"] for letter in postbox.mails[4:]) == ["ines@tidewater.example", "marta@tidewater.example"]


def test_only_who_leads_the_team_or_all_of_it_sets_its_rhythm(tidewater: Organization, ines: Person, marta: Person) -> None:
    sales = new_team("Sales", lead=marta)
    with pytest.raises(NotAllowed, match="Ask whoever leads it"):
        set_team_cadence(team=sales, every_days=14, by=ines, now=NOW)


def test_who_was_just_asked_every_day_and_has_reported_is_left_alone_that_day(
    tidewater: Organization, sso: Objective, ines: Person, postbox: Postbox
) -> None:
    Organization.objects.filter(pk=tidewater.pk).update(check_in_every_days=1)
    post_check_in(objective=sso, claim=Claim.ON_TRACK, by=ines, now=MORNING - timedelta(hours=1))
    morning()
    assert postbox.mails == []


def test_it_speaks_in_the_words_of_the_organization(tidewater: Organization, sso: Objective, postbox: Postbox) -> None:
    Organization.objects.filter(pk=tidewater.pk).update(words={"check_in": {"one": "pulse", "many": "pulses"}})
    morning()
    assert postbox.mails[0]["Subject"].strip().startswith("Pulse on “SSO")

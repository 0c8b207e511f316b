"""Coming in: a link for one person, good once, and dead when it should be."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from notifications import mail
from notifications.models import Delivery
from organizations import relay
from organizations.actions.access import deactivate_person
from organizations.actions.invitations import accept_invitation, invite_person, revoke_invitation
from organizations.models import Event, Invitation, Organization, Person, User
from organizations.refusals import AlreadyThere, LinkIsDead, NotAllowed, NotSaid
from organizations.tenancy import in_organization
from organizations.tokens import fingerprint, invitation_secret
from tests.cast import NOW, PASSWORD, new_organization, new_person
from tests.organizations.conftest import BrowserOf, Cast

NEW_PASSWORD = "nine brave herons wade"
JONAS = "jonas@tidewater.example"


@pytest.fixture
def invitation(cast: Cast, company: Organization) -> Invitation:
    """Jonas is asked in by Marta."""
    with in_organization(company):
        return invite_person(person=cast["jonas"], by=cast["marta"], now=timezone.now())


def path_of(invitation: Invitation) -> str:
    return f"/invitations/{invitation_secret(invitation)}/"


def accept(invitation: Invitation, client: Client | None = None, password: str = NEW_PASSWORD) -> tuple[int, str]:
    answer = (client or Client()).post(path_of(invitation) + "acceptance/", {"password": password})
    return answer.status_code, answer.headers.get("Location", "") or answer.content.decode()


def relay_and_send() -> None:
    while relay.relay_one(now=timezone.now()):
        pass
    while mail.send_some(clock=timezone.now):
        pass


def test_jonas_opens_his_link_chooses_a_password_and_is_in(invitation: Invitation, cast: Cast) -> None:
    browser = Client()
    page = browser.get(path_of(invitation)).content.decode()
    assert "Jonas Weber, welcome to Tidewater" in page
    assert "Marta Lindqvist asks you in" in page
    assert accept(invitation, browser) == (302, "/tidewater/")
    assert browser.get("/tidewater/settings/").status_code == 200
    assert Client().login(email=JONAS, password=NEW_PASSWORD)
    accepted = Event.everywhere.get(name="invitation.accepted")
    assert accepted.actor_id == accepted.about_id == cast["jonas"].pk


def test_a_link_works_once(invitation: Invitation) -> None:
    accept(invitation)
    status, words = accept(invitation, password="another person entirely")
    assert (status, "has been used" in words) == (410, True)
    assert not Client().login(email=JONAS, password="another person entirely")
    assert Client().get(path_of(invitation)).status_code == 410


def test_a_link_dies_when_it_is_taken_back_replaced_too_old_or_its_person_leaves(
    company: Organization, cast: Cast, invitation: Invitation
) -> None:
    marta, jonas = cast["marta"], cast["jonas"]
    with in_organization(company):
        second = invite_person(person=jonas, by=marta, now=timezone.now())
        assert "taken back. Ask Marta Lindqvist" in accept(invitation)[1]
        with time_machine.travel(timezone.now() + timedelta(days=14, seconds=1)):
            assert "has expired. Ask Marta Lindqvist" in accept(second)[1]
        revoke_invitation(invitation=second, by=marta, now=NOW)
        assert "taken back" in accept(second)[1]
        third = invite_person(person=jonas, by=marta, now=timezone.now())
        deactivate_person(person=jonas, by=marta, now=NOW)
        assert "taken back" in accept(third)[1]
    assert not User.objects.filter(email=JONAS).exists()


@pytest.mark.parametrize("secret", ["x", "../../etc/passwd", "%00", "a" * 43, "'; DROP TABLE organizations_user; --"])
def test_a_link_that_was_never_ours_says_so(db: None, secret: str) -> None:
    answer = Client().get(f"/invitations/{secret}/")
    assert answer.status_code in {404, 410}


def test_a_weak_password_is_refused_and_the_link_stays_good(invitation: Invitation) -> None:
    status, words = accept(invitation, password="password12")
    assert (status, "too common" in words) == (422, True)
    assert "Choose a password." in accept(invitation, password="")[1]
    assert accept(invitation)[0] == 302


def test_who_has_an_account_signs_in_with_it_and_joins_without_a_new_password(company: Organization, cast: Cast) -> None:
    with in_organization(new_organization("fenmoor", "Fenmoor")):
        elsewhere = new_person("Jonas Weber", login=True, email=JONAS, status="active")
    with in_organization(company):
        invitation = invite_person(person=cast["jonas"], by=cast["marta"], now=timezone.now())
    browser = Client()
    assert "has an account here already" in browser.get(path_of(invitation)).content.decode()
    assert accept(invitation)[0] == 422
    assert browser.login(email=JONAS, password=PASSWORD)
    assert "Join Tidewater" in browser.get(path_of(invitation)).content.decode()
    assert accept(invitation, browser) == (302, "/tidewater/")
    assert Person.everywhere.get(pk=cast["jonas"].pk).user_id == elsewhere.user_id
    assert User.objects.get(email=JONAS).check_password(PASSWORD)
    page = browser.get("/").content.decode()
    assert "Where to?" in page
    assert page.index("Fenmoor") < page.index("Tidewater")


def test_nobody_else_takes_the_place_of_who_was_asked(invitation: Invitation, browser_of: BrowserOf, cast: Cast) -> None:
    ines = browser_of("ines")
    assert "This invitation is for jonas@tidewater.example" in ines.get(path_of(invitation)).content.decode()
    status, words = accept(invitation, ines)
    assert (status, "Sign in with that address" in words) == (403, True)
    assert Person.everywhere.get(pk=cast["jonas"].pk).user_id is None


def test_the_secret_is_in_no_row_no_event_and_no_feed_and_the_sent_mail_forgets_it(
    invitation: Invitation, mailoutbox: list[EmailMessage]
) -> None:
    secret = invitation_secret(invitation)
    assert Invitation.everywhere.get(pk=invitation.pk).secret_hash == fingerprint(secret)
    relay_and_send()
    (letter,) = mailoutbox
    assert secret in str(letter.body)
    assert letter.to == [JONAS]
    assert Delivery.everywhere.get().text == Delivery.everywhere.get().html == ""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)} t WHERE t::text LIKE %s", [f"%{secret}%"])
            assert cursor.fetchone() == (0,), table


def test_the_link_lives_through_a_change_of_the_installations_key(invitation: Invitation, settings: Settings) -> None:
    path, before = path_of(invitation), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key of many letters", [before]
    assert Client().get(path).status_code == 200
    assert path_of(Invitation.everywhere.get(pk=invitation.pk)) == path


def test_only_who_runs_the_workspace_asks_people_in(company: Organization, cast: Cast) -> None:
    with in_organization(company):
        for name in ("ines", "karl"):
            with pytest.raises(NotAllowed, match="Ask an admin"):
                invite_person(person=cast["jonas"], by=cast[name], now=NOW)
        with pytest.raises(AlreadyThere, match="can sign in already"):
            invite_person(person=cast["ines"], by=cast["marta"], now=NOW)
        nobody = new_person("Otto Lund", email="")
        with pytest.raises(NotSaid, match="Write the address"):
            invite_person(person=nobody, by=cast["marta"], now=NOW)
        with pytest.raises(AlreadyThere, match="Somebody else here"):
            invite_person(person=nobody, email="Ines@tidewater.example", by=cast["marta"], now=NOW)


def test_a_person_cannot_be_two_people_of_one_organization(company: Organization, cast: Cast) -> None:
    with in_organization(company):
        invitation = invite_person(person=cast["jonas"], by=cast["marta"], now=NOW)
        Invitation.objects.filter(pk=invitation.pk).update(email="ines@tidewater.example")
        with pytest.raises(AlreadyThere, match="in Tidewater already"):
            accept_invitation(invitation=invitation, user=cast["ines"].user, now=NOW)
        with pytest.raises(LinkIsDead):
            accept_invitation(invitation=invitation, user=cast["ines"].user, now=NOW + timedelta(days=20))


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    browser = Client()
    for address in ("marta@tidewater.example", "nobody@tidewater.example", "jonas@tidewater.example"):
        answer = browser.post("/accounts/password/reset/", {"email": address})
        assert answer.headers["Location"] == "/accounts/password/reset/done/"
    relay_and_send()
    (letter,) = mailoutbox
    assert letter.to == ["marta@tidewater.example"]
    (link,) = re.findall(r"http://localhost:8000(/accounts/password/reset/key/\S+)", str(letter.body))
    form = browser.get(link).headers["Location"]
    assert "set-password" in form
    answer = browser.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert answer.headers["Location"] == "/accounts/password/reset/key/done/"
    assert "The new password is saved" in browser.get(answer.headers["Location"]).content.decode()
    assert Client().login(email="marta@tidewater.example", password=NEW_PASSWORD)
    assert "does not work any more" in Client().get(link).content.decode()


def test_a_first_organization_is_made_by_a_command_that_prints_its_owners_link(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("create_organization", "northsea", name="North Sea", owner_email="Aiko@northsea.example", owner_name="Aiko Tanaka")
    (path,) = re.findall(r"http://localhost:8000(/invitations/\S+/)", capsys.readouterr().out)
    browser = Client()
    assert browser.post(path + "acceptance/", {"password": NEW_PASSWORD}).headers["Location"] == "/northsea/"
    owner = Person.everywhere.get(organization__slug="northsea")
    assert (owner.name, owner.access, owner.email) == ("Aiko Tanaka", "owner", "aiko@northsea.example")


@pytest.mark.parametrize(
    ("slug", "email", "zone", "sentence"),
    [
        ("tidewater", "a@b.example", "UTC", "There is an organization at /tidewater/ already"),
        ("accounts", "a@b.example", "UTC", "an address of the product itself"),
        ("North Sea", "a@b.example", "UTC", "small letters, digits and hyphens"),
        ("märz", "a@b.example", "UTC", "small letters, digits and hyphens"),
        ("x" * 41, "a@b.example", "UTC", "at most 40"),
        ("northsea", "aiko", "UTC", "Write it in full"),
        ("northsea", "a@b.example", "Lisbon", "Write it as Area/City"),
    ],
)
def test_the_command_says_what_to_write_instead(company: Organization, slug: str, email: str, zone: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("create_organization", slug, name="North Sea", owner_email=email, timezone=zone)
    assert Organization.objects.count() == 1

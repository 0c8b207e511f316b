"""Settings: who may do what, who may change that, and each person's own account."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.test import Client

from organizations.actions.access import change_access, deactivate_person
from organizations.models import Event, Invitation, Organization, Person, Session
from organizations.models.people import Access
from organizations.refusals import LastOwner, NotAllowed, Refused
from organizations.tenancy import in_organization
from tests.cast import NOW, new_organization, new_person
from tests.organizations.conftest import BrowserOf, Cast

SETTINGS = "/tidewater/settings/"


def post(client: Client, path: str, **said: str) -> tuple[int, str]:
    answer = client.post(SETTINGS + path, said)
    return answer.status_code, answer.headers.get("Location") or answer.content.decode()


def access_of(person: Person) -> str:
    access: str = Person.everywhere.get(pk=person.pk).access
    return access


def test_who_runs_the_workspace_sees_all_of_settings_and_the_others_their_account(browser_of: BrowserOf) -> None:
    for name in ("marta", "ruth"):
        page = browser_of(name).get(SETTINGS).content.decode()
        assert all(f'id="{section}"' in page for section in ("account", "organization", "people"))
    for name in ("ines", "karl"):
        page = browser_of(name).get(SETTINGS).content.decode()
        assert 'id="account"' in page
        assert 'id="organization"' not in page
        assert 'id="people"' not in page
        assert "jonas" not in page


def test_a_person_changes_their_own_name_zone_and_theme(browser_of: BrowserOf, cast: Cast) -> None:
    ines = browser_of("ines")
    said = {"account-name": "Ines C.", "account-timezone": "Europe/Lisbon", "account-theme": "dark"}
    assert post(ines, "account/", **said) == (302, SETTINGS + "#account")
    page = ines.get(SETTINGS).content.decode()
    assert '<html lang="en" data-theme="dark">' in page
    assert "Your account is saved" in page
    person = Person.everywhere.select_related("user").get(pk=cast["ines"].pk)
    assert (person.name, person.timezone, person.user and person.user.theme) == ("Ines C.", "Europe/Lisbon", "dark")
    assert Event.everywhere.get(name="account.changed").actor_id == person.pk


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "  ", "Write your name."),
        ("name", "x" * 251, "Shorten this to 250 characters."),
        ("timezone", "Lisbon", "“Lisbon” is no time zone. Choose one of the list"),
        ("timezone", "../../etc/passwd", "is no time zone"),
        ("theme", "neon", "neon"),
    ],
)
def test_a_fault_in_the_account_comes_back_beside_its_field(browser_of: BrowserOf, field: str, value: str, sentence: str) -> None:
    said = {"account-name": "Ines", "account-timezone": "", "account-theme": ""} | {f"account-{field}": value}
    status, page = post(browser_of("ines"), "account/", **said)
    assert (status, sentence in page) == (422, True)


def test_an_admin_renames_the_organization_and_a_fault_says_what_to_choose(browser_of: BrowserOf, company: Organization) -> None:
    ruth = browser_of("ruth")
    said = {"organization-name": "Tidewater Grid", "organization-timezone": "Europe/Oslo", "organization-check_in_every_days": "14"}
    assert post(ruth, "organization/", **said)[0] == 302
    company.refresh_from_db()
    assert (company.name, company.timezone, company.check_in_every_days) == ("Tidewater Grid", "Europe/Oslo", 14)
    event = Event.everywhere.get(name="organization.changed")
    assert event.data["changed"] == {"name": "Tidewater Grid", "timezone": "Europe/Oslo", "check_in_every_days": 14}
    status, page = post(ruth, "organization/", **said | {"organization-check_in_every_days": "9999", "organization-name": ""})
    assert (status, "Choose how often from the list." in page, "Give the organization a name." in page) == (422, True, True)
    assert post(ruth, "organization/", **said)[0] == 302
    assert Event.everywhere.filter(name="organization.changed").count() == 1, "nothing changed, so there is no line"


def test_members_and_viewers_change_nothing_but_their_account(browser_of: BrowserOf, cast: Cast, company: Organization) -> None:
    with in_organization(company):
        invitation = Invitation.objects.create(
            organization=company, person=cast["jonas"], email="j@x.example", secret_hash="x", invited_at=NOW, expires_at=NOW
        )
    jonas = cast["jonas"].pk
    for name in ("ines", "karl"):
        browser = browser_of(name)
        for path in (
            "organization/", "people/", f"people/{jonas}/access/", f"people/{jonas}/deactivation/",
            f"people/{jonas}/reactivation/", f"people/{jonas}/invitation/", f"invitations/{invitation.pk}/revocation/",
        ):  # fmt: skip
            status, page = post(browser, path, access="owner", email="j@x.example", name="X")
            assert (status, "Ask " in page) == (403, True), path
    assert Event.everywhere.count() == 0


def test_an_admin_makes_leaders_but_no_owners_and_touches_none(browser_of: BrowserOf, cast: Cast) -> None:
    ruth = browser_of("ruth")
    assert post(ruth, f"people/{cast['ines'].pk}/access/", access="leader")[0] == 302
    assert access_of(cast["ines"]) == "leader"
    status, page = post(ruth, f"people/{cast['ines'].pk}/access/", access="owner")
    assert (status, "Only owners make owners" in page) == (422, True)
    assert post(ruth, f"people/{cast['ruth'].pk}/access/", access="owner")[0] == 422
    assert post(ruth, f"people/{cast['marta'].pk}/access/", access="viewer")[0] == 403
    assert post(ruth, f"people/{cast['marta'].pk}/deactivation/")[0] == 403
    assert post(ruth, "people/", name="Otto", email="", title="", access="owner")[0] == 422
    assert (access_of(cast["ines"]), access_of(cast["ruth"]), access_of(cast["marta"])) == ("leader", "admin", "owner")
    with in_organization(cast["ruth"].organization_id), pytest.raises(NotAllowed, match="makes somebody an owner"):
        change_access(person=cast["ines"], access=Access.OWNER, by=cast["ruth"], now=NOW)


def test_the_last_owner_stays(browser_of: BrowserOf, cast: Cast, company: Organization) -> None:
    marta = browser_of("marta")
    for path, said in ((f"people/{cast['marta'].pk}/access/", "admin"), (f"people/{cast['marta'].pk}/deactivation/", "")):
        status, page = post(marta, path, access=said)
        assert (status, "Make somebody else an owner first" in page) == (409, True)
    with in_organization(company):
        new_person("Otto Lund", access="owner", status="active")  # could not sign in, so does not count
        with pytest.raises(LastOwner):
            deactivate_person(person=cast["marta"], by=cast["marta"], now=NOW)
    assert post(marta, f"people/{cast['ruth'].pk}/access/", access="owner")[0] == 302
    assert post(marta, f"people/{cast['marta'].pk}/access/", access="admin")[0] == 302
    assert (access_of(cast["marta"]), access_of(cast["ruth"])) == ("admin", "owner")


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_step_down_at_the_same_moment_leave_one(company: Organization, cast: Cast) -> None:
    Person.everywhere.filter(pk=cast["ruth"].pk).update(access="owner")
    refused: list[str] = []
    together = threading.Barrier(2)

    def step_down(name: str) -> None:
        try:
            with in_organization(company):
                together.wait()
                change_access(person=cast[name], access=Access.MEMBER, by=None, now=NOW)
        except Refused as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=step_down, args=[name]) for name in ("marta", "ruth")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert Person.everywhere.filter(access="owner").count() == 1


def test_who_leaves_is_out_at_once_everywhere_they_were_signed_in(browser_of: BrowserOf, cast: Cast) -> None:
    marta, ines = browser_of("marta"), browser_of("ines")
    assert ines.get(SETTINGS).status_code == 200
    assert post(marta, f"people/{cast['ines'].pk}/deactivation/")[0] == 302
    assert not Session.objects.filter(user=cast["ines"].user_id).exists()
    assert ines.get(SETTINGS).status_code == 302
    back = browser_of("ines")
    assert back.get(SETTINGS).status_code == 404
    assert "You are in no organization yet" in back.get("/").content.decode()
    assert post(marta, f"people/{cast['ines'].pk}/reactivation/")[0] == 302
    assert ines.get(SETTINGS).status_code == 302, "the old session stays dead"
    assert back.get(SETTINGS).status_code == 200


def test_who_leaves_one_organization_stays_signed_in_to_the_other(browser_of: BrowserOf, cast: Cast) -> None:
    with in_organization(new_organization("fenmoor", "Fenmoor")):
        new_person("Ines Carvalho", user=cast["ines"].user, status="active")
    marta, ines = browser_of("marta"), browser_of("ines")
    post(marta, f"people/{cast['ines'].pk}/deactivation/")
    assert ines.get(SETTINGS).status_code == 404
    assert ines.get("/fenmoor/settings/").status_code == 200


def test_one_signs_oneself_out_everywhere_else(browser_of: BrowserOf, cast: Cast) -> None:
    here, there, ines = browser_of("marta"), browser_of("marta"), browser_of("ines")
    assert "Signed in here and in 1 other browser" in here.get(SETTINGS).content.decode()
    assert post(here, "sessions/")[0] == 302
    assert there.get(SETTINGS).status_code == 302
    assert "Signed in here only" in here.get(SETTINGS).content.decode()
    assert ines.get(SETTINGS).status_code == 200


def test_somebody_new_is_asked_in_and_their_link_is_shown_once(browser_of: BrowserOf, cast: Cast) -> None:
    marta = browser_of("marta")
    status, page = post(
        marta, "people/", name="Priya Raman", email="Priya@tidewater.example", title="Head of Grid", access="leader"
    )
    assert (status, "Priya Raman is invited" in page, "/invitations/" in page) == (201, True, True)
    priya = Person.everywhere.get(name="Priya Raman")
    assert (priya.email, priya.access, priya.title) == ("priya@tidewater.example", "leader", "Head of Grid")
    assert [event.name for event in Event.everywhere.order_by("pk")] == ["person.added", "invitation.sent"]
    assert "/invitations/" not in marta.get(SETTINGS).content.decode().replace("settings/invitations/", "")
    status, page = post(marta, "people/", name="Another Priya", email="priya@tidewater.example", title="", access="member")
    assert (status, "is here already" in page) == (409, True)


def test_somebody_without_an_address_is_only_added(browser_of: BrowserOf) -> None:
    assert post(browser_of("marta"), "people/", name="Amara Osei", email="", title="", access="member")[0] == 302
    assert Person.everywhere.get(name="Amara Osei").user_id is None
    assert Invitation.everywhere.count() == 0


def test_the_list_of_people_is_found_by_words_and_turned_page_by_page(browser_of: BrowserOf, company: Organization) -> None:
    with in_organization(company):
        for number in range(60):
            new_person(f"Worker {number:02}", email=f"w{number:02}@tidewater.example", status="active")
    marta = browser_of("marta")
    first, second = (marta.get(SETTINGS, {"page": page}).content.decode() for page in ("1", "2"))
    assert "Marta Lindqvist" in first
    assert "page=2#people" in first
    assert "page=1#people" in second
    assert "page=3#people" in second
    found = marta.get(SETTINGS, {"q": "worker 37"}).content.decode()
    assert "Worker 37" in found
    assert "Worker 36" not in found
    assert "Nobody matches “zzz”" in marta.get(SETTINGS, {"q": "zzz"}).content.decode()
    without = marta.get(SETTINGS, {"which": "without"}).content.decode()
    assert "Worker 00" in without
    assert "Ruth Adeyemi" not in without
    for page in ("0", "-1", "x", "99999999999999999999", "1e9", "%00"):
        assert marta.get(SETTINGS, {"page": page, "q": "\0", "which": "\0"}).status_code == 200


def test_people_of_another_organization_do_not_exist_here(browser_of: BrowserOf, cast: Cast) -> None:
    with in_organization(new_organization("fenmoor")):
        stranger = new_person("Otto Lund", login=True, access="member", status="active")
    marta = browser_of("marta")
    for noun in ("access", "deactivation", "reactivation", "invitation"):
        assert post(marta, f"people/{stranger.pk}/{noun}/", access="viewer", email="o@x.example")[0] == 404
    assert access_of(stranger) == "member"

"""Signing in: by e-mail and password, slowly when the password is wrong, back to where one wanted to go and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from django.utils import timezone

from organizations.models import Organization, Session, User
from tests.cast import PASSWORD
from tests.organizations.conftest import BrowserOf, Cast

LOGIN = "/accounts/login/"
MARTA, INES = "marta@tidewater.example", "ines@tidewater.example"

# Written in as many ways as browsers and servers are known to read differently.
ELSEWHERE = [
    "https://evil.test/", "http://evil.test", "//evil.test", "///evil.test", "////evil.test", "/\\evil.test", "\\\\evil.test",
    "\\/evil.test", "/\\/evil.test", "https:evil.test", "https:/evil.test", "https:///evil.test", "http:\\\\evil.test",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "ftp://evil.test/", "//evil.test/%2f..",
    "/\t/evil.test", "/\n/evil.test", "\t//evil.test", " //evil.test", "https://testserver@evil.test/", "https://testserver.evil.test/",
    "//evil.test\\@testserver", "%2f%2fevil.test", "//%65vil.test", "https://evil.test#testserver", "evil.test", "//[::1]/", "http://[evil",
]  # fmt: skip


def try_password(password: str, login: str = MARTA, client: Client | None = None, **more: str) -> tuple[int, str]:
    answer = (client or Client()).post(LOGIN, {"login": login, "password": password, **more})
    return answer.status_code, answer.content.decode()


def test_the_right_password_opens_the_door_and_the_wrong_one_says_what_to_do(cast: Cast) -> None:
    status, words = try_password("not this one")
    assert status == 200
    assert "This address and this password do not belong together" in words
    assert 'aria-labelledby="form-faults"' in words
    assert try_password(PASSWORD)[0] == 302
    assert try_password(PASSWORD, MARTA.upper())[0] == 302


def test_an_empty_form_asks_for_what_is_missing(cast: Cast) -> None:
    _, words = try_password("", "")
    assert "Write your e-mail address." in words
    assert "Write your password." in words
    assert "Write the e-mail address in full" in try_password("x", "marta")[1]


def test_five_wrong_passwords_lock_that_address_for_five_minutes_and_no_other(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(5):
            assert "do not belong together" in try_password("wrong")[1]
        status, words = try_password(PASSWORD)
        assert (status, "Wait five minutes" in words) == (200, True)
        assert "Wait five minutes" in try_password(PASSWORD, MARTA.upper())[1]
        assert try_password(PASSWORD, INES)[0] == 302
        clock.shift(timedelta(minutes=5, seconds=1))
        assert try_password(PASSWORD)[0] == 302


def test_an_unknown_address_gets_the_same_answer_the_same_lock_and_the_same_work(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    work: list[str] = []
    for name in ("encode", "verify"):
        monkeypatch.setattr(Argon2PasswordHasher, name, counted(work, getattr(Argon2PasswordHasher, name)))
    known, unknown = [], []
    for _ in range(6):
        known.append(plain(try_password("wrong", MARTA)))
        known_work = work.copy()
        work.clear()
        unknown.append(plain(try_password("wrong", "nobody@tidewater.example")))
        assert len(work) == len(known_work)
        work.clear()
    assert [answer.replace(MARTA, "") for answer in known] == [answer.replace("nobody@tidewater.example", "") for answer in unknown]


def counted(work: list[str], derive: Callable[..., object]) -> Callable[..., object]:
    """The same derivation, which leaves a tally: equal work is equal time, and a tally is the same on every machine."""

    def run(*args: object) -> object:
        work.append(derive.__name__)
        return derive(*args)

    return run


def plain(answer: tuple[int, str]) -> str:
    """The page without the token that differs each time."""
    return "".join(line for line in answer[1].splitlines(keepends=True) if "csrfmiddlewaretoken" not in line)


def test_somebody_who_is_not_signed_in_is_brought_back_to_where_they_wanted_to_go(cast: Cast) -> None:
    client = Client()
    answer = client.get("/tidewater/settings/?q=ines")
    assert answer.headers["Location"] == "/accounts/login/?next=/tidewater/settings/%3Fq%3Dines"
    page = client.get(answer.headers["Location"]).content.decode()
    assert 'name="next" value="/tidewater/settings/?q=ines"' in page
    answer = client.post(LOGIN, {"login": MARTA, "password": PASSWORD, "next": "/tidewater/settings/?q=ines"})
    assert answer.headers["Location"] == "/tidewater/settings/?q=ines"


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_no_link_to_the_sign_in_page_leads_away_from_us(cast: Cast, elsewhere: str) -> None:
    client = Client()
    answer = client.post(LOGIN, {"login": MARTA, "password": PASSWORD, "next": elsewhere})
    assert answer.headers["Location"] == "/"
    assert client.post("/accounts/logout/", {"next": elsewhere}).headers["Location"] == "/"


def test_a_fragment_that_finds_nobody_signed_in_moves_the_whole_window(cast: Cast) -> None:
    answer = Client().get("/tidewater/", headers={"HX-Request": "true", "HX-Current-URL": "https://testserver/tidewater/teams/"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/accounts/login/?next=%2Ftidewater%2Fteams%2F")


def test_nobody_signs_up_and_no_address_of_the_library_that_we_do_not_use_answers(browser_of: BrowserOf) -> None:
    marta = browser_of("marta")
    for path in ("signup/", "email/", "confirm-email/", "reauthenticate/", "login/code/", "social/login/cancelled/", "3rdparty/"):
        assert marta.get(f"/accounts/{path}").status_code == 404
        assert marta.post(f"/accounts/{path}", {"email": "new@tidewater.example"}).status_code == 404


def test_the_session_gets_a_new_name_at_sign_in_so_that_nobody_can_plant_one(cast: Cast) -> None:
    client = Client()
    session = client.session
    session["planted"] = "by an attacker"
    session.save()
    planted = session.session_key
    try_password(PASSWORD, client=client)
    assert client.session.session_key != planted
    assert not Session.objects.filter(pk=planted).exists()


def test_signing_out_takes_a_form_and_ends_the_session(browser_of: BrowserOf) -> None:
    marta = browser_of("marta")
    assert "Sign out?" in marta.get("/accounts/logout/").content.decode()
    assert marta.get("/tidewater/settings/").status_code == 200
    key = marta.session.session_key
    marta.post("/accounts/logout/")
    assert not Session.objects.filter(pk=key).exists()
    assert marta.get("/tidewater/settings/").status_code == 302


def test_a_session_ends_after_two_weeks_without_a_visit(browser_of: BrowserOf) -> None:
    start = timezone.now()
    marta = browser_of("marta")
    with time_machine.travel(start) as clock:
        for _ in range(3):
            clock.shift(timedelta(days=13))
            assert marta.get("/tidewater/settings/").status_code == 200
        clock.shift(timedelta(days=15))
        assert marta.get("/tidewater/settings/").status_code == 302


def test_a_session_ends_after_sixty_days_however_often_somebody_comes(browser_of: BrowserOf) -> None:
    start = timezone.now()
    marta = browser_of("marta")
    with time_machine.travel(start) as clock:
        for _ in range(6):
            clock.shift(timedelta(days=9, hours=23))
            assert marta.get("/tidewater/settings/").status_code == 200
        clock.shift(timedelta(days=1))
        assert marta.get("/tidewater/settings/").status_code == 302


def test_a_visit_is_noted_once_an_hour_and_not_on_every_page(browser_of: BrowserOf) -> None:
    marta = browser_of("marta")
    marta.get("/tidewater/settings/")
    seen = marta.session["seen_at"]
    marta.get("/tidewater/settings/")
    assert marta.session["seen_at"] == seen


def test_a_changed_password_ends_every_session(browser_of: BrowserOf) -> None:
    here, there = browser_of("marta"), browser_of("marta")
    new = "nine brave herons wade"
    answer = here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer.status_code == 302, answer.content.decode()
    assert here.get("/tidewater/settings/").status_code == 302
    assert there.get("/tidewater/settings/").status_code == 302
    assert try_password(PASSWORD)[0] == 200
    assert try_password(new)[0] == 302


def test_a_password_that_anybody_would_guess_is_refused_with_a_reason(browser_of: BrowserOf) -> None:
    marta = browser_of("marta")
    for bad, reason in (("short", "too short"), ("password123", "too common"), ("83926401853", "entirely numeric")):
        answer = marta.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": bad, "password2": bad})
        assert reason in answer.content.decode()
    assert User.objects.get(email=MARTA).check_password(PASSWORD)


def test_the_front_door_leads_where_one_belongs(company: Organization, browser_of: BrowserOf) -> None:
    assert Client().get("/").headers["Location"] == "/accounts/login/?next=/"
    assert browser_of("marta").get("/").headers["Location"] == "/tidewater/"

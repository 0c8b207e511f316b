"""What a browser is told with every answer: what it may load, who may frame it, and what it keeps to itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as product
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from organizations.models.people import Access
from tests.addresses import all_addresses
from tests.world import World

POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'", "connect-src 'self'",
    "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'", "manifest-src 'self'",
}  # fmt: skip
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def missing(answer: Any) -> Iterator[str]:
    """What a browser should have been told and was not."""
    policy = {rule.strip() for rule in answer.headers.get("Content-Security-Policy", "").split(";")}
    if policy != POLICY:
        yield f"content policy {policy ^ POLICY}"
    for name, value in ALWAYS.items():
        if answer.headers.get(name) != value:
            yield f"{name}: {answer.headers.get(name)}"
    if len(answer.headers.get("X-Request-ID", "")) != 16:
        yield "no request id"


def test_every_answer_of_every_address_carries_the_headers(db: None) -> None:
    world, faults = World("tidewater", "Kanarienvogel"), []
    for address in all_addresses():
        client = Client(raise_request_exception=False)
        strange = [client.get(address.path(world)), client.post(address.path(world)), client.put(address.path(world))]
        client.force_login(world.login(Access.OWNER))
        inside = client.get(address.path(world))
        faults += [f"{address} {answer.status_code}: {what}" for answer in (*strange, inside) for what in missing(answer)]
        if address.is_inside and "no-store" not in inside.headers.get("Cache-Control", "") and inside.status_code < 500:
            faults.append(f"{address}: may be kept in a cache")
        if address.is_inside and "HX-Request" not in inside.headers.get("Vary", "") and inside.status_code < 500:
            faults.append(f"{address}: its fragment may be taken for the page")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("path", ["/static/css/ui.css", "/static/icon.svg", "/static/nothing.css", "/nothing", "/a/b/c/d/", "/%00"])
def test_files_and_addresses_that_do_not_exist_carry_them_too(db: None, path: str) -> None:
    assert list(missing(Client().get(path))) == []


def test_over_https_the_browser_is_told_to_come_back_over_https_only(db: None, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 63_072_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    turned = Client().get("/accounts/login/")
    assert (turned.status_code, turned.headers["Location"]) == (301, "https://testserver/accounts/login/")
    assert list(missing(turned)) == []
    secure = Client().get("/accounts/login/", secure=True)
    assert secure.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"


def test_cookies_are_for_the_server_alone(db: None) -> None:
    answer = Client().get("/accounts/login/")
    for cookie in answer.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert not cookie["domain"]


def run(command: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Python with the settings of production: nothing said but what an installation must say."""
    said = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": os.environ["DATABASE_URL"],
        "DJANGO_SETTINGS_MODULE": "peakos.settings",
    } | more
    return subprocess.run(
        [sys.executable, "-c", command], cwd=product.BASE_DIR, env=said, capture_output=True, text=True, timeout=180, check=False
    )


KEY = "0123456789" * 6 + "abcdefghijklmnopqrstuvwxyz"


@pytest.mark.slow
def test_production_settings_are_the_strict_ones() -> None:
    check = "import django; django.setup(); from django.core.management import call_command as c;"
    strict = run(check + "c('check', deploy=True, fail_level='WARNING')", SECRET_KEY=KEY)
    assert strict.returncode == 0, strict.stderr
    told = run(
        "import django; django.setup(); from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.DEBUG, s.PEAKOS_DEMO)",
        SECRET_KEY=KEY,
    )
    assert told.stdout.split() == ["__Host-peakos", "__Host-peakos-csrf", "True", "True", "False", "False"]


@pytest.mark.slow
def test_nothing_starts_without_a_secret_key_of_its_own() -> None:
    refused = run("import django; django.setup()")
    assert refused.returncode != 0
    assert "SECRET_KEY is not set" in refused.stderr


def test_the_suite_itself_knows_no_other_settings() -> None:
    call_command("check")

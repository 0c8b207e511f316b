"""The outsider walk: every address of the product as a stranger, as a member of another organization, and without the right."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from organizations.models import Event, Organization, Person, Session, User
from organizations.models.people import Access
from tests.addresses import Address, all_addresses
from tests.world import World, tenant_models

CANARY, OTHER = "Kanarienvogel", "Zeisig"
# Open to everybody on purpose: signing in, and what must answer before anybody can.
PUBLIC = {
    "livez", "readyz", "account_login", "account_logout", "account_inactive", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "front:invitation", "front:acceptance", "front:demo", "front:demo_session", "unsubscribing:daily", "calendars:feed",
}  # fmt: skip
ONE_CLICK = {"unsubscribing:daily"}  # mail programs post there for their reader: the secret in the address is the token
# Who holds the link is the one it was made for.
OPENED_BY_A_SECRET = {"front:invitation", "front:acceptance", "unsubscribing:daily", "calendars:feed"}
EVERYBODYS_OWN = {  # a viewer's own account, mail, lines and calendar too
    "organizations:account", "organizations:sessions", "organizations:keys", "rhythm:calendar", "rhythm:calendar_revocation",
    "notifications:mail", "notifications:mail_volume",
    "notifications:mail_mails", "notifications:mail_hours", "notifications:reading", "notifications:opening",
}  # fmt: skip


@pytest.fixture
def world(db: None) -> World:
    """The organization whose rows nobody else may see."""
    return World("tidewater", CANARY)


@pytest.fixture
def elsewhere(db: None) -> World:
    """Another organization on the same installation."""
    return World("fenmoor", OTHER)


def browser(world: World | None = None, access: Access = Access.OWNER, *, csrf: bool = False) -> Client:
    client = Client(enforce_csrf_checks=csrf, raise_request_exception=False)
    if world is not None:
        client.force_login(world.login(access))
    return client


def walk(faults: Callable[[Address, Client], Iterator[str]], *who: Any, csrf: bool = False) -> None:
    """Visit every address, in a new browser after one of them has signed this one out; all that is wrong is told at once."""
    client, found = browser(*who, csrf=csrf), []
    signed_in = session_of(client)
    for address in all_addresses():
        found += [f"{address}: {fault}" for fault in faults(address, client)]
        if session_of(client) != signed_in:
            client = browser(*who, csrf=csrf)
            signed_in = session_of(client)
    assert not found, "\n".join(found)


def session_of(client: Client) -> str:
    """The key of a session that is still there; empty where there is none."""
    morsel = client.cookies.get(settings.SESSION_COOKIE_NAME)
    key = morsel.value if morsel else ""
    return key if key and Session.objects.filter(session_key=key).exists() else ""


def text_of(answer: Any) -> str:
    """All that a reader of the answer could see, headers too; the streamed part of a download as well."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace") + str(answer.headers)


def both(client: Client, path: str, said: dict[str, Any] | None = None) -> Iterator[tuple[str, HttpResponse]]:
    yield "GET", client.get(path)  # type: ignore[misc]
    yield "POST", client.post(path, said or {})  # type: ignore[misc]


def test_every_address_says_who_may_open_it_without_signing_in(world: World) -> None:
    def faults(address: Address, client: Client) -> Iterator[str]:
        for method, answer in both(client, address.path(world)):
            is_turned_away = answer.status_code == 404 or answer.headers.get("Location", "").startswith("/accounts/login/?next=")
            if str(address) not in PUBLIC and not is_turned_away:
                yield f"{method} answers {answer.status_code} to somebody who is not signed in"
            if CANARY in text_of(answer) and str(address) not in OPENED_BY_A_SECRET:
                yield f"{method} shows the organization to a stranger"

    walk(faults)


def test_an_outsider_finds_nothing(world: World, elsewhere: World) -> None:
    def faults(address: Address, client: Client) -> Iterator[str]:
        for method, answer in both(client, address.path(world)):
            if address.is_inside and answer.status_code != 404:
                yield f"{method} answers {answer.status_code}, not 404"
            if CANARY in text_of(answer) and str(address) not in OPENED_BY_A_SECRET:
                yield f"{method} shows another organization"

    walk(faults, elsewhere)


def test_a_row_of_another_organization_is_not_found_below_ones_own_address(world: World, elsewhere: World) -> None:
    """The number in the address is another organization's, all else is one's own."""
    for model, row in world.rows.items():
        assert not model.everywhere.filter(pk=row.pk, organization=elsewhere.organization).exists()

    def faults(address: Address, client: Client) -> Iterator[str]:
        if not address.has_row:
            return
        for method, answer in both(client, address.path(world, inside=elsewhere)):
            if answer.status_code not in {404, 405}:
                yield f"{method} answers {answer.status_code}, not 404"
            if CANARY in text_of(answer):
                yield f"{method} shows another organization's row"

    walk(faults, elsewhere)


def test_no_filter_of_a_list_reaches_into_another_organization(world: World, elsewhere: World) -> None:
    said = {model.__name__.lower(): row.pk for model, row in world.rows.items()}
    said |= {"owner": said["person"], "series": said["meetingseries"], "parent": said["objective"], "view": "list", "which": "all"}

    def faults(address: Address, client: Client) -> Iterator[str]:
        if address.is_inside and not address.has_row:
            for headers in ({}, {"HX-Request": "true"}):
                if CANARY in text_of(client.get(address.path(elsewhere), said, headers=headers)):
                    yield "a filter shows another organization's row"

    walk(faults, elsewhere)


@pytest.mark.parametrize("access", [Access.OWNER, Access.MEMBER, Access.VIEWER])
def test_reading_never_writes_and_never_fails(world: World, access: Access) -> None:
    def faults(address: Address, client: Client) -> Iterator[str]:
        for headers in ({}, {"HX-Request": "true"}):
            with writes() as written:
                answer = client.get(address.path(world), headers=headers)
            yield from (f"reading it as {access} runs {sql}" for sql in written)
            if answer.status_code >= 500 and str(address) != "readyz":
                yield f"answers {answer.status_code} to a {access}"

    walk(faults, world, access)


@pytest.mark.parametrize("access", [Access.MEMBER, Access.VIEWER])
def test_nobody_below_an_admin_opens_the_settings_of_all(world: World, access: Access) -> None:
    def faults(address: Address, client: Client) -> Iterator[str]:
        if "/settings/" not in address.route or str(address) in EVERYBODYS_OWN | {"organizations:settings"}:
            return
        for method, answer in both(client, address.path(world)):
            if answer.status_code not in {403, 405}:
                yield f"{method} answers {answer.status_code} to a {access}, not 403"

    walk(faults, world, access)


def test_a_viewer_changes_nothing(world: World) -> None:
    def faults(address: Address, client: Client) -> Iterator[str]:
        if not address.is_inside or str(address) in EVERYBODYS_OWN:
            return
        with writes() as written:
            answer = client.post(address.path(world), {})
        if answer.status_code not in {403, 405}:
            yield f"POST answers {answer.status_code} to a viewer, not 403"
        yield from (f"POST by a viewer runs {sql}" for sql in written)

    walk(faults, world, Access.VIEWER)


def test_no_unsafe_request_is_taken_without_the_token_of_our_own_form(world: World) -> None:
    def faults(address: Address, client: Client) -> Iterator[str]:
        for method in ("post", "put", "patch", "delete"):
            if str(address) in ONE_CLICK:
                continue
            with writes() as written:
                answer = getattr(client, method)(address.path(world))
            if answer.status_code != 403 or "This form is out of date" not in text_of(answer):
                yield f"{method} without a token answers {answer.status_code}"
            yield from (f"{method} without a token runs {sql}" for sql in written)

    walk(faults, world, csrf=True)


def test_fields_that_no_form_has_change_nothing(world: World, elsewhere: World) -> None:
    """A member adds keys to every form: another organization, a higher access, another owner."""
    member, stranger = world.people[Access.MEMBER], elsewhere.people[Access.OWNER]
    other = elsewhere.organization.pk
    planted: dict[str, Any] = {
        "organization": other,
        "organization_id": other,
        "user": stranger.user_id,
        "user_id": stranger.user_id,
    }
    planted |= {"access": "owner", "role": "owner", "is_active": 1, "is_demo": 1, "id": 1, "pk": 1, "key": "planted", "version": 99}
    planted |= {"by": stranger.pk, "author": stranger.pk, "owner": stranger.pk, "owner_id": stranger.pk, "email": stranger.email}
    planted |= {f"account-{name}": value for name, value in planted.items()} | {"account-name": "Aiko Tanaka"}

    before = belonging()

    def faults(address: Address, client: Client) -> Iterator[str]:
        nonlocal before
        if not address.is_inside:
            return
        answer = client.post(address.path(world), planted)
        if answer.status_code >= 500:
            yield f"POST with fields of others answers {answer.status_code}"
        after = belonging()
        if moved := [row for row, owner in after.items() if before.get(row, owner) != owner]:
            yield f"moved {moved}"
        before = after

    walk(faults, world, Access.MEMBER)
    now = Person.everywhere.select_related("user").get(pk=member.pk)
    assert now.name == "Aiko Tanaka", "the form itself was taken"
    assert (now.access, now.organization_id, now.user_id) == (Access.MEMBER, world.organization.pk, member.user_id)
    assert now.user == member.user
    assert User.objects.get(people=member).email == member.email
    assert Organization.objects.filter(is_demo=True).count() == 0
    assert not Event.everywhere.filter(organization=elsewhere.organization, actor=member).exists()


WRITE = re.compile(r"^\s*(INSERT INTO|UPDATE|DELETE FROM|COPY|TRUNCATE|ALTER|DROP|CREATE)\b\s*\"?(?P<table>\w*)", re.IGNORECASE)


@contextmanager
def writes() -> Iterator[list[str]]:
    """The statements that change a table, but for the session of the reader."""
    written: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        write = WRITE.match(sql)
        if write and write["table"] != "organizations_session":
            written.append(sql[:120])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield written


def belonging() -> dict[tuple[str, int], int]:
    """Whose each row is, asked of all tables at once."""
    tables = [model._meta.db_table for model in tenant_models()]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', id, organization_id FROM {table}" for table in tables))
        return {(table, pk): organization for table, pk, organization in cursor.fetchall()}

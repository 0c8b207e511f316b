"""Chats: who connects them, what they hear, once; what does not arrive is tried again, given up, shown, and sent anew."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from decisions.actions import ask_for_decision, decide
from notifications import chat, safe_http
from notifications.actions.chats import connect_chat, disconnect_chat, send_again, try_chat
from notifications.chat_forms import body_of
from notifications.models import ChatHook, ChatKind, Delivery, DeliveryState
from notifications.safe_http import Answer, NoAnswer
from notifications.secrets import seal, unseal
from organizations import relay
from organizations.models import Organization, Person, Team
from organizations.refusals import NotAllowed, NotSaid, OutOfTurn
from rhythm.actions import hold_meeting, plan_series
from tests.cast import NOW, new_objective, new_team
from tests.reading import Reader

URL = "https://hooks.slack.com/services/T0/B0/verysecretpart"
ALL = ["reminders", "recaps", "decisions"]


class Wire:
    """Instead of the way out: what was called, and what it answers."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.answer: Answer | Exception = Answer(200, "ok")

    def __call__(self, url: str, body: bytes, headers: Any) -> Answer:
        self.calls.append((url, json.loads(body)))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    made = Wire()
    monkeypatch.setattr(safe_http, "post", made)
    yield made


@pytest.fixture
def security(ines: Person) -> Team:
    return new_team("Security", lead=ines)


@pytest.fixture
def hook(tidewater: Organization, security: Team, ines: Person) -> ChatHook:
    return connect(tidewater, security, ines)


def connect(organization: Organization, team: Team | None, by: Person, **more: Any) -> ChatHook:
    said: dict[str, Any] = {"name": "#security", "kind": ChatKind.SLACK, "url": URL, "hears": ALL}
    return connect_chat(organization=organization, team=team, by=by, now=NOW, **(said | more))


def send(at: datetime = NOW) -> None:
    while chat.send_one(clock=lambda: at):
        pass


def react(at: datetime = NOW) -> None:
    while relay.relay_one(now=at):
        pass


def choose(team: Team | None, by: Person, title: str = "Which tester?") -> None:
    decision = ask_for_decision(organization=by.organization, question=title, decider=by, team=team, by=by, now=NOW)
    decide(decision=decision, outcome="The one from Porto", by=by, now=NOW)


def test_a_decision_is_told_to_its_teams_chat_and_to_the_organizations_once(
    tidewater: Organization, marta: Person, security: Team, hook: ChatHook, wire: Wire
) -> None:
    everybody = connect(tidewater, None, marta, name="#all", url=URL + "2")
    other = connect(tidewater, new_team("Sales"), marta, name="#sales")
    choose(security, marta)
    react()
    send()
    send()
    assert sorted(url for url, _ in wire.calls) == [URL, URL + "2"]
    assert "Which tester?" in wire.calls[0][1]["text"]
    assert Delivery.objects.filter(hook__in=[hook, everybody], state=DeliveryState.SENT).count() == 2
    assert not Delivery.objects.filter(hook=other).exists()


def test_a_chat_hears_only_what_it_was_set_up_for(tidewater: Organization, marta: Person, security: Team, wire: Wire) -> None:
    connect(tidewater, security, marta, hears=["recaps"])
    choose(security, marta)
    react()
    send()
    assert wire.calls == []


def test_a_meeting_that_was_held_is_told_with_what_it_brought(
    tidewater: Organization, marta: Person, security: Team, hook: ChatHook, wire: Wire
) -> None:
    series = plan_series(
        organization=tidewater,
        title="Security weekly",
        team=security,
        start_on=NOW.date(),
        start_time=NOW.time(),
        by=marta,
        now=NOW,
    )
    hold_meeting(series=series, planned_at=NOW - timedelta(hours=2), ended_at=NOW - timedelta(hours=1), rating=8, by=marta, now=NOW)
    react()
    send()
    assert "Security weekly is over" in wire.calls[0][1]["text"]
    assert "8.0 of 10" in wire.calls[0][1]["text"]


def test_what_falls_due_is_told_once_a_working_day_without_names_of_people(
    tidewater: Organization, ines: Person, security: Team, hook: ChatHook, wire: Wire
) -> None:
    new_objective("SSO", owner=ines, team=security)
    new_objective("Of another team", owner=ines)
    friday = datetime(2026, 8, 21, 8, 0, tzinfo=UTC)
    for at in (friday - timedelta(hours=1), friday, friday + timedelta(hours=1), friday + timedelta(days=1)):
        chat.remind_all(now=at)
        send(at)
    ((_, said),) = wire.calls
    assert "Check-in due today: “SSO”" in said["text"]
    assert "Ines" not in said["text"]
    assert "Of another team" not in said["text"]


def test_the_address_is_a_secret_at_rest_on_screen_and_in_the_log(
    tidewater: Organization, ines: Person, security: Team, hook: ChatHook, wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    row = str(ChatHook.objects.values().get())
    assert "verysecretpart" not in row
    assert unseal(hook.sealed_url) == URL
    wire.answer = NoAnswer("The host did not answer (TimeoutError).")
    with caplog.at_level(logging.DEBUG):
        try_chat(hook=hook, by=ines, now=NOW)
        send()
    page = Reader(ines).get("alignment:team_reminders", security.pk).content.decode()
    said = str(list(Delivery.objects.values())) + caplog.text + page
    assert "hooks.slack.com" in page
    assert "verysecretpart" not in said


def test_a_new_key_opens_what_an_old_one_sealed(settings: Settings) -> None:
    sealed = seal(URL)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 60, [settings.SECRET_KEY]
    assert unseal(sealed) == URL
    settings.SECRET_KEY_FALLBACKS = []
    assert unseal(sealed) is None


def test_what_does_not_arrive_is_tried_again_given_up_shown_and_sent_anew(
    tidewater: Organization, ines: Person, security: Team, hook: ChatHook, wire: Wire
) -> None:
    wire.answer = Answer(503, "busy")
    try_chat(hook=hook, by=ines, now=NOW)
    at = NOW
    for _ in range(chat.MOST_ATTEMPTS + 2):
        send(at)
        at += timedelta(hours=7)
    assert len(wire.calls) == chat.MOST_ATTEMPTS
    message = Delivery.objects.get()
    assert (message.state, message.last_error) == (DeliveryState.FAILED, "The host answered 503: busy")
    page = Reader(ines).page("alignment:team_reminders", security.pk)
    assert "did not arrive" in page
    assert "The host answered 503: busy" in page
    wire.answer = Answer(200, "ok")
    reader = Reader(ines)
    assert reader.client.post(reader.address("notifications:chat_again", message.pk)).status_code == 302
    send(timezone.now() + timedelta(minutes=1))  # a moment after it was asked for
    message.refresh_from_db()
    assert message.state == DeliveryState.SENT


@pytest.mark.parametrize(("status", "is_final"), [(404, True), (410, True), (302, True), (429, False), (408, False), (500, False)])
def test_only_what_trying_again_cannot_mend_is_final(hook: ChatHook, ines: Person, wire: Wire, status: int, is_final: bool) -> None:
    wire.answer = Answer(status, "no")
    try_chat(hook=hook, by=ines, now=NOW)
    send()
    assert (Delivery.objects.get().state == DeliveryState.FAILED) is is_final


def test_a_chat_where_nothing_arrives_is_stopped_and_starts_again_with_a_test(
    tidewater: Organization, marta: Person, ines: Person, security: Team, hook: ChatHook, wire: Wire
) -> None:
    wire.answer = Answer(404, "no_service")
    for number in range(chat.STOPPED_AFTER):
        choose(security, marta, f"Question {number}")
    react()
    send()
    hook.refresh_from_db()
    assert hook.stopped_at == NOW
    choose(security, marta, "One more")
    react()
    send()
    assert len(wire.calls) == chat.STOPPED_AFTER
    wire.answer = Answer(200, "ok")
    try_chat(hook=hook, by=ines, now=NOW)
    send()
    assert ChatHook.objects.filter(pk=hook.pk, stopped_at=None, failed_count=0).exists()


def test_who_may_connect_and_who_may_not(
    tidewater: Organization, marta: Person, ines: Person, security: Team, hook: ChatHook
) -> None:
    sales = new_team("Sales", lead=marta)
    for team in (None, sales):
        with pytest.raises(NotAllowed):
            connect(tidewater, team, ines)
    theirs = connect(tidewater, sales, marta)
    with pytest.raises(NotAllowed):
        disconnect_chat(hook=theirs, by=ines, now=NOW)
    with pytest.raises(NotAllowed):
        send_again(delivery=Delivery(hook=theirs), by=ines, now=NOW)


@pytest.mark.parametrize(
    "url", ["https://10.0.0.1/x", "http://hooks.slack.com/x", "https://169.254.169.254/latest/meta-data/", "not an address"]
)
def test_an_address_of_an_inner_network_is_asked_for_again(tidewater: Organization, ines: Person, security: Team, url: str) -> None:
    with pytest.raises(NotSaid):
        connect(tidewater, security, ines, url=url)
    reader = Reader(ines)
    answer = reader.client.post(
        reader.address("alignment:team_chats", security.pk), {"name": "#sec", "kind": "slack", "url": url, "hears": ALL}
    )
    assert answer.status_code == 422
    assert not ChatHook.objects.exists()


def test_a_demo_company_sends_nothing_out(
    tidewater: Organization, marta: Person, security: Team, hook: ChatHook, wire: Wire
) -> None:
    Organization.objects.filter(pk=tidewater.pk).update(is_demo=True)
    hook = ChatHook.objects.select_related("organization", "team").get()
    with pytest.raises(OutOfTurn):
        try_chat(hook=hook, by=marta, now=NOW)
    choose(security, marta)
    react()
    send()
    assert wire.calls == []


def test_disconnecting_forgets_the_address_and_what_still_waits(hook: ChatHook, ines: Person, wire: Wire) -> None:
    try_chat(hook=hook, by=ines, now=NOW)
    disconnect_chat(hook=hook, by=ines, now=NOW)
    send()
    assert wire.calls == []
    assert not Delivery.objects.exists()


def test_a_lead_connects_tries_and_disconnects_on_the_teams_page(
    tidewater: Organization, ines: Person, security: Team, wire: Wire
) -> None:
    reader = Reader(ines)
    said = {"name": "#security", "kind": "teams", "url": URL, "hears": ["decisions"]}
    assert reader.client.post(reader.address("alignment:team_chats", security.pk), said).status_code == 302
    hook = ChatHook.objects.get()
    assert (hook.decisions, hook.recaps, hook.host) == (True, False, "hooks.slack.com")
    assert "Microsoft Teams at hooks.slack.com. Hears decisions." in reader.page("alignment:team_reminders", security.pk)
    assert reader.client.post(reader.address("notifications:chat_trial", hook.pk)).status_code == 302
    assert Delivery.objects.get().state == DeliveryState.WAITING
    assert reader.client.post(reader.address("notifications:chat_removal", hook.pk)).status_code == 302
    assert "No chat is connected" in reader.page("alignment:team_reminders", security.pk)


def test_the_organizations_chats_are_the_admins(tidewater: Organization, marta: Person) -> None:
    reader = Reader(marta)
    said = {"name": "#all", "kind": "json", "url": URL, "hears": ["recaps"]}
    assert reader.client.post(reader.address("notifications:chats"), said).status_code == 302
    assert "#all" in reader.page("notifications:chats")


SAID = {"title": "Decided: <!channel> & [x](https://evil)", "lines": ["a *b* _c_"], "url": "https://peak.example/t/"}


def test_no_text_of_ours_speaks_the_chats_own_language() -> None:
    slack = json.loads(body_of("slack", SAID, "k"))["text"]
    assert "<!channel>" not in slack
    assert "&lt;!channel&gt; &amp;" in slack
    assert "<https://peak.example/t/|Open it in Peak OS>" in slack
    card = json.loads(body_of("teams", SAID, "k"))["attachments"][0]["content"]
    assert card["body"][0]["text"].endswith(r"\[x\]\(https://evil\)")
    assert card["actions"][0]["url"] == "https://peak.example/t/"
    assert json.loads(body_of("json", SAID, "k")) == {"id": "k", **SAID}

"""Every screen follows the room over real connections, misses nothing, and whoever may not stay is shown out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from redis import Redis

from decisions.actions import add_option, ask_for_decision, change_decision, open_hearing
from decisions.actions.options import Alternative
from decisions.models import Way
from organizations.models import Organization, Person, Session
from organizations.relay import relay_one
from organizations.tenancy import in_organization
from rhythm.actions.rooms.capturing import capture
from rhythm.actions.rooms.moving import next_step
from rhythm.actions.rooms.opening import open_meeting
from rhythm.live import channel
from rhythm.models import Attendance, Capture, Meeting, MeetingRun
from rhythm.reads.room import room_of
from tests.cast import new_organization, new_person
from tests.rhythm.live import Follower, Server, cookie_of, live_server
from tests.rhythm.rooms import new_weekly

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def server(transactional_db: None) -> Iterator[Server]:
    with live_server() as running:
        yield running


@pytest.fixture
def opened(
    transactional_db: None, tidewater: Organization, marta: Person, ines: Person, monkeypatch: pytest.MonkeyPatch
) -> Meeting:
    """A weekly that has begun, whose every word is heard: the channel gives none up because the machine is slow."""
    monkeypatch.setattr(channel, "redis_of", lambda url: Redis.from_url(url, socket_timeout=60, socket_connect_timeout=60))
    now = timezone.now().replace(microsecond=0)
    meeting = new_weekly(tidewater, ines, lead=marta, at=now)
    open_meeting(meeting=meeting, by=marta, now=now)
    return meeting


def follow(server: Server, meeting: Meeting, person: Person, slug: str = "tidewater") -> Follower:
    return Follower(server, reverse("rhythm:stream", args=[slug, meeting.pk]), cookie_of(person)).connect()


def test_screens_follow_the_room_and_who_comes_back_knows_what_they_missed(
    server: Server, opened: Meeting, marta: Person, ines: Person
) -> None:
    first, second = follow(server, opened, ines), follow(server, opened, marta)
    assert "200" in first.status.splitlines()[0]
    assert "content-encoding" not in first.status.lower()
    assert "default-src 'none'" in first.status
    version = first.wait_for("hello")["v"]
    assert second.wait_for("hello")["v"] == version  # an answer begins before its line is open
    next_step(meeting=opened, by=marta, now=timezone.now())
    for screen in (first, second):
        assert screen.wait_for("changed", v=version + 1)["move"] == 2
        assert set(screen.wait_for("parts", v=version + 1)["html"]) == {"head", "now", "people", "captured", "foot"}
    first.leave()
    capture(meeting=opened, kind="commitment", text="Call Fenmoor /tomorrow", key="a", by=marta, now=timezone.now())
    assert second.wait_for("changed", v=version + 2)["what"] == ["captured", "now"]
    assert first.connect().wait_for("hello")["v"] == version + 2
    with in_organization(opened.organization_id):
        assert Attendance.objects.filter(meeting=opened, seen_at__isnull=False).count() == 2


def test_a_decision_that_is_changed_elsewhere_is_drawn_anew_in_the_room(
    server: Server, opened: Meeting, marta: Person, ines: Person
) -> None:
    """Its words, an option and that people are asked: each comes over the stream by itself, once the worker has read the line."""
    now = timezone.now()
    people: dict[str, Any] = {"decider": marta, "by": ines, "now": now, "heard": [new_person("Wen Li")]}
    decision = ask_for_decision(organization=opened.organization, question="Extend?", **people)
    relay()
    screen = follow(server, opened, marta)
    version = screen.wait_for("hello")["v"]
    change_decision(decision=decision, title="Extend the contractor?", by=ines, now=now)
    relay()
    assert screen.wait_for("changed", v=version + 1)["what"] == ["now"]
    assert "now" in screen.wait_for("parts", v=version + 1)["html"]
    add_option(decision=decision, said=Alternative("To 30 September"), by=ines, now=now)
    relay()
    screen.wait_for("changed", v=version + 2)
    open_hearing(decision=decision, way=Way.ADVICE, closes_on=now.date() + timedelta(days=2), by=ines, now=now)
    relay()
    screen.wait_for("changed", v=version + 3)


def relay() -> None:
    while relay_one(now=timezone.now()):
        pass


def test_a_server_that_is_killed_loses_no_second_and_no_line(server: Server, opened: Meeting, marta: Person, ines: Person) -> None:
    screen = follow(server, opened, ines)
    screen.wait_for("hello")
    capture(meeting=opened, kind="note", text="Fenmoor called", key="a", by=marta, now=timezone.now())
    server.kill()
    screen.wait(lambda: screen.is_over)
    capture(meeting=opened, kind="note", text="Fenmoor called", key="a", by=marta, now=timezone.now())  # sent again
    server.start()
    assert screen.connect().wait_for("hello")["v"] == MeetingRun.objects.get(meeting=opened).version
    room = room_of(opened.pk, now=timezone.now())
    assert room is not None
    assert (Capture.objects.count(), room.is_running) == (1, True)
    assert room.clock.used >= (timezone.now() - room.run.opened_at).seconds - 1


def database_connections() -> int:
    """Of everybody else; a request's own is closed when its thread is swept up."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        return int(cursor.fetchone()[0])


def test_closed_tabs_leave_no_connection_behind_and_open_ones_hold_none_to_the_database(
    server: Server, opened: Meeting, ines: Person
) -> None:
    screens = [follow(server, opened, ines) for _ in range(30)]
    for screen in screens:
        screen.wait_for("hello")
    last = follow(server, opened, ines)
    last.wait(lambda: database_connections() < 10)
    held = server.open_sockets()
    for screen in screens:
        screen.leave()
    last.wait(lambda: server.open_sockets() <= held - 25)


def test_who_signs_out_hears_nothing_more(server: Server, opened: Meeting, ines: Person) -> None:
    screen = follow(server, opened, ines)
    screen.wait_for("hello")
    Session.objects.filter(user=ines.user).delete()
    screen.wait(lambda: screen.is_over)


def test_a_word_that_redis_loses_is_noticed_by_its_number(server: Server, opened: Meeting, ines: Person) -> None:
    screen = follow(server, opened, ines)
    version = screen.wait_for("hello")["v"]
    MeetingRun.objects.filter(meeting=opened).update(version=version + 1)
    assert screen.wait_for("behind")["v"] == version + 1


def test_an_outsider_finds_no_stream(server: Server, opened: Meeting) -> None:
    with in_organization(new_organization("elsewhere")):
        stranger = new_person("Jonas Weber", login=True, access="owner", status="active")
    assert "404" in follow(server, opened, stranger).status.splitlines()[0]
    assert "404" in follow(server, opened, stranger, slug="elsewhere").status.splitlines()[0]

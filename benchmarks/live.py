"""Live followers: how long a change takes to every open screen, beside the least that a server of event streams can do."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.utils import timezone
from redis import Redis

from benchmarks.bare_stream import CHANNEL
from organizations.models import Organization, Person, User
from organizations.tenancy import in_organization
from rhythm.actions.rooms.moving import move_room
from rhythm.actions.rooms.opening import open_meeting
from rhythm.live import channel
from rhythm.models import Meeting, MeetingRun, MeetingSeries, Segment

SLUG = "live"
CHANGES = 10
PAUSE_SECONDS = 1.0
JOINED_AT_ONCE = 50


class Ears:
    """Many followers in one loop: when each heard each event."""

    def __init__(self, port: int, path: str, cookies: list[str]) -> None:
        self.port, self.path, self.cookies = port, path, cookies
        self.heard: dict[str, list[float]] = {}
        self.ready = self.bytes = 0

    async def follow(self, cookie: str) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**20)
        writer.write(f"GET {self.path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n".encode())
        rest = b""  # a browser on another machine would take no time of ours: a name is looked for, nothing else is read
        while said := await reader.read(2**20):
            self.bytes += len(said)
            *whole, rest = (rest + said).split(b"\n\n")
            for name in (word for message in whole if (word := name_of(message))):
                self.ready += name == "hello"
                self.heard.setdefault(name, []).append(time.monotonic())

    async def all_follow(self) -> None:
        self.tasks = []
        for first in range(0, len(self.cookies), JOINED_AT_ONCE):
            some = self.cookies[first : first + JOINED_AT_ONCE]
            self.tasks += [asyncio.create_task(self.follow(cookie)) for cookie in some]
            while self.ready < first + len(some):
                await asyncio.sleep(0.01)


def name_of(message: bytes) -> str:
    """The name of an event; empty where the message has none."""
    at = message.find(b"event: ")
    return message[at + 7 : message.find(b"\n", at)].decode() if at >= 0 else ""


def measure(followers: int) -> None:
    """Print a line for the yardstick and one each for our event and our fragment: p50 and p95 in ms, and how many arrived."""
    bare = run("benchmarks.bare_stream:application", "/", [""] * followers, change_bare)
    show(f"bare stream, {followers} followers", bare["changed"], None, followers)
    with in_organization(organization := prepare(followers)):
        meeting = Meeting.objects.filter(organization=organization).latest("id")
        cookies = [f"{settings.SESSION_COOKIE_NAME.removeprefix('__Host-')}={key}" for key in sessions(followers)]
        ours = run("peakos.asgi:application", f"/{SLUG}/meetings/{meeting.pk}/stream/", cookies, lambda: change_ours(meeting))
    show(f"a change reaches {followers} followers", ours["changed"], bare["changed"], followers)
    show(f"its fragment reaches {followers} followers", ours["parts"], bare["changed"], followers)


def measure_an_hour(minutes: int = 1) -> None:
    """What a meeting of twelve costs the server: its CPU as a share of one core, while the room changes six times a minute."""
    with in_organization(organization := prepare(12)):
        meeting = Meeting.objects.filter(organization=organization).latest("id")
        cookies = [f"{settings.SESSION_COOKIE_NAME.removeprefix('__Host-')}={key}" for key in sessions(12)]
        path = f"/{SLUG}/meetings/{meeting.pk}/stream/"
        run("peakos.asgi:application", path, cookies, lambda: change_ours(meeting), changes=6 * minutes, pause=10.0)


def run(
    application: str,
    path: str,
    cookies: list[str],
    change: Callable[[], float],
    *,
    changes: int = CHANGES,
    pause: float = PAUSE_SECONDS,
) -> dict[str, list[float]]:
    """Seconds from each change to each follower, by event."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = os.environ | {
        "DATABASE_URL": os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{connection.settings_dict['NAME']}",
        "PEAKOS_INSECURE_HTTP": "1", "LOG_LEVEL": "WARNING", "PEAKOS_PLAIN_STATIC": "1",
    }  # fmt: skip
    words = [sys.executable, "-m", "uvicorn", application, "--port", str(port), "--log-level", "warning", "--backlog", "4096"]
    server = subprocess.Popen(words, cwd=settings.BASE_DIR, env=environment)
    try:
        wait_for(port)
        return asyncio.run(listen(Ears(port, path, cookies), change, lambda: cpu_seconds(server.pid), changes, pause))
    finally:
        server.kill()
        server.wait()


def wait_for(port: int) -> None:
    for _ in range(400):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise SystemExit("the server did not start")


async def listen(
    ears: Ears, change: Callable[[], float], cpu: Callable[[], float], changes: int, pause: float
) -> dict[str, list[float]]:
    await ears.all_follow()
    await asyncio.sleep(2 * PAUSE_SECONDS)
    taken: dict[str, list[float]] = {"changed": [], "parts": []}
    used, since, before = cpu(), time.monotonic(), ears.bytes
    for _ in range(changes):
        ears.heard.clear()
        began = await asyncio.to_thread(change)
        await asyncio.sleep(pause)
        for name, times in taken.items():
            times += [moment - began for moment in ears.heard.get(name, [])]
    share = (cpu() - used) / (time.monotonic() - since)
    each = (ears.bytes - before) / len(ears.cookies) / changes / 1024
    print(
        f"{len(ears.cookies)} followers, {60 / pause:.0f} changes a minute: {share:.2%} of one core, {each:.1f} KB to each a change"
    )
    for task in ears.tasks:
        task.cancel()
    return taken


def cpu_seconds(pid: int) -> float:
    """CPU seconds that a process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def change_bare() -> float:
    began = time.monotonic()
    Redis.from_url(os.environ["REDIS_URL"]).publish(CHANNEL, json.dumps({"v": 1, "move": 1, "what": ["now"], "whose": []}))
    return began


def change_ours(meeting: Meeting) -> float:
    """Move the room to its other segment; the time is that of the word after commit."""
    spoken: list[float] = []
    tell = channel.tell

    def noted(word: Any) -> None:
        spoken.append(time.monotonic())
        tell(word)

    channel.tell = noted
    try:
        with in_organization(meeting.organization_id):
            run = MeetingRun.objects.get(meeting=meeting)
            other = Segment.objects.filter(meeting=meeting).exclude(pk=run.segment_id).order_by("?").first()
            move_room(meeting=meeting, segment=other, by=None, now=timezone.now())
    finally:
        channel.tell = tell
        connection.close()
    return spoken[0]


def prepare(followers: int) -> Organization:
    """An organization with so many people that can sign in, and a meeting of theirs that is open."""
    organization, _ = Organization.objects.get_or_create(slug=SLUG, defaults={"name": "Live", "created_at": timezone.now()})
    with in_organization(organization):
        missing = range(Person.objects.count(), followers)
        users = User.objects.bulk_create([User(email=f"{number}@{SLUG}.example") for number in missing])
        Person.objects.bulk_create(
            [
                Person(organization=organization, key=f"p{number}", name=f"Person {number}", status="active", user=user)
                for number, user in zip(missing, users, strict=True)
            ]
        )
        now = timezone.now()
        series, _ = MeetingSeries.objects.get_or_create(organization=organization, key="all-hands", defaults={"title": "All hands"})
        meeting = Meeting.objects.create(organization=organization, series=series, planned_at=now - timedelta(minutes=1))
        for position, kind in enumerate(("talk", "issues", "close")):
            Segment.objects.create(organization=organization, meeting=meeting, position=position, kind=kind, title=kind, minutes=10)
        open_meeting(meeting=meeting, by=None, now=now)
    return organization


def sessions(followers: int) -> list[str]:
    people = Person.objects.select_related("user").exclude(user=None).order_by("id")[:followers]
    return [session_of(person.user) for person in people]


def session_of(user: User) -> str:
    """A sign-in, as after the door."""
    store: Any = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def show(name: str, taken: list[float], yardstick: list[float] | None, followers: int) -> None:
    p50, p95 = (sorted(taken)[int(len(taken) * share)] * 1000 for share in (0.5, 0.95))
    ratio = f"{p95 / (sorted(yardstick)[int(len(yardstick) * 0.95)] * 1000):8.1f}" if yardstick else f"{1:8.1f}"
    print(f"{name:44}{p50:8.1f}{p95:8.1f} ms{len(taken):9} of {followers * CHANGES}{ratio} ×")

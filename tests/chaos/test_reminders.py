"""A week of reminders under kills of worker, clock, Redis and web server: each comes once, none is lost, none twice (R1)."""

from __future__ import annotations

import csv
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client
from django.utils import timezone

from decisions.models import Decision
from notifications import mail
from notifications.models import Delivery, DeliveryState, Notification, Preference, Round
from organizations.models import Event, Organization, Person
from peakos.celery import app
from rhythm.models import Meeting, MeetingSeries
from tests.cast import new_objective, new_person
from tests.chaos.plant import PATIENCE_SECONDS, Plant
from tests.ports import own_port
from tests.postbox import Postbox

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PUBLISHED = settings.BASE_DIR.parent / "shared" / "data" / "kubernetes" / "meetings.csv"
DAYS = ["MO", "TU", "WE", "TH", "FR"]
ZONES = ("America/New_York", "Pacific/Auckland")
PEOPLE = 20
AHEAD = timedelta(hours=2)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Slot:
    """When a series meets in the week."""

    title: str
    weekday: int
    at: str
    zone: str


def slots() -> list[Slot]:
    """The published meetings of the Kubernetes community where its bundle is there, else as many made up."""
    if not PUBLISHED.exists():
        return [Slot(f"Series {n}", n % 5, f"{8 + n % 9:02d}:30", ZONES[n % 2]) for n in range(101)]
    with PUBLISHED.open() as file:
        return [
            Slot(
                f"{row['title']} {number}",
                next((day for day, code in enumerate(DAYS) if f"BYDAY={code}" in row["rrule"]), number % 5),
                row["start_time"] or "10:00",
                row["timezone"] or "UTC",
            )
            for number, row in enumerate(csv.DictReader(file))
        ]


@dataclass
class Week:
    """The organization, and a clock that can be told the time."""

    people: list[Person]
    meetings: list[Meeting]
    begins: datetime
    told: Path
    question: Decision

    def tell_time(self, now: datetime) -> None:
        new = self.told.with_suffix(".new")
        new.write_text(now.isoformat())
        new.rename(self.told)


@pytest.fixture
def week(plant: Plant, tidewater: Organization, tmp_path: Path) -> Iterator[Week]:
    """Next week: 20 people in two time zones who are asked to 101 meetings, each owing a check-in that these need."""
    today = timezone.now().date()
    monday = datetime.combine(today + timedelta(days=7 - today.weekday()), datetime.min.time(), UTC)
    people = [new_person(f"P{n:02d} Smith", login=True, timezone=ZONES[n % 2], key=f"p{n}") for n in range(PEOPLE)]
    for person in people:
        new_objective(f"Of {person.name}", owner=person)
        Preference.objects.create(organization=tidewater, person=person, briefing=False)
    meetings = []
    for number, slot in enumerate(slots()):
        series = MeetingSeries.objects.create(
            organization=tidewater, title=slot.title, key=f"s{number}", organizer=people[number % PEOPLE]
        )
        day = monday.date() + timedelta(days=slot.weekday)
        at = datetime.combine(day, datetime.strptime(slot.at, "%H:%M").time(), ZoneInfo(slot.zone))
        meetings.append(Meeting.objects.create(organization=tidewater, series=series, planned_at=at))
    marta = new_person("Marta Lindqvist", login=True, access="owner", timezone=ZONES[0])
    question = Decision.objects.create(organization=tidewater, title="Who signs?", asked_by=marta)
    Event.objects.update(reacted_at=timezone.now())
    plant.told = str(tmp_path / "time")
    yield Week(people, meetings, monday - timedelta(days=3), tmp_path / "time", question)
    plant.told = ""


def expected(week: Week) -> set[tuple[int, int]]:
    """By the rule's own words: each meeting in the last message of its organizer that comes two hours before it or earlier."""
    found = set()
    for meeting in week.meetings:
        person = meeting.series.organizer
        assert person
        zone, latest = ZoneInfo(person.timezone), meeting.planned_at - AHEAD
        days = [latest.astimezone(zone).date() - timedelta(days=back) for back in range(5)]
        mornings = [datetime.combine(day, datetime.min.time(), zone).replace(hour=8) for day in days if day.weekday() < 5]
        if any(week.begins < morning <= latest for morning in mornings):
            found.add((person.pk, meeting.pk))
    return found


class Browser:
    """Marta at a web server that may die under her: she sends the same again until it is taken."""

    def __init__(self, person: Person) -> None:
        client = Client()
        assert person.user
        client.force_login(person.user)
        self.session, self.token = client.cookies[settings.SESSION_COOKIE_NAME].value, _get_new_csrf_string()
        self.port = own_port()

    def post(self, path: str, said: dict[str, str]) -> int:
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={self.token}"
        headers = {"Cookie": cookies, "X-CSRFToken": self.token, "Content-Type": "application/x-www-form-urlencoded"}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            connection.request("POST", path, urlencode(said), headers)
            return connection.getresponse().status
        finally:
            connection.close()

    def insist(self, path: str, said: dict[str, str]) -> None:
        ends = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < ends:
            with suppress(OSError, HTTPException):
                status = self.post(path, said)
                assert status == 302, status
                return
            time.sleep(0.05)
        raise AssertionError("the web server does not come back")


class Fate:
    """Kills the worker in the middle of its work, and one of the others at random; each starts anew."""

    def __init__(self, plant: Plant, browser: Browser, seed: int) -> None:
        self.plant, self.browser, self.chance = plant, browser, random.Random(seed)
        self.kills: Counter[str] = Counter()
        self.starts: dict[str, Callable[[], object]] = {
            "worker": lambda: plant.start_worker("worker"),
            "clock": lambda: plant.start_clock("clock", is_fast=True),
            "web": lambda: plant.start_web(browser.port),
            "broker": plant.start_broker,
        }

    def start_all(self) -> None:
        for name in ("worker", "clock", "web"):
            self.start(name)
        self.plant.wait_for_worker("worker")
        self.plant.supervised = self.starts  # a worker whose broker dies under its hands may end by itself

    def start(self, name: str) -> None:
        self.starts[name]()

    def strike(self, due: int, now: datetime) -> None:
        """When some of those who are due have been reached, and some have not."""
        other = self.chance.choice(["clock", "broker", "web"])
        self.strike_down(other)
        ask_to_look()
        self.plant.wait_for(lambda: Round.objects.filter(next_at__lte=now).count() < due, "the worker is in the middle of it")
        self.strike_down("worker")

    def strike_down(self, name: str) -> None:
        self.plant.kill(name)
        self.kills[name] += 1
        self.start(name)


def ask_to_look() -> None:
    """As the clock does each minute; a ring that nobody hears is lost."""
    with suppress(Exception):
        app.send_task("notifications.tasks.go_the_rounds", retry=False)
        app.send_task("notifications.tasks.send_deliveries", retry=False)


def test_a_week_of_reminders_under_random_kills(plant: Plant, postbox: Postbox, week: Week) -> None:
    seed = random.randrange(10_000)
    print(f"seed {seed}")
    browser = Browser(Person.objects.get(name="Marta Lindqvist"))
    fate = Fate(plant, browser, seed)
    week.tell_time(week.begins)
    fate.start_all()
    ask_to_look()
    plant.wait_for(lambda: Round.objects.count() == PEOPLE + 1, "everybody has a first round")
    for hour in range(8 * 24):
        now = week.begins + hour * HOUR
        due = Round.objects.filter(next_at__lte=now).count()
        if not due:
            continue  # nobody's hour: time goes on
        week.tell_time(now)
        fate.strike(due, now)
        browser.insist(f"/tidewater/decisions/{week.question.pk}/comments/", {"text": f"Hour {hour}", "told": "P07 Smith"})
        plant.wait_for(lambda now=now: not Round.objects.filter(next_at__lte=now).exists(), f"everybody due at {now} is reached")  # type: ignore[misc]
    week.tell_time(week.begins + 9 * 24 * HOUR)
    plant.wait_for(lambda: not Event.objects.filter(reacted_at=None).exists(), "every line is reacted to")
    plant.wait_for(lambda: not Delivery.objects.filter(state=DeliveryState.WAITING).exists(), "every mail is sent")
    assert_each_once(week)
    assert_each_mail_once(postbox)
    assert sum(fate.kills.values()) >= 10, fate.kills
    print(dict(fate.kills))


def assert_each_once(week: Week) -> None:
    reminders = Notification.objects.filter(reason="meeting.prepare")
    said = Counter((line.person_id, int(line.key.split("/")[1])) for line in reminders)
    assert set(said) == expected(week), "none is lost, none is too many"
    assert set(said.values()) == {1}
    assert len(said) > 90
    checks = Counter(Notification.objects.filter(reason="check_in.due").values_list("person_id", flat=True))
    assert set(checks) >= {person.pk for person in week.people}
    comments = Event.objects.filter(name="comment.posted").count()
    assert Notification.objects.filter(reason="comment.names_you").count() == comments > 10
    letters = list(Delivery.objects.filter(key__startswith="daily/").values_list("key", "text"))
    for line in reminders.select_related("person"):
        own = [text for key, text in letters if key.endswith(f"/person-{line.person_id}")]
        assert sum(line.text in text for text in own) == 1, line.text


def assert_each_mail_once(postbox: Postbox) -> None:
    """At most the mail that a killed sender had in hand came again, under the same Message-ID."""
    sent = {mail.message_id(delivery): delivery for delivery in Delivery.objects.all()}
    assert set(postbox.copies) == set(sent)
    repeated = [message_id for message_id, copies in postbox.copies.items() if copies > 1]
    assert all(sent[message_id].attempt_count > 1 for message_id in repeated)

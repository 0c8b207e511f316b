"""What is promised happens once, whatever is killed (promises R1, R2, R3)."""

from __future__ import annotations

import signal
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from accountability.models import Commitment
from notifications import mail
from notifications.actions import queue_mail
from notifications.models import Delivery, DeliveryState, Notification, Preference
from organizations.logbook import record
from organizations.models import Event, JobRun, Organization, Person
from peakos.celery import app
from tests.chaos.plant import Plant
from tests.postbox import Postbox

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

LINES = 200
ALWAYS = {"working_days": list(range(7)), "from_hour": 0, "until_hour": 24}  # whatever the hour of the test


def write_down(count: int, *, owner: Person, by: Person) -> None:
    """Marta writes down promises of Ines, all there at once; each has a mail to Ines as its effect."""
    with transaction.atomic():
        for _ in range(count):
            promise = Commitment.objects.create(
                organization=owner.organization, title="Book the pen test", owner=owner, state="open"
            )
            record("commitment.made", by=by, about=promise, now=timezone.now())


def cut_database_connections() -> None:
    """What a restart of PostgreSQL does to the workers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def somebody_waits_for_a_lock() -> bool:
    """In this database: the tests beside this one have theirs on the same server, and wait for each other there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
            " WHERE NOT granted AND datname = current_database()"
        )
        return bool(cursor.fetchone()[0])


def let_pauses_run_out() -> None:
    """Nobody is alive, so all claims belong to the dead; an hour passes."""
    Event.everywhere.filter(reacted_at=None).update(next_attempt_at=F("next_attempt_at") - timedelta(hours=1))
    Delivery.everywhere.filter(state=DeliveryState.WAITING).update(next_attempt_at=F("next_attempt_at") - timedelta(hours=1))


def supervise(plant: Plant) -> None:
    """Whose broker dies under its hands may end by itself, and is started again, as everywhere."""
    plant.supervised = {name: partial(plant.start_worker, name) for name in ("first", "second", "last")}
    plant.supervised |= {name: partial(plant.start_clock, name, is_fast=True) for name in ("clock-1", "clock-2", "clock-3")}


def test_two_hundred_effects_happen_once_under_six_kills_with_two_clocks(
    plant: Plant, postbox: Postbox, marta: Person, ines: Person
) -> None:
    Preference.objects.create(organization=ines.organization, person=ines, volume="at_once", **ALWAYS)
    supervise(plant)
    for name in ("clock-1", "clock-2"):
        plant.start_clock(name, is_fast=True)
    plant.start_worker("first")
    plant.wait_for_worker("first")

    def at_work() -> bool:
        """In the middle of it: some of the latest lines are done, and some are not."""
        return Notification.objects.count() > told and Event.everywhere.filter(reacted_at=None).exists()

    for kill in range(6):
        alive, next_one = ("first", "second") if kill % 2 == 0 else ("second", "first")
        plant.start_worker(next_one)
        told = Notification.objects.count()
        write_down(LINES // 6 + (kill < LINES % 6), owner=ines, by=marta)
        plant.wait_for(at_work, "the worker is in the middle of it")
        plant.kill(alive)
        if kill == 2:
            plant.kill("broker")
            plant.start_broker()
        if kill == 4:
            cut_database_connections()
        plant.wait_for_worker(next_one)
    for name in ("first", "clock-1", "clock-2"):
        plant.kill(name)
    let_pauses_run_out()
    plant.start_clock("clock-3", is_fast=True)
    plant.start_worker("last")
    plant.wait_for(lambda: not Event.everywhere.filter(reacted_at=None).exists(), "every line is reacted to")
    plant.wait_for(lambda: Delivery.objects.filter(state=DeliveryState.SENT).count() >= LINES, "every mail is sent")

    assert Notification.objects.count() == LINES
    deliveries = {mail.message_id(delivery): delivery for delivery in Delivery.objects.all()}
    assert len(deliveries) == LINES
    assert set(postbox.copies) == set(deliveries)
    repeated = [message_id for message_id, copies in postbox.copies.items() if copies > 1]
    assert all(deliveries[message_id].attempt_count > 1 for message_id in repeated), "only a killed sender may repeat itself"
    assert len(postbox.mails) - LINES <= 6 * 2, "at most the one mail that each killed process had in hand"


def test_a_mail_that_was_accepted_just_before_the_sender_died_is_repeated_under_its_own_name(
    plant: Plant, postbox: Postbox, tidewater: Organization
) -> None:
    worker = plant.start_worker("worker", "--pool", "solo")
    plant.wait_for_worker("worker")
    # The sender is frozen between the end of its DATA and our 250, so it dies before it can note the answer.
    postbox.before_accepting = lambda mail: worker.signal(signal.SIGSTOP)
    with transaction.atomic():
        queue_mail(key="event-1", recipient="ines@tidewater.example", subject="Decide", text="Decide.", now=timezone.now())
    plant.wait_for(lambda: postbox.mails, "the mail is accepted")
    plant.kill("worker")
    delivery = Delivery.objects.get()
    assert delivery.state == DeliveryState.WAITING

    postbox.before_accepting = lambda mail: None
    plant.start_worker("worker", "--pool", "solo")
    plant.start_clock("clock", is_fast=True)
    plant.wait_for_worker("worker")
    assert mail.claim(now=timezone.now()) is None, "the claim of the dead still holds"
    let_pauses_run_out()
    plant.wait_for(lambda: Delivery.objects.filter(state=DeliveryState.SENT), "the mail is noted as sent")
    assert list(postbox.copies.items()) == [(mail.message_id(delivery), 2)]


def test_a_message_that_a_dead_worker_had_taken_comes_back(plant: Plant, tidewater: Organization) -> None:
    plant.start_worker("dies", "--concurrency", "1")
    plant.wait_for_worker("dies")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {JobRun._meta.db_table} IN EXCLUSIVE MODE")
        app.send_task("organizations.tasks.tick")  # it waits for the table, and is killed while it does
        plant.wait_for(somebody_waits_for_a_lock, "the worker is in the middle of it")
        plant.kill("dies")
    assert not plant.waiting_messages()

    plant.start_worker("lives", "--concurrency", "1")
    plant.wait_for(JobRun.objects.filter(job="tick").exists, "another worker has done it")
    plant.wait_for(lambda: not plant.broker.hlen("unacked"), "the message is settled")

"""A bundle that is sent in arrives whole and once, through a real worker, and through the death of one (promise R16)."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client

from alignment.models import Objective
from organizations.models import BundleImport, Event, Organization, Person, Team
from organizations.models.bundles import ImportState
from peakos.bundles.tasks import work_on_imports
from peakos.celery import app
from tests.chaos.plant import Plant
from tests.chaos.test_kills import somebody_waits_for_a_lock

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

DATA = "/tidewater/settings/data/"
TEAMS = "key,name\n" + "".join(f"team-{n},Team {n}\n" for n in range(20))
OBJECTIVES = "key,title,status,team\n" + "".join(f"o-{n},Objective {n},active,team-{n}\n" for n in range(20))


@pytest.fixture
def browser(plant: Plant, marta: Person) -> Client:
    """Marta's browser."""
    client = Client()
    assert marta.user
    client.force_login(marta.user)
    return client


def send(browser: Client) -> BundleImport:
    files = [SimpleUploadedFile("teams.csv", TEAMS.encode()), SimpleUploadedFile("objectives.csv", OBJECTIVES.encode())]
    assert browser.post(f"{DATA}imports/", {"upload": files}).status_code == 302
    row: BundleImport = BundleImport.objects.get()
    return row


def say_yes(browser: Client, row: BundleImport) -> None:
    assert browser.post(f"{DATA}imports/{row.pk}/confirmation/", {"rows": "all_or_nothing"}).status_code == 302


def wait_until(plant: Plant, row: BundleImport, state: ImportState) -> None:
    plant.wait_for(lambda: BundleImport.objects.get(pk=row.pk).state == state, f"the import is {state}")


def test_a_worker_reads_the_bundle_and_lets_it_in(plant: Plant, browser: Client, tidewater: Organization) -> None:
    worker = plant.start_worker()
    plant.wait_for_worker()
    plant.start_clock(is_fast=True)  # makes up for a ring that nobody heard in time
    worker.signal(signal.SIGSTOP)  # until it is known where the upload is: the row forgets it with the file
    row = send(browser)
    stored = Path(row.stored_path)
    assert stored.exists()
    worker.signal(signal.SIGCONT)
    wait_until(plant, row, ImportState.PREVIEW)
    plant.wait_for(lambda: not stored.exists(), "the upload is deleted")
    say_yes(browser, row)
    wait_until(plant, row, ImportState.DONE)
    assert (Team.objects.count(), Objective.objects.count()) == (20, 20)


def test_a_worker_killed_in_the_midst_leaves_nothing_half_in_and_the_next_one_finishes(
    plant: Plant, browser: Client, tidewater: Organization
) -> None:
    row = send(browser)
    work_on_imports()
    say_yes(browser, row)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE alignment_objective IN SHARE MODE")
        plant.start_worker("dies")  # the teams are written, the objectives wait for the table
        plant.wait_for(somebody_waits_for_a_lock, "the worker is in the middle of it")
        plant.kill("dies")
    assert (Team.objects.count(), Objective.objects.count()) == (0, 0)
    assert BundleImport.objects.get().state == ImportState.IMPORTING

    plant.start_worker("lives")
    plant.start_clock(is_fast=True)
    app.send_task("peakos.bundles.tasks.resume_stuck_imports")
    wait_until(plant, row, ImportState.DONE)
    assert (Team.objects.count(), Objective.objects.count()) == (20, 20)
    assert Event.objects.filter(name="bundle.imported").count() == 1

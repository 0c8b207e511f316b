"""Settings > Data: an import goes on whatever happens to messages, workers and files, and the page shows how far it is."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from organizations.models import BundleImport, Organization
from organizations.models.bundles import ImportState
from peakos.bundles import watching
from peakos.bundles.tasks import resume_stuck_imports, work_on_imports
from peakos.bundles.working import MOST_TRIES
from tests.peakos.bundles.data_page import DATA, TEAMS, confirm, csv, page, send, send_and_read, words, zipped


def test_a_lost_ring_is_made_up_for_by_the_sweeper(browser: Client, tidewater: Organization) -> None:
    send(browser, zipped(teams=TEAMS))
    resume_stuck_imports()
    assert BundleImport.objects.get().state == ImportState.PREVIEW


def test_a_yes_that_is_said_while_the_worker_still_tidies_up_waits_for_no_sweeper(
    browser: Client, tidewater: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(browser, zipped(teams=TEAMS))
    forget = watching.forget

    def forget_slowly(import_id: int) -> None:
        """The last thing that it does; the preview is there to be answered already, and the ring finds nobody at the door."""
        row = BundleImport.objects.get(pk=import_id)
        if row.state == ImportState.PREVIEW:
            confirm(browser, row)
        forget(import_id)

    monkeypatch.setattr(watching, "forget", forget_slowly)
    work_on_imports()
    assert BundleImport.objects.get().state == ImportState.DONE


def test_a_bundle_that_no_worker_comes_for_says_whom_to_ask(browser: Client, tidewater: Organization) -> None:
    send(browser, zipped(teams=TEAMS))
    row = BundleImport.objects.get()
    assert "No worker has come for it yet" not in words(page(browser, row))
    BundleImport.objects.update(started_at=timezone.now() - timedelta(minutes=2))
    assert "No worker has come for it yet" in words(page(browser, row))


@pytest.mark.parametrize("state", [ImportState.READING, ImportState.IMPORTING])
def test_what_a_dead_worker_left_behind_is_taken_up_again(browser: Client, tidewater: Organization, state: ImportState) -> None:
    if state == ImportState.IMPORTING:
        row = send_and_read(browser, csv("teams.csv", TEAMS))
    else:
        send(browser, csv("teams.csv", TEAMS))
        row = BundleImport.objects.get()
    BundleImport.objects.filter(pk=row.pk).update(state=state)
    resume_stuck_imports()
    row.refresh_from_db()
    assert row.state == (ImportState.DONE if state == ImportState.IMPORTING else ImportState.PREVIEW)


def test_a_bundle_that_ends_every_worker_is_given_up(browser: Client, tidewater: Organization) -> None:
    send(browser, csv("teams.csv", TEAMS))
    row = BundleImport.objects.get()
    BundleImport.objects.filter(pk=row.pk).update(state=ImportState.READING)
    cache.set(f"import-tries:{row.pk}:reading", MOST_TRIES)
    resume_stuck_imports()
    row.refresh_from_db()
    assert row.state == ImportState.FAILED and "workers stopped while they were at it" in row.error
    assert "was not imported" in words(page(browser, row))


def test_an_upload_that_has_vanished_is_asked_for_again(browser: Client, tidewater: Organization, uploads: Path) -> None:
    send(browser, zipped(teams=TEAMS))
    row = BundleImport.objects.get()
    Path(row.stored_path).unlink()
    work_on_imports()
    row.refresh_from_db()
    assert row.state == ImportState.FAILED and "Send it again" in row.error


def test_the_uploaded_file_goes_when_it_has_been_read(browser: Client, tidewater: Organization, uploads: Path) -> None:
    send(browser, zipped(teams=TEAMS))
    stored = Path(BundleImport.objects.get().stored_path)
    assert stored.exists() and "tidewater" not in str(stored.relative_to(uploads))
    work_on_imports()
    assert not list(uploads.iterdir()) and BundleImport.objects.get().stored_path == ""


def test_an_upload_without_an_import_is_swept_out_after_a_day(tidewater: Organization, uploads: Path) -> None:
    old, new = uploads / "a", uploads / "b"
    for place in (old, new):
        place.mkdir(parents=True)
    yesterday = (timezone.now() - timedelta(days=2)).timestamp()
    os.utime(old, (yesterday, yesterday))
    resume_stuck_imports()
    assert [place.name for place in uploads.iterdir()] == ["b"]


def test_the_bar_moves_and_then_the_page_is_loaded_anew(browser: Client, tidewater: Organization) -> None:
    send(browser, zipped(teams=TEAMS))
    row = BundleImport.objects.get()
    BundleImport.objects.filter(pk=row.pk).update(state=ImportState.READING)
    watching.tell(row.pk)("Reading teams.csv", 30, 40)
    address = f"{DATA}imports/{row.pk}/progress/"
    fragment = browser.get(address, {"words": "Waiting for a worker"}, headers={"HX-Request": "true"})
    assert 'value="75"' in fragment.content.decode() and 'role="status"' in fragment.content.decode()
    again = browser.get(address, {"words": "Reading teams.csv"}, headers={"HX-Request": "true"})
    assert 'role="status"' not in again.content.decode()  # said once is enough for a screen reader
    work_on_imports()
    assert browser.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_the_page_loads_itself_anew_without_scripts(browser: Client, tidewater: Organization) -> None:
    send(browser, zipped(teams=TEAMS))
    row = BundleImport.objects.get()
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page(browser, row).content.decode()

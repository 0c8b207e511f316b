"""Settings > Data: what is no bundle, what is too large, and who may not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from organizations.models import BundleImport, Organization, Person
from organizations.models.bundles import ImportState
from organizations.tenancy import in_organization
from tests.cast import new_organization, new_person
from tests.peakos.bundles.data_page import DATA, TEAMS, confirm, csv, send, send_and_read, words, zipped

REFUSED_UPLOADS: list[tuple[Callable[[], list[SimpleUploadedFile]], str]] = [
    (lambda: [], "Choose a zip, the CSV files, or the folder that holds them."),
    (lambda: [csv("plan.docx", b"PK")], "“plan.docx” is neither a zip nor a CSV file."),
    (lambda: [zipped(teams=TEAMS), csv("people.csv", b"key,name\n")], "Send one zip, or CSV files, not both together."),
    (lambda: [csv("teams.csv", TEAMS), csv("teams.csv", TEAMS)], "“teams.csv” is there twice."),
    (lambda: [csv("tidewater.zip", b"this is no zip")], "tidewater.zip is no zip file, or a damaged one."),
    (lambda: [csv("budget.csv", b"a,b\n")], "holds no file of a bundle"),
    (lambda: [zipped(budget=b"a,b\n")], "tidewater.zip holds no file of a bundle"),
]


@pytest.mark.parametrize(("files", "sentence"), REFUSED_UPLOADS)
def test_what_cannot_be_a_bundle_is_said_at_once(
    browser: Client, tidewater: Organization, uploads: Path, files: Callable[[], list[SimpleUploadedFile]], sentence: str
) -> None:
    answer = send(browser, *files())
    text = words(answer)
    assert answer.status_code == 422 and sentence in text and "One thing to fix" in text
    assert not BundleImport.objects.exists() and not list(uploads.glob("*"))


def test_a_zip_that_climbs_out_of_itself_is_refused(
    browser: Client, tidewater: Organization, uploads: Path, tmp_path: Path
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../people.csv", "key,name\n")
    answer = send(browser, SimpleUploadedFile("climber.zip", packed.getvalue()))
    assert answer.status_code == 422 and "leads out of it" in words(answer)
    assert not list(tmp_path.rglob("*.csv")) and not list(uploads.glob("*"))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(browser: Client, tidewater: Organization) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("people.csv", b"0" * 50_000_000)
    answer = send(browser, SimpleUploadedFile("bomb.zip", packed.getvalue()))
    assert answer.status_code == 422 and "out of next to nothing" in words(answer)


def test_too_large_an_upload_hears_the_limit(browser: Client, tidewater: Organization, settings: Any, uploads: Path) -> None:
    settings.UPLOAD_MAX_BYTES = 2**20
    answer = send(browser, csv("people.csv", b"x" * (2**20 + 1)))
    assert answer.status_code == 413 and "more than the 1 MB that are taken at once. Split the bundle" in words(answer)
    assert not BundleImport.objects.exists() and not list(uploads.glob("*"))


def test_many_files_together_count_against_the_limit(browser: Client, tidewater: Organization, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 2**20
    answer = send(browser, csv("people.csv", b"x" * 700_000), csv("teams.csv", b"x" * 700_000))
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("", "get"), ("imports/", "post"), ("imports/{pk}/", "get"), ("imports/{pk}/progress/", "get"),
        ("imports/{pk}/findings.tsv", "get"), ("imports/{pk}/confirmation/", "post"), ("imports/{pk}/cancellation/", "post"),
        ("imports/{pk}/undoing/", "get"), ("imports/{pk}/undoing/", "post"), ("exports/", "post"), ("empty-bundle.zip", "get"),
    ],
)  # fmt: skip
def test_a_member_hears_whom_to_ask(browser: Client, ines: Person, path: str, method: str) -> None:
    row = send_and_read(browser, csv("teams.csv", TEAMS))
    inside = Client()
    assert ines.user
    inside.force_login(ines.user)
    answer = getattr(inside, method)(DATA + path.format(pk=row.pk))
    assert answer.status_code == 403 and "Ask Marta Lindqvist" in words(answer)
    row.refresh_from_db()
    assert row.state == ImportState.PREVIEW


def test_an_import_of_another_organization_is_not_there(browser: Client, tidewater: Organization) -> None:
    fenmoor = new_organization("fenmoor")
    with in_organization(fenmoor):
        theirs = BundleImport.objects.create(
            organization=fenmoor, source_name="secret.zip", started_at=timezone.now(), state="preview"
        )
    assert browser.get(f"{DATA}imports/{theirs.pk}/").status_code == 404
    assert confirm(browser, theirs).status_code == 404
    assert "secret.zip" not in words(browser.get(DATA))


def test_nothing_is_changed_without_the_token_of_the_form(marta: Person, tidewater: Organization) -> None:
    stranger = Client(enforce_csrf_checks=True)
    assert marta.user
    stranger.force_login(marta.user)
    assert send(stranger, zipped(teams=TEAMS)).status_code == 403 and not BundleImport.objects.exists()


def test_a_former_admin_who_comes_back_hears_whom_to_ask(browser: Client, marta: Person) -> None:
    new_person("Ruth Adeyemi", login=True, access="admin", status="active")
    Person.objects.filter(pk=marta.pk).update(access="leader")
    answer = browser.get(DATA)
    assert answer.status_code == 403 and "Ask Ruth Adeyemi" in words(answer)

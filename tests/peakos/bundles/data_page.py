"""What the stories of Settings > Data share: files to send, and the steps that Marta takes."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from organizations.models import BundleImport
from peakos.bundles.tasks import work_on_imports

DATA = "/tidewater/settings/data/"
TEAMS = b"key,name,kind\nsecurity,Security,team\ndata,Data,team\n"
FAULTY = b"key,name,status\nsecurity,Security,active\ndata,,active\nsales,Sales,Retired\n"


def csv(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/csv")


def zipped(**files: bytes) -> SimpleUploadedFile:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"{name}.csv", content)
    return SimpleUploadedFile("tidewater.zip", packed.getvalue(), "application/zip")


def words(response: Any) -> str:
    """What a reader sees of the page, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def send(browser: Client, *files: SimpleUploadedFile, field: str = "upload") -> Any:
    return browser.post(f"{DATA}imports/", {field: list(files)})


def send_and_read(browser: Client, *files: SimpleUploadedFile) -> BundleImport:
    """The import, read by a worker and ready to be answered."""
    send(browser, *files)
    work_on_imports()
    row: BundleImport = BundleImport.objects.latest("pk")
    return row


def page(browser: Client, row: BundleImport) -> Any:
    return browser.get(f"{DATA}imports/{row.pk}/")


def confirm(browser: Client, row: BundleImport, rows: str = "good_rows") -> Any:
    return browser.post(f"{DATA}imports/{row.pk}/confirmation/", {"rows": rows})

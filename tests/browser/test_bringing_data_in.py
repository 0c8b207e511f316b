"""Settings > Data in a real browser with a real worker: spreadsheets come in, are looked at, and are taken back."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.conftest import PATIENCE, Product, sign_in
from tests.browser.test_doors import faults_of

DATA = "/tidewater/settings/data/"


def csv(name: str, *lines: str) -> FilePayload:
    return {"name": name, "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}


FILES = [
    csv("teams.csv", "key,name,parent", "harbour,Harbour,", "harbour-north,Harbour North,harbour", "harbour-south,,harbour"),
    csv("objectives.csv", "key,title,status,team", "berths,All berths metered,active,harbour"),
]


@pytest.fixture
def window_without_scripts(chromium: Browser, product: Product) -> Iterator[Page]:
    context = chromium.new_context(base_url=product.address, java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def heading(page: Page, text: str) -> None:
    """Waits until the page says so."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(text)


def bring_in(page: Page) -> None:
    sign_in(page, "Marta Lindqvist")
    page.goto(DATA)
    page.get_by_label("Zip or CSV files").set_input_files(FILES)
    page.get_by_role("button", name="Check the files").click()
    heading(page, "3 rows of “2 CSV files” would come in, 1 is refused")


def take_back(page: Page) -> None:
    page.get_by_role("link", name="Undo this import").click()
    heading(page, "Undo the import of “2 CSV files”?")
    page.get_by_role("button", name="Undo the import").click()
    heading(page, "came in and was taken back")


def test_marta_brings_spreadsheets_in_sees_them_arrive_and_takes_them_back(page: Page, tmp_path: Path) -> None:
    bring_in(page)
    assert "name is empty and every row needs it. Fill it in." in page.inner_text("main")
    assert faults_of(page) == []
    page.get_by_role("link", name="Errors 1").click()
    assert page.locator(".findings li").count() == 1

    page.get_by_role("button", name="Import 3 rows").click()
    heading(page, "3 rows of “2 CSV files” came in")
    assert faults_of(page) == []
    page.goto("/tidewater/teams/?q=Harbour")
    assert "Harbour North" in page.inner_text("main")

    page.goto(DATA)
    with page.expect_download() as download:
        page.get_by_role("button", name="Export the workspace").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert b"berths,All berths metered" in archive.read("objectives.csv")

    page.get_by_role("link", name="2 CSV files").first.click()
    take_back(page)
    assert faults_of(page) == []


def test_all_of_it_works_without_scripts(window_without_scripts: Page) -> None:
    page = window_without_scripts
    bring_in(page)
    page.get_by_role("button", name="Import 3 rows").click()
    heading(page, "3 rows of “2 CSV files” came in")
    take_back(page)

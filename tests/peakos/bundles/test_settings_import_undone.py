"""Settings > Data: what came in is taken back, or the page says why not."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from organizations.models import BundleImport, Event, Organization, Team
from peakos.bundles.tasks import work_on_imports
from tests.cast import new_team
from tests.peakos.bundles.data_page import DATA, FAULTY, TEAMS, confirm, csv, page, send, send_and_read, words, zipped


def undo(browser: Client, row: BundleImport) -> Any:
    return browser.post(f"{DATA}imports/{row.pk}/undoing/")


def test_undoing_asks_first_and_then_takes_everything_back(browser: Client, tidewater: Organization) -> None:
    row = send_and_read(browser, csv("teams.csv", TEAMS))
    confirm(browser, row)
    work_on_imports()
    asked = words(browser.get(f"{DATA}imports/{row.pk}/undoing/"))
    assert (
        "Undo the import of “teams.csv”?" in asked and "2 rows that it created go away again" in asked and Team.objects.count() == 2
    )
    assert undo(browser, row).status_code == undo(browser, row).status_code == 302
    assert "“teams.csv” is being taken back" in words(page(browser, row))
    work_on_imports()
    assert undo(browser, row).status_code == 302
    work_on_imports()
    assert not Team.objects.exists() and "came in and was taken back" in words(page(browser, row))
    assert Event.objects.filter(name="bundle.undone").count() == 1


@pytest.mark.django_db(transaction=True)  # the row history must tell the import's transaction from the next
def test_what_was_built_upon_is_not_undone_and_the_page_says_why(browser: Client, tidewater: Organization) -> None:
    row = send_and_read(browser, csv("teams.csv", TEAMS))
    confirm(browser, row)
    work_on_imports()
    new_team("Pen test", parent=Team.objects.get(key="security"))
    undo(browser, row)
    work_on_imports()
    text = words(page(browser, row))
    assert "Nothing was undone" in text and "Pen test" in text and "Undo this import" in text
    assert Team.objects.count() == 3


def test_a_preview_cannot_be_undone(browser: Client, tidewater: Organization) -> None:
    row = send_and_read(browser, csv("teams.csv", TEAMS))
    assert browser.get(f"{DATA}imports/{row.pk}/undoing/").status_code == 302
    answer = undo(browser, row)
    assert answer.status_code == 409 and "is not in, so there is nothing to undo" in words(answer)


def test_nothing_is_undone_while_another_import_is_under_way(browser: Client, tidewater: Organization) -> None:
    row = send_and_read(browser, csv("teams.csv", TEAMS))
    confirm(browser, row)
    work_on_imports()
    send(browser, zipped(teams=FAULTY))
    answer = undo(browser, row)
    assert answer.status_code == 409 and "One import at a time" in words(answer)

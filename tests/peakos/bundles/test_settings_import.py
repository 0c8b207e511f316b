"""Settings > Data: Marta sends a bundle in, looks at what it would do, and says yes."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from organizations.models import BundleImport, BundleRow, Event, Organization, Person, Team
from organizations.models.bundles import ImportState
from peakos.bundles.tasks import work_on_imports
from tests.cast import new_person, new_team
from tests.peakos.bundles.data_page import DATA, FAULTY, TEAMS, confirm, csv, page, send, send_and_read, words, zipped


def test_a_zip_is_checked_shown_and_let_in(browser: Client, tidewater: Organization) -> None:
    sent = send(browser, zipped(teams=TEAMS))
    row = BundleImport.objects.get()
    assert sent.status_code == 302 and sent["Location"] == f"{DATA}imports/{row.pk}/"
    assert "Waiting for a worker" in words(page(browser, row))

    work_on_imports()
    assert "2 rows of “tidewater.zip” would come in" in words(page(browser, row))
    assert Team.objects.count() == 0

    confirm(browser, row)
    work_on_imports()
    assert "2 rows of “tidewater.zip” came in" in words(page(browser, row))
    assert set(Team.objects.values_list("name", flat=True)) == {"Security", "Data"}


def test_csv_files_and_a_folder_come_in_like_a_zip(browser: Client, tidewater: Organization) -> None:
    people = b"key,name\nlena,Lena Fischer\n"
    row = send_and_read(browser, csv("teams.csv", TEAMS), csv("people.csv", people))
    assert row.source_name == "2 CSV files" and row.summary["teams"]["created"] == 2 and row.summary["people"]["created"] == 1
    browser.post(f"{DATA}imports/{row.pk}/cancellation/")

    # A browser sends everything that lies in a folder; what is no bundle file is left alone.
    browser.post(f"{DATA}imports/", {"folder": [csv("teams.csv", TEAMS), csv("README.md", b"notes"), csv("logo.png", b"\x89PNG")]})
    work_on_imports()
    row = BundleImport.objects.latest("pk")
    assert (row.source_name, row.state) == ("teams.csv", ImportState.PREVIEW)


def test_people_who_come_in_cannot_sign_in(browser: Client, tidewater: Organization) -> None:
    row = send_and_read(browser, csv("people.csv", b"key,name,email\nlena,Lena Fischer,lena@tidewater.example\n"))
    confirm(browser, row)
    work_on_imports()
    lena = Person.objects.get(key="lena")
    assert (lena.user, lena.access) == (None, "member")


def test_the_preview_tells_what_would_happen_to_each_file(browser: Client, tidewater: Organization) -> None:
    new_team("Security Office", key="security")
    new_team("Data", kind="team")
    row = send_and_read(browser, csv("teams.csv", TEAMS + b"sales,Sales,team\nbad,,\n"))
    assert row.summary["teams"] == {"created": 1, "changed": 1, "same": 1, "refused": 1}
    text = words(page(browser, row))
    assert "2 rows of “teams.csv” would come in, 1 is refused" in text
    assert (
        "teams.csv 1 1 1 1" in text and "name is empty and every row needs it. Fill it in." in text and "teams.csv, line 5" in text
    )


def test_findings_can_be_narrowed_and_downloaded(browser: Client, tidewater: Organization) -> None:
    row = send_and_read(
        browser, csv("teams.csv", FAULTY), csv("cycles.csv", b"key,name,colour,start_date,end_date\nq3,Q3,red,2026-07-01,x\n")
    )
    errors = words(browser.get(f"{DATA}imports/{row.pk}/?severity=error&file=teams.csv"))
    assert "Retired" in errors and "“colour”" not in errors
    warnings = words(browser.get(f"{DATA}imports/{row.pk}/?severity=warning"))
    assert "“colour”" in warnings and "Retired" not in warnings
    nonsense = browser.get(f"{DATA}imports/{row.pk}/?severity=loud&file=../etc&page=99")
    assert nonsense.status_code == 200 and "Retired" in words(nonsense)

    report = browser.get(f"{DATA}imports/{row.pk}/findings.tsv")
    assert report["Content-Type"].startswith("text/tab-separated-values") and "attachment" in report["Content-Disposition"]
    lines = report.content.decode().splitlines()
    assert lines[0].split("\t")[:4] == ["severity", "file", "line", "column"] and len(lines) == 1 + row.findings.count()


def test_many_findings_are_paged(browser: Client, tidewater: Organization) -> None:
    row = send_and_read(browser, csv("teams.csv", b"key,name\n" + b"".join(b"t%d,\n" % n for n in range(70))))
    first, second = words(page(browser, row)), words(browser.get(f"{DATA}imports/{row.pk}/?page=2"))
    assert "line 51" in first and "line 52" not in first and "line 71" in second and "Previous" in second


def test_good_rows_go_in_and_the_others_stay_out(browser: Client, tidewater: Organization) -> None:
    row = send_and_read(browser, csv("teams.csv", FAULTY))
    confirm(browser, row)
    work_on_imports()
    assert list(Team.objects.values_list("key", flat=True)) == ["security"]


def test_all_or_nothing_with_refused_rows_says_what_to_do(browser: Client, tidewater: Organization) -> None:
    row = send_and_read(browser, csv("teams.csv", FAULTY))
    answer = confirm(browser, row, "all_or_nothing")
    asked = "Mend the refused rows and send the bundle again, or import the good rows."
    assert answer.status_code == 422
    assert asked in words(answer)
    row.refresh_from_db()
    assert row.state == ImportState.PREVIEW and not Team.objects.exists()


def test_all_or_nothing_lets_a_sound_bundle_in(browser: Client, tidewater: Organization) -> None:
    row = send_and_read(browser, csv("teams.csv", TEAMS))
    confirm(browser, row, "all_or_nothing")
    work_on_imports()
    row.refresh_from_db()
    assert (row.state, row.is_strict, Team.objects.count()) == (ImportState.DONE, True, 2)


@pytest.mark.parametrize("answer", [{}, {"rows": "everything"}])
def test_an_answer_that_is_none_is_asked_again(browser: Client, tidewater: Organization, answer: dict[str, str]) -> None:
    row = send_and_read(browser, csv("teams.csv", FAULTY))
    response = browser.post(f"{DATA}imports/{row.pk}/confirmation/", answer)
    assert response.status_code == 422 and ("Choose" in words(response))


def test_saying_yes_twice_imports_once(browser: Client, tidewater: Organization) -> None:
    row = send_and_read(browser, csv("teams.csv", TEAMS))
    assert confirm(browser, row).status_code == confirm(browser, row).status_code == 302
    work_on_imports()
    assert confirm(browser, row).status_code == 302
    work_on_imports()
    assert Event.objects.filter(name="bundle.imported").count() == 1 and Team.objects.count() == 2


def test_the_same_upload_sent_twice_is_one_import(browser: Client, tidewater: Organization, uploads: Path) -> None:
    first, second = send(browser, zipped(teams=TEAMS)), send(browser, zipped(teams=TEAMS))
    assert first["Location"] == second["Location"]
    assert BundleImport.objects.count() == 1 and len(list(uploads.iterdir())) == 1


def test_a_second_import_waits_for_the_first(browser: Client, tidewater: Organization, uploads: Path) -> None:
    send(browser, zipped(teams=TEAMS))
    second = send(browser, csv("people.csv", b"key,name\nlena,Lena Fischer\n"))
    assert second.status_code == 409
    assert "“tidewater.zip” from Marta Lindqvist is waiting to be read. One import at a time" in words(second)
    assert BundleImport.objects.count() == 1 and len(list(uploads.iterdir())) == 1


def test_cancelling_leaves_the_workspace_and_the_disk_as_they_were(browser: Client, tidewater: Organization, uploads: Path) -> None:
    send(browser, zipped(teams=TEAMS))
    row = BundleImport.objects.get()
    for _ in range(2):
        assert browser.post(f"{DATA}imports/{row.pk}/cancellation/").status_code == 302
    work_on_imports()
    row.refresh_from_db()
    assert (row.state, row.error) == (ImportState.FAILED, "Cancelled by Marta Lindqvist. Nothing was changed.")
    assert not Team.objects.exists() and not BundleRow.objects.exists()


def test_an_import_that_is_in_is_not_cancelled(browser: Client, tidewater: Organization) -> None:
    row = send_and_read(browser, csv("teams.csv", TEAMS))
    confirm(browser, row)
    work_on_imports()
    answer = browser.post(f"{DATA}imports/{row.pk}/cancellation/")
    assert answer.status_code == 409 and "What came in can be undone" in words(answer)


def test_the_history_names_who_said_yes_and_not_who_had_sent_it(browser: Client, marta: Person, tidewater: Organization) -> None:
    ruth = new_person("Ruth Adeyemi", login=True, access="admin", status="active")
    row = send_and_read(browser, csv("teams.csv", TEAMS))
    assert ruth.user
    browser.force_login(ruth.user)
    confirm(browser, row)
    work_on_imports()
    assert (row.by, Event.objects.get(name="bundle.imported").actor) == (marta, ruth)


def test_the_history_tells_what_came_of_each_import(browser: Client, tidewater: Organization) -> None:
    assert "Nothing has been brought in yet" in words(browser.get(DATA))
    row = send_and_read(browser, csv("teams.csv", TEAMS))
    confirm(browser, row)
    work_on_imports()
    send_and_read(browser, csv("teams.csv", FAULTY))
    text = words(browser.get(DATA))
    assert "teams.csv Imported" in text and "2 new" in text and "Ready to import" in text and "2 refused" in text


def test_the_export_is_a_zip_to_keep_and_leaves_a_line(browser: Client, tidewater: Organization) -> None:
    new_team("Security")
    answer: Any = browser.post(f"{DATA}exports/")
    assert answer["Content-Type"] == "application/zip" and re.fullmatch(
        r'attachment; filename="tidewater-\d{4}-\d\d-\d\d\.zip"', answer["Content-Disposition"]
    )
    content = b"".join(answer)
    assert len(content) == int(answer["Content-Length"])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"security,Security" in archive.read("teams.csv")
    assert Event.objects.filter(name="workspace.exported").count() == 1
    assert browser.get(f"{DATA}exports/").status_code == 405


def test_empty_files_can_be_had_to_fill_in(browser: Client, tidewater: Organization) -> None:
    answer: Any = browser.get(f"{DATA}empty-bundle.zip")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer))) as archive:
        assert len(archive.namelist()) == 13
        assert archive.read("cycles.csv") == b"key,name,start_date,end_date,parent,status\n"

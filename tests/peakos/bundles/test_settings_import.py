"""Settings > Data: Marta sends a bundle in, looks at what it would do, says yes, and takes it back."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from organizations.models import BundleImport, BundleRow, Event, Organization, Person, Team
from organizations.models.bundles import ImportState
from organizations.tenancy import in_organization
from peakos.bundles import watching
from peakos.bundles.tasks import resume_stuck_imports, work_on_imports
from peakos.bundles.working import MOST_TRIES
from tests.cast import new_organization, new_person, new_team

DATA = "/tidewater/settings/data/"
TEAMS = b"key,name,kind\nsecurity,Security,team\ndata,Data,team\n"
FAULTY = b"key,name,status\nsecurity,Security,active\ndata,,active\nsales,Sales,Retired\n"


@pytest.fixture(autouse=True)
def uploads(settings: Any, tmp_path: Path) -> Path:
    """Uploads of this test lie in a folder of their own."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return tmp_path / "uploads" / "imports"


@pytest.fixture
def browser(marta: Person) -> Client:
    """Marta's browser."""
    client = Client()
    assert marta.user
    client.force_login(marta.user)
    return client


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
    assert answer.status_code == 422 and "Mend them and send the bundle again, or import the rest" in words(answer)
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


def test_the_history_names_who_said_yes_and_not_who_had_sent_it(browser: Client, marta: Person, tidewater: Organization) -> None:
    ruth = new_person("Ruth Adeyemi", login=True, access="admin", status="active")
    row = send_and_read(browser, csv("teams.csv", TEAMS))
    assert ruth.user
    browser.force_login(ruth.user)
    confirm(browser, row)
    work_on_imports()
    assert (row.by, Event.objects.get(name="bundle.imported").actor) == (marta, ruth)


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


def test_a_lost_ring_is_made_up_for_by_the_sweeper(browser: Client, tidewater: Organization) -> None:
    send(browser, zipped(teams=TEAMS))
    resume_stuck_imports()
    assert BundleImport.objects.get().state == ImportState.PREVIEW


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

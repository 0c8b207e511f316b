"""The way out: what a workspace looks like as a bundle."""

import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accountability.models import Commitment
from alignment.models import CheckIn, ObjectiveContributor, Risk
from decisions.models import Decision, DecisionRole, Option
from organizations.models import Membership, Organization, Person, Team
from organizations.tenancy import in_organization
from peakos.bundles.exporting import export_folder, export_zip
from rhythm.models import Issue
from tests.cast import NOW, new_key_result, new_objective, new_organization, new_quarter, new_team


def read(folder: Path, table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / f"{table}.csv").read_bytes().decode(), newline="")))


def test_every_file_of_the_format_is_there_and_no_more(tidewater: Organization, tmp_path: Path) -> None:
    export_folder(tmp_path / "out")
    files = (
        "people teams memberships cycles objectives key_results check_ins dependencies meetings decisions commitments lessons risks"
    )
    there = {path.name for path in (tmp_path / "out").iterdir()}
    assert there == {"peakos.json", *(f"{name}.csv" for name in files.split())}
    assert json.loads((tmp_path / "out" / "peakos.json").read_text()) == {"format": 1, "guarded": True}
    assert (tmp_path / "out" / "cycles.csv").read_bytes() == b"key,name,start_date,end_date,parent,status\n"


def test_an_objective_names_its_team_owner_and_helpers_by_their_keys(
    tidewater: Organization, marta: Person, ines: Person, tmp_path: Path
) -> None:
    new_quarter()
    objective = new_objective(
        "SSO for mid-market tenants",
        key="sso",
        team=new_team("Security"),
        owner=marta,
        rank=2,
        due_on=date(2026, 9, 30),
        tags=["identity", "q3"],
    )
    for place, person in enumerate([ines, marta]):
        ObjectiveContributor.objects.create(organization=tidewater, objective=objective, person=person, position=place)
    export_folder(tmp_path)
    (row,) = read(tmp_path, "objectives")
    assert row == {
        "key": "sso", "title": "SSO for mid-market tenants", "description": "", "team": "security", "owner": "marta-lindqvist",
        "contributors": "ines-carvalho; marta-lindqvist", "cycle": "", "parent": "", "status": "active", "priority": "2",
        "start_date": "", "due_date": "2026-09-30", "completed_date": "", "tags": "identity; q3", "url": "",
    }  # fmt: skip


def test_what_is_not_stated_is_an_empty_cell(tidewater: Organization, tmp_path: Path) -> None:
    Commitment.objects.create(organization=tidewater, key="send-the-letter", title="Send the SOC 2 letter")
    export_folder(tmp_path)
    (row,) = read(tmp_path, "commitments")
    assert {name: cell for name, cell in row.items() if cell} == {"key": "send-the-letter", "title": "Send the SOC 2 letter"}


def test_numbers_have_a_point_and_no_idle_zeros(tidewater: Organization, tmp_path: Path) -> None:
    objective = new_objective("9 field engineers hired", key="hire")
    new_key_result(objective, "Signed", start=0, target=9, now=5.5, key="signed")
    CheckIn.objects.create(organization=tidewater, objective=objective, key="c", at=NOW, value=Decimal("-1000000.25"))
    export_folder(tmp_path)
    (row,) = read(tmp_path, "key_results")
    assert (row["start_value"], row["target_value"], row["current_value"]) == ("0", "9", "5.5")
    assert read(tmp_path, "check_ins")[0]["value"] == "-1000000.25"


def test_a_day_stays_a_day_and_a_moment_a_moment(tidewater: Organization, tmp_path: Path) -> None:
    objective = new_objective("Outage reports in under 90 seconds")
    at = datetime(2026, 8, 14, tzinfo=UTC)
    CheckIn.objects.create(organization=tidewater, objective=objective, key="a", at=at, is_day_only=True)
    CheckIn.objects.create(organization=tidewater, objective=objective, key="b", at=NOW)
    export_folder(tmp_path)
    assert [row["date"] for row in read(tmp_path, "check_ins")] == ["2026-08-14", "2026-08-17T09:00:00Z"]


@pytest.mark.parametrize("start", list("=+-@\t\r'"))
def test_a_cell_that_a_spreadsheet_would_run_is_guarded(tidewater: Organization, tmp_path: Path, start: str) -> None:
    new_team("Data", description=f"{start}SUM(A1)")
    export_folder(tmp_path)
    assert read(tmp_path, "teams")[0]["description"] == f"'{start}SUM(A1)"


def test_lines_end_in_lf_whatever_a_cell_holds(tidewater: Organization, tmp_path: Path) -> None:
    new_team("Data", description='first, "quoted"\r\nsecond\rthird\nfourth')
    export_folder(tmp_path)
    assert (tmp_path / "teams.csv").read_bytes().splitlines()[0].endswith(b"url")
    assert b"url\ndata," in (tmp_path / "teams.csv").read_bytes()
    assert read(tmp_path, "teams")[0]["description"] == 'first, "quoted"\r\nsecond\rthird\nfourth'


def test_rows_are_ordered_by_their_keys(tidewater: Organization, tmp_path: Path) -> None:
    for name in ["sales", "data", "data-2", "data.x", "10", "9"]:
        new_team(name)
    export_folder(tmp_path)
    keys = [row["key"] for row in read(tmp_path, "teams")]
    assert keys == sorted(keys) and len(keys) == 6


def test_memberships_are_ordered_by_team_and_person(tidewater: Organization, marta: Person, ines: Person, tmp_path: Path) -> None:
    for team in [new_team("Security"), new_team("Data")]:
        for person, day in [(marta, date(2026, 1, 1)), (ines, None), (ines, date(2025, 1, 1))]:
            Membership.objects.create(organization=tidewater, team=team, person=person, role="member", start_on=day)
    export_folder(tmp_path)
    told = [(row["team"], row["person"], row["start_date"]) for row in read(tmp_path, "memberships")]
    assert told == sorted(told) and len(told) == 6


def test_risks_and_issues_share_a_file(tidewater: Organization, tmp_path: Path) -> None:
    Risk.objects.create(organization=tidewater, key="b-risk", title="The pen test slips", likelihood=3)
    Issue.objects.create(organization=tidewater, key="a-issue", title="No one on call in Lisbon")
    Issue.objects.create(organization=tidewater, key="c-issue", title="Two ledgers")
    export_folder(tmp_path)
    assert [(row["key"], row["type"]) for row in read(tmp_path, "risks")] == [
        ("a-issue", "issue"), ("b-risk", "risk"), ("c-issue", "issue")
    ]  # fmt: skip


def decision_with_options(tidewater: Organization, marta: Person) -> Decision:
    decision: Decision = Decision.objects.create(organization=tidewater, key="sso", title="Buy or build SSO", state="accepted")
    for place, text in enumerate(["Build it", "Buy it"]):
        Option.objects.create(organization=tidewater, decision=decision, position=place, text=text, is_chosen=text == "Buy it")
    DecisionRole.objects.create(organization=tidewater, decision=decision, person=marta, part="decider")
    DecisionRole.objects.create(organization=tidewater, decision=decision, person=marta, part="driver")
    return decision


def test_a_decision_tells_who_decided_and_which_option_was_chosen(tidewater: Organization, marta: Person, tmp_path: Path) -> None:
    decision_with_options(tidewater, marta)
    export_folder(tmp_path)
    (row,) = read(tmp_path, "decisions")
    assert (row["options"], row["chosen"], row["decider"], row["drivers"]) == (
        "Build it\nBuy it", "2", "marta-lindqvist", "marta-lindqvist"
    )  # fmt: skip
    assert "door" not in row


def test_an_extension_column_is_there_only_when_a_row_needs_it(tidewater: Organization, tmp_path: Path) -> None:
    objective = new_objective("12 utilities live", key="live", due_on=date(2026, 9, 30))
    export_folder(tmp_path / "before")
    type(objective).objects.filter(pk=objective.pk).update(due_on=date(2026, 12, 31))
    new_key_result(objective, "Error rate", key="errors", kind="threshold_below")
    new_key_result(objective, "Live", key="live", kind="metric")
    export_folder(tmp_path / "after")
    assert "original_due_date" not in read(tmp_path / "before", "objectives")[0]
    (row,) = read(tmp_path / "after", "objectives")
    assert (row["due_date"], row["original_due_date"]) == ("2026-12-31", "2026-09-30") and "original_title" not in row
    assert [(row["type"], row["kind"]) for row in read(tmp_path / "after", "key_results")] == [
        ("metric", "threshold_below"), ("metric", "")
    ]  # fmt: skip


def test_nothing_of_another_organization_goes_along(tidewater: Organization, tmp_path: Path) -> None:
    with in_organization(new_organization("fenmoor")):
        new_team("Fenmoor secrets")
        new_objective("Fenmoor plan")
    new_team("Security")
    counts = export_folder(tmp_path)
    assert (counts["teams.csv"], counts["objectives.csv"]) == (1, 0)


def test_a_folder_that_holds_something_is_left_alone(tidewater: Organization, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(CommandError, match="not empty"):
        call_command("export_bundle", "tidewater", str(tmp_path))
    (tmp_path / "metrics.csv").write_text("of an earlier export")
    call_command("export_bundle", "tidewater", str(tmp_path), "--force", stdout=io.StringIO())
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert (tmp_path / "people.csv").exists() and not (tmp_path / "metrics.csv").exists()


def test_an_unknown_organization_is_named_with_those_there_are(tidewater: Organization, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"no organization “tidewatr”\. There are: tidewater"):
        call_command("export_bundle", "tidewatr", str(tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_a_zip_holds_the_same_files_as_a_folder(tidewater: Organization, marta: Person, tmp_path: Path) -> None:
    decision_with_options(tidewater, marta)
    export_folder(tmp_path / "out")
    call_command("export_bundle", "tidewater", str(tmp_path / "out.zip"), stdout=io.StringIO())
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()
        }
    with pytest.raises(CommandError, match="already there"):
        call_command("export_bundle", "tidewater", str(tmp_path / "out.zip"))


def test_an_export_that_fails_leaves_nothing_behind(tidewater: Organization, tmp_path: Path, monkeypatch: Any) -> None:
    def full_disk(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("peakos.bundles.exporting.write_table", full_disk)
    for path in (tmp_path / "out", tmp_path / "out.zip"):
        with pytest.raises(CommandError, match="No space left"):
            call_command("export_bundle", "tidewater", str(path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_a_row_written_during_the_export_is_not_half_in_it(tmp_path: Path) -> None:
    """The export sees one moment: a team and its objective that come while it runs are both left out."""
    import threading

    from django.db import connection

    from peakos.bundles import exporting

    organization = new_organization("tidewater")

    def somebody_writes() -> None:
        with in_organization(organization):
            new_objective("Late", team=new_team("Latecomers"))
        connection.close()

    def open_file(name: str) -> Any:
        if name == "objectives.csv":
            writer = threading.Thread(target=somebody_writes)
            writer.start()
            writer.join()
        return (tmp_path / name).open("wb")

    with in_organization(organization):
        counts = exporting.write_bundle(open_file)
        assert Team.objects.count() == 1
    assert (counts["teams.csv"], counts["objectives.csv"]) == (0, 0)


def test_the_zip_is_whole_or_not_there(tidewater: Organization, tmp_path: Path) -> None:
    (tmp_path / "out.zip").write_bytes(b"an earlier one")
    export_zip(tmp_path / "out.zip", now=NOW, is_forced=True)
    assert zipfile.is_zipfile(tmp_path / "out.zip")

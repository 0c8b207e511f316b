"""`manage.py import_bundle`: a new slug makes the organization, a dry run makes nothing, a report lists everything."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from organizations.models import BundleImport, Organization, Person
from organizations.tenancy import in_organization
from peakos.bundles.terminal import Bar
from tests.cast import new_organization
from tests.peakos.bundles.spreadsheets import TIDEWATER, write_bundle

pytestmark = pytest.mark.django_db
FAULTY = {**TIDEWATER, "lessons": TIDEWATER["lessons"].replace("2026-08-10", "=TODAY()")}


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return write_bundle(tmp_path / "tidewater", dict(TIDEWATER))


def run(path: Path, slug: str = "tidewater", **options: Any) -> str:
    out = io.StringIO()
    call_command("import_bundle", path, organization=slug, stdout=out, skip_checks=True, **options)
    return out.getvalue()


def people_of(slug: str) -> int:
    with in_organization(Organization.objects.get(slug=slug)):
        return int(Person.objects.count())


def test_a_new_slug_makes_the_organization(bundle: Path) -> None:
    said = run(bundle, "north-sea", name="North Sea Utilities")
    assert Organization.objects.get(slug="north-sea").name == "North Sea Utilities"
    assert people_of("north-sea") == 4
    assert "people.csv                    4        0        0        0" in said
    assert "0 errors, 0 warnings, 0 notes" in said


def test_a_known_slug_is_imported_into(bundle: Path) -> None:
    new_organization("tidewater", "Tidewater")
    run(bundle)
    run(bundle)
    assert (people_of("tidewater"), Organization.objects.get().name) == (4, "Tidewater")


def test_a_dry_run_says_it_all_and_makes_nothing_not_even_the_organization(bundle: Path, tmp_path: Path) -> None:
    said = run(write_bundle(bundle, FAULTY), dry_run=True, report=tmp_path / "report.tsv")
    assert "people.csv                    4" in said
    assert "lessons.csv:2 date: “=TODAY()” is no date." in said
    assert "Nothing was changed" in said
    assert "bad_date" not in said
    assert not Organization.objects.exists()
    assert not BundleImport.everywhere.exists()
    assert len((tmp_path / "report.tsv").read_text().splitlines()) == 3


def test_the_report_has_a_line_for_each_finding_that_no_spreadsheet_runs(bundle: Path, tmp_path: Path) -> None:
    faulty = {"people": TIDEWATER["people"] + "aiko,=1+1,,\n", "lessons": FAULTY["lessons"], "@x": "a,b\n"}
    run(write_bundle(bundle, faulty), report=tmp_path / "report.tsv")
    lines = [line.split("\t") for line in (tmp_path / "report.tsv").read_text().splitlines()]
    assert [line[:4] for line in lines] == [
        ["severity", "file", "line", "column"],
        ["warning", "people.csv", "6", "name"],
        ["warning", "lessons.csv", "2", "date"],
        ["error", "lessons.csv", "2", "date"],
        ["warning", "'@x.csv", "0", ""],
    ]
    assert all(len(line) == 5 for line in lines)


def test_all_or_nothing_leaves_nothing_but_the_report(bundle: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Nothing was imported: the bundle has 1 error, and all or nothing was asked for"):
        run(write_bundle(bundle, FAULTY), strict=True, report=tmp_path / "report.tsv")
    assert not Organization.objects.exists()
    assert "error\tlessons.csv\t2\tdate" in (tmp_path / "report.tsv").read_text()


def test_without_strict_the_good_rows_are_in(bundle: Path) -> None:
    run(write_bundle(bundle, FAULTY))
    assert people_of("tidewater") == 4


@pytest.mark.parametrize(("slug", "sentence"), [("api", "address of the product"), ("North Sea", "small letters")])
def test_a_slug_that_cannot_be(bundle: Path, slug: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        run(bundle, slug)


def test_what_is_no_bundle(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no folder or zip file"):
        run(tmp_path / "nowhere")


def test_a_terminal_gets_a_bar_and_a_log_a_line_a_step() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal, log = Terminal(), io.StringIO()
    for out in (terminal, log):
        bar = Bar(out)
        bar("Reading people.csv", 0, 4)
        bar("Reading people.csv", 2, 4)
        bar("Reading people.csv", 2, 4)
        bar.close()
    assert " 50%  Reading people.csv" in terminal.getvalue()
    assert log.getvalue() == "Reading people.csv …\n"

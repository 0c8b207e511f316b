"""An issue that has come back, in and out: it stays tied to the one before, and what could not be so is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from organizations.models import Organization, Person
from organizations.tenancy import in_organization
from peakos.bundles.exporting import export_folder
from peakos.bundles.undoing import BuiltUpon, undo
from rhythm.actions import raise_issue_again
from rhythm.models import Issue
from tests.cast import NOW, new_organization
from tests.peakos.bundles.spreadsheets import TIDEWATER, bring_in, counts, found, read_bundle, told, write_bundle

NAMES = "key,type,title,status,closed_date,again_of\n"
OLD = "no-logs,issue,No audit log for tenants,closed,2026-08-10,\n"
BACK = "logs-again,issue,No audit log for tenants,open,,no-logs\n"
HERE = "key,type,title\nlab-late,risk,The lab is late\ndoor,issue,The door sticks\n"
RISK = "late,risk,The lab is late,open,,\n"


def issues(tmp_path: Path, rows: str, name: str = "issues") -> Path:
    return write_bundle(tmp_path / name, dict(TIDEWATER) | {"peakos.json": '{"format": 1, "guarded": true}', "risks": NAMES + rows})


@pytest.mark.parametrize("rows", [OLD + BACK, BACK + OLD + RISK], ids=["after", "before"])
def test_what_came_back_stays_tied_to_the_one_before(tidewater: Organization, tmp_path: Path, rows: str) -> None:
    row = bring_in(issues(tmp_path, rows), strict=True)
    assert Issue.objects.get(key="logs-again").again_of == Issue.objects.get(key="no-logs")
    again = bring_in(issues(tmp_path, rows), strict=True)
    assert counts(again)["created"] == counts(again)["changed"] == 0
    export_folder(tmp_path / "out")
    with in_organization(new_organization("fenmoor")):
        bring_in(tmp_path / "out", strict=True)
        assert Issue.objects.get(key="logs-again").again_of == Issue.objects.get(key="no-logs")
    undo(row, by=None, now=NOW)
    assert not Issue.objects.exists()


def test_a_later_file_ties_and_unties_what_is_here(tidewater: Organization, tmp_path: Path) -> None:
    bring_in(issues(tmp_path, OLD + BACK.replace(",no-logs", ",")), strict=True)
    row = bring_in(issues(tmp_path, BACK, "later"), strict=True)
    assert Issue.objects.get(key="logs-again").again_of == Issue.objects.get(key="no-logs")
    undo(row, by=None, now=NOW)
    assert Issue.objects.get(key="logs-again").again_of is None


def test_what_somebody_raised_again_holds_the_import(tidewater: Organization, marta: Person, tmp_path: Path) -> None:
    row = bring_in(issues(tmp_path, OLD), strict=True)
    raise_issue_again(issue=Issue.objects.get(key="no-logs"), why="Nobody came", by=marta, now=NOW)
    with pytest.raises(BuiltUpon, match="No audit log for tenants"):
        undo(row, by=None, now=NOW)
    export_folder(tmp_path / "out")
    assert ",again_of" in (tmp_path / "out" / "risks.csv").read_text().splitlines()[0]


@pytest.mark.parametrize(
    ("rows", "line", "code", "says"),
    [
        (OLD + BACK.replace(",no-logs", ",nothing"), 3, "unknown_reference", "“nothing” is no key of risks.csv"),
        (OLD + BACK.replace(",no-logs", ",No audit log for tenants"), 3, "unknown_reference", "is that the key you mean?"),
        (OLD + BACK.replace(",no-logs", ",logs-again"), 3, "cycle", "This is a circle: logs-again > logs-again."),
        (OLD.replace("10,", "10,logs-again") + BACK, 2, "cycle", "This is a circle: no-logs > logs-again > no-logs."),
        (RISK + BACK.replace(",no-logs", ",late"), 3, "bad_value", "“late” is a risk, and an issue comes back from an issue."),
        (BACK.replace(",no-logs", ",lab-late") + OLD, 2, "bad_value", "“lab-late” is a risk"),
        (OLD.replace("closed,2026", "gone,2026") + BACK, 3, "unknown_reference", "This follows from line 2 of risks.csv"),
        (OLD + BACK.replace(",no-logs", "," + "x" * 300), 3, "unknown_reference", "is no key of risks.csv"),
        (OLD + BACK.replace(",no-logs", ",The door sticks"), 3, "unknown_reference", "It is the name of “door”"),
    ],
)
def test_what_cannot_come_back_is_said_before_anything_goes_in(
    tidewater: Organization, tmp_path: Path, rows: str, line: int, code: str, says: str
) -> None:
    before = write_bundle(tmp_path / "before", dict(TIDEWATER) | {"risks": HERE})
    bring_in(before, strict=True)
    path = issues(tmp_path, rows)
    dry = read_bundle(path)
    assert (line, "again_of", code) in {(at, where, what) for name, at, where, what, _ in found(dry) if name == "risks.csv"}
    assert says in told(dry, "risks.csv", line)
    assert Issue.objects.get().key == "door"
    row = bring_in(path)
    assert found(row) == found(dry)
    assert not Issue.objects.exclude(again_of=None).exclude(again_of__key="logs-again").exclude(again_of__key="no-logs").exists()


def test_what_a_risk_says_of_it_is_left_alone(tidewater: Organization, tmp_path: Path) -> None:
    bring_in(issues(tmp_path, OLD + RISK.replace("open,,", "open,,no-logs")), strict=True)
    assert Issue.objects.get().again_of is None

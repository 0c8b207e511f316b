"""Out and in again: the same workspace, field for field."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from alignment.actions.check_ins import post_check_in
from alignment.models import CheckIn, HelpAsk, Settlement
from alignment.models.check_ins import Claim
from alignment.reads.findings import Finding, findings_of
from alignment.reads.findings.rows import SETTLED_IN_WORDS
from decisions.models import Decision
from organizations.models import BundleImport, Organization
from organizations.models.bundles import Outcome, Severity
from organizations.tenancy import in_organization
from peakos.bundles.columns import Column, Table
from peakos.bundles.exporting import export_folder
from peakos.bundles.format import FORMAT_TABLES
from peakos.bundles.guarding import unguard
from peakos.bundles.loading import load
from peakos.bundles.reading import open_bundle
from peakos.bundles.staging import read_into
from peakos.bundles.undoing import undo
from rhythm.models import MeetingOutput
from tests.cast import MONDAY, NOW, new_key_result, new_objective, new_organization, new_person, new_team
from tests.peakos.bundles.workspaces import facts, make_workspace

SHARED = Path(__file__).parents[4] / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="the bundles beside the checkout are not there")


def bring_in(folder: Path, slug: str = "fenmoor") -> BundleImport:
    """Import a folder into the organization in hand."""
    organization = Organization.objects.get(slug=slug)
    row: BundleImport = BundleImport.objects.create(organization=organization, started_at=NOW)
    with open_bundle(folder) as bundle:
        read_into(row, bundle)
    load(row, by=None, now=NOW)
    row.refresh_from_db()
    return row


def check(folder: Path) -> str:
    """What the format's own checker says of a bundle; nothing when it is sound."""
    ran = subprocess.run([sys.executable, SHARED / "check_bundle.py", "--tsv", folder], capture_output=True, text=True, check=False)
    lines = [line for line in ran.stdout.splitlines() if line.startswith("error")]
    return "\n".join([*lines, ran.stderr])


class Undone(Exception):
    """Takes an example's rows away again."""


@given(data=st.data())
@settings(
    max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate, Phase.shrink]
)
def test_any_workspace_comes_back_as_it_was(db: None, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("bundle")
    try:
        with transaction.atomic():
            there_and_back(folder, data)
            raise Undone
    except Undone:
        pass


def there_and_back(folder: Path, data: st.DataObject) -> None:
    """Out, in, in again without a change, taken back to nothing, in once more, and out as at first."""
    tidewater, fenmoor = new_organization("tidewater"), new_organization("fenmoor")
    with in_organization(tidewater):
        make_workspace(tidewater, data.draw)
        before = facts()
        counts = export_folder(folder / "out")
    if SHARED.exists():
        assert check(folder / "out").strip() == ""
    with in_organization(fenmoor):
        before_all = facts()
        row = bring_in(folder / "out")
        faults = row.findings.filter(severity=Severity.ERROR)
        assert [f"{fault} {fault.message}" for fault in faults] == []
        after = facts()
        for model, rows in before.items():
            assert after[model] == rows, differences(model, rows, after[model])
        repeated = bring_in(folder / "out")
        assert {table: counts for table, counts in repeated.summary.items() if counts["created"] or counts["changed"]} == {}
        undo(row, by=None, now=NOW)
        left = {model for model, rows in facts().items() if rows != before_all[model]}
        assert left == set()
        bring_in(folder / "out")
        again = export_folder(folder / "again")
    assert again == counts
    for path in (folder / "out").iterdir():
        assert (folder / "again" / path.name).read_bytes() == path.read_bytes(), path.name


def differences(model: str, before: list[dict[str, Any]], after: list[dict[str, Any]]) -> str:
    """Field by field, what went out and what came in; a row alone where there is none to go with it."""
    fields = [
        f"{name}: {old[name]!r} went out, {new[name]!r} came in"
        for old, new in zip(before, after, strict=False)
        for name in old
        if old[name] != new[name]
    ]
    return f"{model}: {len(before)} rows went out, {len(after)} came in; " + "; ".join(fields)


@pytest.mark.django_db
def test_what_came_of_a_meeting_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    files = {
        "peakos.json": '{"format": 1, "guarded": true}',
        "meetings.csv": "key,title\nweekly,Security weekly\n",
        "meeting_days.csv": "meeting,planned_at,status\nweekly,2026-08-14T09:00:00Z,held\n",
        "commitments.csv": "key,title,meeting,meeting_at\n"
        "a,Book the pen test,weekly,2026-08-14T09:00:00Z\nb,Send the letter,weekly,2026-08-15T09:00:00Z\n"
        "c,Call the bank,,2026-08-14T09:00:00Z\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with in_organization(new_organization("fenmoor")):
        row = bring_in(tmp_path)
        faults = row.findings.filter(severity=Severity.ERROR)
        assert list(faults.values_list("line", "column")) == [(3, "meeting_at"), (4, "meeting_at")]
        output = MeetingOutput.objects.get()
        assert (output.commitment.key, output.meeting.planned_at) == ("a", datetime(2026, 8, 14, 9, tzinfo=UTC))


@pytest.mark.django_db
def test_what_somebody_typed_and_when_comes_back(tmp_path: Path) -> None:
    """A report made between two seconds, and a bell pasted into a name, are no reason to lose a row."""
    tidewater = new_organization("tidewater")
    with in_organization(tidewater):
        objective = new_objective("SSO for \x07mid-market tenants", key="sso")
        moment = NOW + timedelta(microseconds=123_456)
        made = post_check_in(objective=objective, by=None, now=moment, claim=Claim.ON_TRACK, note="=HYPERLINK(1)")
        export_folder(tmp_path)
    assert not SHARED.exists() or check(tmp_path).strip() == ""
    with in_organization(new_organization("fenmoor")):
        assert not bring_in(tmp_path).findings.filter(severity=Severity.ERROR).exists()
        back = CheckIn.objects.get(key=made.key)
        assert (back.at, back.note, back.objective.title) == (made.at, "=HYPERLINK(1)", "SSO for mid-market tenants")


@pytest.mark.django_db
def test_a_call_for_help_comes_back_into_its_own_workspace_once(tmp_path: Path) -> None:
    """When it was asked is part of its name, and people do not ask at full seconds."""
    tidewater = new_organization("tidewater")
    with in_organization(tidewater):
        objective, ruth = new_objective("SSO for mid-market tenants", key="sso"), new_person("Ruth Adeyemi", key="ruth")
        at = NOW + timedelta(microseconds=250_000)
        HelpAsk.objects.create(organization=tidewater, objective=objective, asked=ruth, words="Call the provider", asked_at=at)
        export_folder(tmp_path)
        again = bring_in(tmp_path, "tidewater")
        assert again.summary["help_asks"] == {"created": 0, "changed": 0, "same": 1, "refused": 0}
        assert HelpAsk.objects.get().asked_at == at


@pytest.mark.django_db
def test_no_confidence_at_all_is_not_the_same_as_none_stated(tmp_path: Path) -> None:
    tidewater = new_organization("tidewater")
    with in_organization(tidewater):
        for key, confidence in (("unsure", 0), ("unsaid", None)):
            Decision.objects.create(organization=tidewater, key=key, title="Extend the contractor", confidence=confidence)
        export_folder(tmp_path)
    with in_organization(new_organization("fenmoor")):
        assert not bring_in(tmp_path).findings.filter(severity=Severity.ERROR).exists()
        assert dict(Decision.objects.values_list("key", "confidence")) == {"unsure": 0, "unsaid": None}


@pytest.mark.django_db
def test_what_was_settled_stays_settled_where_the_rows_have_other_numbers(tmp_path: Path) -> None:
    """Two of each kind are made in the order that their keys do not have, so that the sides change places."""
    tidewater = new_organization("tidewater")
    with in_organization(tidewater):
        teams, ruth = [new_team(name) for name in ("Sales", "Success", "Data")], new_person("Ruth Adeyemi", key="ruth")
        titles = ("Onboarding playbook, second edition", "Onboarding playbook second edition")
        twins = [
            new_objective(title, key=key, team=team, owner=ruth) for title, key, team in zip(titles, "zy", teams, strict=False)
        ]
        for objective in twins:
            new_key_result(objective, "Utilities live", 0, 12)
        lost = new_objective("A stand at the fair", key="fair", team=teams[2])
        found = found_between_objectives()
        assert {one.kind for one in found} >= {"twin", "claim", "orphan", "people"}
        for one in found:
            Settlement.objects.create(
                organization=tidewater, finding=one.key, objective=lost, words="It is meant", by=ruth, settled_on=MONDAY
            )
        assert found_between_objectives() == []
        before = facts()["alignment.Settlement"]
        export_folder(tmp_path)
        assert bring_in(tmp_path, "tidewater").summary["settlements"]["same"] == len(found), "the same sentences in the same place"
    with in_organization(new_organization("fenmoor")):
        row = bring_in(tmp_path)
        assert not row.findings.filter(severity=Severity.ERROR).exists()
        assert facts()["alignment.Settlement"] == before
        assert found_between_objectives() == []
        undo(row, by=None, now=NOW)
        assert not Settlement.objects.exists()


def found_between_objectives() -> list[Finding]:
    """What is found and not settled, of the kinds that people may settle."""
    return [one for kind in sorted(SETTLED_IN_WORDS) for one in findings_of(kind, 1)[0]]


def rows_of(folder: Path, table: Table) -> dict[tuple[str, ...], dict[str, str]]:
    text = (folder / table.file).read_bytes().decode("utf-8-sig")
    rows = [{name: cell.strip() for name, cell in row.items()} for row in csv.DictReader(io.StringIO(text, newline=""))]
    return {tuple(row.get(name, "") for name in table.identity): row for row in rows}


def meant(column: Column, cell: str) -> Any:
    """What a cell says, however it is written."""
    cell = unguard(cell) if column.type not in ("number", "int") else cell
    if column.type == "when" and "T" in cell:
        return datetime.fromisoformat(cell).astimezone(UTC)
    if column.type in ("list", "refs", "dates"):
        return [part.strip() for part in cell.split(";") if part.strip()]
    return cell


def differing(source: Path, ours: Path) -> Counter[str]:
    """Columns in which two bundles do not say the same, with the number of rows."""
    found: Counter[str] = Counter()
    for table in FORMAT_TABLES:
        theirs, own = rows_of(source, table), rows_of(ours, table)
        found[f"{table.file}: rows"] += len(theirs.keys() ^ own.keys())
        for identity in theirs.keys() & own.keys():
            for name, column in table.by_name.items():
                if meant(column, theirs[identity].get(name, "")) != meant(column, own[identity].get(name, "")):
                    found[f"{table.file}: {name}"] += 1
            found.update(f"{table.file}: {name} is new" for name in own[identity].keys() - theirs[identity].keys())
    return +found


@needs_shared
@pytest.mark.django_db
def test_a_real_organization_goes_out_as_it_came_in(tmp_path: Path) -> None:
    with in_organization(new_organization("fenmoor")):
        row = bring_in(SHARED / "kubernetes")
        assert sum(counts[Outcome.REFUSED] for counts in row.summary.values()) == 0
        export_folder(tmp_path)
    assert differing(SHARED / "kubernetes", tmp_path) == Counter()
    assert check(tmp_path).strip() == ""

"""The bundle with known faults: every one is reported at its place with its severity, and nothing else but what follows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from alignment.models import Objective
from organizations.models import BundleFinding, Cycle, Organization, Person, Team
from tests.peakos.bundles.spreadsheets import bring_in, found

SHARED = Path(settings.BASE_DIR).parent / "shared" / "data"
pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="the data with known faults is not beside the checkout")


def expected() -> set[tuple[str, int, str, str, str]]:
    rows = re.findall(
        r"^\| \d+ \| (\S+) \| (\d+) \| (\S+) \| (\S+) \| (\S+) \|", (SHARED / "dirty" / "EXPECTED.md").read_text(), re.M
    )
    return {(file, int(line), "" if column == "-" else column, code, severity) for file, line, column, code, severity in rows}


def test_all_52_faults_and_no_false_alarm(tidewater: Organization) -> None:
    row = bring_in(SHARED / "dirty")
    faults = expected()
    assert len(faults) == 52
    assert faults - found(row) == set()
    follows = BundleFinding.objects.filter(
        bundle_import=row, code="unknown_reference", message__startswith="This follows from line"
    )
    assert found(row) - faults == set(follows.values_list("file", "line", "column", "code", "severity"))


def test_the_good_rows_are_in_and_what_looked_dangerous_is_text(tidewater: Organization) -> None:
    bring_in(SHARED / "dirty")
    assert Person.objects.filter(name__startswith="=HYPERLINK(").count() == 1
    assert Objective.objects.filter(title__contains="<script>").count() == 1
    assert not Objective.objects.filter(url__startswith="javascript").exists()
    assert not Cycle.objects.filter(key="v1.19").exists()
    assert Team.objects.get(key="sig-node").parent is None  # the link that closed the circle
    assert Team.objects.get(key="sig-node.kubelet").parent is not None


def test_the_sound_bundle_of_21000_rows_has_no_finding(tidewater: Organization) -> None:
    row = bring_in(SHARED / "kubernetes", strict=True)
    assert found(row) == set()
    assert row.row_count == sum(file["created"] for file in row.summary.values())


def test_a_second_import_of_it_changes_nothing(tidewater: Organization) -> None:
    bring_in(SHARED / "kubernetes")
    again = bring_in(SHARED / "kubernetes")
    assert {key for file in again.summary.values() for key, count in file.items() if count} == {"same"}

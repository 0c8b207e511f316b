"""Whatever stands in the cells, an import ends without a fault of ours, and doing it again changes nothing."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from organizations.models import Organization
from peakos.bundles.columns import Column
from peakos.bundles.format import BY_NAME, TABLES
from peakos.bundles.undoing import undo
from tests.cast import NOW
from tests.peakos.bundles.spreadsheets import bring_in, counts, write_bundle
from tests.peakos.bundles.test_import_undo import workspace

KEYS = ["a", "b", "c"]  # few, so that rows refer to each other, in circles too
SOUND = {
    "text": ["Upmarket", "  padded ", "<T> `x` “q”, 🌊", "=1+1", "-", "''=1", "x" * 250],
    "long": ["two\nlines", "- item\r\n- item", "|a|b|", "@x", "x" * 1000],
    "lines": ["Buy\nBuild", "Buy\n\n Buy \r\nWait", "Wait"],
    "list": ["a; b;;a", ";", "y"],
    "date": ["2026-08-17", "2026-08-18", "0001-01-01", "9999-12-31"],
    "when": ["2026-08-17", "2026-08-17T09:00:00Z", "2026-08-17T09:00+02:00"],
    "dates": ["2026-08-17; 2026-08-18;2026-08-17"],
    "time": ["00:00", "23:59"],
    "tz": ["Europe/Lisbon", "US/Pacific", "CET"],
    "rrule": ["FREQ=DAILY", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=YEARLY;UNTIL=20260817T250000Z"],
    "int": ["1", "2", "003"],
    "number": ["0", "12.50", "3", "0.0000001", "1" * 18],
    "url": ["https://tidewater.example/?a=1"],
    "email": ["ines@tidewater.example"],
    "flag": ["yes"],
    "finding": ["orphan:objective=a:0", "twin:objective=a:objective=b:0123456789ab", "claim:key_result=a:key_result=c:t:1:t:2"],
    "noun": ["rock", "rocks", "Ziele", "bet"],
    "phrases": ["The product is up", "One\n\nTwo\nOne"],
    "moment": ["2026-08-17T09:00:00Z", "2026-08-17T11:00:00+02:00", "2026-08-17T09:00:00.000001Z"],
    "float": ["0.30000000000000004", "1", "-2.5"],
    "facts": ['{"risks": [{"key": "a", "title": "Late"}]}', '{"objectives": [{"key": null, "title": "Gone", "key_results": []}]}'],
    "by_option": ['["Cheap"]', '["", "Slow"]'],
    "votes": ["1", "none; 2", "3; 1; none"],
    "scores": ['[{"Upmarket": 3}]', '[{}, {"=1+1": 0}]', "[]"],
    "thing": ["a", "b", "a/2026-08-17T09:00:00Z"],
    "page": ['[{"key": "a", "section": "purpose", "text": "Light for everybody"}]', "[]"],
}
ODD = [
    "2026-02-30", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "24:00", "europe/lisbon", "99999999999999999999",
    "-0", "-3", "1" * 19, "1.", "javascript:alert(1)", "https://" + "x" * 2000, "ines@", "x" * 251, "x" * 4001, "y" * 300 + ";a",
    "a\0b", "\u202e", "'", "FREQ=MONTHLY;BYDAY=+MO;BYSETPOS=0", "nobody", "a;b",
]  # fmt: skip


def sound(column: Column) -> st.SearchStrategy[str]:
    if column.type in ("key", "ref"):
        return st.sampled_from(KEYS)
    if column.type == "refs":
        return st.lists(st.sampled_from(KEYS), max_size=4).map("; ".join)
    return st.sampled_from(sorted(column.words) if column.type == "enum" else SOUND[column.type])


@st.composite
def cells(draw: st.DrawFn, table: str, name: str) -> str:
    """Mostly what belongs there; one in forty is anything."""
    column = BY_NAME[table].by_name[name]
    die = draw(st.integers(0, 39))
    if die == 0:
        return draw(st.one_of(st.sampled_from(ODD), st.text(st.characters(exclude_categories=["Cs"]), max_size=12)))
    return "" if die % 2 and not column.is_required else draw(sound(column))


@st.composite
def files(draw: st.DrawFn, name: str) -> str:
    """A file of a few rows, with up to two optional columns missing and some keys given twice."""
    table = BY_NAME[name]
    optional = [column.name for column in table.columns if not column.is_required]
    left_out = set(draw(st.lists(st.sampled_from(optional), max_size=2))) if optional else set()
    names = [column.name for column in table.columns if column.name not in left_out]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=draw(st.sampled_from(["\n", "\r\n"])))
    writer.writerow(names)
    if table.identity == ("key",):
        for key in KEYS[: draw(st.integers(0, 3))]:
            writer.writerow([key if each == "key" else draw(cells(name, each)) for each in names])
    for _ in range(draw(st.integers(0, 2))):
        writer.writerow([draw(cells(name, each)) for each in names])
    return text.getvalue()


GROUND = ("people", "teams", "cycles")  # what nearly every other row refers to
bundles = st.fixed_dictionaries(
    {name: files(name) for name in GROUND}, optional={table.name: files(table.name) for table in TABLES if table.name not in GROUND}
)


@pytest.mark.slow
@given(first=bundles, second=bundles)
@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_whatever_stands_in_the_cells(
    tidewater: Organization, tmp_path_factory: pytest.TempPathFactory, first: dict[str, str], second: dict[str, str]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    manifest = {"peakos.json": '{"format": 1, "guarded": true}'}
    with transaction.atomic():
        for files_of_one in (first, second):
            path = write_bundle(folder / "one", {**files_of_one, **manifest})
            before = workspace()
            row = bring_in(path)
            again = bring_in(path)
            assert (counts(again)["created"], counts(again)["changed"]) == (0, 0)
            assert counts(again)["refused"] == counts(row)["refused"]
            undo(again, by=None, now=NOW)
            undo(row, by=None, now=NOW)
            assert workspace() == before
            bring_in(path)
            clear(folder / "one")
        transaction.set_rollback(True)


def clear(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()

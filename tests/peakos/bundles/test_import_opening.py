"""What is turned away before it is read: zips that bite, files that are none, and what a reader is told of it."""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from organizations.models import BundleImport, BundleRow, Organization, Person
from peakos.bundles.reading import MAX_FILE_BYTES, NotABundle, open_bundle
from peakos.bundles.staging import read_into
from tests.peakos.bundles.spreadsheets import PEOPLE, TIDEWATER, bring_in, found, read_bundle, write_bundle


def write_zip(path: Path, entries: Mapping[str, str | bytes], compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(NotABundle) as refused:
        open_bundle(path)
    return str(refused.value)


@pytest.mark.parametrize("folder", ["", "tidewater/"])
def test_a_zip_with_or_without_one_enclosing_folder(tidewater: Organization, tmp_path: Path, folder: str) -> None:
    entries = {f"{folder}{name}.csv": text for name, text in TIDEWATER.items()}
    row = bring_in(write_zip(tmp_path / "tidewater.zip", entries | {"__MACOSX/._people.csv": "x", ".DS_Store": "x"}))
    assert found(row) == set()
    assert Person.objects.count() == 4


def test_a_zip_bomb(tmp_path: Path) -> None:
    bomb = write_zip(tmp_path / "bomb.zip", {"people.csv": b"\n" * 60_000_000}, compression=zipfile.ZIP_DEFLATED)
    assert bomb.stat().st_size < 100_000
    assert "out of next to nothing" in refusal(bomb)


def test_a_zip_that_says_it_is_smaller_than_it_is(tidewater: Organization, tmp_path: Path) -> None:
    path = write_zip(tmp_path / "liar.zip", {"people.csv": PEOPLE * 100}, compression=zipfile.ZIP_DEFLATED)
    data = bytearray(path.read_bytes())
    real = (len(PEOPLE) * 100).to_bytes(4, "little")
    path.write_bytes(bytes(data).replace(real, (40).to_bytes(4, "little")))
    with pytest.raises(NotABundle, match="breaks off"):
        read_bundle(path)


@pytest.mark.parametrize("name", ["../people.csv", "/etc/people.csv", "a/../../people.csv", "C:people.csv"])
def test_a_path_that_climbs_out(tmp_path: Path, name: str) -> None:
    assert "leads out of it" in refusal(write_zip(tmp_path / "climber.zip", {name: PEOPLE}))


def test_a_link_in_a_zip_or_in_a_folder(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("key,name\n")
    link = zipfile.ZipInfo("people.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "links.zip", "w") as archive:
        archive.writestr(link, str(secret))
    assert "is a link" in refusal(tmp_path / "links.zip")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "people.csv").symlink_to(secret)
    assert "a link or no plain file" in refusal(tmp_path / "folder")


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "people.csv")
    assert "no plain file" in refusal(tmp_path)


def test_a_file_of_two_gigabytes(tmp_path: Path) -> None:
    with (tmp_path / "people.csv").open("wb") as file:
        file.truncate(2 * 1024**3)
    assert "2,048 MB" in refusal(tmp_path)
    assert MAX_FILE_BYTES < 2 * 1024**3


def test_a_zip_with_a_password(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "locked.zip", {"people.csv": PEOPLE})
    data = bytearray(path.read_bytes())
    data[6] |= 1  # the flag in the entry's own header
    data[data.index(b"PK\x01\x02") + 8] |= 1  # and in the directory
    path.write_bytes(data)
    assert "password" in refusal(path)


def test_a_broken_zip_and_a_file_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 and then nothing")
    assert "no zip file" in refusal(tmp_path / "broken.zip")
    (tmp_path / "people.csv").write_text(PEOPLE)
    assert "Give a folder" in refusal(tmp_path / "people.csv")
    assert "Check the path" in refusal(tmp_path / "nowhere")


def test_a_zip_that_breaks_off_while_it_is_read_leaves_nothing_to_import(tidewater: Organization, tmp_path: Path) -> None:
    path = write_zip(tmp_path / "torn.zip", {"people.csv": PEOPLE})
    path.write_bytes(path.read_bytes().replace(b"Lena Fischer", b"Lena Fixcher"))  # the checksum no longer fits
    with pytest.raises(NotABundle, match="is damaged"):
        read_bundle(path)
    row = BundleImport.objects.get()
    assert (row.state, "is damaged" in row.error) == ("failed", True)


def test_two_files_of_one_name(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = write_zip_twice(tmp_path / "twice.zip")
    assert "twice" in refusal(path)


def write_zip_twice(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("people.csv", PEOPLE)
        archive.writestr("people.csv", PEOPLE)
    return path


def test_a_thousand_files_and_one(tmp_path: Path) -> None:
    assert "1,001 files" in refusal(write_zip(tmp_path / "many.zip", {f"f{n}.csv": "" for n in range(1001)}))


def test_a_folder_with_nothing_of_the_format(tmp_path: Path) -> None:
    assert "people.csv" in refusal(write_bundle(tmp_path, {"notes.txt": "hello", "deep.md": "x"}))


def test_a_bundle_of_a_newer_version(tmp_path: Path) -> None:
    assert "newer version" in refusal(write_bundle(tmp_path, {"people": PEOPLE, "peakos.json": '{"format": 2, "guarded": true}'}))
    assert "damaged" in refusal(write_bundle(tmp_path, {"peakos.json": "[1"}))


def test_a_file_of_nothing_but_an_open_quotation_mark_does_not_fill_the_memory(tidewater: Organization, tmp_path: Path) -> None:
    row = read_bundle(write_bundle(tmp_path, {"people": 'key,name\nmarta,"' + "Marta\n" * 1_000_000}))
    assert found(row) == {("people.csv", 2, "", "bad_quoting", "error")}


def test_a_reading_that_was_broken_off_begins_anew(tidewater: Organization, tmp_path: Path) -> None:
    row = read_bundle(write_bundle(tmp_path, {"people": PEOPLE}))
    with open_bundle(tmp_path) as bundle:
        read_into(row, bundle)
    assert BundleRow.objects.filter(bundle_import=row).count() == 4

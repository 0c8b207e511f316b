"""A full disk gets a sentence: before the work, and in the middle of it."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from peakos.up import disk
from peakos.up.commands import explain
from peakos.up.home import Home
from peakos.up.messages import Trouble
from peakos.up.steps import run_step


def test_too_little_room_is_said_before_anything_is_made(tmp_path: Path) -> None:
    disk.require_room(tmp_path, 1)
    with pytest.raises(Trouble, match="needs 999999999 MB") as trouble:
        disk.require_room(tmp_path, 999_999_999)
    assert "PEAKOS_HOME=/mnt/big/peakos make run" in str(trouble.value)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_our_own_write_to_a_full_disk_is_explained(home: Home, number: int) -> None:
    assert "is full" in str(explain(OSError(number, "whatever the system's language says"), home))


def test_a_step_that_dies_of_a_full_disk_is_explained(home: Home) -> None:
    with pytest.raises(Trouble, match="is full"):
        run_step(home, "environment", ["sh", "-c", "LC_ALL=C cat /dev/zero > /dev/full"])


def test_a_step_that_dies_of_something_else_shows_its_last_words(home: Home) -> None:
    with pytest.raises(Trouble, match="'migrate' did not succeed") as trouble:
        run_step(home, "migrate", ["sh", "-c", "echo no such table; exit 3"])
    assert "    no such table" in str(trouble.value)
    assert str(home.log("migrate")) in str(trouble.value)


def test_a_database_that_fell_over_for_want_of_room_is_explained(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert disk.explain_output("the database system is in recovery mode", tmp_path) is None
    monkeypatch.setattr(disk, "NOTHING_LEFT_MB", 999_999_999)
    assert "is full" in str(disk.explain_output("the database system is in recovery mode", tmp_path))

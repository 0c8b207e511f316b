"""The environment: made whole or made anew, and left alone while its list is the same."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from peakos.up import environment
from peakos.up.home import Home
from peakos.up.messages import Trouble

PYTHONS = (sys.executable, f"{sys.base_prefix}/bin/python3")


def has_pip(python: str) -> bool:
    return subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


@pytest.fixture
def short_list(home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A home without an environment, and a list of packages that needs no network."""
    home.venv.unlink()
    for name in (environment.RUN, environment.DEV):
        (tmp_path / name).write_text("# nothing yet\n")
    monkeypatch.setattr(environment, "LISTS", tmp_path)
    monkeypatch.setattr(shutil, "which", lambda _: None)  # no uv
    # The way of a Debian without python3-venv, which is also the quickest.
    monkeypatch.setattr("sys.executable", next(python for python in PYTHONS if has_pip(python)))
    monkeypatch.setattr(environment, "has_module", lambda name: name == "pip")
    return tmp_path / environment.RUN


def test_an_environment_is_made_once_and_a_half_made_one_is_made_anew(home: Home, short_list: Path) -> None:
    environment.ensure(home, environment.RUN)
    assert environment.is_ready(home, environment.RUN)
    planted = home.venv / "planted"
    planted.touch()
    environment.ensure(home, environment.RUN)
    assert planted.exists()

    short_list.write_text("# a longer list\n")
    assert not environment.is_ready(home, environment.RUN)
    environment.ensure(home, environment.RUN)
    assert environment.is_ready(home, environment.RUN)
    assert planted.exists()  # a changed list is installed into what is there

    (home.venv / "peakos-installed.json").unlink()  # what a kill in the middle of it leaves
    environment.ensure(home, environment.RUN)
    assert environment.is_ready(home, environment.RUN)
    assert not planted.exists()


def test_the_longer_list_serves_the_shorter_ones_purpose(home: Home, short_list: Path) -> None:
    home.python.parent.mkdir(parents=True)
    home.python.touch()
    installed = {name: environment.fingerprint(name) for name in environment.CONTAINS[environment.DEV]}
    (home.venv / "peakos-installed.json").write_text(json.dumps(installed))
    assert environment.is_ready(home, environment.RUN)
    assert environment.is_ready(home, environment.DEV)


def test_another_python_needs_another_environment(home: Home, short_list: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = environment.fingerprint(environment.RUN)
    monkeypatch.setattr("sys.version", "3.14.0")
    assert environment.fingerprint(environment.RUN) != before


def test_a_machine_without_any_installer_is_told_what_to_get(home: Home, short_list: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "has_module", lambda _: False)
    with pytest.raises(Trouble, match="python3-venv"):
        environment.ensure(home, environment.RUN)


def test_the_locked_lists_fit_each_other_and_name_no_registry() -> None:
    versions: dict[str, dict[str, str]] = {}
    for name in ("base.txt", environment.RUN, environment.DEV):
        text = (environment.LISTS / name).read_text()
        assert "://" not in text
        pinned = [line.split(" ")[0].split("==") for line in text.splitlines() if "==" in line and line[0].isalnum()]
        versions[name] = dict(pinned)
        assert environment.count_packages(name) == len(pinned) > 30
        assert text.count("--hash=sha256:") >= len(pinned)
    assert versions["base.txt"].items() <= versions[environment.RUN].items() <= versions[environment.DEV].items()

"""Fixtures: a home of its own for each test, with the packages of the environment that the tests run in."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from peakos.up import sockets
from peakos.up.home import Home
from peakos.up.interruption import interruption


@pytest.fixture
def home() -> Iterator[Home]:
    """A prepared home where, as root, the database's own user can walk in too."""
    yield from make_home()


@pytest.fixture(scope="module")
def lasting_home() -> Iterator[Home]:
    """One home for the stories of a whole file."""
    yield from make_home()


def make_home() -> Iterator[Home]:
    root = Path(tempfile.mkdtemp(prefix="peakos-test-")).resolve()
    made = Home(root)
    made.prepare()
    made.venv.symlink_to(sys.prefix)
    yield made
    shutil.rmtree((root / "postgres").resolve(), ignore_errors=True)
    shutil.rmtree(root, ignore_errors=True)
    shutil.rmtree(sockets.directory(made), ignore_errors=True)


@pytest.fixture
def interrupted() -> Iterator[None]:
    """As if Ctrl-C had been pressed once."""
    interruption.count = 1
    yield
    interruption.count = 0


def launcher_environment(home: Home, **more: str) -> dict[str, str]:
    """What a person's shell has: nothing of the tests' own variables."""
    own = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "PORT", "DJANGO_SETTINGS_MODULE", "DEBUG", "ALLOWED_HOSTS", "EMAIL_URL")
    kept = {name: value for name, value in os.environ.items() if name not in own and not name.startswith("PEAKOS_")}
    return kept | {"PEAKOS_HOME": str(home.root)} | more

"""The servers that tests run on: data in memory where there is room, the packages of the home around, removed with it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from peakos.up import scratch, sockets
from peakos.up.home import Home, read_secrets
from peakos.up.housekeeping import clean
from peakos.up.postgres_roles import database_url
from peakos.up.scratch import make_scratch, scratch_of
from peakos.up.stores import Stores


@pytest.fixture(autouse=True)
def shell(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person's, without the variables of the tests themselves."""
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place with room for little, so that any machine has enough."""
    monkeypatch.setattr(scratch, "ROOM_MB", 1)
    return tmp_path


@pytest.fixture
def open_place() -> Iterator[Path]:
    """Outside the home, where the user that PostgreSQL runs as may enter, as into memory."""
    with tempfile.TemporaryDirectory(prefix="peakos-test-") as place:
        Path(place).chmod(0o711)
        yield Path(place)


def test_the_data_are_in_memory_and_stay_until_the_machine_starts_again(home: Home, memory: Path) -> None:
    place = make_scratch(home, memory).root / "postgres"
    first = place.resolve()
    assert first.parent == memory
    assert make_scratch(home, memory).root / "postgres" == place
    assert place.resolve() == first
    first.rmdir()  # as a restart does
    make_scratch(home, memory)
    assert place.resolve().parent == memory
    assert place.resolve() != first
    assert place.exists()


def test_where_memory_is_short_or_there_is_none_tests_share_the_servers_of_all_else(
    home: Home, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scratch, "ROOM_MB", 10**9)
    assert make_scratch(home, memory) == home
    monkeypatch.setattr(scratch, "ROOM_MB", 1)
    assert make_scratch(home, memory / "nowhere") == home
    assert not scratch_of(home).root.exists()


def test_packages_and_secrets_are_those_of_the_home_around_it(home: Home, memory: Path) -> None:
    inner = make_scratch(home, memory)
    assert inner.venv == home.venv
    assert read_secrets(inner) == read_secrets(home)


def test_the_addresses_of_the_home_around_it_are_not_taken_for_servers_of_yours(
    home: Home, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody has the product's variables in their shell, and its servers do not run."""
    around = Stores(home)
    monkeypatch.setenv("DATABASE_URL", around.database_url)
    monkeypatch.setenv("REDIS_URL", around.redis_url)
    inner = make_scratch(home, home.root)
    stores = Stores(inner)
    assert stores.database_url == database_url(sockets.directory(inner), stores.secrets) != around.database_url
    assert len(stores.servers) == 2


def test_with_the_home_its_servers_for_tests_are_removed(
    home: Home, open_place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(scratch, "ROOM_MB", 1)
    inner = make_scratch(home, open_place)
    assert inner != home
    stores, data = Stores(inner), (inner.root / "postgres").resolve()
    stores.open()
    stores.close()
    assert (data / "data" / "PG_VERSION").exists()
    clean(home, ["--yes"])
    assert "Removed." in capsys.readouterr().out
    assert not data.exists()
    assert not home.root.exists()

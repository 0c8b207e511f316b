"""PostgreSQL and Redis of a home, for real: made, adopted, repaired, shared and stopped."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from peakos.up import postgres_binaries, processes, redis, stores
from peakos.up.home import Home
from peakos.up.interruption import wait_until
from peakos.up.messages import Trouble
from peakos.up.postgres import Postgres
from peakos.up.stores import Stores, given


@pytest.fixture(autouse=True)
def nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def opened(lasting_home: Home) -> Iterator[Stores]:
    """Both servers of the file's home, running."""
    both = Stores(lasting_home)
    both.open()
    yield both
    both.stop_keeping()
    both.close()


def ask(both: Stores, sql: str, database: str = "peakos") -> object:
    connection = psycopg2.connect(both.database_url.removesuffix("peakos") + database)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(sql)
        answer = cursor.fetchone() if cursor.description else None
    connection.close()
    return answer[0] if answer else None


def postmaster(both: Stores) -> int:
    assert both.postgres is not None
    return int((both.postgres.data / "postmaster.pid").read_text().split()[0])


def test_the_products_role_owns_its_database_and_nothing_else(opened: Stores) -> None:
    assert ask(opened, "SELECT rolsuper OR rolcreaterole OR rolbypassrls FROM pg_roles WHERE rolname = current_user") is False
    assert ask(opened, "SELECT current_setting('data_checksums') || current_setting('listen_addresses')") == "on"
    assert ask(opened, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'peakos'") == "peakos_app"


def test_a_new_test_database_has_the_extensions(opened: Stores) -> None:
    ask(opened, "DROP DATABASE IF EXISTS test_tidewater")
    ask(opened, "CREATE DATABASE test_tidewater")
    installed = ask(opened, "SELECT string_agg(extname, ' ' ORDER BY extname) FROM pg_extension", "test_tidewater")
    assert installed == "btree_gist pg_trgm plpgsql unaccent"
    assert ask(opened, "SELECT unaccent('Élodie')", "test_tidewater") == "Elodie"
    ask(opened, "DROP DATABASE test_tidewater")


def test_a_wrong_password_is_refused(opened: Stores) -> None:
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(opened.database_url.replace(":", ":x", 2).replace(":x//", "://", 1)).close()


def test_the_sockets_are_closed_to_others(opened: Stores) -> None:
    assert opened.redis is not None
    assert stat.S_IMODE(opened.redis.socket.parent.stat().st_mode) == 0o700


def test_a_second_launcher_shares_the_servers_and_the_last_one_stops_them(opened: Stores) -> None:
    second = Stores(opened.home)
    second.open()
    pid = postmaster(opened)
    assert second.postgres is not None
    assert second.postgres.running is not None
    assert second.postgres.running.pid == pid
    opened.close()
    assert ask(second, "SELECT 1") == 1
    second.close()
    assert processes.find(pid) is None


def test_servers_that_were_asked_to_stay_outlive_their_launcher(opened: Stores) -> None:
    opened.keep()
    opened.close()
    assert ask(opened, "SELECT 1") == 1
    finder = Stores(opened.home)
    finder.stop_keeping()
    finder.adopt_and_close()
    assert wait_until(lambda: not redis_answers(finder), 60)


def redis_answers(both: Stores) -> bool:
    assert both.redis is not None
    return both.redis.answers()


def test_a_killed_server_starts_again_and_keeps_what_was_committed(opened: Stores) -> None:
    ask(opened, "CREATE TABLE IF NOT EXISTS promise AS SELECT 'kept' AS state")
    assert opened.postgres is not None
    os.kill(postmaster(opened), signal.SIGKILL)
    assert wait_until(lambda: not opened.postgres.is_alive, 60)  # type: ignore[union-attr]
    opened.postgres.start()
    assert ask(opened, "SELECT state FROM promise") == "kept"


def test_a_note_with_the_number_of_another_process_does_not_stop_the_start(opened: Stores) -> None:
    assert opened.postgres is not None
    note = opened.postgres.data / "postmaster.pid"
    stale = note.read_text().replace(str(postmaster(opened)), str(os.getpid()), 1)
    opened.postgres.stop()
    note.write_text(stale)
    opened.postgres.start()
    assert ask(opened, "SELECT 1") == 1


def test_redis_keeps_its_data_over_a_restart(opened: Stores) -> None:
    assert opened.redis is not None
    import redis as client

    client.Redis.from_url(opened.redis_url).set("promise", "kept")
    opened.redis.stop()
    opened.redis.start()
    assert client.Redis.from_url(opened.redis_url).get("promise") == b"kept"


def test_data_of_another_major_are_explained_and_not_touched(home: Home) -> None:
    data = home.root / "postgres" / "data"
    data.mkdir(parents=True)
    data.parent.chmod(0o711)
    (data / "PG_VERSION").write_text("12\n")
    with pytest.raises(Trouble, match="made by PostgreSQL 12") as trouble:
        Postgres(home, {})
    assert "docs/launcher.md" in str(trouble.value)
    assert list(data.iterdir()) == [data / "PG_VERSION"]


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user enters his own directories")
def test_as_root_behind_a_closed_door_the_files_live_where_their_user_can_walk(
    home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = home.root / "elsewhere"
    monkeypatch.setattr("peakos.up.unprivileged.ELSEWHERE", elsewhere)
    closed = Home(tmp_path_factory.mktemp("closed") / "home")  # pytest's own directories are closed to others
    closed.prepare()
    closed.venv.symlink_to(sys.prefix)
    server = Postgres(closed, {})
    assert server.place.parent == elsewhere
    assert Postgres(closed, {}).place == server.place


@pytest.mark.parametrize(
    ("answer", "version"),
    [
        ("postgres (PostgreSQL) 18.6", "18.6"),
        ("postgres (PostgreSQL) 16.4 (Debian 16.4-1.pgdg120+1)", "16.4"),
        ("postgres (PostgreSQL) 19beta1", "19"),
        ("bash: postgres: cannot execute", None),
    ],
)
def test_the_version_of_postgresql_is_read(answer: str, version: str | None) -> None:
    assert postgres_binaries.read_version(answer) == version


@pytest.mark.parametrize(
    ("answer", "version"),
    [
        ("Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0", "7.0.15"),
        ("Valkey server v=9.1.2 sha=00000000:1", "9.1.2"),
        ("", None),
    ],
)
def test_the_version_of_redis_is_read(answer: str, version: str | None) -> None:
    assert redis.read_version(answer) == version


def test_servers_that_are_too_old_are_passed_by(home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for tool, answer in {"postgres": "postgres (PostgreSQL) 15.9", "redis-server": "Redis server v=6.2.1"}.items():
        (tmp_path / tool).write_text(f"#!/bin/sh\necho '{answer}'\n")
    for tool in ("postgres", "initdb", "psql", "redis-server"):
        (tmp_path / tool).touch()
        (tmp_path / tool).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert subprocess.run(["redis-server"], capture_output=True, check=True).stdout.startswith(b"Redis server v=6")
    assert all(binaries.major >= 16 for binaries in postgres_binaries.candidates(home))
    assert all(not version.startswith("6") for _, version in redis.candidates(home))


def test_an_address_of_yours_is_taken_and_our_own_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, kinds = "postgres://ours", stores.DATABASE_SCHEMES
    assert given("DATABASE_URL", {ours}, kinds) is None
    for value, taken in {"": None, ours: None, "postgres://yours": "postgres://yours"}.items():
        monkeypatch.setenv("DATABASE_URL", value)
        assert given("DATABASE_URL", {ours, "postgres://ours-too"}, kinds) == taken
    monkeypatch.setenv("DATABASE_URL", "mysql://yours")
    with pytest.raises(Trouble, match="postgres://"):
        given("DATABASE_URL", {ours}, kinds)


def test_with_both_addresses_given_nothing_is_started(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://db.example/peakos")
    monkeypatch.setenv("REDIS_URL", "redis://cache.example/0")
    both = Stores(home)
    assert both.servers == []
    assert both.database_url == "postgres://db.example/peakos"
    assert not (home.root / "postgres").exists()

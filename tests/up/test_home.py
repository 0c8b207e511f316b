"""The state directory: closed to others, kept over starts, and clear about what is in the way."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from peakos.up import sockets
from peakos.up.commands import explain
from peakos.up.home import Home, find_home, read_secrets, write_whole
from peakos.up.messages import Trouble
from peakos.up.postgres_roles import database_url
from peakos.up.unprivileged import Account, choose_account


def test_secrets_are_made_once_and_are_nobody_elses_to_read(home: Home) -> None:
    made = read_secrets(home)
    assert read_secrets(home) == made
    assert len(set(made.values())) == 3
    assert min(map(len, made.values())) > 40
    assert home.secrets_file.stat().st_mode & 0o777 == 0o600


def test_damaged_secrets_are_not_replaced_behind_ones_back(home: Home) -> None:
    home.secrets_file.write_text("{")
    with pytest.raises(Trouble, match="cannot be read"):
        read_secrets(home)
    assert home.secrets_file.read_text() == "{"


def test_logs_and_mail_are_closed_to_others(home: Home) -> None:
    for directory in (home.logs, home.mail, home.run, home.redis):
        assert directory.stat().st_mode & 0o077 == 0
    assert home.root.stat().st_mode & 0o066 == 0


def test_the_home_is_where_peakos_home_points(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PEAKOS_HOME", str(tmp_path / "deep" / ".." / "state"))
    assert find_home().root == tmp_path / "state"
    monkeypatch.delenv("PEAKOS_HOME")
    assert find_home().root.name == ".peakos"


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("")
    with pytest.raises(Trouble, match="a file is in the way"):
        Home(tmp_path / "state").prepare()


def test_sockets_stay_short_however_deep_the_checkout_is(tmp_path: Path) -> None:
    deep = Home(tmp_path.joinpath(*["a-rather-long-name"] * 12))
    assert len(str(sockets.directory(deep) / ".s.PGSQL.5432.lock")) < 103
    assert sockets.directory(deep) != sockets.directory(Home(tmp_path))
    assert "/" not in database_url(sockets.directory(deep), {"app_password": "x"}).split("@")[1].split("/")[0]


def test_a_socket_directory_of_somebody_else_is_not_trusted(home: Home, tmp_path: Path) -> None:
    sockets.directory(home).symlink_to(tmp_path)
    with pytest.raises(Trouble, match="belongs to another user"):
        sockets.prepare(home, choose_account())
    sockets.directory(home).unlink()
    sockets.prepare(home, choose_account())
    assert sockets.directory(home).stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a directory away")
def test_a_socket_directory_made_by_another_user_is_refused(home: Home) -> None:
    sockets.directory(home).mkdir()
    os.chown(sockets.directory(home), 12345, 12345)
    with pytest.raises(Trouble, match="belongs to another user"):
        sockets.prepare(home, choose_account())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
def test_as_root_the_database_has_a_user_without_rights() -> None:
    account = choose_account()
    assert account.uid != 0
    assert account.is_other


def test_an_ordinary_user_stays_who_he_is() -> None:
    assert not Account(os.geteuid(), os.getegid()).is_other
    assert Account(os.geteuid(), os.getegid()).popen_options() == {}


def test_a_kill_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    write_whole(path, "whole")
    code = f"""
import os, pathlib
from peakos.up import home
home.os.fsync = lambda _: os.kill(os.getpid(), 9)
home.write_whole(pathlib.Path({str(path)!r}), "half")
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -9
    assert path.read_text() == "whole"


def test_a_home_of_another_user_gets_a_sentence(home: Home) -> None:
    error = PermissionError(13, "Permission denied", str(home.root / "logs"))
    assert "belongs to another user" in str(explain(error, home))


def test_what_nobody_foresaw_is_not_dressed_up(home: Home) -> None:
    with pytest.raises(FileNotFoundError):
        explain(FileNotFoundError(2, "No such file", "/elsewhere"), home)

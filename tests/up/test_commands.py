"""The launcher from outside, as `make` calls it: each trouble is one sentence, one way out and exit code 1."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from peakos.up import foreground
from peakos.up.home import CHECKOUT, Home
from peakos.up.reloading import restart_on_change, snapshot
from peakos.up.single import find_holder, only_one
from peakos.up.supervisor import Supervisor
from tests.up.conftest import launcher_environment


def launch(home: Home, *words: str, typed: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "peakos.up", *words]
    return subprocess.run(
        command,
        cwd=CHECKOUT,
        env=launcher_environment(home, **more),
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )


def test_a_taken_port_is_said_before_anything_is_installed(home: Home) -> None:
    home.venv.unlink()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
        done = launch(home, "run", PORT=port)
    assert done.returncode == 1
    assert done.stderr.strip() == (
        f"Port {port} is taken: another program listens there.\nStop that program, or choose another port: PORT=8123 make run"
    )
    assert not home.venv.exists()


def test_a_second_run_in_the_same_home_is_told_where_the_first_one_is(home: Home) -> None:
    with only_one(home, 8321):
        done = launch(home, "run", PORT="8322")
        assert done.returncode == 1
        assert f"Peak OS runs already from {home.root}" in done.stderr
        assert "http://localhost:8321/" in done.stderr
        assert "make stop" in done.stderr
        assert launch(home, "clean", "--yes").returncode == 1
    assert find_holder(home) is None


def test_a_lock_does_not_outlive_a_killed_launcher(home: Home) -> None:
    code = "import os; from peakos.up.home import Home; from pathlib import Path; from peakos.up.single import only_one\n"
    code += f"with only_one(Home(Path({str(home.root)!r})), 8000): os.kill(os.getpid(), 9)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -9
    assert find_holder(home) is None


def test_an_unknown_command_lists_the_known_ones(home: Home) -> None:
    done = launch(home, "fly")
    assert done.returncode == 2
    assert "run, dev, test" in done.stdout


def test_the_variables_can_be_evaluated_by_a_shell(home: Home) -> None:
    printed = launch(home, "env").stdout
    script = printed + 'echo "$DJANGO_SETTINGS_MODULE $PEAKOS_HOME $REDIS_URL"'
    answer = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert answer[:2] == ["peakos.settings", str(home.root)]
    assert answer[2].startswith("unix:///tmp/peakos-")
    assert "PEAKOS_DEMO" not in printed


def test_nothing_is_removed_without_a_yes(home: Home) -> None:
    for typed in ("", "no\n", "y\n"):
        assert "Nothing was removed" in launch(home, "clean", typed=typed).stdout
    assert home.root.exists()
    done = launch(home, "clean", typed="yes\n")
    assert done.returncode == 0, done.stderr
    assert not home.root.exists()


def test_every_make_target_is_explained_and_calls_a_command_that_exists() -> None:
    if not shutil.which("make"):
        pytest.skip("make is not here")
    shown = subprocess.run(["make", "-C", str(CHECKOUT)], capture_output=True, text=True, check=True).stdout
    for target in ("run", "dev", "test", "check", "lint", "manage", "bench", "services", "stop", "clean", "lock"):
        assert f"make {target} " in shown
        planned = subprocess.run(["make", "-nC", str(CHECKOUT), target], capture_output=True, text=True, check=True).stdout
        assert "-m peakos.up" in planned


def test_the_static_checks_look_at_what_ci_promises(home: Home) -> None:
    assert list(foreground.checks(home)) == [
        "style", "format", "templates", "imports", "types", "deployment", "migrations", "scripts", "compose",
    ]  # fmt: skip


def test_a_saved_source_file_starts_web_and_worker_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = tmp_path / "templates" / "monday.html"
    page.parent.mkdir()
    page.write_text("Monday")
    for ignored in (".peakos", "tests"):
        (tmp_path / ignored).mkdir()
        (tmp_path / ignored / "page.html").touch()
    assert list(snapshot(tmp_path)) == [page]

    restarted: list[float] = []
    monkeypatch.setattr(Supervisor, "restart", lambda _self, _servers, now: restarted.append(now))
    monkeypatch.setattr("peakos.up.reloading.LOOK_EVERY_SECONDS", 0)
    look = restart_on_change(Supervisor(), [], tmp_path)
    look()
    assert restarted == []
    page.write_text("Monday morning")
    look()
    look()
    assert len(restarted) == 1


def test_the_launcher_needs_nothing_but_python() -> None:
    """It runs before any package is installed, so none may be imported."""
    code = "import sys, peakos.up.commands; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    loaded = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(CHECKOUT)!r}); {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    foreign = set(loaded.stdout.split()) - sys.stdlib_module_names - {"__main__", "peakos"}
    assert {name for name in foreign if not name.startswith(("_", "sitecustomize"))} == set()

"""Steps of a start: followed line by line, and never left behind."""

from __future__ import annotations

import subprocess

import pytest

from peakos.up import processes
from peakos.up.home import Home
from peakos.up.interruption import Interrupted, wait_until
from peakos.up.steps import run_step, stop_orphan


def test_the_lines_of_a_step_are_passed_on(home: Home) -> None:
    seen: list[str] = []
    run_step(home, "demo", ["sh", "-c", "echo demo: people; echo demo: eight weeks"], each_line=seen.append)
    assert seen == ["demo: people", "demo: eight weeks"]


def test_only_the_lines_of_this_time_are_passed_on(home: Home) -> None:
    home.log("demo").write_text("demo: an older start\n")
    seen: list[str] = []
    run_step(home, "demo", ["echo", "demo: now"], each_line=seen.append)
    assert seen == ["demo: now"]


def test_ctrl_c_takes_the_step_down(home: Home, interrupted: None) -> None:
    with pytest.raises(Interrupted):
        run_step(home, "environment", ["sleep", "60"])
    assert processes.recall(home.run / "step-environment.json") is None


def test_a_step_of_a_killed_launcher_is_stopped_before_the_next_one(home: Home) -> None:
    orphan = subprocess.Popen(["sleep", "60"], start_new_session=True)
    processes.remember(home.run / "step-environment.json", orphan.pid)
    stop_orphan(home, "environment")
    assert wait_until(lambda: orphan.poll() is not None, 60)

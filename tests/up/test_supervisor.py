"""The supervisor: a crash is repaired, again and again is given up aloud."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator

import pytest

from peakos.up.home import Home
from peakos.up.interruption import Interrupted, wait_until
from peakos.up.messages import Trouble
from peakos.up.program import Program, stop_orphans
from peakos.up.supervisor import Supervisor, next_delay


@pytest.mark.parametrize(
    ("crashes", "delay"),
    [([], 1), ([100], 1), ([99, 100], 2), ([98, 99, 100], 4), ([1, 2, 3, 4], 8), ([1, 2, 3, 4, 5], 16), ([1, 2, 3, 4, 5, 6], None)],
)
def test_each_crash_is_answered_later_than_the_last(crashes: list[float], delay: float | None) -> None:
    assert next_delay(crashes, 100) == delay


def test_crashes_of_long_ago_are_forgotten() -> None:
    assert next_delay([1, 2, 3, 4, 5, 6, 1000], 1001) == 1


@pytest.fixture
def worker(home: Home) -> Iterator[Program]:
    program = Program("worker", [sys.executable, "-c", "import time; time.sleep(60)"], dict(os.environ), home)
    yield program
    program.stop()


@pytest.fixture
def broken(home: Home) -> Program:
    return Program("worker", ["sh", "-c", "echo the settings are wrong; exit 1"], dict(os.environ), home)


def test_a_killed_worker_is_started_again(worker: Program) -> None:
    supervisor = Supervisor()
    supervisor.start(worker)
    first = worker.child
    assert first is not None
    os.kill(first.pid, signal.SIGKILL)
    assert wait_until(lambda: not worker.is_alive, 60)
    supervisor.look(now=100)
    assert worker.child is first  # not yet
    supervisor.look(now=101)
    assert worker.is_alive
    assert worker.child is not first


def test_what_dies_again_and_again_is_given_up_with_its_last_words(broken: Program) -> None:
    supervisor = Supervisor()
    supervisor.start(broken)
    with pytest.raises(Trouble, match="worker stopped by itself 6 times") as trouble:
        for second in range(0, 200, 20):
            assert wait_until(lambda: not broken.is_alive, 60)
            supervisor.look(now=second)
            supervisor.look(now=second + 18)
    assert "the settings are wrong" in str(trouble.value)


def test_in_development_a_broken_edit_is_waited_for(broken: Program) -> None:
    supervisor = Supervisor(gives_up=False)
    supervisor.start(broken)
    for second in range(0, 200, 20):
        assert wait_until(lambda: not broken.is_alive, 60)
        supervisor.look(now=second)
        supervisor.look(now=second + 18)
    supervisor.restart([broken], now=300)
    assert supervisor.watched[0].crashes == []


def test_ctrl_c_ends_the_watch(worker: Program, interrupted: None) -> None:
    with pytest.raises(Interrupted):
        Supervisor().watch()


def test_stopping_goes_backwards_and_leaves_what_others_use(home: Home, worker: Program) -> None:
    shared = Program("redis", ["sleep", "60"], dict(os.environ), home)
    supervisor = Supervisor()
    supervisor.start(shared)
    supervisor.start(worker)
    supervisor.stop_application(keep=[shared])
    assert not worker.is_alive
    assert shared.is_alive
    shared.stop()


def test_what_a_killed_launcher_left_is_stopped(home: Home, worker: Program) -> None:
    worker.start()
    stop_orphans(home, ("web", "worker"))
    assert wait_until(lambda: not worker.is_alive, 60)
    assert list(home.run.glob("*.json")) == []

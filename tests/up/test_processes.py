"""Which processes are ours: never trust a number alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from peakos.up import processes
from peakos.up.home import Home
from peakos.up.interruption import wait_until
from peakos.up.processes import Running


def sleeper(*command: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command or ("sleep", "60"), start_new_session=True)


def test_a_noted_process_is_found_again_while_it_lives(home: Home) -> None:
    note, child = home.run / "web.json", sleeper()
    processes.remember(note, child.pid)
    found = processes.recall(note)
    assert found is not None
    assert found.pid == child.pid
    processes.stop(found, child)
    assert processes.recall(note) is None


def test_another_process_with_the_same_number_is_left_alone(home: Home) -> None:
    child = sleeper()
    (home.run / "web.json").write_text(f'{{"pid": {child.pid}, "born": "long ago"}}')
    assert processes.recall(home.run / "web.json") is None
    child.kill()
    child.wait()


def test_a_zombie_counts_as_dead() -> None:
    child = sleeper()
    running = processes.find(child.pid)
    assert running is not None
    child.kill()  # and not reaped
    assert wait_until(lambda: not running.is_alive, 60)
    assert os.waitpid(child.pid, 0)[0] == child.pid


def test_half_a_note_is_no_note(home: Home) -> None:
    for text in ("", "{", '{"pid": "x", "born": "1"}', '{"pid": 1}', "[]"):
        (home.run / "web.json").write_text(text)
        assert processes.recall(home.run / "web.json") is None


def test_what_does_not_listen_is_killed_with_all_that_it_started(tmp_path: Path) -> None:
    script = "trap '' TERM; sleep 60 & echo $! > child; wait; while :; do sleep 1; done"
    stubborn = subprocess.Popen(("sh", "-c", script), start_new_session=True, cwd=tmp_path)
    assert wait_until(lambda: (tmp_path / "child").exists() and (tmp_path / "child").read_text() != "", 60)
    grandchild = processes.find(int((tmp_path / "child").read_text()))
    running = processes.find(stubborn.pid)
    assert running is not None
    assert grandchild is not None
    processes.stop(running, stubborn, seconds=0.2, group=True)
    assert not running.is_alive
    assert wait_until(lambda: not grandchild.is_alive, 60)


def test_a_server_is_known_by_the_directory_that_it_was_started_for(tmp_path: Path) -> None:
    child = sleeper(sys.executable, "-c", "import time; time.sleep(60)", "-D", str(tmp_path))
    assert wait_until(lambda: processes.serves(child.pid, tmp_path), 60)  # its words are there once it has been loaded
    assert not processes.serves(child.pid, tmp_path / "data")
    child.kill()
    child.wait()
    assert not processes.serves(child.pid, tmp_path)


def test_who_works_in_a_directory_is_seen_until_he_is_gone(tmp_path: Path) -> None:
    child = subprocess.Popen(("sleep", "60"), cwd=tmp_path)
    assert processes.anybody_works_in(tmp_path.resolve(), {})
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert not processes.anybody_works_in(tmp_path.resolve(), {})


def test_stopping_what_is_gone_already_is_no_error() -> None:
    child = sleeper("true")
    child.wait()
    processes.stop(Running(child.pid, "1"), child, seconds=0.1, group=True)

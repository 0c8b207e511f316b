"""One step of a start: a command that has to succeed, with its output in a log and its end awaited."""

import os
import signal
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from peakos.up import processes
from peakos.up.disk import explain_output
from peakos.up.home import CHECKOUT, Home
from peakos.up.interruption import wait_until
from peakos.up.messages import Trouble, step, tail
from peakos.up.unprivileged import Account

LONGEST_STEP_SECONDS = 1800


def run_step(
    home: Home,
    name: str,
    command: list[str],
    *,
    environment: dict[str, str] | None = None,
    each_line: Callable[[str], None] | None = None,
    account: Account | None = None,
) -> None:
    """Run a command to its end; its lines can be followed on the way, and Ctrl-C takes it down with us."""
    stop_orphan(home, name)
    log = home.log(name)
    home.rotate(log)
    with log.open("ab") as output, log.open("r", errors="replace") as reader:
        reader.seek(0, os.SEEK_END)
        directory = Path("/") if account else CHECKOUT  # the account may not enter the checkout
        options = account.popen_options() if account else {}
        child = processes.spawn(command, output, directory=directory, environment=environment, options=options)
        processes.remember(_note(home, name), child.pid)

        def is_over() -> bool:
            over = child.poll() is not None
            for line in reader:
                if each_line:
                    each_line(line.rstrip())
            return over

        try:
            in_time = wait_until(is_over, LONGEST_STEP_SECONDS)
        finally:
            _end(child)
            processes.forget(_note(home, name))
    if child.returncode or not in_time:
        raise failed(home, name, log)


def _note(home: Home, name: str) -> Path:
    return home.run / f"step-{name}.json"


def stop_orphan(home: Home, name: str) -> None:
    """Stop the same step of a killed launcher, which may still be at work."""
    orphan = processes.recall(_note(home, name))
    if orphan:
        step(name, "stopping what a killed start left behind")
        processes.stop(orphan, group=True)
    processes.forget(_note(home, name))


def _end(child: subprocess.Popen[bytes]) -> None:
    """Leave no step behind: a half-killed installer would go on writing under the next one."""
    if child.poll() is not None:
        return
    for number, patience in ((signal.SIGTERM, 10), (signal.SIGKILL, 5)):
        with suppress(ProcessLookupError):
            os.killpg(child.pid, number)
        with suppress(subprocess.TimeoutExpired):
            child.wait(patience)
            return


def failed(home: Home, name: str, log: Path) -> Trouble:
    last = tail(log)
    return explain_output(last, home.root) or Trouble(
        f"The step '{name}' did not succeed. Its last words:", tail=last, log=log, way_out=ways_out.get(name, "")
    )


ways_out = {
    "environment": "If the network was away, run again: packages that are here already are not fetched twice.",
}

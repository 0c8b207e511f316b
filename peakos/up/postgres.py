"""The embedded PostgreSQL: made once, started, adopted when a killed launcher left it, and stopped."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

from peakos.up import postgres_binaries, processes, sockets
from peakos.up.disk import explain_output
from peakos.up.home import Home, write_whole
from peakos.up.interruption import wait_until
from peakos.up.messages import Trouble, step, tail
from peakos.up.postgres_roles import SUPERUSER, run_sql, set_up
from peakos.up.processes import Running
from peakos.up.steps import run_step
from peakos.up.unprivileged import choose_account, find_place

PORT = 5432  # only a part of the socket's name: the server listens on no network
START_SECONDS = 60
STOP_SECONDS = 30
SESSIONS_SECONDS = 20
MAX_CONNECTIONS = 200
# A shell's locale must not decide how a database is made or what its tools say.
PLAIN = {"LC_ALL": "C", "PATH": os.environ.get("PATH", "/usr/bin:/bin")}


class Postgres:
    """One PostgreSQL server of one home."""

    name = "PostgreSQL"

    def __init__(self, home: Home, passwords: dict[str, str]) -> None:
        self.home, self.passwords = home, passwords
        self.account = choose_account()
        self.place = find_place(home, self.account)
        self.data = self.place / "data"
        self.log = home.log("postgres")
        self.binaries = self._choose_binaries()
        self.child: subprocess.Popen[bytes] | None = None
        self.running: Running | None = None

    def _choose_binaries(self) -> postgres_binaries.Binaries:
        binaries = postgres_binaries.choose(self.home, read_major(self.data), self.data)
        if self.account.is_other and binaries.is_package:
            binaries = postgres_binaries.copy_for(binaries, self.place)
        return binaries

    @property
    def is_alive(self) -> bool:
        if self.child is not None:
            self.child.poll()
        return self.running is not None and self.running.is_alive

    def start(self) -> None:
        """Have the server answer, whatever state the last launcher left it in."""
        if not (self.data / "PG_VERSION").exists():
            self._make_data()
        if not self._adopt():
            self._launch()
        if not wait_until(lambda: self._answers() or not self.is_alive, START_SECONDS) or not self.is_alive:
            raise self._did_not("start")
        set_up(self.binaries.bin, sockets.directory(self.home), self.passwords)

    def __str__(self) -> str:
        return str(self.binaries)

    def find(self) -> None:
        """Look whether it runs already."""
        self.running = self._find_postmaster()

    def stop(self) -> None:
        """Fast shutdown: sessions end, everything committed is on disk. If it hangs: at once, with recovery later."""
        if self.running:
            processes.stop(self.running, self.child, politely=signal.SIGINT, firmly=signal.SIGQUIT, seconds=STOP_SECONDS)
        self.running = self.child = None

    def _make_data(self) -> None:
        """Into a draft that is renamed when it is whole, so that a kill half-way leaves nothing half."""
        step(self.name, f"{self.binaries} makes a new database")
        for left in self.place.glob("*.draft"):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        draft, password = (self.place / f"{name}-{os.getpid()}.draft" for name in ("data", "password"))
        draft.mkdir(mode=0o700)
        write_whole(password, self.passwords["superuser_password"])
        for path in (draft, password):
            self.account.own(path)
        try:
            self._run_initdb(draft, password)
        finally:
            password.unlink()
        draft.replace(self.data)

    def _run_initdb(self, draft: Path, password: Path) -> None:
        command = [str(self.binaries.bin / "initdb"), "-D", str(draft), "-U", SUPERUSER, f"--pwfile={password}"]
        command += ["--auth=scram-sha-256", "--data-checksums", "--encoding=UTF8", *locale_options(self.binaries.major)]
        run_step(self.home, "initdb", command, environment=PLAIN, account=self.account)

    def _adopt(self) -> bool:
        """A server that a killed launcher left behind serves on; what is left of a dead one is cleared away."""
        self.find()
        if self.running is None:
            self._clear_note()
            return False
        if wait_until(self._answers, 5):
            return True
        self.stop()
        self._clear_note()
        return False

    def _clear_note(self) -> None:
        """PostgreSQL will not start beside its own note when that number belongs to another process by now, or to
        a zombie. Only then is the note removed, and never while a session of the dead server still writes."""
        if not wait_until(lambda: not processes.anybody_works_in(self.data, self.account.popen_options()), SESSIONS_SECONDS):
            raise self._did_not("start: sessions of an earlier server do not end")
        self._note.unlink(missing_ok=True)

    @property
    def _note(self) -> Path:
        return self.data / "postmaster.pid"

    def _find_postmaster(self) -> Running | None:
        try:
            pid = int(self._note.read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        running = processes.find(pid)
        return running if running and processes.serves(pid, self.data) else None

    def _launch(self) -> None:
        sockets.prepare(self.home, self.account)
        self.home.rotate(self.log)
        command = [str(self.binaries.bin / "postgres"), "-D", str(self.data), *self._options()]
        with self.log.open("ab") as log:
            options = self.account.popen_options()
            self.child = processes.spawn(command, log, directory=Path("/"), environment=PLAIN, options=options)
        self.running = processes.find(self.child.pid) or Running(self.child.pid, "")

    def _options(self) -> list[str]:
        options = {
            "listen_addresses": "",
            "port": str(PORT),
            "unix_socket_directories": str(sockets.directory(self.home)),
            "unix_socket_permissions": "0700",
            "max_connections": str(MAX_CONNECTIONS),
            "timezone": "UTC",
        }
        if not processes.has_shared_memory():
            options["dynamic_shared_memory_type"] = "mmap"
        return [word for name, value in options.items() for word in ("-c", f"{name}={value}")]

    def _answers(self) -> bool:
        return run_sql(self.binaries.bin, sockets.directory(self.home), self.passwords, "SELECT 1").returncode == 0

    def _did_not(self, what: str) -> Trouble:
        last = tail(self.log)
        return explain_output(last, self.home.root) or Trouble(
            f"PostgreSQL {self.binaries} did not {what}. Its last words:", tail=last, log=self.log
        )


def read_major(data: Path) -> int | None:
    """Which major version made a data directory."""
    try:
        return int((data / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise Trouble(f"{data} is damaged: its PG_VERSION says nothing.", way_out=f"Move {data} away to start anew.") from error


def locale_options(major: int) -> list[str]:
    """The same sorting and case rules on every machine, where PostgreSQL brings its own."""
    if major >= 17:
        return ["--locale-provider=builtin", "--locale=C.UTF-8"]
    return ["--locale=C.UTF-8" if Path("/proc").exists() else "--locale=C"]

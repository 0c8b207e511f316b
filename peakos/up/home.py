"""PEAKOS_HOME: the one directory that holds all state, its layout, its secrets and its locks."""

import fcntl
import json
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from peakos.up.interruption import interruption
from peakos.up.messages import Trouble

CHECKOUT = Path(__file__).resolve().parents[2]
LONGEST_LOG = 10_000_000
LONGEST_TURN_SECONDS = 1800


@dataclass(frozen=True)
class Home:
    """The directory tree below PEAKOS_HOME, or one within it that shares its packages and secrets."""

    root: Path
    within: "Home | None" = None

    @property
    def venv(self) -> Path:
        return (self.within or self).root / "venv"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def run(self) -> Path:
        return self.root / "run"

    @property
    def redis(self) -> Path:
        return self.root / "redis"

    @property
    def beat(self) -> Path:
        return self.root / "beat"

    @property
    def mail(self) -> Path:
        return self.root / "mail"

    @property
    def static(self) -> Path:
        return self.root / "static"

    @property
    def secrets_file(self) -> Path:
        return (self.within or self).root / "secrets.json"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def rotate(self, log: Path) -> None:
        """Keep logs from growing for ever: at a start, a long one becomes the old one."""
        with suppress(FileNotFoundError):
            if log.stat().st_size > LONGEST_LOG:
                log.replace(log.with_suffix(".old.log"))

    def prepare(self) -> None:
        """Make the tree; closed to others, except that as root the database's own user must be able to walk in."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            if self.root.stat().st_uid == os.geteuid():
                self.root.chmod(0o711 if os.geteuid() == 0 else 0o700)
            for directory in (self.logs, self.run, self.redis, self.beat, self.mail):
                directory.mkdir(mode=0o700, exist_ok=True)
            probe = self.run / "probe"
            probe.write_text("")
            probe.unlink()
        except PermissionError as error:
            raise not_writable(self.root) from error
        except (FileExistsError, NotADirectoryError) as error:
            raise Trouble(
                f"Peak OS keeps its state in {self.root}, but a file is in the way there ({error.filename}).",
                way_out="Move that file away, or name another directory: PEAKOS_HOME=~/peakos make run",
            ) from error


def find_home() -> Home:
    """Where PEAKOS_HOME points, or .peakos in the checkout."""
    named = os.environ.get("PEAKOS_HOME")
    return Home(Path(named).expanduser().resolve() if named else CHECKOUT / ".peakos")


def not_writable(root: Path) -> Trouble:
    """What to do when the state directory belongs to somebody else."""
    return Trouble(
        f"Peak OS cannot write to {root}: it belongs to another user.",
        way_out="Run as the user that made it, or name another directory: PEAKOS_HOME=~/peakos make run",
    )


def read_secrets(home: Home) -> dict[str, str]:
    """The installation's passwords and key, made at the first start and readable by their owner only."""
    try:
        return dict(json.loads(home.secrets_file.read_text()))
    except FileNotFoundError:
        return _write_secrets(home)
    except PermissionError as error:
        raise not_writable(home.root) from error
    except ValueError as error:
        raise Trouble(
            f"{home.secrets_file} cannot be read: it should hold the passwords as JSON.",
            way_out="Put the file back from a copy, or start anew: move " + str(home.root) + " away and run again.",
        ) from error


def _write_secrets(home: Home) -> dict[str, str]:
    made = {name: secrets.token_urlsafe(48) for name in ("superuser_password", "app_password", "secret_key")}
    write_whole(home.secrets_file, json.dumps(made, indent=1))
    return made


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a kill half-way leaves the old one or the new one, never half of one."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def try_lock(path: Path, kind: int) -> IO[str] | None:
    """Hold a lock as long as the file stays open; the system lets go of it even when this process is killed."""
    file = path.open("a+")
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


@contextmanager
def exclusively(path: Path, *, is_closing: bool = False) -> Iterator[None]:
    """Take turns with other launchers of the same home; only who is closing waits on after Ctrl-C."""
    deadline = time.monotonic() + LONGEST_TURN_SECONDS
    while (lock := try_lock(path, fcntl.LOCK_EX)) is None:
        if not is_closing:
            interruption.check()
        if time.monotonic() > deadline:
            raise Trouble(f"Another command of Peak OS holds {path} and does not end.", way_out="make stop")
        time.sleep(0.1)
    with lock:
        yield

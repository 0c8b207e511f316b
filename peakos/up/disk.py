"""Room on the disk: asked for before the work, and explained when it ran out in the middle of it."""

import errno
import shutil
from pathlib import Path

from peakos.up.messages import Trouble

FIRST_START_MB = 700  # packages, binaries, a new database with its write-ahead log, and the demo company
LATER_START_MB = 100
NOTHING_LEFT_MB = 33  # two segments of PostgreSQL's write-ahead log
WORDS_OF_A_FULL_DISK = ("No space left on device", "Disk quota exceeded", "ENOSPC", "Errno 28")


def full(path: Path) -> Trouble:
    return Trouble(
        f"The disk that holds {path} is full.",
        way_out="Make room there, or name a directory on another disk (PEAKOS_HOME=/mnt/big/peakos make run), "
        "and run again: what is half done is finished or made anew.",
    )


def room(path: Path) -> int:
    """Megabytes that are left."""
    return shutil.disk_usage(path).free // 1_000_000


def require_room(path: Path, megabytes: int) -> None:
    """Say so before the start rather than break in the middle of it."""
    free = room(path)
    if free < megabytes:
        raise Trouble(
            f"The disk that holds {path} has {free} MB left; Peak OS needs {megabytes} MB to start.",
            way_out="Make room there, or name a directory on another disk: PEAKOS_HOME=/mnt/big/peakos make run",
        )


def explain_output(output: str, path: Path) -> Trouble | None:
    """A full disk, recognised in the last words of another program, or by what is left: a database that runs out of
    room falls over and gives some of it back, and those who talked to it complain of something else."""
    return full(path) if any(words in output for words in WORDS_OF_A_FULL_DISK) or room(path) < NOTHING_LEFT_MB else None


def explain_error(error: OSError, path: Path) -> Trouble | None:
    """A full disk, recognised in an error of our own."""
    return full(path) if error.errno in (errno.ENOSPC, errno.EDQUOT) else None

"""Room on the disk: asked for before the work, and explained when it ran out in the middle of it."""

import errno
import shutil
from pathlib import Path

from peakos.up.messages import Trouble

FIRST_START_MB = 700  # packages, binaries, a new database with its write-ahead log, and the demo company
LATER_START_MB = 100
WORDS_OF_A_FULL_DISK = ("No space left on device", "Disk quota exceeded", "ENOSPC", "Errno 28")


def full(path: Path) -> Trouble:
    return Trouble(
        f"The disk that holds {path} is full.",
        way_out="Make room there, or name a directory on another disk (PEAKOS_HOME=/mnt/big/peakos make run), "
        "and run again: what is half done is finished or made anew.",
    )


def require_room(path: Path, megabytes: int) -> None:
    """Say so before the start rather than break in the middle of it."""
    free = shutil.disk_usage(path).free // 1_000_000
    if free < megabytes:
        raise Trouble(
            f"The disk that holds {path} has {free} MB left; Peak OS needs {megabytes} MB to start.",
            way_out="Make room there, or name a directory on another disk: PEAKOS_HOME=/mnt/big/peakos make run",
        )


def explain_output(output: str, path: Path) -> Trouble | None:
    """A full disk, recognised in the last words of another program."""
    return full(path) if any(words in output for words in WORDS_OF_A_FULL_DISK) else None


def explain_error(error: OSError, path: Path) -> Trouble | None:
    """A full disk, recognised in an error of our own."""
    return full(path) if error.errno in (errno.ENOSPC, errno.EDQUOT) else None

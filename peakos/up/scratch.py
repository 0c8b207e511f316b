"""The servers that tests run on: of their own, with their data in memory where there is room.

Tests make, fill and drop tables by the thousand and keep nothing of it; on a disk much of that time goes into its files.
"""

import os
from pathlib import Path

from peakos.up.disk import room
from peakos.up.home import Home, exclusively
from peakos.up.processes import SHARED_MEMORY, has_shared_memory

ROOM_MB = 4_000  # three databases, what they hold between two checkpoints, and air for everything else
MEMORY_FACTS = Path("/proc/meminfo")


def scratch_of(home: Home) -> Home:
    """The home of the servers for tests within this one, made or not."""
    return Home(home.root / "tests", within=home)


def make_scratch(home: Home, memory: Path = SHARED_MEMORY) -> Home:
    """That home, ready for its servers; where memory is short, this one: then tests share the servers of all else."""
    scratch = scratch_of(home)
    place = scratch.root / "postgres"
    with exclusively(home.run / "scratch.lock"):
        if not place.exists():  # or what it leads to went when the machine was started again
            if not has_shared_memory() or free_memory(memory) < ROOM_MB:
                return home
            scratch.prepare()
            target = memory / f"peakos-{os.urandom(6).hex()}"
            target.mkdir(mode=0o711)
            place.unlink(missing_ok=True)
            place.symlink_to(target)
    return scratch


def free_memory(memory: Path) -> int:
    """Megabytes that may be filled: of the file system, and of what the machine can spare. None where it has no such thing."""
    try:
        facts = dict(line.split(":", 1) for line in MEMORY_FACTS.read_text().splitlines())
        return min(room(memory), int(facts["MemAvailable"].split()[0]) // 1000)
    except (OSError, KeyError, ValueError):
        return 0

"""What the launcher says to the person before the screen: progress lines, and troubles with their way out."""

import os
import sys
from contextlib import suppress
from pathlib import Path

TAIL_LINES = 15


class Trouble(Exception):
    """Something the person at the keyboard can put right: what happened, the way out, and the log that tells more."""

    def __init__(self, what: str, *, way_out: str = "", log: Path | None = None, tail: str = "") -> None:
        super().__init__(what)
        self.what, self.way_out, self.log, self.tail = what, way_out, log, tail

    def __str__(self) -> str:
        parts = [self.what]
        if self.tail:
            parts.append("\n".join(f"    {line}" for line in self.tail.splitlines()))
        if self.way_out:
            parts.append(self.way_out)
        if self.log:
            parts.append(f"The whole log: {self.log}")
        return "\n".join(parts)


def say(text: str) -> None:
    """Print one line, even when nobody listens any more: a closed terminal must not keep services from stopping."""
    try:
        print(text, flush=True)
    except (OSError, ValueError):
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115  it stays open until the process ends


def step(name: str, text: str) -> None:
    """One progress line: which part of the system, and what happens to it."""
    say(f"  {name:<12} {text}")


def complain(trouble: Trouble) -> None:
    """Print a trouble where errors belong."""
    with suppress(OSError):
        print(f"\n{trouble}\n", file=sys.stderr, flush=True)


def tail(log: Path, lines: int = TAIL_LINES) -> str:
    """The last lines of a log file, or nothing when there is none."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 64 * 1024))
            text = file.read().decode(errors="replace")
    except OSError:
        return ""
    return "\n".join(text.rstrip().splitlines()[-lines:])

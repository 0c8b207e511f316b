"""What a terminal shows while a bundle goes in: a bar where there is one, a line a step where output goes to a file."""

from __future__ import annotations

from typing import TextIO

WIDTH = 30


class Bar:
    """A progress callback for a terminal."""

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self.is_live = out.isatty()
        self.last = ("", -1)

    def __call__(self, step: str, done: int, total: int) -> None:
        share = min(done / total, 1.0) if total else 0.0
        if (step, int(share * 100)) == self.last:
            return
        if self.is_live:
            filled = int(share * WIDTH)
            self.out.write(f"\r\033[K[{'█' * filled}{'·' * (WIDTH - filled)}] {share:4.0%}  {step}")
        elif step != self.last[0]:
            self.out.write(f"{step} …\n")
        self.out.flush()
        self.last = (step, int(share * 100))

    def close(self) -> None:
        if self.is_live and self.last[0]:
            self.out.write("\r\033[K")
            self.out.flush()

"""Ctrl-C and its relatives: counted by a handler, acted on at safe points only."""

import signal
import time
from collections.abc import Callable
from types import FrameType


class Interrupted(BaseException):
    """The person asked to stop; whoever waits, stops waiting and cleans up."""


class Interruption:
    """How often this process was asked to stop."""

    def __init__(self) -> None:
        self.count = 0

    def listen(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._heard)

    def _heard(self, _number: int, _frame: FrameType | None) -> None:
        self.count += 1

    @property
    def is_urgent(self) -> bool:
        return self.count > 1

    def check(self) -> None:
        if self.count:
            raise Interrupted


interruption = Interruption()


def wait_until(is_so: Callable[[], bool], seconds: float, *, pause: float = 0.05) -> bool:
    """Whether something came true within the deadline; Ctrl-C ends the wait at once."""
    deadline = time.monotonic() + seconds
    while not is_so():
        interruption.check()
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True

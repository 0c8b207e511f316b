"""How far a long step has come, told to whoever waits: a bar on a terminal, a row that a page asks for."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]  # what it is doing, how much is done, of how much


def silent(_: str, __: int, ___: int) -> None:
    """Nobody waits."""

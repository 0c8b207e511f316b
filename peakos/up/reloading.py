"""For `make dev`: notices that a source file changed, and has web and worker begin again."""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from peakos.up.home import CHECKOUT
from peakos.up.messages import step
from peakos.up.supervisor import Server, Supervisor

WATCHED_SUFFIXES = (".py", ".html", ".txt")
LOOK_EVERY_SECONDS = 1.0
# Neither state nor tests are what the product runs from.
LEFT_OUT = ("tests", "docs", "benchmarks", "node_modules", "requirements")


def sources(checkout: Path) -> Iterator[Path]:
    """Every file that the product is made of."""
    for folder in checkout.iterdir():
        if folder.is_dir() and not folder.name.startswith(".") and folder.name not in LEFT_OUT:
            yield from (path for path in folder.rglob("*") if path.suffix in WATCHED_SUFFIXES)


def snapshot(checkout: Path) -> dict[Path, int]:
    """When each source was last written."""
    seen = {}
    for path in sources(checkout):
        try:
            seen[path] = path.stat().st_mtime_ns
        except FileNotFoundError:
            continue  # an editor replaces files
    return seen


def restart_on_change(supervisor: Supervisor, servers: Sequence[Server], checkout: Path = CHECKOUT) -> Callable[[], None]:
    """What the supervisor does at each look."""
    seen, looked_at = snapshot(checkout), time.monotonic()

    def look() -> None:
        nonlocal seen, looked_at
        now = time.monotonic()
        if now - looked_at < LOOK_EVERY_SECONDS:
            return
        current, looked_at = snapshot(checkout), now
        changed = [path for path, _ in current.items() ^ seen.items()]
        seen = current
        if changed:
            step("dev", f"{changed[0].relative_to(checkout)} changed; starting again")
            supervisor.restart(servers, now)

    return look

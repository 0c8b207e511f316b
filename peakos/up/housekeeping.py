"""The commands around the product: services kept in the background, how to reach them, stopping, cleaning, locking."""

import shlex
import shutil
import signal

from peakos.up import environment, processes, sockets
from peakos.up.home import Home
from peakos.up.messages import Trouble, say
from peakos.up.running import open_stores, ready_environment, stop_left_behind
from peakos.up.scratch import scratch_of
from peakos.up.single import already_runs, find_holder
from peakos.up.steps import run_step
from peakos.up.stores import Stores
from peakos.up.variables import product_variables

STOP_SECONDS = 90


def services(home: Home, _words: list[str]) -> int:
    """Start PostgreSQL and Redis, and leave them running in the background."""
    ready_environment(home, environment.RUN)
    stores = Stores(home)
    try:
        open_stores(stores)
        stores.keep()
    finally:
        stores.close()
    say('They run until `make stop`. In a shell: eval "$(python3 -m peakos.up env)"')
    return 0


def env(home: Home, _words: list[str]) -> int:
    """Print the product's variables for a shell to evaluate."""
    for name, value in product_variables(home, Stores(home)).items():
        print(f"export {name}={shlex.quote(value)}")
    return 0


def stop(home: Home, _words: list[str]) -> int:
    """Stop everything of this home: a `make run` elsewhere, what a killed one left, and services that were kept."""
    _end_launcher(home)
    stop_left_behind(home)
    if environment.read_installed(home):
        if scratch_of(home).root.exists():
            Stores(scratch_of(home)).adopt_and_close()
        stores = Stores(home)
        stores.stop_keeping()
        stores.adopt_and_close()
        if stores.is_held:
            say("PostgreSQL and Redis are still used by another command; they stop when it ends.")
            return 0
    say("Stopped.")
    return 0


def _end_launcher(home: Home) -> None:
    holder = find_holder(home)
    launcher = processes.find(holder.pid) if holder else None
    if launcher is None:
        return
    launcher.signal(signal.SIGTERM)
    if not processes.wait_for_end(launcher, None, STOP_SECONDS):
        raise Trouble(f"The launcher (process {launcher.pid}) does not end.", way_out=f"kill -9 {launcher.pid}; make stop")


def clean(home: Home, words: list[str]) -> int:
    """Remove all state, after asking."""
    holder = find_holder(home)
    if holder:
        raise already_runs(home, holder)
    say(f"This removes {home.root}: the packages, the database with everything in it, mail and logs.")
    if "--yes" not in words and not _agrees():
        say("Nothing was removed.")
        return 1
    stop(home, [])
    scratch = scratch_of(home)
    for directory in (
        scratch.root / "postgres", home.root / "postgres", home.root, sockets.directory(scratch), sockets.directory(home),
    ):  # fmt: skip
        shutil.rmtree(directory.resolve(), ignore_errors=True)
    say("Removed.")
    return 0


def _agrees() -> bool:
    try:
        return input("Remove it? Write yes: ").strip().lower() == "yes"
    except EOFError:
        return False


LOCKED = {
    "base.txt": [],
    "embedded.txt": ["--extra", "embedded"],
    "dev.txt": ["--extra", "embedded", "--group", "dev"],
}


def lock(home: Home, words: list[str]) -> int:
    """Resolve the dependencies anew into hash-locked lists that fit each other; `--upgrade` takes newer versions."""
    if not shutil.which("uv"):
        raise Trouble("make lock needs uv, which resolves for every platform at once.", way_out="Install uv and run again.")
    constraint: list[str] = []
    for name, options in LOCKED.items():
        target = environment.LISTS / name
        command = ["uv", "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11", "--quiet"]
        command += ["--generate-hashes", "--no-header", "--no-emit-index-url", "--no-emit-find-links"]
        run_step(home, "lock", [*command, *options, *constraint, *words, "-o", str(target)])
        constraint = ["-c", str(target)]
        say(f"  requirements/{name}: {environment.count_packages(name)} packages")
    return 0

"""The launcher's commands by name, and how each ends: quietly, or with a sentence."""

import sys
from collections.abc import Callable

from peakos.up import foreground, housekeeping, running
from peakos.up.disk import explain_error
from peakos.up.home import Home, find_home, not_writable
from peakos.up.interruption import Interrupted, interruption
from peakos.up.messages import Trouble, complain, say

COMMANDS: dict[str, Callable[[Home, list[str]], int]] = {
    "run": running.run,
    "dev": running.dev,
    "test": foreground.test,
    "lint": foreground.lint,
    "bench": foreground.bench,
    "manage": foreground.manage,
    "services": housekeeping.services,
    "env": housekeeping.env,
    "stop": housekeeping.stop,
    "clean": housekeeping.clean,
    "lock": housekeeping.lock,
}


def main(words: list[str]) -> int:
    """Run one command; every way of failing that a person can put right ends in a sentence."""
    name, *rest = words or [""]
    if name not in COMMANDS:
        say(f"python3 -m peakos.up has these commands: {', '.join(COMMANDS)}. `make help` explains them.")
        return 2
    interruption.listen()
    home = find_home()
    try:
        home.prepare()
        return COMMANDS[name](home, rest)
    except Interrupted:
        say("Stopped.")
        return 0
    except Trouble as trouble:
        complain(trouble)
    except OSError as error:
        complain(explain(error, home))
    return 1


def explain(error: OSError, home: Home) -> Trouble:
    """A sentence for what the system refused; what is not foreseen is not hidden."""
    known = explain_error(error, home.root)
    if known:
        return known
    if isinstance(error, PermissionError) and str(error.filename or "").startswith(str(home.root)):
        return not_writable(home.root)
    print(error, file=sys.stderr)
    raise error

"""The launcher's commands by name, and how each ends: quietly, or with a sentence."""

import sys
from collections.abc import Callable

from peakos.up.disk import explain_error
from peakos.up.home import Home, find_home, not_writable
from peakos.up.interruption import Interrupted, interruption
from peakos.up.messages import Trouble, complain, say

Command = Callable[[Home, list[str]], int]


def _commands() -> dict[str, Command]:
    from peakos.up import housekeeping

    return {
        "services": housekeeping.services,
        "stop": housekeeping.stop,
        "env": housekeeping.env,
    }


def main(words: list[str]) -> int:
    """Run one command; every way of failing that a person can put right ends in a sentence."""
    commands = _commands()
    name, *rest = words or [""]
    if name not in commands:
        say(f"python3 -m peakos.up has these commands: {', '.join(sorted(commands))}. `make help` explains them.")
        return 2
    interruption.listen()
    home = find_home()
    try:
        home.prepare()
        return commands[name](home, rest)
    except Interrupted:
        return 0
    except Trouble as trouble:
        complain(trouble)
    except PermissionError as error:
        complain(not_writable(home.root))
        print(error, file=sys.stderr)
    except OSError as error:
        trouble_of_disk = explain_error(error, home.root)
        if trouble_of_disk is None:
            raise
        complain(trouble_of_disk)
    return 1

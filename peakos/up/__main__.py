"""The door of the launcher: `python3 -m peakos.up COMMAND`; it must speak even when Python is too old for the rest."""

import os
import shutil
import sys

OLDEST_PYTHON = (3, 11)


def find_newer_python() -> None:
    """Go on in a Python that is new enough, if there is one on the PATH; say so if not."""
    for name in ("python3.11", "python3.12", "python3.13", "python3.14"):
        found = shutil.which(name)
        if found and not os.environ.get("PEAKOS_LOOKED_FOR_PYTHON"):
            os.environ["PEAKOS_LOOKED_FOR_PYTHON"] = "1"
            os.execv(found, [found, "-m", "peakos.up", *sys.argv[1:]])  # noqa: S606
    here = ".".join(str(part) for part in sys.version_info[:2])
    sys.exit(
        "Peak OS needs Python 3.11 or later, and this is "
        + here
        + ".\nInstall it, or name one: make run PYTHON=/path/to/python3.11"
    )


if sys.version_info < OLDEST_PYTHON:
    find_newer_python()

from peakos.up.commands import main  # noqa: E402

sys.exit(main(sys.argv[1:]))

"""The Python environment: made whole from a hash-locked list, left alone as long as the list is the same."""

import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from peakos.up.home import CHECKOUT, Home, exclusively, write_whole
from peakos.up.messages import Trouble, step
from peakos.up.steps import run_step, stop_orphan

LISTS = CHECKOUT / "requirements"
RUN, DEV = "embedded.txt", "dev.txt"
# A list contains those before it, made together and so with the same versions.
CONTAINS = {RUN: (RUN,), DEV: (RUN, DEV)}


def fingerprint(name: str) -> str:
    """What an installed list is compared by: its text, and the Python it was installed for."""
    text = (LISTS / name).read_bytes()
    return hashlib.sha256(text + sys.version.encode()).hexdigest()


def read_installed(home: Home) -> dict[str, str]:
    """Which lists are installed whole, each by its fingerprint."""
    try:
        return dict(json.loads(_note(home).read_text()))
    except (OSError, ValueError):
        return {}


def _note(home: Home) -> Path:
    return home.venv / "peakos-installed.json"


def is_ready(home: Home, name: str) -> bool:
    return read_installed(home).get(name) == fingerprint(name) and home.python.exists()


def ensure(home: Home, name: str) -> None:
    """Have every package of the list; only the first start, or a changed list, costs time."""
    if is_ready(home, name):
        return
    with exclusively(home.run / "environment.lock"):
        if not is_ready(home, name):
            _install(home, name)


def _install(home: Home, name: str) -> None:
    started = time.monotonic()
    stop_orphan(home, "environment")
    # Without its note an environment is a half-made one: a kill in the middle of it leaves packages in pieces.
    if not read_installed(home) or not _works(home):
        step("environment", f"making one for Python {sys.version.split()[0]}")
        shutil.rmtree(home.venv, ignore_errors=True)
        install = _make(home)
    else:
        install = _installer(home)
    _note(home).unlink(missing_ok=True)
    step("environment", f"installing {count_packages(name)} packages, each checked against its hash")
    install(LISTS / name)
    write_whole(_note(home), json.dumps({part: fingerprint(part) for part in CONTAINS[name]}))
    step("environment", f"ready after {time.monotonic() - started:.0f} s")


def count_packages(name: str) -> int:
    return sum("==" in line for line in (LISTS / name).read_text().splitlines() if line[:1].isalnum())


def _works(home: Home) -> bool:
    """Whether the environment's Python runs: it is gone after an upgrade of the system's, for instance."""
    try:
        done = subprocess.run([home.python, "-c", "import sys; print(sys.version)"], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return done.stdout.strip() == sys.version.strip()


Installer = Callable[[Path], None]


def _make(home: Home) -> Installer:
    """An empty environment, by the quickest means that this machine has."""
    if shutil.which("uv"):
        run_step(home, "environment", ["uv", "venv", "--quiet", "--python", sys.executable, str(home.venv)])
    else:
        # Debian packs ensurepip apart (python3-venv); with a pip on the system it is not needed.
        without = [] if has_module("ensurepip") else ["--without-pip"]
        if without and not has_module("pip"):
            raise no_installer()
        run_step(home, "environment", [sys.executable, "-m", "venv", *without, str(home.venv)])
    return _installer(home)


def _installer(home: Home) -> Installer:
    """How packages get into the environment; built packages only, so no compiler is ever needed."""

    def install(requirements: Path) -> None:
        locked = ["--require-hashes", "--only-binary", ":all:", "-r", str(requirements)]
        run_step(home, "environment", [*_install_command(home), *locked])

    return install


def _install_command(home: Home) -> list[str]:
    if shutil.which("uv"):
        return ["uv", "pip", "install", "--quiet", "--python", str(home.python)]
    quiet = ["install", "--quiet", "--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    if list(home.venv.glob("lib/python3*/site-packages/pip")):
        return [str(home.python), "-m", "pip", *quiet]
    if has_module("pip"):
        return [sys.executable, "-m", "pip", "--python", str(home.python), *quiet]
    raise no_installer()


def has_module(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def no_installer() -> Trouble:
    return Trouble(
        "This Python cannot install packages: it comes without venv and pip, as Debian packs them apart.",
        way_out="Install one of them and run again: `apt install python3-venv` as root, or uv as an ordinary user.",
    )

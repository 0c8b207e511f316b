"""Commands at the person's terminal: tests, checks and management commands, with the services beneath them."""

import secrets
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from peakos.up import address, application, environment
from peakos.up.home import CHECKOUT, Home
from peakos.up.messages import say
from peakos.up.running import ready_environment
from peakos.up.scratch import make_scratch
from peakos.up.single import find_holder
from peakos.up.stores import Stores
from peakos.up.variables import demo_variables, product_variables
from peakos.up.variables import environment as child_environment


@contextmanager
def open_services(home: Home, packages: str, *, in_memory: bool = False) -> Iterator[dict[str, str]]:
    """Packages, PostgreSQL and Redis for the time of a command: gives the product's variables."""
    ready_environment(home, packages)
    stores = Stores(make_scratch(home) if in_memory else home)
    try:
        stores.open()
        yield product_variables(home, stores)
    finally:
        stores.close()


def execute(command: list[str], variables: dict[str, str]) -> int:
    """Run a command at the terminal. Ctrl-C is the command's own affair; being ended is passed on to it."""
    child = subprocess.Popen(command, cwd=CHECKOUT, env=variables)

    def pass_on(number: int, _frame: FrameType | None) -> None:
        if number != signal.SIGINT:
            child.send_signal(number)

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(number, pass_on) for number in numbers]
    try:
        code = child.wait()
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
    return code if code >= 0 else 128 - code


PLAIN_STATIC = {"PEAKOS_PLAIN_STATIC": "1"}  # straight from static/: nothing has been collected for tests and benchmarks


def manage(home: Home, words: list[str]) -> int:
    """Any management command, on the data of `make run`."""
    running = find_holder(home)
    port = running.port if running else address.read_port()
    with open_services(home, environment.RUN) as own:
        own["PEAKOS_BASE_URL"] = address.url(port).rstrip("/")  # where the links that it prints lead
        variables = child_environment(home, own, demo_variables())
        return execute(application.manage(home, *words), variables)


def test(home: Home, words: list[str]) -> int:
    """The whole suite on real services, in databases of its own."""
    with open_services(home, environment.DEV, in_memory=True) as own:
        variables = child_environment(home, own, PLAIN_STATIC)
        return execute([str(home.python), "-m", "pytest", "-n", "2", *words], variables)


def bench(home: Home, words: list[str]) -> int:
    """The measurements."""
    with open_services(home, environment.DEV) as own:
        return execute([str(home.python), "-m", "benchmarks", *words], child_environment(home, own, PLAIN_STATIC))


PRODUCTION = {
    "DEBUG": "0",
    "SECRET_KEY": secrets.token_urlsafe(48),
    "PEAKOS_INSECURE_HTTP": "0",
    "ALLOWED_HOSTS": "peakos.example",
    "CSRF_TRUSTED_ORIGINS": "https://peakos.example",
    "BEHIND_TLS_PROXY": "1",
}


def lint(home: Home, _words: list[str]) -> int:
    """Every check that needs no test: all are run, and all that failed are named at the end."""
    with open_services(home, environment.DEV) as own:
        variables = child_environment(home, own)
        failed = []
        for name, command in checks(home).items():
            say(f"--- {name}")
            production = PRODUCTION if name == "deployment" else {}
            if execute(command, variables | production):
                failed.append(name)
    say(f"\nFailed: {', '.join(failed)}." if failed else "\nAll static checks passed.")
    return 1 if failed else 0


def checks(home: Home) -> dict[str, list[str]]:
    """The static checks by name."""
    python = [str(home.python), "-m"]
    templates = sorted(str(path) for path in (CHECKOUT / "templates").rglob("*.html"))
    return {
        "style": [*python, "ruff", "check", "."],
        "format": [*python, "ruff", "format", "--check", "."],
        "templates": [str(home.venv / "bin" / "djade"), "--check", "--target-version", "5.2", *templates],
        "imports": [str(home.venv / "bin" / "lint-imports")],
        "types": [*python, "mypy", "."],
        "deployment": application.manage(home, "check", "--deploy", "--fail-level", "WARNING"),
        "migrations": application.manage(home, "makemigrations", "--check", "--dry-run"),
        "scripts": ["bash", "-n", ".ci/run"],
        "compose": [
            *python, "check_jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml",
        ],
    }  # fmt: skip

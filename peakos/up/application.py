"""The product itself: its steps before a start, and the commands of web, worker and beat."""

import hashlib
import signal
from pathlib import Path

from peakos.up import address, environment, processes
from peakos.up.home import CHECKOUT, Home, write_whole
from peakos.up.interruption import wait_until
from peakos.up.messages import Trouble, step, tail
from peakos.up.program import Program
from peakos.up.steps import run_step

NAMES = ("beat", "web", "worker")
STEPS = ("migrate", "static", "demo")
WEB_SECONDS = 60
# Pages that listen for news stay open for ever; at the end they are cut off after this.
GRACEFUL_SECONDS = 3


def manage(home: Home, *words: str) -> list[str]:
    """The command line of a management command."""
    return [str(home.python), "manage.py", *words]


def migrate(home: Home, variables: dict[str, str]) -> None:
    step("database", "bringing its tables up to date")
    run_step(home, "migrate", manage(home, "migrate", "--noinput"), environment=variables)


def collect_static(home: Home, variables: dict[str, str]) -> None:
    """Styles and scripts, named by their content and compressed: again only when something changed."""
    note, current = home.run / "static", static_fingerprint()
    if note.exists() and note.read_text() == current:
        return
    note.unlink(missing_ok=True)
    step("pages", "compressing styles and scripts")
    run_step(home, "static", manage(home, "collectstatic", "--noinput", "--clear"), environment=variables)
    write_whole(note, current)


def static_fingerprint(static: Path = CHECKOUT / "static") -> str:
    """What the collected files are made from: our own, and those of the packages."""
    digest = hashlib.sha256(environment.fingerprint(environment.RUN).encode())
    for path in sorted(path for path in static.rglob("*") if path.is_file()):
        digest.update(str(path.relative_to(static)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def build_demo(home: Home, variables: dict[str, str]) -> None:
    """The demo company, unless it is there; its progress is passed on line by line."""

    def pass_on(line: str) -> None:
        head, _, news = line.partition("demo: ")
        if news and not head:
            step("demo", news)

    run_step(home, "demo", manage(home, "build_demo"), environment=variables, each_line=pass_on)


def programs(home: Home, variables: dict[str, str], port: int, *, is_shown: bool = False) -> list[Program]:
    """Web, worker and beat, in the order of their start."""
    commands = {"web": web_command(home, port, is_shown), "worker": worker_command(home), "beat": beat_command(home)}
    firmly = {"worker": signal.SIGQUIT}
    return [
        Program(name, command, variables, home, is_shown=is_shown, firmly=firmly.get(name, signal.SIGKILL))
        for name, command in commands.items()
    ]


def web_command(home: Home, port: int, is_talkative: bool) -> list[str]:
    command = [str(home.python), "-m", "uvicorn", "peakos.asgi:application", "--host", address.HOST]
    command += ["--port", str(port), "--no-proxy-headers", "--timeout-graceful-shutdown", str(GRACEFUL_SECONDS)]
    return command if is_talkative else [*command, "--log-level", "warning", "--no-access-log"]


def worker_command(home: Home) -> list[str]:
    # Celery's processes share their queues through POSIX shared memory; without it, threads do.
    pool = "prefork" if processes.has_shared_memory() else "threads"
    command = [str(home.python), "-m", "celery", "-A", "peakos.celery", "worker", "--loglevel", "INFO"]
    return [*command, "--pool", pool, "--concurrency", "2", "--without-gossip", "--without-mingle"]


def beat_command(home: Home) -> list[str]:
    command = [str(home.python), "-m", "celery", "-A", "peakos.celery", "beat", "--loglevel", "INFO", "--pidfile", ""]
    return [*command, "-s", str(home.beat / "schedule")]


def wait_for_web(web: Program, port: int) -> None:
    """Until the first page can be had, or the reason why not."""
    serving = wait_until(lambda: not web.is_alive or address.is_serving(port), WEB_SECONDS, pause=0.1)
    if not serving or not web.is_alive:
        raise Trouble("The web server did not start. Its last words:", tail=tail(web.log), log=web.log)

"""`make run` and `make dev`: everything started in order under one supervisor, and stopped in the reverse order."""

import time

from peakos.up import address, application, environment, reloading
from peakos.up.disk import FIRST_START_MB, LATER_START_MB, require_room
from peakos.up.home import Home
from peakos.up.interruption import Interrupted, interruption
from peakos.up.messages import say, step
from peakos.up.program import stop_orphans
from peakos.up.single import only_one
from peakos.up.steps import stop_orphan
from peakos.up.stores import Stores
from peakos.up.supervisor import Supervisor
from peakos.up.variables import demo_variables, product_variables
from peakos.up.variables import environment as child_environment


def run(home: Home, _words: list[str]) -> int:
    """The product with its demo company, until Ctrl-C."""
    return _serve(home, is_development=False)


def dev(home: Home, _words: list[str]) -> int:
    """The same from the sources: with their output on the screen, begun again whenever a file changes."""
    return _serve(home, is_development=True)


def _serve(home: Home, *, is_development: bool) -> int:
    port = address.read_port()
    with only_one(home, port):
        say(f"Peak OS, with its state in {home.root}")
        stop_left_behind(home)
        address.require_free(port)
        ready_environment(home, environment.DEV if is_development else environment.RUN)
        stores = Stores(home)
        supervisor = Supervisor(gives_up=not is_development)
        try:
            _start(home, stores, supervisor, port, is_development=is_development)
        except Interrupted:
            say("\nStopping. Ctrl-C once more ends everything at once.")
        finally:
            supervisor.stop_application(keep=stores.servers)
            stores.close()
    say("Stopped; PostgreSQL and Redis run on until `make stop`." if stores.is_kept else "Stopped.")
    return 0


def stop_left_behind(home: Home) -> None:
    """What a killed launcher of this home still has at work."""
    for name in application.STEPS:
        stop_orphan(home, name)
    stop_orphans(home, application.NAMES)


def ready_environment(home: Home, packages: str) -> None:
    """The packages, after a look at the room on the disk."""
    is_first = not environment.is_ready(home, packages)
    require_room(home.root, FIRST_START_MB if is_first else LATER_START_MB)
    environment.ensure(home, packages)


def _start(home: Home, stores: Stores, supervisor: Supervisor, port: int, *, is_development: bool) -> None:
    open_stores(stores)
    for server in stores.servers:
        supervisor.watch_over(server)
    own = product_variables(home, stores) | {"PEAKOS_BASE_URL": address.url(port).rstrip("/")}
    variables = child_environment(home, own, demo_variables(is_debug=is_development))
    application.migrate(home, variables)
    if not is_development:
        application.collect_static(home, variables)
    application.build_demo(home, variables)
    programs = application.programs(home, variables, port, is_shown=is_development)
    for program in programs:
        step(program.name, "starting")
        supervisor.start(program)
    application.wait_for_web(programs[0], port)
    _welcome(port)
    if is_development:
        supervisor.watch(reloading.restart_on_change(supervisor, programs))
    supervisor.watch()


def open_stores(stores: Stores) -> None:
    """PostgreSQL and Redis, each with a line that says which."""
    started = time.monotonic()
    stores.open()
    for name, server in (("PostgreSQL", stores.postgres), ("Redis", stores.redis)):
        where = f"{server} after {time.monotonic() - started:.1f} s" if server else "yours, as set in the environment"
        step(name, where)
    interruption.check()


def _welcome(port: int) -> None:
    where = address.url(port)
    say(f"\nPeak OS is ready: {where}")
    say(f"Sign in with one click as Marta Lindqvist (leader), Ines Carvalho (team lead) and others: {where}demo/")
    say("Ctrl-C stops everything.\n")

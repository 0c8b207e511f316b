"""The commands around the product: keep the services up, print how to reach them, stop what runs."""

import shlex

from peakos.up import environment
from peakos.up.home import Home
from peakos.up.messages import say, step
from peakos.up.stores import Stores
from peakos.up.variables import product_variables


def services(home: Home, _words: list[str]) -> int:
    """Start PostgreSQL and Redis, and leave them running in the background."""
    environment.ensure(home, environment.RUN)
    stores = Stores(home)
    stores.open()
    stores.keep()
    for server in stores.servers:
        step(server.name, "answers")
    stores.close()
    say('They run until `make stop`. In a shell: eval "$(python3 -m peakos.up env)"')
    return 0


def env(home: Home, _words: list[str]) -> int:
    """Print the product's variables for a shell to evaluate."""
    for name, value in product_variables(home, Stores(home)).items():
        print(f"export {name}={shlex.quote(value)}")
    return 0


def stop(home: Home, _words: list[str]) -> int:
    """Stop the services that were asked to stay, as soon as nobody uses them."""
    stores = Stores(home)
    stores.stop_keeping()
    stores.close()
    say("Still in use by another launcher; they stop when it does." if stores.is_held else "Stopped.")
    return 0

"""The environment variables through which the launcher tells the product's settings where everything is."""

import os

from peakos.up.home import CHECKOUT, Home
from peakos.up.stores import Stores

# What a person may set beforehand; everything else below is the launcher's to say.
OVERRIDABLE = ("EMAIL_URL", "ALLOWED_HOSTS", "SECRET_KEY")


def product_variables(home: Home, stores: Stores) -> dict[str, str]:
    """What every command of the product gets, tests included."""
    variables = {
        "DJANGO_SETTINGS_MODULE": "peakos.settings",
        "DATABASE_URL": stores.database_url,
        "REDIS_URL": stores.redis_url,
        "SECRET_KEY": stores.secrets["secret_key"],
        "PEAKOS_HOME": str(home.root),
        "PEAKOS_STATIC_ROOT": str(home.static),
        "PEAKOS_INSECURE_HTTP": "1",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "EMAIL_URL": f"filemail:///{home.mail}",  # one slash more than it seems: the path after it is absolute
        "DEBUG": "0",
        "CELERY_SKIP_CHECKS": "1",  # `migrate` has just checked the whole project; the worker and beat need not again
    }
    return variables | {name: os.environ[name] for name in OVERRIDABLE if os.environ.get(name)}


def demo_variables(*, is_debug: bool = False) -> dict[str, str]:
    """What `make run` and `make dev` add: one-click sign-in, on this machine only."""
    return {"PEAKOS_DEMO": "1", "DEBUG": "1" if is_debug else "0"}


def environment(home: Home, *variables: dict[str, str]) -> dict[str, str]:
    """A child's whole environment: the person's own, the environment's tools first, and the product's variables.

    What one process has compiled is kept for the many that follow it, also where the person's own are told to keep nothing.
    """
    whole = dict(os.environ)
    for name in ("PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "__PYVENV_LAUNCHER__", "MAKEFLAGS", "MFLAGS", "MAKELEVEL"):
        whole.pop(name, None)
    for more in variables:
        whole |= more
    whole |= {
        "PATH": f"{home.venv / 'bin'}{os.pathsep}{whole.get('PATH', '')}",
        "VIRTUAL_ENV": str(home.venv),
        "PYTHONPATH": str(CHECKOUT),
        "PYTHONUNBUFFERED": "1",
    }
    return whole

"""The ASGI door: what `make run` serves, and live streams in production."""

import os

from django.core.asgi import get_asgi_application
from django.db import connections

from organizations.uploads import DropTooLarge

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peakos.settings")

django = get_asgi_application()
# Here each request has a thread of its own, so a connection that is kept after it is of use to nobody, and waits to be swept up.
connections.settings["default"]["CONN_MAX_AGE"] = 0

from rhythm.live.door import LiveDoor  # noqa: E402  rooms can be imported now, and not before

application = DropTooLarge(LiveDoor(django))

"""The ASGI door: what `make run` serves, and live streams in production."""

import os

from django.core.asgi import get_asgi_application

from organizations.uploads import DropTooLarge

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peakos.settings")

django = get_asgi_application()  # before the rooms below can be imported

from rhythm.live.door import LiveDoor  # noqa: E402

application = DropTooLarge(LiveDoor(django))

"""The ASGI door: what `make run` serves, and live streams in production."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peakos.settings")

application = get_asgi_application()

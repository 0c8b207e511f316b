"""The WSGI door: pages in production, where a page costs half of what it does under ASGI."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peakos.settings")

application = get_wsgi_application()

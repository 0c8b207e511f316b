"""The ASGI door: what `make run` serves, and live streams in production.

Everything is answered by Django in threads, as under WSGI, so that database connections and their plans are kept from page to
page; under Django's own ASGI handler each request has a thread and a connection of its own. Only the streams of running meetings
live in the loop (docs/decisions/0010).
"""

import gc
import os
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peakos.settings")

THREADS = 8  # pages answered at once, each with a database connection of its own

pages = WSGIMiddleware(cast(Any, get_wsgi_application()), workers=THREADS)

from django.urls import get_resolver  # noqa: E402

from organizations.uploads import DropTooLarge  # noqa: E402  rooms can be imported now, and not before
from rhythm.live.door import LiveDoor  # noqa: E402

application = DropTooLarge(LiveDoor(pages))

get_resolver().url_patterns  # noqa: B018  every room is loaded now, not while the first reader waits
gc.collect()
gc.freeze()  # what stays for good is not looked through again: a full collection stops every stream for as long as it takes
gc.set_threshold(10_000, 20, 50)

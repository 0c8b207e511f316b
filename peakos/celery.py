"""The alarm clock: the Celery app. What must happen is a row in PostgreSQL; a task only says "look now"."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peakos.settings")

app = Celery("peakos")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.set_default()
app.autodiscover_tasks()

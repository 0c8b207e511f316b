"""The alarm clock: the Celery app. What must happen is a row in PostgreSQL; a task only says "look now"."""

import os

from celery import Celery

from peakos.schedule import beat_schedule

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peakos.settings")

app = Celery("peakos")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = beat_schedule()
app.set_default()
app.autodiscover_tasks()
app.autodiscover_tasks(["peakos.bundles"])

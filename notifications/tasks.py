"""Doors for the worker: the postman's round."""

from __future__ import annotations

import time

from celery import shared_task
from django.utils import timezone

from notifications import mail

RUN_SECONDS = 100


@shared_task(name="notifications.tasks.send_deliveries")
def send_deliveries() -> None:
    """Send until nothing is due."""
    ends = time.monotonic() + RUN_SECONDS
    while time.monotonic() < ends and mail.send_some(clock=timezone.now):
        pass

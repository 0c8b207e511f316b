"""Doors for the worker: the postman's round, the messages to chats, and the daily messages."""

from __future__ import annotations

import time

from celery import shared_task
from django.utils import timezone

from notifications import chat, mail, rounds

RUN_SECONDS = 100


@shared_task(name="notifications.tasks.send_deliveries")
def send_deliveries() -> None:
    """Send until nothing is due."""
    ends = time.monotonic() + RUN_SECONDS
    while time.monotonic() < ends and mail.send_some(clock=timezone.now):
        pass


@shared_task(name="notifications.tasks.send_to_chats")
def send_to_chats() -> None:
    """Send until nothing is due."""
    ends = time.monotonic() + RUN_SECONDS
    while time.monotonic() < ends and chat.send_one(clock=timezone.now):
        pass


@shared_task(name="notifications.tasks.go_the_rounds")
def go_the_rounds() -> None:
    """Write the message of the day for everybody whose hour has come."""
    ends = time.monotonic() + RUN_SECONDS
    while time.monotonic() < ends and rounds.plan_missing(now=timezone.now()) == rounds.PLANNED_AT_ONCE:
        pass
    while time.monotonic() < ends and rounds.go_to_one(now=timezone.now()):
        pass


@shared_task(name="notifications.tasks.remind_chats")
def remind_chats() -> None:
    """Tell each chat that wants it what falls due in its team today."""
    chat.remind_all(now=timezone.now())

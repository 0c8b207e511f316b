"""The messenger to chats: claims a waiting message, calls its address, notes the answer; and the reminders of the morning."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F, Q

from notifications import safe_http
from notifications.actions.chats import queue_message
from notifications.chat_forms import body_of
from notifications.digests import team_sources
from notifications.mail import claim, message_id, pause_after
from notifications.models import Channel, ChatHook, Delivery, DeliveryState
from notifications.secrets import unseal
from organizations.measures import clock_of
from organizations.tenancy import in_organization

MOST_ATTEMPTS = 8  # about two hours
STOPPED_AFTER = 5  # messages given up on, one after the other
HOURS = range(8, 18)  # of the organization's own clock, from Monday to Friday
FORGOTTEN = "The address cannot be read any more: the installation has another key. Connect the chat anew."

log = structlog.get_logger()


def send_one(*, clock: Callable[[], datetime]) -> bool:
    """Send the message that is due first; whether there was one. Neither the log nor the row has the address."""
    delivery = claim(now=clock(), channel=Channel.CHAT)
    if delivery is None:
        return False
    hook = ChatHook.everywhere.filter(pk=delivery.hook_id).first()
    problem, is_final = call(hook, delivery) if hook else ("The chat is not connected any more.", True)
    if problem:
        note_failure(delivery, problem, is_final or delivery.attempt_count >= MOST_ATTEMPTS, now=clock())
    else:
        note(delivery, state=DeliveryState.SENT, sent_at=clock(), last_error="")
        ChatHook.everywhere.filter(pk=delivery.hook_id, failed_count__gt=0).update(failed_count=0)
    return True


def call(hook: ChatHook, delivery: Delivery) -> tuple[str, bool]:
    """What went wrong, "" for nothing, and whether trying again cannot help."""
    url = unseal(hook.sealed_url)
    if url is None:
        return FORGOTTEN, True
    headers = {"Content-Type": "application/json", "User-Agent": "PeakOS", "Idempotency-Key": message_id(delivery).strip("<>")}
    try:
        answer = safe_http.post(url, body_of(hook.kind, json.loads(delivery.text), delivery.key), headers)
    except safe_http.Unsafe as problem:
        return str(problem), True
    except safe_http.NoAnswer as problem:
        return str(problem), False
    if answer.is_taken:
        return "", False
    is_for_good = 300 <= answer.status < 500 and answer.status not in {408, 425, 429}
    return f"The host answered {answer.status}: {' '.join(answer.text.split())[:200]}", is_for_good


def note_failure(delivery: Delivery, problem: str, is_over: bool, *, now: datetime) -> None:
    log.warning("chat refused", delivery=delivery.pk, is_over=is_over, problem=problem)
    note(
        delivery,
        state=DeliveryState.FAILED if is_over else DeliveryState.WAITING,
        next_attempt_at=now + pause_after(delivery.attempt_count),
        last_error=problem[:1000],
    )
    if is_over:
        hook = ChatHook.everywhere.filter(pk=delivery.hook_id)
        hook.update(failed_count=F("failed_count") + 1)
        hook.filter(failed_count__gte=STOPPED_AFTER, stopped_at=None).update(stopped_at=now)


def note(delivery: Delivery, **fields: datetime | str) -> None:
    """Only while it waits: a late word about a message that is settled changes nothing."""
    Delivery.everywhere.filter(pk=delivery.pk, state=DeliveryState.WAITING).update(**fields)


def remind_all(*, now: datetime) -> int:
    """Tell each chat that wants it what falls due today, once on each working day of its organization; how many."""
    hooks = ChatHook.everywhere.filter(reminders=True, stopped_at=None).select_related("organization").order_by("pk")
    return sum(remind(hook.pk, today, now) for hook in hooks if (today := day_at_work(hook, now)) and hook.reminded_on != today)


def day_at_work(hook: ChatHook, now: datetime) -> date | None:
    """The organization's day, if it is a working hour there."""
    clock = clock_of(hook.organization.timezone, now)
    return clock.date() if clock.hour in HOURS and clock.weekday() < 5 else None


def remind(pk: int, today: date, now: datetime) -> bool:
    """The claim, what is said and the message are one transaction."""
    with transaction.atomic():
        is_free = Q(reminded_on=None) | Q(reminded_on__lt=today)
        free = ChatHook.everywhere.filter(is_free, pk=pk).select_for_update(skip_locked=True, of=("self",))
        hook: Any = free.select_related("organization", "team").first()
        if hook is None:
            return False
        with in_organization(hook.organization):
            lines = [line for source in team_sources for line in source(hook.team, now)]
            if lines:
                whose = hook.team.name if hook.team else hook.organization.name
                path = f"/{hook.organization.slug}/"
                queue_message(hook, key=f"day/{today}", title=f"Today at {whose}", lines=lines, path=path, now=now)
            hook.reminded_on = today
            hook.save(update_fields=["reminded_on"])
        return True

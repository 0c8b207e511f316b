"""Is the product alive, and is it ready: two answers in JSON for whoever watches it; ages and yes or no, no names and no data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from celery import current_app
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import InterfaceError, OperationalError
from django.db.models import F, Min, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError as BrokerAway
from redis.exceptions import RedisError

from notifications.models import Delivery, DeliveryState
from organizations.models import Event, JobRun

log = structlog.get_logger()

LATE_AFTER = timedelta(minutes=5)  # an event without its reactions, a message that nobody sends
SILENT_AFTER = timedelta(minutes=1)  # no tick of the clock (`beat`)
AWAY = (OperationalError, InterfaceError, RedisError, BrokerAway, OSError)


@login_not_required
@never_cache
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"alive": True})


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Everything that a page or a reminder needs is there and keeps up: 200, else 503 with what does not."""
    now = timezone.now()
    problems = [name for name, check in CHECKS.items() if not passes(name, check, now)]
    return JsonResponse({"ready": not problems, "problems": problems}, status=503 if problems else 200)


def passes(name: str, check: Callable[[datetime], bool], now: datetime) -> bool:
    try:
        return check(now)
    except AWAY as problem:
        log.warning("not ready", check=name, problem=str(problem))
        return False


def events_keep_up(now: datetime) -> bool:
    """Reads the database too, so that a database that is away shows here and in `messages_keep_up`."""
    return age(Event.everywhere.filter(reacted_at=None), Coalesce("next_attempt_at", "at"), now) < LATE_AFTER


def messages_keep_up(now: datetime) -> bool:
    return age(Delivery.everywhere.filter(state=DeliveryState.WAITING), F("next_attempt_at"), now) < LATE_AFTER


def age(rows: QuerySet[Event] | QuerySet[Delivery], due: F | Coalesce, now: datetime) -> timedelta:
    """How long the oldest of the rows has been due."""
    oldest: datetime | None = rows.aggregate(oldest=Min(due))["oldest"]
    return max(now - oldest, timedelta(0)) if oldest else timedelta(0)


def clock_ticks(now: datetime) -> bool:
    last = JobRun.objects.filter(job="tick").order_by("-started_at").values_list("started_at", flat=True).first()
    return last is not None and now - last < SILENT_AFTER


def cache_answers(now: datetime) -> bool:
    cache.set("readyz", "here", timeout=10)
    return bool(cache.get("readyz") == "here")


def broker_answers(now: datetime) -> bool:
    with current_app.connection_for_write() as connection:
        connection.ensure_connection(max_retries=1, timeout=2)
        return True


CHECKS: dict[str, Callable[[datetime], bool]] = {
    "events": events_keep_up,
    "messages": messages_keep_up,
    "clock": clock_ticks,
    "cache": cache_answers,
    "broker": broker_answers,
}

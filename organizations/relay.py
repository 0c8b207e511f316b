"""The relay: takes each new line of the logbook to the reactions of the rooms above, once, whatever is killed meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta

import pghistory
import structlog
from django.db import models, transaction
from django.db.models import Q

from organizations.logbook import reactions
from organizations.models import Event
from organizations.tenancy import in_organization

MOST_ATTEMPTS = 10  # then the line is parked: it stands in nobody's way, and /readyz shows its age
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)
UNHEARD_AT_ONCE = 1000

log = structlog.get_logger()


def relay_one(*, now: datetime) -> bool:
    """Run the reactions to the oldest line that is due; whether there was one."""
    event_id = _claim(now)
    if event_id is not None:
        _react(event_id, now)
    return event_id is not None


def pass_over_unheard(*, now: datetime) -> int:
    """Mark the lines that no room reacts to, many at once; how many they were."""
    unheard = Event.everywhere.filter(reacted_at=None).exclude(name__in=list(reactions)).order_by("pk")
    with transaction.atomic():
        ids = list(unheard.select_for_update(skip_locked=True).values_list("pk", flat=True)[:UNHEARD_AT_ONCE])
        return Event.everywhere.filter(pk__in=ids).update(reacted_at=now)


def parked() -> models.QuerySet[Event]:
    """Lines that were given up on, of all organizations."""
    return Event.everywhere.filter(reacted_at=None, attempt_count__gte=MOST_ATTEMPTS)


def unpark_events() -> int:
    """Have the relay try again what it gave up on, once the cause is gone; how many lines."""
    return parked().update(attempt_count=0, next_attempt_at=None)


def pause_after(attempt_count: int) -> timedelta:
    """How long a line waits after its nth attempt."""
    return min(FIRST_PAUSE * (1 << (attempt_count - 1)), LONGEST_PAUSE)


def _claim(now: datetime) -> int | None:
    """Count the attempt before it is made, so that a line that kills its worker is not the first to be tried by the next."""
    is_due = Q(next_attempt_at=None) | Q(next_attempt_at__lte=now)
    waiting = Event.everywhere.filter(is_due, reacted_at=None, attempt_count__lt=MOST_ATTEMPTS).order_by("pk")
    with transaction.atomic():
        event = waiting.select_for_update(skip_locked=True).only("pk", "attempt_count").first()
        if event is None:
            return None
        attempt_count = event.attempt_count + 1
        Event.everywhere.filter(pk=event.pk).update(attempt_count=attempt_count, next_attempt_at=now + pause_after(attempt_count))
        return int(event.pk)


def _react(event_id: int, now: datetime) -> None:
    """All reactions and the mark that they ran, in one transaction that nobody else is in for this line."""
    with transaction.atomic():
        event = Event.everywhere.select_for_update(skip_locked=True).filter(pk=event_id, reacted_at=None).first()
        if event is None:
            return
        try:
            with transaction.atomic():
                _run_reactions(event, now)
        except Exception as problem:
            if transaction.get_connection().needs_rollback:  # the connection is gone: nothing can be noted down
                raise
            log.exception("a reaction failed", line=event.pk, name=event.name, attempt=event.attempt_count)
            _note(event, reacted_at=None, last_error=f"{type(problem).__name__}: {problem}"[:1000])
        else:
            _note(event, reacted_at=now, last_error="")


def _run_reactions(event: Event, now: datetime) -> None:
    with in_organization(event.organization), pghistory.context(verb=f"reaction to {event.name}", by=event.actor_id):
        for reaction in reactions.get(event.name, []):
            reaction(event, now)
        transaction.get_connection().check_constraints()  # a deferred one must fail here, not at the commit


def _note(event: Event, **fields: datetime | str | None) -> None:
    Event.everywhere.filter(pk=event.pk).update(**fields)

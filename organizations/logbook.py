"""The pen and the bell: every verb writes one line with `record`; after commit the bell rings and reactions run from the line, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import pghistory
import structlog
from celery import current_app
from django.db import models, transaction
from kombu.exceptions import OperationalError

from organizations.models import Event, Person
from organizations.tenancy import TenantModel

P = ParamSpec("P")
R = TypeVar("R")
Reaction = Callable[[Event, datetime], None]

log = structlog.get_logger()
reactions: dict[str, list[Reaction]] = {}


def verb(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function a verb: one transaction, whose row history says who (`by=`) and through which verb."""
    name = f"{function.__module__.split('.')[0]}.{function.__name__}"

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        by = kwargs.get("by")
        with transaction.atomic(), pghistory.context(verb=name, by=by.pk if isinstance(by, Person) else None):
            return function(*args, **kwargs)

    return run


def record(name: str, *, by: Person | None, about: TenantModel, now: datetime, **data: Any) -> Event:
    """Write the verb's line in its own transaction, and ring the bell when it is committed.

    `name` is `noun.past`; `about` the row it is about, `data` what a reader of the feed needs to know (JSON).
    """
    event = Event.objects.create(
        organization_id=about.organization_id,
        name=name,
        actor=by,
        at=now,
        about_type=about._meta.label,
        about_id=about.pk,
        about_title=title_of(about),
        data=data,
    )
    connection = transaction.get_connection()
    if ring not in (entry[1] for entry in connection.run_on_commit):  # many lines in one transaction ring once
        transaction.on_commit(ring)
    return event


def title_of(row: models.Model) -> str:
    """The words a feed line shows for a row."""
    return str(row)[:250]


def ring() -> None:
    """Tell a worker that there are new lines. A lost ring costs seconds: the sweeper looks for lines left behind."""
    try:
        current_app.send_task("organizations.tasks.relay_events", retry=False, expires=300)
    except (OperationalError, OSError) as problem:
        log.warning("bell not heard; the sweeper will find the lines", problem=str(problem))


def react_to(*names: str) -> Callable[[Reaction], Reaction]:
    """Register a reaction of a higher room to events of a lower one.

    It runs in the worker, inside the event's organization and in one transaction with all reactions to that event, so it only
    writes rows (notifications, deliveries, roll-ups); it may be tried again after a fault, but takes effect once.
    """

    def register(reaction: Reaction) -> Reaction:
        for name in names:
            reactions.setdefault(name, []).append(reaction)
        return reaction

    return register

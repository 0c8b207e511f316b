"""The pen: every verb writes one line with `record`; after commit the bell rings, and reactions run from the line, once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import pghistory
from django.db import models, transaction

from organizations.bell import ring_after_commit
from organizations.models import Event, Organization, Person
from organizations.tenancy import TenantModel

P = ParamSpec("P")
R = TypeVar("R")
Reaction = Callable[[Event, datetime], None]

RELAY = "organizations.tasks.relay_events"
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


def record(name: str, *, by: Person | None, about: TenantModel | Organization, now: datetime, **data: Any) -> Event:
    """Write the verb's line in its own transaction, and ring the bell when it is committed.

    `name` is `noun.past`; `about` the row it is about, `data` what a reader of the feed needs to know (JSON).
    """
    return record_each(name, [(about, data)], by=by, now=now)[0]


def record_each(
    name: str, lines: Iterable[tuple[TenantModel | Organization, dict[str, Any]]], *, by: Person | None, now: datetime
) -> list[Event]:
    """The same line about several rows, in one statement."""
    events = [
        Event(
            organization_id=about.organization_id,
            name=name,
            actor=by,
            at=now,
            about_type=about._meta.label,
            about_id=about.pk,
            about_title=title_of(about),
            data=data,
        )
        for about, data in lines
    ]
    ring_after_commit(RELAY)
    return Event.objects.bulk_create(events)


def title_of(row: models.Model) -> str:
    """The words a feed line shows for a row; a row that is not everybody's says so itself."""
    return str(getattr(row, "feed_title", row))[:250]


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

"""Verbs: lines of a person are read, one or all of them."""

from __future__ import annotations

from datetime import datetime

from notifications import policy
from notifications.models import Notification
from organizations.logbook import verb
from organizations.models import Person
from organizations.refusals import NotAllowed


@verb
def read_line(*, line: Notification, by: Person, now: datetime) -> None:
    """A second time changes nothing; the logbook keeps what people do, not what they look at."""
    if not policy.may_read_line(by, line):
        raise NotAllowed("Only the person whom it tells marks it as read.")
    Notification.objects.filter(pk=line.pk, read_at=None).update(read_at=now)


@verb
def read_all_lines(*, up_to: int, by: Person, now: datetime) -> int:
    """Those that the reader has seen: none that came while they looked; how many."""
    return Notification.objects.filter(person=by, read_at=None, pk__lte=up_to).update(read_at=now)

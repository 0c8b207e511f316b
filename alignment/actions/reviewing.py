"""Verbs: the reviewer says that a check-in was read."""

from __future__ import annotations

from datetime import datetime

from alignment import policy
from alignment.models import Acknowledgement, CheckIn
from organizations.logbook import record, verb
from organizations.models import Person
from organizations.refusals import NotAllowed
from organizations.verbs import locked


@verb
def acknowledge_check_in(*, check_in: CheckIn, by: Person, now: datetime) -> Acknowledgement:
    """Once for each reader; a second time changes nothing."""
    objective = locked(check_in.objective)
    if not policy.may_acknowledge(by, check_in):
        reader = objective.acknowledger
        raise NotAllowed(
            f"{reader.name} reads this one." if reader else "Nobody is asked to read this one. Write a comment instead."
        )
    acknowledgement: Acknowledgement
    acknowledgement, is_new = Acknowledgement.objects.get_or_create(
        check_in=check_in, person=by, defaults={"organization_id": check_in.organization_id, "at": now}
    )
    if is_new:
        record("check_in.acknowledged", by=by, about=objective, now=now, check_in=check_in.pk)
    return acknowledgement

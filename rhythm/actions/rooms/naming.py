"""Verbs: a promise that was caught without an owner or a day gets them while the room is still together."""

from __future__ import annotations

from datetime import date, datetime

from accountability.actions import amend_commitment
from organizations.logbook import record, verb
from organizations.models import Person
from organizations.refusals import AlreadyClosed, NotAllowed, NotSaid
from organizations.verbs import whom_to_ask
from rhythm.actions.rooms.acts import changed, taken_part_in
from rhythm.models import Capture, CaptureKind


@verb
def complete_promise(
    *, caught: Capture, by: Person, now: datetime, owner: Person | None = None, due_on: date | None = None
) -> Capture:
    """Whose it is and by when, for a promise that lacks it; by who leads, or who typed it. Its owner still agrees to it."""
    run = taken_part_in(caught.meeting, by=by, now=now)
    caught = Capture.objects.select_for_update(of=("self",), no_key=True).select_related("by", "commitment").get(pk=caught.pk)
    if caught.kind != CaptureKind.COMMITMENT or caught.withdrawn_at is not None:
        raise AlreadyClosed("That is no promise any more. Catch it again.")
    if by.pk not in {caught.by_id, run.facilitator_id}:
        raise NotAllowed(f"Ask {whom_to_ask(caught.by, run.facilitator)} to name who does it.")
    owner = owner if caught.owner_id is None else None
    due_on = due_on if caught.due_on is None else None
    if owner is None and due_on is None:
        raise NotSaid("Name who does it, and by when.")
    fields = {name: value for name, value in (("owner", owner), ("due_on", due_on)) if value is not None}
    for name, value in fields.items():
        setattr(caught, name, value)
    caught.agreed_at = now if caught.owner_id == by.pk else None
    caught.save(update_fields=[*fields, "agreed_at"])
    if caught.commitment is not None:
        amend_commitment(commitment=caught.commitment, owner=owner, due_on=due_on, by=None, now=now)
    changed(run, "now", "captured", whose=[pk for pk in (by.pk, caught.owner_id) if pk])
    record("meeting.promise_completed", by=by, about=run.meeting.series, now=now, meeting=run.meeting_id, text=caught.text[:250])
    return caught

"""Verb: how somebody fits a seat, noted by who may read it. It leaves no line in the logbook: everybody reads that.

Who noted what, and when, stands in the row and in its history in the database.
"""

from __future__ import annotations

from datetime import datetime

from accountability import policy
from accountability.actions.seats import check_is_here
from accountability.models import Seat, SeatFit
from organizations.logbook import verb
from organizations.models import Person
from organizations.refusals import NotAllowed, NotSaid
from organizations.verbs import locked

ANSWERS = ("gets_it", "wants_it", "has_capacity")


@verb
def note_fit(
    *,
    seat: Seat,
    person: Person | None,
    by: Person | None,
    now: datetime,
    gets_it: int | None = None,
    wants_it: int | None = None,
    has_capacity: int | None = None,
    note: str = "",
) -> SeatFit | None:
    """Note it, or change what was noted; with nothing said it is taken away."""
    seat = locked(seat)
    if not policy.may_read_fit(by, seat):
        raise NotAllowed("How people fit a seat is between the seat above and the admins.")
    if person is None:
        raise NotSaid("Say who.")
    check_is_here(person)
    said = {"gets_it": gets_it, "wants_it": wants_it, "has_capacity": has_capacity}
    if any(answer is not None and answer not in (1, 2, 3) for answer in said.values()):
        raise NotSaid("Choose no, in part or yes.")
    note = note.strip()
    if len(note) > 1000:
        raise NotSaid(f"Shorten the note to 1,000 characters; it has {len(note)}.")
    if not note and not any(said.values()):
        SeatFit.objects.filter(seat=seat, person=person).delete()
        return None
    row: SeatFit
    row, _ = SeatFit.objects.update_or_create(
        seat=seat,
        person=person,
        defaults={**said, "note": note, "by": by, "at": now, "organization_id": seat.organization_id},
    )
    return row

"""What people hold in this room and can hand over: what they promised, and the seats that they hold or back up."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db.models import F, Q

from accountability.actions.seats import seat_person, unseat
from accountability.models import OPEN_STATES, WAITING_STATES, Commitment, Seat, SeatHolder, SeatPart
from organizations.handing import Change, Kind, changes_hands, owned

owned(
    "commitment", "{Commitments}", "accountability:commitment", model=Commitment, place=20, is_load=True,
    live=lambda: Q(state__in=[*OPEN_STATES, *WAITING_STATES]),
)  # fmt: skip


def seated(people: Any, *, part: SeatPart) -> Any:
    """Open seats in which one of these people has this part today."""
    found = Seat.objects.filter(closed_on=None, holders__person__in=people, holders__part=part, holders__end_on=None)
    return found.annotate(holder=F("holders__person_id"))


def give_seats(things: Sequence[Any], change: Change, *, part: SeatPart) -> None:
    """The place ends for the one and begins for the other; who sits there already does so once."""
    rows = SeatHolder.objects.filter(seat__in=[thing.pk for thing in things], part=part, end_on=None)
    there = set(rows.filter(person=change.taker).values_list("seat_id", flat=True))
    for row in rows.filter(person=change.giver).select_related("seat"):
        if not change.giver_stays:
            unseat(row, change.today)
        if row.seat_id not in there:
            seat_person(row.seat, change.taker, part, change.today)


for name, words, part, place in (
    ("seat", "Seats", SeatPart.HOLDER, 50),
    ("backup", "Seats that they back up", SeatPart.BACKUP, 51),
):
    held, give = partial(seated, part=part), partial(give_seats, part=part)
    changes_hands(Kind(name, words, "accountability:seat", held, give, place=place))

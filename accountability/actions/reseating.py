"""Verbs: what was done to the chart by mistake is taken back: a closing, the end of somebody's time, somebody who was named."""

from __future__ import annotations

from datetime import datetime

from accountability.actions.seats import check_is_here, check_may_draw, held_open, hold_chart
from accountability.models import Seat, SeatHolder
from organizations.logbook import record, verb
from organizations.models import Event, Person
from organizations.models.people import PersonStatus
from organizations.refusals import AlreadyThere, OutOfTurn
from organizations.verbs import day_of, locked


@verb
def reopen_seat(*, seat: Seat, by: Person | None, now: datetime) -> Seat:
    """It is needed after all, and stands where it stood.

    On the day of its closing whoever sat there until then sits there again; later it is vacant until somebody is named.
    """
    hold_chart(seat.organization_id)
    seat = locked(seat)
    check_may_draw(by, seat)
    if seat.closed_on is None:
        raise OutOfTurn(f"The seat “{seat}” is open.")
    if seat.above is not None and seat.above.closed_on is not None:
        raise OutOfTurn(f"“{seat.above}” above it is closed. Open that one first.")
    back = ended_by_closing(seat) if seat.closed_on == day_of(now, seat.organization) else []
    seat.closed_on, seat.closing_reason = None, ""
    seat.save(update_fields=["closed_on", "closing_reason"])
    for holder in back:
        seat_on(holder)
    record("seat.reopened", by=by, about=seat, now=now, people=[holder.person_id for holder in back])
    return seat


@verb
def seat_again(*, holder: SeatHolder, by: Person | None, now: datetime) -> SeatHolder:
    """Their time was ended by mistake: on the same day it goes on as if it had not been."""
    seat = held_open(holder.seat, by)
    holder = locked(holder)
    if holder.end_on != day_of(now, seat.organization):
        raise OutOfTurn(f"The time of {holder.person} was not ended today, so that cannot be taken back. Name them anew.")
    check_is_here(holder.person)
    if SeatHolder.objects.filter(seat=seat, person=holder.person, end_on=None).exists():
        raise AlreadyThere(f"{holder.person} sits there again already.")
    seat_on(holder)
    record("seat.seated_again", by=by, about=seat, now=now, person=holder.person_id, who=holder.person.name, part=holder.part)
    return holder


@verb
def unfill_seat(*, holder: SeatHolder, by: Person | None, now: datetime) -> Seat:
    """They were named by mistake: on the same day it is as if they had not been; the logbook has both."""
    seat = held_open(holder.seat, by)
    holder = locked(holder)
    if holder.end_on is not None or holder.start_on != day_of(now, seat.organization):
        raise OutOfTurn(f"{holder.person} was not named today, so that cannot be taken back. End their time instead.")
    pk, who, part = holder.person_id, holder.person.name, holder.part
    holder.delete()
    record("seat.unfilled", by=by, about=seat, now=now, person=pk, who=who, part=part)
    return seat


def ended_by_closing(seat: Seat) -> list[SeatHolder]:
    """Whose time ended with the seat, as the line of its closing says, and who is still here."""
    line = Event.objects.filter(about_type=Seat._meta.label, about_id=seat.pk, name="seat.closed").order_by("-id").first()
    ended = SeatHolder.objects.filter(seat=seat, pk__in=line.data.get("ended", []) if line else []).exclude(end_on=None)
    return list(ended.exclude(person__status=PersonStatus.INACTIVE).order_by("pk"))


def seat_on(holder: SeatHolder) -> None:
    holder.end_on = None
    holder.save(update_fields=["end_on"])

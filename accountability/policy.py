"""Who may ask, promise, answer and close, draw the chart, and hand over; a person who is None is the product itself."""

from __future__ import annotations

from django.db.models import QuerySet

from accountability.models import WAITING_STATES, Commitment, Seat, SeatHolder, SeatPart
from organizations.models import Person, Team
from organizations.policy import may_act_for, may_lead, may_run, may_write


def may_make_commitment(person: Person | None, owner: Person | None, team: Team | None) -> bool:
    """Everybody for themselves; within a team for each other; leaders for all."""
    return may_act_for(person, owners=[owner.pk if owner else None], teams=[team.pk if team else None])


def may_ask_for_commitment(person: Person | None) -> bool:
    """Anybody who may write: a question is nobody's privilege, and the answer is the doer's."""
    return may_write(person)


def may_see_commitment(person: Person | None, commitment: Commitment) -> bool:
    """Everybody; what is private only its two sides."""
    return not commitment.is_private or is_one_of(person, commitment.owner_id, commitment.asked_by_id, commitment.receiver_id)


def may_answer_commitment(person: Person | None, commitment: Commitment) -> bool:
    """Say yes, no, or another day: nobody but the doer."""
    return is_one_of(person, commitment.owner_id)


def may_settle_ask(person: Person | None, commitment: Commitment) -> bool:
    """Take the day that was offered, ask for another, or take the question back: who asked; a leader in their place, but nobody
    what they offered themselves.
    """
    if commitment.is_private or (person is not None and person.pk == commitment.owner_id):
        return is_one_of(person, commitment.asked_by_id)
    return may_act_for(person, owners=[commitment.asked_by_id])


def may_close_commitment(person: Person | None, commitment: Commitment) -> bool:
    """Done, re-scoped or dropped: the owner, the team, the leaders; what is private its owner, what is only asked for who asks."""
    if commitment.state in WAITING_STATES:
        return may_settle_ask(person, commitment)
    if commitment.is_private:
        return is_one_of(person, commitment.owner_id)
    return may_act_for(person, owners=[commitment.owner_id], teams=[commitment.team_id])


def may_confirm_commitment(person: Person | None, commitment: Commitment) -> bool:
    """That it is done: for whom it was; a leader in their place, but nobody what they did themselves."""
    if is_one_of(person, commitment.receiver_id):
        return True
    return not commitment.is_private and person is not None and person.pk != commitment.owner_id and may_act_for(person)


def is_one_of(person: Person | None, *people: int | None) -> bool:
    return person is None or (may_write(person) and person.pk in people)


def may_change_below(person: Person | None, above: Seat | None) -> bool:
    """Who arranges what hangs below a seat: whoever holds it, and leaders; the top of the chart is the leaders'."""
    return may_lead(person) or (above is not None and person is not None and may_write(person) and holds(person, above.pk))


def may_add_some_seat(person: Person | None) -> bool:
    """Whoever may arrange something: leaders, and who holds a seat that something can hang below."""
    if may_lead(person) or person is None:
        return True
    return may_write(person) and bool(seats_held(person).exists())


def may_change_seat(person: Person | None, seat: Seat) -> bool:
    """Nobody draws their own seat: whoever holds the one above it does, and leaders."""
    return may_lead(person) or (
        seat.above_id is not None and person is not None and may_write(person) and holds(person, seat.above_id)
    )


def may_read_fit(person: Person | None, seat: Seat) -> bool:
    """How people fit a seat: admins and owners, and whoever holds the seat above. Nobody else, leaders neither."""
    return may_run(person) or (
        seat.above_id is not None and person is not None and may_write(person) and holds(person, seat.above_id)
    )


def holds(person: Person, seat_id: int) -> bool:
    return bool(seats_held(person).filter(seat_id=seat_id).exists())


def seats_held(person: Person) -> QuerySet[SeatHolder]:
    return SeatHolder.objects.filter(person=person, part=SeatPart.HOLDER, end_on=None)


def may_hand_over(person: Person | None, of: Person) -> bool:
    """Everybody what is their own; leaders for everybody who is away or has left."""
    return may_act_for(person, owners=[of.pk])

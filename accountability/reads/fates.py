"""What became of promises, as conditions on many rows: the same as the formulas of `measures.py`, which a test holds them to."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from accountability.measures import AGES, ANSWER_WITHIN, COORDINATION, Fate
from accountability.models import OPEN_STATES, CommitmentState, Seat, SeatHolder, SeatPart
from organizations.models.people import PersonStatus

State = CommitmentState
FIRST = F("original_due_on")
LAST = FIRST + timedelta(days=ANSWER_WITHIN)
GIVEN_UP = [State.RESCOPED, State.CANCELLED]


def fates(today: date) -> dict[Fate, Q]:
    """Each fate; together they are all that was due, and no row has two."""
    due = Q(original_due_on__lt=today)
    broken = Q(state__in=OPEN_STATES) | Q(state__in=GIVEN_UP, closed_on__gt=FIRST)
    return {
        Fate.KEPT: due & Q(state=State.DONE, completed_on__lte=FIRST),
        Fate.LATE: due & Q(state=State.DONE, completed_on__gt=FIRST),
        Fate.TALKED_OVER: due & Q(state=State.RESCOPED, closed_on__lte=FIRST),
        Fate.LET_GO: due & Q(state=State.CANCELLED, closed_on__lte=FIRST),
        Fate.BROKEN: due & broken,
    }


def due(today: date) -> Q:
    """All with a fate."""
    found = Q()
    for condition in fates(today).values():
        found |= condition
    return found


def rescoped(today: date) -> Q:
    return Q(state=State.RESCOPED) & due(today)


def answered(today: date) -> Q:
    """Past its day, and closed within seven days of it."""
    known = fates(today)
    closed = Q(state=State.DONE, completed_on__lte=LAST) | Q(state__in=GIVEN_UP, closed_on__lte=LAST)
    return (known[Fate.LATE] | known[Fate.BROKEN]) & closed


def to_answer(today: date) -> Q:
    """Past its day, and closed, or open for longer than the seven days that it may be."""
    known = fates(today)
    is_over = ~Q(state__in=OPEN_STATES) | Q(original_due_on__lt=today - timedelta(days=ANSWER_WITHIN))
    return (known[Fate.LATE] | known[Fate.BROKEN]) & is_over


def silent(today: date) -> Q:
    before = today - timedelta(days=ANSWER_WITHIN)
    return Q(state__in=OPEN_STATES, due_on__lt=before) & (Q(touched_on=None) | Q(touched_on__lt=before))


def owned() -> Q:
    """With an owner who is here."""
    return Q(owner__isnull=False) & ~Q(owner__status=PersonStatus.INACTIVE)


def seated() -> Q:
    """With an owner who is here and holds a seat."""
    return owned() & Q(Exists(seats_held(OuterRef("owner"))))


def seats_held(person: Any) -> Any:
    """The rows by which somebody, or the owner of a row of another query, holds open seats."""
    return SeatHolder.objects.filter(person=person, part=SeatPart.HOLDER, end_on=None, seat__closed_on=None)


def has_chart() -> bool:
    """Whether any seat is on the chart: before that nobody can hold one, and nobody is told that they do not."""
    return bool(Seat.objects.filter(closed_on=None).exists())


def ages(today: date) -> list[Q]:
    """Open ones in the buckets of AGES, by when they were made."""
    found, above = [], Q()
    for most, _ in AGES:
        upto = Q(created_on__gte=today - timedelta(days=most)) if most is not None else Q()
        found.append(Q(state__in=OPEN_STATES, created_on__isnull=False) & above & upto)
        if most is not None:
            above = Q(created_on__lt=today - timedelta(days=most))
    return found


def kept_by_coordination() -> Q:
    return Q(reason_code__in=COORDINATION)

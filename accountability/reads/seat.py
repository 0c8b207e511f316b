"""Looks: one seat with all that is said of it, its history, and, for the few who may read it, how people fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from accountability.models import Seat, SeatFit, SeatHolder, SeatMetric, SeatPart
from accountability.reads.seats import MOST, Node, nodes_of, say_findings
from organizations.models import Event, Organization, Person
from organizations.policy import may_run
from organizations.verbs import day_of

LINES = 30
DEEDS = {
    "seat.added": "added it",
    "seat.changed": "changed what it says",
    "seat.moved": "moved it",
    "seat.filled": "named {who}",
    "seat.vacated": "ended the time of {who}",
    "seat.measured": "chose its numbers",
    "seat.closed": "closed it",
    "seat.reopened": "opened it again",
    "seat.seated_again": "took back that the time of {who} had ended",
    "seat.unfilled": "took back that {who} was named",
    "thing.handed_over": "handed it over from {former} to {to_name}",
    "thing.came_back": "gave it back to {to_name}",
}
FIT_WORDS = {1: "No", 2: "In part", 3: "Yes"}


@dataclass(frozen=True, slots=True)
class Past:
    """A line of the seat's history."""

    on: date  # in the organization, whose day may have begun already
    actor: Person | None
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class SeatPage:
    """What `accountability/seats/show.html` shows."""

    node: Node
    sitting: Sequence[SeatHolder]
    former: Sequence[SeatHolder]
    metrics: Sequence[SeatMetric]
    below: Sequence[Node]
    history: Sequence[Past]

    @property
    def seat(self) -> Seat:
        return self.node.seat


def seat_page(pk: int) -> SeatPage | None:
    """Eight queries: findings are said with the whole chart in view, for they are about the other seats too."""
    seat = Seat.objects.select_related("team", "above", "organization").filter(pk=pk).first()
    if seat is None:
        return None
    around = Seat.objects.filter(Q(closed_on=None) | Q(pk=pk)).select_related("team").order_by("title", "pk")[:MOST]
    nodes = nodes_of({**{row.pk: row for row in around}, pk: seat}.values())
    if seat.closed_on is None:
        say_findings(nodes)
    rows = list(SeatHolder.objects.filter(seat=seat).select_related("person").order_by("part", "-start_on", "-pk"))
    order = {SeatPart.HOLDER: 0, SeatPart.BACKUP: 1}
    return SeatPage(
        node=nodes[pk],
        sitting=sorted((row for row in rows if row.end_on is None), key=lambda row: order[SeatPart(row.part)]),
        former=[row for row in rows if row.end_on is not None],
        metrics=list(SeatMetric.objects.filter(seat=seat).select_related("metric").order_by("metric__title")),
        below=[node for node in nodes.values() if node.seat.above_id == pk],
        history=history_of(seat),
    )


def history_of(seat: Seat) -> list[Past]:
    lines = Event.objects.filter(about_type=Seat._meta.label, about_id=seat.pk, name__in=DEEDS).select_related("actor")
    return [past(line, seat.organization) for line in lines.order_by("-id")[:LINES]]


def past(line: Event, organization: Organization) -> Past:
    words = DEEDS[line.name].format_map(Blank(line.data))
    return Past(day_of(line.at, organization), line.actor, words, str(line.data.get("reason") or ""))


class Blank(dict[str, Any]):
    """What a line of a former version did not say is left out of its words."""

    def __missing__(self, key: str) -> str:
        return "somebody"


@dataclass(frozen=True, slots=True)
class Fit:
    """A person in a seat, or thought of for it."""

    person: Person
    sits: bool
    row: SeatFit | None
    on: date | None = None  # when it was noted

    @property
    def answers(self) -> list[tuple[str, str]]:
        row = self.row
        asked = (
            ("Gets it", row and row.gets_it),
            ("Wants it", row and row.wants_it),
            ("Has the capacity", row and row.has_capacity),
        )
        return [(label, FIT_WORDS.get(answer or 0, "Not said")) for label, answer in asked]


def fits_of(seats: Sequence[Seat], organization: Organization) -> list[tuple[Seat, list[Fit]]]:
    """The talent map of these seats: who sits in each, and who is thought of for it; two queries."""
    ids = [seat.pk for seat in seats]
    rows = {(row.seat_id, row.person_id): row for row in SeatFit.objects.filter(seat__in=ids).select_related("person", "by")}
    sitting = SeatHolder.objects.filter(seat__in=ids, end_on=None).select_related("person").order_by("part", "pk")
    people: dict[int, dict[int, tuple[Person, bool]]] = {pk: {} for pk in ids}

    def fit(person: Person, sits: bool, row: SeatFit | None) -> Fit:
        return Fit(person, sits, row, day_of(row.at, organization) if row else None)

    for holder in sitting:
        people[holder.seat_id].setdefault(holder.person_id, (holder.person, True))
    for (seat_id, person_id), row in rows.items():
        people[seat_id].setdefault(person_id, (row.person, False))
    return [(seat, [fit(*who, rows.get((seat.pk, pk))) for pk, who in people[seat.pk].items()]) for seat in seats]


def seats_of(person: Person) -> list[SeatHolder]:
    """The open seats that somebody holds, then those that they back up; one query."""
    rows = SeatHolder.objects.filter(person=person, end_on=None, seat__closed_on=None).select_related("seat__team")
    return list(rows.order_by("-part", "seat__title", "pk")[:MOST])


def seats_to_judge(reader: Person) -> list[Seat]:
    """The open seats whose fits this reader may read: all for admins, else those below a seat that they hold."""
    seats = Seat.objects.filter(closed_on=None).select_related("team", "above").order_by("title", "pk")
    if not may_run(reader):
        held = SeatHolder.objects.filter(person=reader, part=SeatPart.HOLDER, end_on=None)
        seats = seats.filter(above__in=held.values("seat"))
    return list(seats[:MOST])

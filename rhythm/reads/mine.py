"""What is one reader's own in a room: their seat, answer, lines and rating, and what was captured with their name on it."""

from __future__ import annotations

from dataclasses import dataclass, field

from organizations.models import Person
from rhythm.models import Attendance, Capture, CaptureKind, PollAnswer, WrittenLine
from rhythm.reads.room import Room


@dataclass(slots=True)
class Mine:
    """The reader's own part of the room's screens."""

    seat: Attendance | None = None
    answer: PollAnswer | None = None  # to the open poll
    lines: list[WrittenLine] = field(default_factory=list)  # of the round of writing under way
    named: list[Capture] = field(default_factory=list)  # promises and decisions with their name on it, newest first

    @property
    def has_hand(self) -> bool:
        return self.seat is not None and self.seat.hand_at is not None

    def is_ready(self, move: int) -> bool:
        return self.seat is not None and self.seat.ready_for == move

    @property
    def unagreed_count(self) -> int:
        return sum(caught.agreed_at is None for caught in self.named if caught.kind == CaptureKind.COMMITMENT)


def mine_of(person: Person, room: Room) -> Mine:
    """At most three queries."""
    mine = Mine(seat=Attendance.objects.filter(meeting=room.meeting, person=person).first())
    if room.answers is not None:
        mine.answer = PollAnswer.objects.filter(poll=room.answers.poll, person=person).first()
    if room.writing is not None and room.writing.shown_at is None:
        mine.lines = list(WrittenLine.objects.filter(writing=room.writing, person=person).order_by("id"))
    mine.named = [caught for caught in reversed(room.captures) if caught.owner_id == person.pk]
    return mine

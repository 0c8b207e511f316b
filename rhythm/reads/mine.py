"""What is one reader's own in a room: their seat, answer, lines and rating, and what was captured with their name on it."""

from __future__ import annotations

from dataclasses import dataclass, field

from organizations.models import Person
from rhythm.models import Attendance, Capture, CaptureKind, Issue, IssueVote, PollAnswer, SegmentKind, WrittenLine
from rhythm.policy import may_vote
from rhythm.reads.queue import VOTES, on_list_of, queue_of
from rhythm.reads.room import Room
from rhythm.reads.scope import scope_of

WITH_A_PART = {SegmentKind.TRIAGE}
MOST_TO_CHOOSE = 40


@dataclass(slots=True)
class Mine:
    """The reader's own part of the room's screens."""

    seat: Attendance | None = None
    answer: PollAnswer | None = None  # to the open poll
    lines: list[WrittenLine] = field(default_factory=list)  # of the round of writing under way
    named: list[Capture] = field(default_factory=list)  # promises and decisions with their name on it, newest first
    kind: str = ""  # of the segment that the room is in
    ballot: list[tuple[Issue, int]] = field(default_factory=list)  # while the room ranks: each issue with the votes given it
    votes_left: int = VOTES
    may_vote: bool = False

    @property
    def template(self) -> str:
        """What stands beside the segment for this reader alone (rhythm/segments/_mine_<kind>.html)."""
        return f"rhythm/segments/_mine_{self.kind if self.kind in WITH_A_PART else 'none'}.html"

    @property
    def has_hand(self) -> bool:
        return self.seat is not None and self.seat.hand_at is not None

    def is_ready(self, move: int) -> bool:
        return self.seat is not None and self.seat.ready_for == move

    @property
    def unagreed_count(self) -> int:
        return sum(caught.agreed_at is None for caught in self.named if caught.kind == CaptureKind.COMMITMENT)


def mine_of(person: Person, room: Room) -> Mine:
    """At most three queries; while the room ranks its issues, four more for the ballot."""
    mine = Mine(seat=Attendance.objects.filter(meeting=room.meeting, person=person).first())
    if room.answers is not None:
        mine.answer = PollAnswer.objects.filter(poll=room.answers.poll, person=person).first()
    if room.writing is not None and room.writing.shown_at is None:
        mine.lines = list(WrittenLine.objects.filter(writing=room.writing, person=person).order_by("id"))
    mine.kind = room.here.segment.kind if room.here else ""
    if mine.kind == SegmentKind.TRIAGE:
        read_ballot(mine, person, room)
    mine.named = [caught for caught in reversed(room.captures) if caught.owner_id == person.pk]
    return mine


def read_ballot(mine: Mine, person: Person, room: Room) -> None:
    """The issues in an order that does not move under the finger: the oldest first, not the one with most votes."""
    mine.may_vote = may_vote(person, room.meeting.series)
    listed = queue_of(room.meeting, on_list_of(scope_of(room.meeting.series)))[:MOST_TO_CHOOSE]
    given = dict(IssueVote.objects.filter(meeting=room.meeting, person=person).values_list("issue_id", "votes"))
    issues = sorted(listed, key=lambda issue: (issue.raised_on or room.today, issue.pk))
    mine.votes_left = max(0, VOTES - sum(given.values()))
    mine.ballot = [(issue, given.get(issue.pk, 0)) for issue in issues]

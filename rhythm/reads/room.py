"""The room of a running meeting as every screen shows it: where it is, its clock, who is here, what is captured and asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q, Sum

from organizations.models import Person
from organizations.verbs import day_of
from rhythm.clock import HERE_SECONDS, Hand, Slot, in_hand, stretch_of, whole
from rhythm.models import (
    AgendaItem,
    Attendance,
    Capture,
    CaptureKind,
    Confidence,
    IssueVote,
    Meeting,
    MeetingRun,
    Poll,
    PollKind,
    Segment,
    Writing,
    WrittenLine,
)

MOST_CHIPS = 40  # faces on a screen; of a larger crowd the count is said


@dataclass(frozen=True, slots=True)
class SegmentLine:
    """A segment on the agenda's rail."""

    segment: Segment
    number: int  # from 1
    hand: Hand
    is_now: bool
    is_past: bool
    open_count: int  # items that wait for a disposition
    item_count: int


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody asked, or here all the same: of a crowd only names are read."""

    person_id: int
    name: str
    key: str
    is_here: bool
    is_ready: bool
    hand_at: datetime | None
    leads: bool
    has_rated: bool

    @property
    def has_hand(self) -> bool:
        return self.hand_at is not None

    @property
    def person(self) -> Person:
        """As much of them as a chip shows."""
        return Person(pk=self.person_id, name=self.name, key=self.key)

    @property
    def word(self) -> str:
        """For the accessible name of the chip."""
        if self.leads:
            return "leads"
        if not self.is_here:
            return "not here yet"
        return "hand raised" if self.has_hand else "ready" if self.is_ready else "following"


@dataclass(frozen=True, slots=True)
class Answers:
    """A poll with what was said: how often each answer, and each concern with its name."""

    poll: Poll
    counts: dict[str, int]
    asked: int  # people who are here
    concerns: list[tuple[Person, str]]

    @property
    def count(self) -> int:
        return sum(self.counts.values())

    @property
    def is_confidence(self) -> bool:
        return self.poll.kind == PollKind.CONFIDENCE

    @property
    def are_shown(self) -> bool:
        """How sure people are is shown when all are in: nobody goes by what the others say."""
        return not self.is_confidence or self.poll.closed_at is not None or self.count >= self.asked

    @property
    def mean(self) -> float | None:
        return mean_of(self.counts) if self.is_confidence and self.count else None

    @property
    def levels(self) -> list[tuple[str, str, int, str]]:
        """Five to one, each with its word, how often it was said, and its tone."""
        tones = {Confidence.ONE: "of", Confidence.TWO: "rk"}
        return [(str(one), str(one.label), self.counts.get(one, 0), tones.get(one, "done")) for one in Confidence]


def mean_of(counts: dict[str, int]) -> float:
    """Of answers one to five."""
    return round(sum(int(answer) * count for answer, count in counts.items()) / sum(counts.values()), 1)


@dataclass(slots=True)
class Room:
    """Everything on the screens of a running meeting that looks the same for everybody."""

    meeting: Meeting
    run: MeetingRun
    now: datetime
    today: date
    segments: list[SegmentLine]
    items: list[AgendaItem]  # of the segment that the room is in
    clock: Hand  # of the whole meeting
    ahead: int  # seconds in hand; below nothing when behind
    seats: list[Seat]
    captures: list[Capture]
    answers: Answers | None = None
    writing: Writing | None = None
    writer_count: int = 0
    written: list[WrittenLine] = field(default_factory=list)  # of everybody, once all is shown
    queue: list[AgendaItem] = field(default_factory=list)  # issues by votes, where the meeting has a segment for them
    votes: dict[int | None, int] = field(default_factory=dict)  # of an issue, by everybody for this meeting

    @property
    def here(self) -> SegmentLine | None:
        return next((line for line in self.segments if line.is_now), None)

    @property
    def item(self) -> AgendaItem | None:
        return next((item for item in self.items if item.pk == self.run.item_id), None)

    @property
    def item_votes(self) -> int:
        item = self.item
        return self.votes.get(item.issue_id, 0) if item else 0

    @property
    def ballot(self) -> list[tuple[AgendaItem, int]]:
        """The issues that wait, each with its votes."""
        return [(item, self.votes.get(item.issue_id, 0)) for item in self.queue]

    @property
    def item_number(self) -> int:
        return next((number for number, item in enumerate(self.items, start=1) if item.pk == self.run.item_id), 0)

    @property
    def item_hand(self) -> Hand | None:
        """The clock of the current issue; None where items share their segment's time."""
        item = self.item
        if item is None or not item.minutes:
            return None
        return slot_of(item).hand(self.stretch, is_running=self.is_running)

    @property
    def hand(self) -> Hand | None:
        """What the large timer shows: the issue's own clock, else the segment's."""
        return self.item_hand or (self.here.hand if self.here else None)

    @property
    def stretch(self) -> int:
        return stretch_of(self.run.stretch_began_at, self.now)

    @property
    def is_running(self) -> bool:
        return self.run.stretch_began_at is not None

    @property
    def is_paused(self) -> bool:
        return not self.is_running and self.run.suspended_at is None and self.run.closed_at is None

    @property
    def state(self) -> str:
        """For the look of the screens: running, paused, broken off or over."""
        if self.run.closed_at is not None:
            return "closed"
        if self.run.suspended_at is not None:
            return "suspended"
        return "running" if self.is_running else "paused"

    @property
    def unsettled_count(self) -> int:
        """Items of the whole meeting that would be carried over if it ended now."""
        return sum(line.open_count for line in self.segments)

    @property
    def unagreed_count(self) -> int:
        """Promises whose owner has not said yes."""
        return sum(caught.kind == CaptureKind.COMMITMENT and caught.agreed_at is None for caught in self.captures)

    @property
    def present(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.is_here]

    @property
    def chips(self) -> list[Seat]:
        """Whose faces are shown: who leads, then raised hands, then who is here, then who is awaited."""
        return sorted(self.seats, key=lambda seat: (not seat.leads, not (seat.is_here and seat.has_hand), not seat.is_here))[
            :MOST_CHIPS
        ]

    @property
    def hands(self) -> list[Seat]:
        """Who is here and wants to speak, first come first."""
        return sorted((seat for seat in self.present if seat.hand_at), key=lambda seat: seat.hand_at or self.now)

    @property
    def unshown_count(self) -> int:
        return max(len(self.seats) - MOST_CHIPS, 0)

    @property
    def ready_count(self) -> int:
        return sum(seat.is_ready for seat in self.present)

    @property
    def unready_count(self) -> int:
        """Who leads is ready when they move on."""
        return sum(not seat.is_ready and not seat.leads for seat in self.present)

    @property
    def rated_count(self) -> int:
        return sum(seat.has_rated for seat in self.seats)

    @property
    def next_segment(self) -> SegmentLine | None:
        here = self.here
        return next((line for line in self.segments if here and line.number == here.number + 1), None)

    @property
    def next_item(self) -> AgendaItem | None:
        """What "next" leads to within the segment: the first one after this that is not settled."""
        rest = self.items[self.item_number :] if self.item_number else self.items
        return next((item for item in rest if not item.disposition), None)


def slot_of(row: Segment | AgendaItem) -> Slot:
    return Slot(row.minutes, row.extra_minutes, row.used_seconds)


def room_of(meeting_id: int, *, now: datetime) -> Room | None:
    """The room, with a bounded number of queries; None while the meeting has not been opened."""
    related = ("meeting__series__team", "meeting__organization", "facilitator", "segment")
    run: MeetingRun | None = MeetingRun.objects.select_related(*related).filter(meeting=meeting_id).first()
    if run is None:
        return None
    meeting = run.meeting
    segments = list(Segment.objects.filter(meeting=meeting).order_by("position"))
    items = list(
        AgendaItem.objects.filter(meeting=meeting)
        .select_related("raised_by", "issue__owner", "issue__raised_by")
        .order_by("position")
    )
    stretch = stretch_of(run.stretch_began_at, now)
    slots = [slot_of(segment) for segment in segments]
    at = next((place for place, segment in enumerate(segments) if segment.pk == run.segment_id), 0)
    is_running = run.stretch_began_at is not None
    captures = Capture.objects.filter(meeting=meeting, withdrawn_at=None).select_related("owner", "by", "decision", "commitment")
    room = Room(
        meeting=meeting,
        run=run,
        now=now,
        today=day_of(now, meeting.organization),
        segments=segment_lines(segments, items, run, stretch),
        items=[item for item in items if item.segment_id == run.segment_id],
        clock=whole(slots, stretch, is_running=is_running),
        ahead=in_hand(slots, at, stretch) if segments else 0,
        seats=seats_of(meeting, run, now),
        captures=list(captures.order_by("id")),
    )
    read_queue(room, items)
    room.answers = answers_of(room)
    read_writing(room)
    return room


def read_queue(room: Room, items: Sequence[AgendaItem]) -> None:
    """Issues that nobody has settled: most votes first, else as they stand on the agenda."""
    waiting = [item for item in items if item.issue_id and item.disposition == ""]
    if waiting:
        counted = IssueVote.objects.filter(meeting=room.meeting).values_list("issue_id").annotate(sum=Sum("votes"))
        room.votes = dict(counted)
    room.queue = sorted(waiting, key=lambda item: -room.votes.get(item.issue_id, 0))


def segment_lines(segments: Sequence[Segment], items: Sequence[AgendaItem], run: MeetingRun, stretch: int) -> list[SegmentLine]:
    at = next((place for place, segment in enumerate(segments) if segment.pk == run.segment_id), len(segments))
    is_running = run.stretch_began_at is not None
    lines = []
    for place, segment in enumerate(segments):
        is_now = place == at
        own = [item for item in items if item.segment_id == segment.pk]
        hand = slot_of(segment).hand(stretch if is_now else 0, is_running=is_now and is_running)
        open_count = sum(not item.disposition for item in own)
        lines.append(SegmentLine(segment, place + 1, hand, is_now, place < at, open_count, len(own)))
    return lines


def seats_of(meeting: Meeting, run: MeetingRun, now: datetime) -> list[Seat]:
    """Who leads first, then by name; who only looked in and went is not listed."""
    edge = now - timedelta(seconds=HERE_SECONDS)
    rows = (
        Attendance.objects.filter(meeting=meeting)
        .filter(Q(is_expected=True) | Q(seen_at__gt=edge) | Q(rating__isnull=False))
        .order_by("person__name", "person_id")
        .values_list("person_id", "person__name", "person__key", "seen_at", "ready_for", "hand_at", "rating")
    )
    seats = [
        Seat(
            person_id=pk,
            name=name,
            key=key,
            is_here=seen_at is not None and seen_at > edge,
            is_ready=ready_for == run.move,
            hand_at=hand_at,
            leads=pk == run.facilitator_id,
            has_rated=rating is not None,
        )
        for pk, name, key, seen_at, ready_for, hand_at, rating in rows
    ]
    return sorted(seats, key=lambda seat: not seat.leads)


def answers_of(room: Room) -> Answers | None:
    """The newest poll: while it is open, and afterwards as long as the room is where it was asked."""
    poll = Poll.objects.filter(meeting=room.meeting).order_by("-id").first()
    place = (room.run.segment_id, room.run.item_id)
    if poll is None or (poll.closed_at and (poll.segment_id, poll.item_id) != place):
        return None
    rows = list(poll.answers.select_related("person").order_by("id"))
    concerns = [(row.person, row.concern) for row in rows if row.concern]
    return Answers(poll, Counter(row.answer for row in rows), max(len(room.present), len(rows)), concerns)


def read_writing(room: Room) -> None:
    """The newest round of writing of the segment; its lines only when they are shown."""
    writing = Writing.objects.filter(meeting=room.meeting, segment=room.run.segment_id).order_by("-id").first()
    if writing is not None:
        room.writing = writing
        room.writer_count = writing.lines.values("person").distinct().count()
        if writing.shown_at is not None:
            room.written = list(writing.lines.select_related("person").order_by("id"))

"""The page of one meeting: what is to come before it, where it is while it runs, and the minutes with what was known then."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, Q, Subquery

from organizations.models import Person
from organizations.verbs import day_of
from rhythm import policy
from rhythm.days import span_of, spent
from rhythm.measures import zone_of
from rhythm.models import (
    AgendaItem,
    Attendance,
    Disposition,
    Meeting,
    MeetingState,
    Message,
    Poll,
    PollAnswer,
    PollKind,
    Segment,
    WrittenLine,
)
from rhythm.people import asked_to
from rhythm.reads.messages import with_counts
from rhythm.reads.minutes import Came, Minutes, carried_words, ended, is_open, minutes_of
from rhythm.reads.room import mean_of
from rhythm.reads.series import short_zone
from rhythm.reads.standing import Standing, known_lines, standings
from rhythm.written import is_in_writing, with_entries

MOST_ITEMS, MOST_PEOPLE, MOST_POLLS, MOST_LINES = 200, 200, 20, 200
MOST_OPEN = 4  # lines of what a segment showed; more is folded
MARKS = {
    Disposition.FINE: "done",
    Disposition.DECIDED: "done",
    Disposition.COMMITTED: "done",
    Disposition.DONE: "done",
    Disposition.ISSUE: "unanswered",
    Disposition.ROUTED: "paused",
    Disposition.PARKED: "paused",
    Disposition.DROPPED: "ended",
    Disposition.CARRIED: "no_update",
}
OPENS_BEFORE = timedelta(minutes=15)
RATINGS_COME_FOR = timedelta(days=1)  # after the close


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One thing that stood on the agenda: how it ended, what was known then, and what is different now."""

    item: AgendaItem
    mark: str
    word: str
    minutes: int
    known: list[dict[str, Any]]
    now: Standing | None  # only where it is another than then
    place: str
    came: list[Came]


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A part of the agenda: minutes planned and used, and what stood on it."""

    segment: Segment
    items: list[ItemRow]
    used: int
    over: int
    known: list[dict[str, Any]]

    @property
    def settled(self) -> list[ItemRow]:
        """What it was about: all but what the room only looked at."""
        return [row for row in self.items if row.item.disposition != Disposition.FINE or row.came]

    @property
    def seen(self) -> list[ItemRow]:
        """What the room looked at and found nothing to do about."""
        return [row for row in self.items if row not in self.settled]

    @property
    def is_folded(self) -> bool:
        return bool(self.seen) or len(self.known) > MOST_OPEN


@dataclass(frozen=True, slots=True)
class PollRow:
    """What the room was asked, and how it answered."""

    question: str
    is_confidence: bool
    counts: dict[str, int]
    concerns: list[Any]

    @property
    def mean(self) -> float | None:
        return mean_of(self.counts) if self.is_confidence and self.counts else None

    @property
    def count(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class WritingRow:
    """What everybody wrote about in silence, once it was shown."""

    question: str
    lines: list[Any]


@dataclass(frozen=True, slots=True)
class Ratings:
    """How it was rated: each by name once all are in, or none will come any more."""

    rows: list[Attendance]
    rated: int
    present: int
    are_shown: bool

    @property
    def notes(self) -> list[Attendance]:
        return [row for row in self.rows if row.rating_note] if self.are_shown else []


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The meeting of the series before or after this one, with its day in the series' own calendar."""

    pk: int
    on: date


@dataclass(slots=True)
class MeetingPage:
    """Everything on the page of a meeting; of one whose minutes are not the reader's, only that it took place."""

    meeting: Meeting
    phase: str  # before | due | running | broken_off | after | elsewhere | missed | skipped
    at: datetime
    at_here: datetime | None
    zone: str
    here: str
    ended_at: datetime | None
    moved_from: date | None
    broken_off_on: date | None
    took: int | None
    over: int | None
    may_read: bool
    may_write: bool = False
    can_open: bool = False  # it is nearly time, and the reader may
    is_open: bool = False  # its minutes may still be put right
    is_in_writing: bool = False
    before: Neighbour | None = None
    after: Neighbour | None = None
    people: list[Any] = field(default_factory=list)
    prepared: int = 0
    agenda: list[SegmentRow] = field(default_factory=list)
    minutes: Minutes = field(default_factory=Minutes)
    polls: list[PollRow] = field(default_factory=list)
    writings: list[WritingRow] = field(default_factory=list)
    messages: list[Any] = field(default_factory=list)
    ratings: Ratings | None = None

    @property
    def is_over(self) -> bool:
        return self.phase in {"after", "elsewhere"}

    @property
    def planned_minutes(self) -> int:
        return sum(row.segment.minutes for row in self.agenda)

    @property
    def present(self) -> list[Any]:
        return [row for row in self.people if row.joined_at]

    @property
    def absent(self) -> list[Any]:
        return [row for row in self.people if not row.joined_at and row.is_expected]

    @property
    def carried(self) -> list[ItemRow]:
        return [row for part in self.agenda for row in part.items if row.item.disposition == Disposition.CARRIED]

    @property
    def lead(self) -> str:
        """1 decision, 2 commitments; 1 issue carried to 24 August."""
        carried = carried_words([row.item for row in self.carried], self.after.on if self.after else None)
        return "; ".join(filter(None, [self.minutes.lead, carried]))


def meeting_page(pk: int, reader: Person, now: datetime) -> MeetingPage | None:
    """One meeting, for one reader, at one moment."""
    related = ("series__team", "series__organizer", "organization", "facilitator", "run__facilitator", "run__segment", "run__item")
    found: Any = Meeting.objects.select_related(*related).annotate(has_entries=with_entries())
    meeting: Meeting | None = found.filter(pk=pk).first()
    if meeting is None:
        return None
    meeting.series.organization = meeting.organization
    page = head_of(meeting, reader, now)
    page.is_in_writing = is_in_writing(meeting)
    if page.is_in_writing:
        return page  # its lines stand on a page of their own
    neighbours(page)
    if not page.may_read:
        return page
    today = day_of(now, meeting.organization)
    page.may_write = policy.may_correct_minutes(reader, meeting.series)
    page.can_open = page.may_write and page.phase in {"before", "due"} and now >= meeting.planned_at - OPENS_BEFORE
    page.is_open = page.may_write and is_open(meeting, now)
    page.people = people_of(page)
    page.prepared = sum(1 for row in page.people if getattr(row, "prepared_at", None))
    page.minutes = minutes_of(meeting, now) if page.phase not in {"before", "due"} else Minutes()
    page.agenda = agenda_of(page, today, now)
    page.messages = messages_of(meeting)
    if page.phase == "after":
        page.polls, page.writings = polls_of(meeting), writings_of(meeting)
        page.ratings = ratings_of(page, now)
    return page


def head_of(meeting: Meeting, reader: Person, now: datetime) -> MeetingPage:
    """When it is or was, in the series' own zone and in the reader's where that is another one."""
    series = meeting.series
    zone = zone_of(series.timezone, meeting.organization.timezone)
    home = zone_of(reader.timezone, meeting.organization.timezone)
    start = (meeting.started_at if meeting.state == MeetingState.HELD else None) or meeting.planned_at
    elsewhere = start.astimezone(zone).utcoffset() != start.astimezone(home).utcoffset()
    planned, run, took = series.duration_minutes, getattr(meeting, "run", None), None
    if meeting.ended_at and meeting.state == MeetingState.HELD:
        took = round(spent(meeting.ended_at - start, planned).total_seconds() / 60)
    return MeetingPage(
        meeting=meeting,
        phase=phase_of(meeting, now),
        at=start.astimezone(zone),
        at_here=start.astimezone(home) if elsewhere else None,
        zone=short_zone(zone, start),
        here=short_zone(home, start),
        ended_at=ended(meeting).astimezone(zone) if took is not None else None,
        moved_from=meeting.original_at.astimezone(zone).date() if meeting.original_at else None,
        broken_off_on=run.suspended_at.astimezone(zone).date() if run and run.suspended_at else None,
        took=took,
        over=took - planned if took and planned and took > planned + 5 else None,
        may_read=policy.may_read_minutes(reader, series),
    )


def phase_of(meeting: Meeting, now: datetime) -> str:
    run = getattr(meeting, "run", None)
    if run is not None and run.closed_at is None and meeting.state in {MeetingState.PLANNED, MeetingState.MISSED}:
        return "broken_off" if run.suspended_at else "running"
    if meeting.state == MeetingState.HELD:
        return "after" if run is not None else "elsewhere"
    if meeting.state == MeetingState.PLANNED:
        return "before" if meeting.planned_at + span_of(meeting.series.duration_minutes or 0) >= now else "due"
    return str(meeting.state)


def neighbours(page: MeetingPage) -> None:
    """The meetings of the series before and after this one."""
    others = Meeting.objects.filter(series=page.meeting.series_id).exclude(pk=page.meeting.pk)
    at = page.meeting.planned_at
    earlier = others.filter(planned_at__lt=at).order_by("-planned_at").values("pk")[:1]
    later = others.filter(planned_at__gt=at).order_by("planned_at").values("pk")[:1]
    for meeting in others.filter(Q(pk=Subquery(earlier)) | Q(pk=Subquery(later))):
        found = Neighbour(meeting.pk, meeting.planned_at.astimezone(page.at.tzinfo).date())
        if meeting.planned_at < at:
            page.before = found
        else:
            page.after = found


def people_of(page: MeetingPage) -> list[Any]:
    """Whose part is on record; before the room opens, also whoever is asked and has not prepared yet."""
    rows = list(
        Attendance.objects.filter(meeting=page.meeting).select_related("person").order_by("person__name", "id")[:MOST_PEOPLE]
    )
    if page.phase not in {"before", "due"}:
        return rows
    known = {row.person_id: row for row in rows}
    asked = list(asked_to(page.meeting.series)[:MOST_PEOPLE])
    scope = page.meeting.organization_id
    return [
        known.pop(person.pk, None)
        or Attendance(organization_id=scope, meeting=page.meeting, person=person, is_expected=not person.is_optional)
        for person in asked
    ]


def agenda_of(page: MeetingPage, today: date, now: datetime) -> list[SegmentRow]:
    """The segments with their items, each with what was known then; three queries and one for each kind of thing."""
    segments = list(Segment.objects.filter(meeting=page.meeting).order_by("position"))
    if not segments:
        return []
    found = (
        AgendaItem.objects.filter(meeting=page.meeting)
        .select_related("issue", "raised_by")
        .order_by("segment__position", "position")
    )
    items = list(found[:MOST_ITEMS])
    standing = standings(items, today, now) if page.is_over else {}
    came: dict[int | None, list[Came]] = {}
    for line in page.minutes.lines:
        if not line.taken_back:
            came.setdefault(line.item_id, []).append(line)
    rows = [item_row(item, standing.get((item.about_type, item.about_id or 0)), came.get(item.pk, [])) for item in items]
    return [
        SegmentRow(
            segment=segment,
            items=[row for row in rows if row.item.segment_id == segment.pk],
            used=round(segment.used_seconds / 60),
            over=max(0, round(segment.used_seconds / 60) - segment.minutes),
            known=known_lines(segment.known),
        )
        for segment in segments
    ]


def item_row(item: AgendaItem, standing: Standing | None, came: list[Came]) -> ItemRow:
    known = known_lines(item.known)
    place = "rhythm:issue" if item.issue_id else standing.place if standing else ""
    return ItemRow(
        item=item,
        mark=MARKS.get(Disposition(item.disposition), "") if item.disposition else "",
        word=item.ending,
        minutes=round(item.used_seconds / 60),
        known=known,
        now=standing if standing and standing.is_other_than(known) else None,
        place=place,
        came=came,
    )


def polls_of(meeting: Meeting) -> list[PollRow]:
    """Each question with its answers, and the concerns by name; two queries."""
    rows, answered = [], Prefetch("answers", PollAnswer.objects.select_related("person").order_by("id"))
    for poll in Poll.objects.filter(meeting=meeting).prefetch_related(answered)[:MOST_POLLS]:
        answers = list(poll.answers.all())
        counts, concerns = Counter(one.answer for one in answers), [one for one in answers if one.concern]
        rows.append(PollRow(poll.question, poll.kind == PollKind.CONFIDENCE, counts, concerns))
    return rows


def writings_of(meeting: Meeting) -> list[WritingRow]:
    """Each round that was shown, with its lines by name; one query."""
    shown = WrittenLine.objects.filter(writing__meeting=meeting, writing__shown_at__isnull=False)
    lines = shown.select_related("writing", "person").order_by("writing_id", "id")[:MOST_LINES]
    return [WritingRow(writing.question, list(rows)) for writing, rows in groupby(lines, key=lambda line: line.writing)]


def ratings_of(page: MeetingPage, now: datetime) -> Ratings:
    """Each with its name once all who were there have rated; a day after the close nobody else will."""
    present = page.present
    rated = [row for row in page.people if row.rating is not None]
    all_in = len(rated) >= len(present) or now - ended(page.meeting) > RATINGS_COME_FOR
    return Ratings(rows=rated, rated=len(rated), present=max(len(present), len(rated)), are_shown=bool(rated) and all_in)


def messages_of(meeting: Meeting) -> list[Any]:
    """What it has to say to other teams, with how many have read it; two queries."""
    zone = zone_of(meeting.organization.timezone)
    return list(with_counts(Message.objects.filter(meeting=meeting), zone).order_by("id"))

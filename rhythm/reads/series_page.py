"""The page of one series: its dates to come and who facilitates, what nobody spoke of, who is asked, how it went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q

from organizations.listing import Page, page_of
from organizations.models import Person
from organizations.recurring import rule_in_words
from rhythm.calendars import USUAL_MINUTES
from rhythm.days import span_of, spent
from rhythm.measures import first_minute, is_date_of, moment, zone_of
from rhythm.models import Attendance, HuddleEntry, Meeting, MeetingKind, MeetingOutput, MeetingSeries, MeetingState
from rhythm.people import asked_to
from rhythm.reads.forgotten import UNWRITTEN_FOR
from rhythm.reads.series import short_zone, starts_of
from rhythm.reads.turns import turns_of
from rhythm.written import counts_of

MOST_OUTPUTS = 50
PAST_AT_ONCE = 20
SHOWN_DATES = 6
FURTHER = 26  # dates that a turn can be swapped with, and that the page looks through
SHOWN_PEOPLE = 60
UNSPOKEN = 3
MOST_ROWS = 60


@dataclass(slots=True)
class Coming:
    """A date to come, in the series' own time."""

    at: datetime
    here: datetime | None  # in the reader's zone, where that is another one
    moment: str  # as its addresses write it
    meeting: Meeting | None  # none: nothing was said about it yet
    facilitator: Person | None
    is_now: bool

    @property
    def is_off(self) -> bool:
        return self.meeting is not None and self.meeting.state == MeetingState.SKIPPED

    @property
    def is_moved(self) -> bool:
        return self.meeting is not None and self.meeting.original_at is not None

    @property
    def moved_from(self) -> datetime | None:
        was = self.meeting.original_at if self.meeting else None
        return was.astimezone(self.at.tzinfo) if was else None


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting that was, or was to be."""

    pk: int
    at: datetime
    mark: str
    word: str
    rating: float | None
    over: int | None  # minutes beyond the planned length
    decisions: int
    commitments: int
    reason: str
    facilitator: Person | None
    wrote: int = 0  # of a huddle in writing; of how many stands in the word


@dataclass(frozen=True, slots=True)
class OutputRow:
    """What came out, and on which day of the series."""

    output: MeetingOutput
    on: date | None


@dataclass(frozen=True, slots=True)
class Unspoken:
    """A meeting whose time has passed, and of which nobody said whether it was held."""

    at: datetime
    moment: str


@dataclass(slots=True)
class SeriesPage:
    """Everything on the page of a series."""

    series: MeetingSeries
    words: str
    zone: str
    here: str
    coming: list[Coming]
    unspoken: list[Unspoken]
    people: list[Person]
    more_people: int
    rota: list[Person]
    past: Page[MeetingRow]
    outputs: list[OutputRow] = field(default_factory=list)

    @property
    def required(self) -> list[Person]:
        return [person for person in self.people if not person.is_optional]  # type: ignore[attr-defined]

    @property
    def optional(self) -> list[Person]:
        return [person for person in self.people if person.is_optional]  # type: ignore[attr-defined]


MARKS = {
    MeetingState.HELD: "done",
    MeetingState.MISSED: "off_track",
    MeetingState.SKIPPED: "ended",
    MeetingState.PLANNED: "unanswered",
}


def find_series(pk: int) -> MeetingSeries | None:
    found: Any = MeetingSeries.objects.select_related("team", "organizer", "organization").filter(pk=pk)
    series: MeetingSeries | None = found.first()
    return series


def series_page(pk: int, page: int, reader: Person, now: datetime) -> SeriesPage | None:
    """One series, in its own time zone."""
    series = find_series(pk)
    if series is None:
        return None
    zone, home = zones_of(series, reader)
    outputs = MeetingOutput.objects.filter(series=series).select_related("meeting", "decision", "commitment__owner")
    dates, rota = dates_to_come(series, now, home=home, most=SHOWN_DATES)
    people = list(asked_to(series)[: SHOWN_PEOPLE + 1])
    return SeriesPage(
        series=series,
        words=rule_in_words(series.rrule, series.start_on) or series.rrule,
        zone=short_zone(zone, now),
        here=short_zone(home, now),
        coming=dates,
        unspoken=unspoken_of(series, zone, now),
        people=people[:SHOWN_PEOPLE],
        more_people=max(0, len(people) - SHOWN_PEOPLE),
        rota=rota,
        past=past_of(series, page, zone, now),
        outputs=[
            OutputRow(output, output.meeting.planned_at.astimezone(zone).date() if output.meeting else None)
            for output in outputs.order_by(F("meeting__planned_at").desc(nulls_last=True), "-id")[:MOST_OUTPUTS]
        ],
    )


def zones_of(series: MeetingSeries, reader: Person) -> tuple[ZoneInfo, ZoneInfo]:
    """The series' own zone and the reader's."""
    organization = series.organization
    return zone_of(series.timezone, organization.timezone), zone_of(reader.timezone, organization.timezone)


def length_of(series: MeetingSeries) -> timedelta:
    """What is held in writing is over at its time."""
    return timedelta() if series.is_in_writing else span_of(series.duration_minutes or USUAL_MINUTES)


def dates_to_come(
    series: MeetingSeries, now: datetime, *, home: ZoneInfo | None = None, most: int = FURTHER
) -> tuple[list[Coming], list[Person]]:
    """The next dates with what was said about each, the one under way included; and the rota. At most four queries."""
    zone = zone_of(series.timezone, series.organization.timezone)
    since = now - length_of(series) if series.start_time else now
    known = list(rows_since(series, since))
    by_rule = {row.original_at or row.planned_at for row in known}
    rows = {row.planned_at: row for row in known if row.planned_at >= since and is_to_come(row)}
    starts = [at for at in starts_of(series, zone, since, most=most) if at not in by_rule]
    shown = sorted([*starts, *(at for at in rows)])[:most]
    people = facilitators(series, shown, rows, zone, now)
    elsewhere = (
        home is not None and bool(series.start_time) and now.astimezone(zone).utcoffset() != now.astimezone(home).utcoffset()
    )
    coming = [
        Coming(
            at=at.astimezone(zone),
            here=at.astimezone(home) if elsewhere and home else None,
            moment=moment(at),
            meeting=rows.get(at),
            facilitator=people[0].get(at),
            is_now=at <= now and bool(series.start_time),
        )
        for at in shown
    ]
    return coming, people[1]


def rows_since(series: MeetingSeries, since: datetime) -> Any:
    """What was said about dates from then on, also where it moved one away."""
    rows = Meeting.objects.filter(Q(planned_at__gte=since) | Q(original_at__gte=since), series=series)
    return rows.select_related("facilitator").order_by("planned_at")[:MOST_ROWS]


def is_to_come(row: Meeting) -> bool:
    """Planned or called off; one that is over before its time is past."""
    return row.ended_at is None and row.state in {MeetingState.PLANNED, MeetingState.SKIPPED}


def facilitators(
    series: MeetingSeries, dates: Sequence[datetime], rows: dict[datetime, Meeting], zone: ZoneInfo, now: datetime
) -> tuple[dict[datetime, Person | None], list[Person]]:
    """Who facilitates each of these dates: as it is said, else as the rota foresees; and the rota in its order."""
    said = {at: row.facilitator for at, row in rows.items()}
    on = [at for at in dates if at not in rows or rows[at].state == MeetingState.PLANNED]
    turns = turns_of([series], first=now, last=max([now, *dates]))
    dealt = turns.deal(series, [(at, person.pk if (person := said.get(at)) else None) for at in on], zone)
    known = {person.pk: person for person in said.values() if person} | turns.people
    people = {at: known.get(pk) if pk else None for at, pk in zip(on, dealt, strict=True)}
    return people, [turns.people[pk] for pk in turns.order.get(series.pk, ())]


def unspoken_of(series: MeetingSeries, zone: ZoneInfo, now: datetime) -> list[Unspoken]:
    """The last meetings that are over and of which nobody said whether they were held, the oldest first."""
    since = now - (UNWRITTEN_FOR if series.is_in_writing else length_of(series))  # until then it closes by itself
    over = Meeting.objects.filter(series=series, state=MeetingState.PLANNED, planned_at__lt=since, started_at=None)
    times = over.order_by("-planned_at").values_list("planned_at", flat=True)[:UNSPOKEN]
    return [Unspoken(at.astimezone(zone), moment(at)) for at in reversed(times)]


def past_of(series: MeetingSeries, page: int, zone: ZoneInfo, now: datetime) -> Page[MeetingRow]:
    counted = Meeting.objects.filter(series=series, planned_at__lte=now).annotate(
        decision_count=Count("outputs__decision"), commitment_count=Count("outputs__commitment")
    )
    if series.kind == MeetingKind.HUDDLE:
        counted = counted.annotate(wrote=counts_of(HuddleEntry), asked=counts_of(Attendance))
    rows = counted.select_related("facilitator").order_by("-planned_at")
    return page_of(rows, page, lambda meeting: meeting_row(meeting, series, zone), size=PAST_AT_ONCE)


def word_of(meeting: Any, state: MeetingState, wrote: int, *, is_in_writing: bool) -> str:
    """How it was, in a word; of a huddle in writing, who wrote."""
    if wrote:
        return f"{wrote} of {max(wrote, meeting.asked)} wrote" if state == MeetingState.HELD else f"{wrote} wrote"
    if state == MeetingState.MISSED and is_in_writing:
        return "Nobody wrote"
    return "Not said" if state == MeetingState.PLANNED else str(state.label)


def meeting_row(meeting: Any, series: MeetingSeries, zone: ZoneInfo) -> MeetingRow:
    state = MeetingState(meeting.state)
    wrote = getattr(meeting, "wrote", 0)
    took = None
    if meeting.started_at and meeting.ended_at:
        took = round(spent(meeting.ended_at - meeting.started_at, series.duration_minutes).total_seconds() / 60)
    return MeetingRow(
        pk=meeting.pk,
        at=meeting.planned_at.astimezone(zone),
        mark=MARKS[state],
        word=word_of(meeting, state, wrote, is_in_writing=series.is_in_writing),
        rating=meeting.rating,
        over=took - series.duration_minutes if took and series.duration_minutes and took > series.duration_minutes + 5 else None,
        decisions=meeting.decision_count,
        commitments=meeting.commitment_count,
        reason=meeting.reason,
        facilitator=meeting.facilitator if not wrote else None,
        wrote=wrote,
    )


def is_date(series: MeetingSeries, at: datetime) -> bool:
    """Whether the series has a meeting at that moment, by its rule or by a row of its own; one query at most."""
    zone = zone_of(series.timezone, series.organization.timezone)
    day = at.astimezone(zone).date()
    if series.start_time and day not in series.exdates and first_minute(day, series.start_time, zone) == at:
        is_before_end = series.ended_on is None or day <= series.ended_on
        if is_before_end and is_date_of(series.rrule, start_on=series.start_on, day=day, zone=zone):
            return True
    return bool(Meeting.objects.filter(series=series, planned_at=at).exists())

"""The meeting series by weekday, and one series' page: when it meets next, how it met before, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import ExtractIsoWeekDay

from organizations.listing import Asked, Named, Page, all_words, page_of
from organizations.models import Organization, Person, Team
from rhythm.measures import DAYS, next_starts, rule_in_words, zone_of
from rhythm.models import Meeting, MeetingOutput, MeetingSeries, MeetingState

WEEKDAYS = list(DAYS)
DAY_NAMES = [*DAYS.values(), "Other days"]
MOST_OUTPUTS = 50
PAST_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A line of the index."""

    id: int
    title: str
    day: str
    team: Team | None
    organizer: Person | None
    words: str
    at: str  # 09:30
    zone: str
    minutes: int | None
    next_at: datetime | None
    last_at: datetime | None


def series_row(series: MeetingSeries, organization: Organization, now: datetime) -> SeriesRow:
    zone = zone_of(series.timezone, organization.timezone)
    coming = starts_of(series, zone, now, most=1)
    return SeriesRow(
        id=series.pk,
        title=series.title,
        day=DAY_NAMES[min(7, series.weekday)],  # type: ignore[attr-defined]
        team=series.team,
        organizer=series.organizer,
        words=rule_in_words(series.rrule) or ("Once" if series.start_on and not series.rrule else series.rrule),
        at=f"{series.start_time:%H:%M}" if series.start_time else "",
        zone=short_zone(zone, now),
        minutes=series.duration_minutes,
        next_at=coming[0] if coming else None,
        last_at=series.last_at,  # type: ignore[attr-defined]
    )


def starts_of(series: MeetingSeries, zone: ZoneInfo, now: datetime, *, most: int) -> list[datetime]:
    return next_starts(
        series.rrule,
        start_on=series.start_on,
        start_time=series.start_time,
        exdates=series.exdates,
        zone=zone,
        now=now,
        most=most,
    )


def short_zone(zone: ZoneInfo, now: datetime) -> str:
    """CEST, PDT; a zone whose short name is only an offset keeps its own name."""
    name = now.astimezone(zone).tzname() or ""
    return name if name.isalpha() else zone.key


def with_weekday(series: Any) -> Any:
    """The weekday of each, 0 for Monday, from its rule or from its first day; 7 when neither says."""
    named = [When(rrule__regex=rf"BYDAY=[-+0-9]*{day}", then=Value(index)) for index, day in enumerate(WEEKDAYS)]
    started = When(start_on__isnull=False, then=ExtractIsoWeekDay("start_on") - 1)
    return series.annotate(weekday=Case(*named, started, default=Value(7), output_field=IntegerField()))


@dataclass(frozen=True, slots=True)
class SeriesFilter:
    """What the reader asked the index for."""

    text: str
    team: Named
    day: str
    page: int

    @property
    def is_narrow(self) -> bool:
        return bool(self.text or self.team or self.day)


def asked_series(asked: Asked) -> SeriesFilter:
    return SeriesFilter(asked.text(), asked.named("team", Team), asked.one_of("day", WEEKDAYS), asked.page)


def series_list(asked: SeriesFilter, organization: Organization, now: datetime) -> Page[SeriesRow]:
    """All series in the order of the week."""
    found = with_weekday(MeetingSeries.objects.filter(all_words(asked.text, "title") & asked.team.narrow("team")))
    if asked.day:
        on_day = Q(rrule__regex=rf"BYDAY=[-+0-9A-Z,]*{asked.day}") | Q(weekday=WEEKDAYS.index(asked.day))
        found = found.filter(on_day)
    held = Meeting.objects.filter(series=OuterRef("pk"), state=MeetingState.HELD).order_by("-planned_at").values("planned_at")[:1]
    rows = found.annotate(last_at=Subquery(held)).select_related("team", "organizer")
    ordered = rows.order_by("weekday", F("start_time").asc(nulls_last=True), "title", "id")
    return page_of(ordered, asked.page, lambda one: series_row(one, organization, now))


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting that was, or was to be."""

    at: datetime
    mark: str
    word: str
    rating: float | None
    over: int | None  # minutes beyond the planned length
    decisions: int
    commitments: int
    reason: str


@dataclass(frozen=True, slots=True)
class OutputRow:
    """What came out, and on which day of the series."""

    output: MeetingOutput
    on: date | None


@dataclass(frozen=True, slots=True)
class SeriesPage:
    """Everything on the page of a series."""

    series: MeetingSeries
    words: str
    zone: str
    coming: list[datetime]
    coming_here: list[datetime]  # the same in the reader's zone, where that is another one
    here: str
    past: Page[MeetingRow]
    outputs: list[OutputRow]


MARKS = {
    MeetingState.HELD: "done",
    MeetingState.MISSED: "off_track",
    MeetingState.SKIPPED: "ended",
    MeetingState.PLANNED: "unanswered",
}


def series_page(pk: int, page: int, reader: Person, now: datetime) -> SeriesPage | None:
    """One series: the next five dates in its own time zone, what was before, and what came out of it."""
    series = MeetingSeries.objects.select_related("team", "organizer", "organization").filter(pk=pk).first()
    if series is None:
        return None
    zone = zone_of(series.timezone, series.organization.timezone)
    home = zone_of(reader.timezone, series.organization.timezone)
    coming = starts_of(series, zone, now, most=5)
    elsewhere = bool(series.start_time) and now.astimezone(zone).utcoffset() != now.astimezone(home).utcoffset()
    counted = Meeting.objects.filter(series=series, planned_at__lte=now).annotate(
        decision_count=Count("outputs__decision"), commitment_count=Count("outputs__commitment")
    )
    outputs = MeetingOutput.objects.filter(series=series).select_related("meeting", "decision", "commitment__owner")
    return SeriesPage(
        series=series,
        words=rule_in_words(series.rrule) or series.rrule,
        zone=short_zone(zone, now),
        coming=coming,
        coming_here=[start.astimezone(home) for start in coming] if elsewhere else [],
        here=short_zone(home, now),
        past=page_of(counted.order_by("-planned_at"), page, lambda meeting: meeting_row(meeting, series, zone), size=PAST_AT_ONCE),
        outputs=[
            OutputRow(output, output.meeting.planned_at.astimezone(zone).date() if output.meeting else None)
            for output in outputs.order_by(F("meeting__planned_at").desc(nulls_last=True), "-id")[:MOST_OUTPUTS]
        ],
    )


def meeting_row(meeting: Any, series: MeetingSeries, zone: ZoneInfo) -> MeetingRow:
    state = MeetingState(meeting.state)
    took = round((meeting.ended_at - meeting.started_at).total_seconds() / 60) if meeting.started_at and meeting.ended_at else None
    return MeetingRow(
        at=meeting.planned_at.astimezone(zone),
        mark=MARKS[state],
        word=str(state.label),
        rating=meeting.rating,
        over=took - series.duration_minutes if took and series.duration_minutes and took > series.duration_minutes + 5 else None,
        decisions=meeting.decision_count,
        commitments=meeting.commitment_count,
        reason=meeting.reason,
    )

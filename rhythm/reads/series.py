"""The meetings of the reader's own week, and all series by weekday."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, F, IntegerField, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import ExtractIsoWeekDay

from organizations.listing import Asked, Named, Page, all_words, page_of
from organizations.models import Organization, Person, Team
from organizations.recurring import DAYS, rule_in_words
from organizations.verbs import day_of
from rhythm.days import span_of
from rhythm.measures import next_starts, zone_of
from rhythm.models import Meeting, MeetingSeries, MeetingState
from rhythm.people import series_of

WEEKDAYS = list(DAYS)
DAY_NAMES = [*DAYS.values(), "Other days"]
MOST_OF_WEEK = 40
OPENS_BEFORE = timedelta(minutes=15)


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
    return SeriesRow(
        id=series.pk,
        title=series.title,
        day=DAY_NAMES[min(7, series.weekday)],  # type: ignore[attr-defined]
        team=series.team,
        organizer=series.organizer,
        words=rule_in_words(series.rrule, series.start_on) or ("Once" if series.start_on and not series.rrule else series.rrule),
        at=f"{series.start_time:%H:%M}" if series.start_time else "",
        zone=short_zone(zone, now),
        minutes=series.duration_minutes,
        next_at=next_meeting(series, zone, now),
        last_at=series.last_at,  # type: ignore[attr-defined]
    )


def next_meeting(series: Any, zone: ZoneInfo, now: datetime) -> datetime | None:
    """When it meets next: by its rule, but for what was moved or called off (`said`: the rows of its dates to come)."""
    settled = {row.original_at or row.planned_at for row in series.said}
    by_rule = starts_of(series, zone, now, most=len(settled) + 1)
    rows = [row.planned_at for row in series.said if row.state == MeetingState.PLANNED and row.planned_at >= now]
    first = min([*rows, *(start for start in by_rule if start not in settled)], default=None)
    return first.astimezone(zone) if first else None


def starts_of(series: MeetingSeries, zone: ZoneInfo, now: datetime, *, most: int) -> list[datetime]:
    return next_starts(
        series.rrule,
        start_on=series.start_on,
        start_time=series.start_time,
        exdates=series.exdates,
        zone=zone,
        now=now,
        most=most,
        ended_on=series.ended_on,
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
    ended: bool
    page: int

    @property
    def is_narrow(self) -> bool:
        return bool(self.text or self.team or self.day)


def asked_series(asked: Asked) -> SeriesFilter:
    return SeriesFilter(
        asked.text(), asked.named("team", Team), asked.one_of("day", WEEKDAYS), bool(asked.text("ended")), asked.page
    )


def series_list(asked: SeriesFilter, organization: Organization, now: datetime) -> Page[SeriesRow]:
    """All series in the order of the week; those that have ended are apart."""
    is_over = Q(ended_on__lt=day_of(now, organization))
    chosen = all_words(asked.text, "title") & asked.team.narrow("team") & (is_over if asked.ended else ~is_over)
    found = with_weekday(MeetingSeries.objects.filter(chosen))
    if asked.day:
        on_day = Q(rrule__regex=rf"BYDAY=[-+0-9A-Z,]*{asked.day}") | Q(weekday=WEEKDAYS.index(asked.day))
        found = found.filter(on_day)
    held = Meeting.objects.filter(series=OuterRef("pk"), state=MeetingState.HELD).order_by("-planned_at").values("planned_at")[:1]
    coming = Meeting.objects.filter(Q(planned_at__gte=now) | Q(original_at__gte=now))
    rows = found.annotate(last_at=Subquery(held)).select_related("team", "organizer")
    rows = rows.prefetch_related(Prefetch("meetings", coming, to_attr="said"))
    ordered = rows.order_by("weekday", F("start_time").asc(nulls_last=True), "title", "id")
    return page_of(ordered, asked.page, lambda one: series_row(one, organization, now))


@dataclass(frozen=True, slots=True)
class OwnMeeting:
    """A meeting of the reader's next seven days, on the reader's own clock."""

    meeting: Meeting
    series: MeetingSeries
    at: datetime
    until: datetime
    is_near: bool  # it begins in a quarter of an hour, or is under way
    facilitator: Person | None
    is_today: bool = False

    @property
    def is_off(self) -> bool:
        return self.meeting.state == MeetingState.SKIPPED


def own_week(reader: Person, now: datetime) -> list[OwnMeeting]:
    """What the reader is asked to from today on for seven days; one query. Rows only: they are made eight days ahead."""
    home = zone_of(reader.timezone, reader.organization.timezone)
    today = now.astimezone(home).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = Meeting.objects.filter(
        planned_at__gte=today, planned_at__lt=today + timedelta(days=7), series__in=series_of(reader).values("pk")
    ).exclude(state=MeetingState.MISSED)
    found = rows.filter(ended_at=None).exclude(state=MeetingState.HELD).select_related("series", "facilitator")
    week = [own_meeting(row, home, now) for row in found.order_by("planned_at", "id")[:MOST_OF_WEEK]]
    return [one for one in week if one.until > now]


def own_meeting(row: Meeting, home: ZoneInfo, now: datetime) -> OwnMeeting:
    is_written = row.series.is_in_writing
    until = row.planned_at + (timedelta() if is_written else span_of(row.series.duration_minutes or 60))
    return OwnMeeting(
        meeting=row,
        series=row.series,
        at=row.planned_at.astimezone(home),
        until=until,
        is_near=not is_written and row.state == MeetingState.PLANNED and row.planned_at - OPENS_BEFORE <= now < until,
        facilitator=row.facilitator,
        is_today=row.planned_at.astimezone(home).date() == now.astimezone(home).date(),
    )

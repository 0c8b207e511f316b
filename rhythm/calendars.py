"""Series as an RFC 5545 calendar: an event with its rule for each, what was moved, called off or added beside it.

One series is one UID for good. Its hour is local time with a VTIMEZONE, so that 09:00 stays 09:00; an hour that the clocks leave
out is taken from the rule (EXDATE) and given its first minute that exists (RDATE), for calendar programs disagree about it.
Everything is computed from rows, DTSTAMP too: the same rows are the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, Timezone, vRecur, vText

from organizations.recurring import CODES, Rule, last_day, read_rule, recurring
from organizations.tokens import outside
from rhythm.days import span_of
from rhythm.measures import first_minute, is_date_of, skipped_hours
from rhythm.models import Meeting, MeetingSeries, MeetingState
from rhythm.zones import zone_text

PRODUCT = "-//Peak OS//Meetings//EN"
USUAL_MINUTES = 60  # of a meeting whose length nobody stated
LOOK_AGAIN = timedelta(hours=1)
EARLIEST = 1970
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"


@dataclass(frozen=True, slots=True)
class Entry:
    """A series with what was said about single meetings of it; `changed_at` is the last change that a calendar shows."""

    series: MeetingSeries
    zone: ZoneInfo
    changed_at: datetime
    now: datetime
    meetings: list[Meeting] = field(default_factory=list)

    @property
    def start_time(self) -> time:
        return self.series.start_time or time()

    @property
    def length(self) -> timedelta:
        return span_of(self.series.duration_minutes or USUAL_MINUTES)

    def first_day(self) -> date | None:
        """The first day of the rule; where no first day is known, of this year."""
        series = self.series
        if not series.rrule:
            return series.start_on
        since = series.start_on or date(self.now.year, 1, 1)
        return next(recurring(series.rrule, series.start_on, since, self.zone), None)

    def is_by_rule(self, at: datetime) -> bool:
        """Whether the rule itself has a meeting at that moment."""
        series, day = self.series, at.astimezone(self.zone).date()
        is_its_day = is_date_of(series.rrule, start_on=series.start_on, day=day, zone=self.zone)
        return is_its_day and day not in series.exdates and first_minute(day, self.start_time, self.zone) == at

    def original(self, meeting: Meeting) -> datetime | None:
        """The moment that the rule gave a meeting; None for one beside the rule."""
        at = meeting.original_at or meeting.planned_at
        return at if self.is_by_rule(at) else None


def uid_of(series: MeetingSeries) -> str:
    host = urlsplit(settings.PEAKOS_BASE_URL).hostname or "localhost"
    return f"{series.key}.{series.organization_id}@{host}"


def calendar_text(events: Iterable[Event], zones: Iterable[ZoneInfo], *, method: str, now: datetime, name: str = "") -> str:
    """The file: the events, and the rules of every time zone in them."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("name", name)
        calendar.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
    events = list(events)
    earliest = min((event.start.year for event in events), default=now.year)
    for zone in sorted(set(zones), key=str):
        if zone.key != "UTC":
            calendar.add_component(Timezone.from_ical(zone_text(zone, max(earliest, EARLIEST))))
    for event in events:
        calendar.add_component(event)
    text: str = calendar.to_ical().decode()
    return text


def events_of(entry: Entry) -> list[Event]:
    """The series' event, and one for each of its meetings that was moved; none when it never meets."""
    if not entry.series.rrule:
        return once(entry)
    placed = [(entry.original(meeting), meeting) for meeting in entry.meetings if is_on(meeting)]
    beside = sorted(meeting.planned_at for at, meeting in placed if at is None)
    first, master = entry.first_day(), None
    if first is not None and not (entry.series.ended_on and entry.series.ended_on < first):
        master = recurring_event(entry, first)
        add_dates(master, "rdate", beside, entry)
    elif beside:
        master = plain_event(entry, beside[0])
        add_dates(master, "rdate", beside[1:], entry)
    changed = [override(entry, meeting, at) for at, meeting in placed if at is not None and at != meeting.planned_at]
    return [master, *changed] if master is not None else []


def is_on(meeting: Meeting) -> bool:
    return meeting.state != MeetingState.SKIPPED


def once(entry: Entry) -> list[Event]:
    """A series without a rule: its one day, where that was moved to, and what was added."""
    said = {entry.original(meeting): meeting for meeting in entry.meetings}
    day = entry.series.start_on
    is_held = day is not None and day not in entry.series.exdates and not (entry.series.ended_on and entry.series.ended_on < day)
    at = first_minute(day, entry.start_time, entry.zone) if day is not None and is_held else None
    row = said.get(at) if at is not None else None
    main = [] if at is None or (row is not None and not is_on(row)) else [row.planned_at if row is not None else at]
    beside = [m.planned_at for m in entry.meetings if is_on(m) and entry.original(m) is None]
    times = sorted(main + beside)
    if not times:
        return []
    event = plain_event(entry, times[0])
    add_dates(event, "rdate", times[1:], entry)
    return [event]


def recurring_event(entry: Entry, first: date) -> Event:
    series = entry.series
    event = plain_event(entry, first_minute(first, entry.start_time, entry.zone))
    event.add("rrule", vRecur(rule_parts(entry, read_rule(series.rrule))))
    called_off = [at for m in entry.meetings if not is_on(m) and (at := entry.original(m))]
    days_off = [first_minute(day, entry.start_time, entry.zone) for day in series.exdates]
    left_out, instead = jumped_over(entry, first) if series.start_time else ([], [])
    add_dates(event, "exdate", sorted({*called_off, *days_off, *left_out}), entry)
    add_dates(event, "rdate", instead, entry)
    return event


def jumped_over(entry: Entry, first: date) -> tuple[list[datetime], list[datetime]]:
    """The hours of the rule that do not exist, as they would be written, and the first minutes that do."""
    series = entry.series
    days = skipped_hours(entry.start_time, entry.zone, range(entry.now.year - 1, entry.now.year + 3))
    days = [day for day in days if day > first and is_date_of(series.rrule, start_on=series.start_on, day=day, zone=entry.zone)]
    kept = [day for day in days if day not in series.exdates and not (series.ended_on and day > series.ended_on)]
    off = {entry.original(meeting) for meeting in entry.meetings if not is_on(meeting)}
    minutes = {day: first_minute(day, entry.start_time, entry.zone) for day in kept}
    written = {day: datetime.combine(day, entry.start_time, entry.zone) for day in days}
    # An hour that is left out from its beginning is read as its first minute by those who read it at all.
    left_out = [at for day, at in written.items() if at.astimezone(UTC) != minutes.get(day)]
    return left_out, [at for at in minutes.values() if at not in off]


def rule_parts(entry: Entry, rule: Rule) -> dict[str, Any]:
    """The parts of the rule that we keep ourselves, so that every calendar has our days; with the series' own end."""
    parts: dict[str, Any] = {"FREQ": rule.freq}
    if rule.interval > 1:
        parts["INTERVAL"] = rule.interval
    listed = {"BYMONTH": rule.months, "BYMONTHDAY": rule.month_days, "BYSETPOS": rule.places}
    parts |= {name: list(values) for name, values in listed.items() if values}
    if rule.weekdays:
        parts["BYDAY"] = [f"{place or ''}{CODES[weekday]}" for place, weekday in rule.weekdays]
    if rule.week_start:
        parts["WKST"] = CODES[rule.week_start]
    until = end_of(entry, rule)
    if until is not None:
        parts["UNTIL"] = until if entry.series.start_time is None else datetime.combine(until, time.max, entry.zone).astimezone(UTC)
    elif rule.count is not None:
        parts["COUNT"] = rule.count
    return parts


def end_of(entry: Entry, rule: Rule) -> date | None:
    """The last day: of the rule, or of the series, whichever is first; None where a number of times ends it before."""
    series = entry.series
    ends = [day for day in (last_day(rule.until, entry.zone), series.ended_on) if day is not None]
    if not ends or rule.count is None or series.ended_on is None:
        return min(ends, default=None)
    days = recurring(series.rrule, series.start_on, series.ended_on, entry.zone)
    return min(ends) if any(day > series.ended_on for day in days) else None


def plain_event(entry: Entry, at: datetime) -> Event:
    """What every event of a series says, at one time."""
    series, event = entry.series, Event()
    event.add("uid", uid_of(series))
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", series.sequence)
    event.add("summary", f"{series.title} (write by then)" if series.is_in_writing else series.title)
    local = at.astimezone(entry.zone)
    if series.start_time is None:
        event.add("dtstart", local.date())
    else:
        event.add("dtstart", local)
        event.add("dtend", (at.astimezone(UTC) + entry.length).astimezone(entry.zone))
    page = outside(reverse("rhythm:series", args=[series.organization.slug, series.pk]))
    event.add("description", "\n\n".join(filter(None, [series.description, series.url and f"Join: {series.url}", page])))
    event.add("url", page)
    if place := series.location or series.url:
        event.add("location", place)
    event.add("status", "CONFIRMED")
    if series.is_in_writing:
        event.add("transp", "TRANSPARENT")  # it blocks nobody's time: each writes when it suits them
    return event


def override(entry: Entry, meeting: Meeting, at: datetime) -> Event:
    """One meeting of the series as it is now, in place of the one that the rule has at `at`."""
    event = plain_event(entry, meeting.planned_at)
    add_dates(event, "recurrence-id", [at], entry)
    if meeting.reason:
        event["description"] = vText(f"{meeting.reason}\n\n{event['description']}")
    return event


def one_event(entry: Entry, meeting: Meeting) -> Event | None:
    """The event of one meeting, for a mail about it alone; None when only the whole series can say it."""
    at = entry.original(meeting)
    if at is None or not entry.series.rrule:
        return None
    event = override(entry, meeting, at)
    if not is_on(meeting):
        event["status"] = vText("CANCELLED")
    return event


def add_dates(event: Event, name: str, moments: list[datetime], entry: Entry) -> None:
    """EXDATE, RDATE or RECURRENCE-ID in the series' own time; days, where it has no hour."""
    if not moments:
        return
    local = [at if at.tzinfo is entry.zone else at.astimezone(entry.zone) for at in moments]
    if entry.series.start_time is None:
        event.add(name, [at.date() for at in local] if name != "recurrence-id" else local[0].date(), parameters={"VALUE": "DATE"})
    else:
        event.add(name, local if name != "recurrence-id" else local[0])

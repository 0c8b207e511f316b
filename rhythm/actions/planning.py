"""Verb: the meetings of the days ahead become rows of their own, each with whose turn it is; and rows follow a changed rule.

A row is what an agenda is prepared on, what is moved and called off. Eight days are enough for that and stay few; what lies
further ahead is computed when it is looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from organizations.logbook import record, record_each, verb
from organizations.measures import monday_of
from organizations.models import Organization, Person
from organizations.verbs import day_of
from rhythm.measures import next_starts
from rhythm.models import AgendaItem, Attendance, HuddleEntry, Meeting, MeetingOutput, MeetingSeries, MeetingState
from rhythm.reads.turns import turns_of, zone_for
from rhythm.weeks import refresh_weeks

AHEAD = timedelta(days=8)
MOST_AHEAD = 10  # starts of one series within these days; none meets twice a day

Start = tuple[MeetingSeries, datetime]


@verb
def plan_ahead(*, organization: Organization, by: Person | None, now: datetime) -> int:
    """Make the rows of the next eight days for all series that run and say when; how many are new. A second time makes none."""
    today = day_of(now, organization)
    running = MeetingSeries.objects.filter(Q(ended_on=None) | Q(ended_on__gte=today), start_time__isnull=False)
    held = running.select_related("organization").select_for_update(of=("self",), no_key=True).order_by("pk")
    made = fill(list(held), now=now)
    if made:
        record("meetings.planned_ahead", by=by, about=organization, now=now, count=made)
    return made


def plan_series_ahead(series: MeetingSeries, *, now: datetime) -> int:
    """The same for one series, within the verb that changes it."""
    return fill([series], now=now) if series.start_time is not None else 0


def fill(all_series: Sequence[MeetingSeries], *, now: datetime) -> int:
    """Add the rows that are missing, and deal the turns that nobody has; the same number of statements for any number of series."""
    until = now + AHEAD
    ours = {series.pk: series for series in all_series}
    there = list(Meeting.objects.filter(Q(planned_at__gte=now) | Q(original_at__gte=now), series__in=list(ours)))
    covered = {(row.series_id, at) for row in there for at in (row.planned_at, row.original_at)}
    missing = [(series, at) for series, at in starts_ahead(all_series, now, until) if (series.pk, at) not in covered]
    new = [Meeting(organization_id=series.organization_id, series=series, planned_at=at) for series, at in missing]
    deal_turns(all_series, [*there, *new], now=now)
    Meeting.objects.bulk_create(new, ignore_conflicts=True)
    count_in_weeks(new, now=now)
    return len(new)


def starts_ahead(all_series: Iterable[MeetingSeries], now: datetime, until: datetime) -> Iterator[Start]:
    for series in all_series:
        starts = next_starts(
            series.rrule,
            start_on=series.start_on,
            start_time=series.start_time,
            exdates=series.exdates,
            zone=zone_for(series),
            now=now,
            most=MOST_AHEAD,
            ended_on=series.ended_on,
        )
        yield from ((series, at) for at in starts if at < until)


def deal_turns(all_series: Sequence[MeetingSeries], rows: Sequence[Meeting], *, now: datetime) -> None:
    """Say whose turn each meeting to come is that has nobody, or somebody who is away on its day; new rows are not saved here."""
    latest = max((row.planned_at for row in rows), default=now)
    turns = turns_of(all_series, first=now, last=latest)
    passed = []
    for series in all_series:
        order = set(turns.order.get(series.pk, ()))
        own = [row for row in rows if row.series_id == series.pk and row.state == MeetingState.PLANNED and row.planned_at >= now]
        own.sort(key=lambda row: row.planned_at)
        zone = zone_for(series)
        said = [row.facilitator_id for row in own]
        gone = [pk in turns.away(series.pk, row.planned_at.astimezone(zone).date()) for pk, row in zip(said, own, strict=True)]
        slots = [(row.planned_at, None if is_gone else pk) for row, pk, is_gone in zip(own, said, gone, strict=True)]
        dealt = turns.deal(series, slots, zone) if order else said
        for row, was, person in zip(own, said, dealt, strict=True):
            row.facilitator_id = person
            if row.pk and was != person:
                passed.append((row, was))
    Meeting.objects.bulk_update([row for row, _ in passed], ["facilitator"])
    tell_of_turns(passed, {series.pk: series for series in all_series}, now=now)


def tell_of_turns(passed: Iterable[tuple[Meeting, int | None]], by_number: dict[int, MeetingSeries], *, now: datetime) -> None:
    """A line for each turn that went on because somebody is away; one that is dealt for the first time is no news."""
    lines: list[tuple[Any, dict[str, Any]]] = [
        (
            by_number[row.series_id],
            {"meeting": row.pk, "planned_at": row.planned_at.isoformat(), "was": was, "is": row.facilitator_id},
        )
        for row, was in passed
        if was is not None
    ]
    if lines:
        record_each("meeting.turn_passed_on", lines, by=None, now=now)


def follow_rule(series: MeetingSeries, *, now: datetime, why: str = "") -> None:
    """Rows to come take the times of the changed rule, in their order; those too many go, or are called off if prepared."""
    coming = Meeting.objects.filter(series=series, state=MeetingState.PLANNED, planned_at__gt=now, started_at=None)
    rows = list(coming.annotate(is_prepared=is_prepared()).order_by("planned_at"))
    starts = [at for _, at in starts_ahead([series], now, now + AHEAD)]
    kept = {row.original_at or row.planned_at for row in rows}
    free = [at for at in starts if at not in kept]
    for row in rows:
        if row.planned_at in starts or row.original_at is not None or row.is_prepared:
            keep_or_call_off(row, series, why)
        elif free:
            Meeting.objects.filter(pk=row.pk).update(planned_at=free.pop(0))
        else:
            row.delete()
    count_in_weeks(rows, now=now)
    plan_series_ahead(series, now=now)


def keep_or_call_off(row: Meeting, series: MeetingSeries, why: str) -> None:
    """What somebody moved or prepared stays, unless the series has ended before it."""
    if series.ended_on is not None and row.planned_at.astimezone(zone_for(series)).date() > series.ended_on:
        row.state, row.reason = MeetingState.SKIPPED, why
        row.save(update_fields=["state", "reason"])


def forget_planned(series: Sequence[int]) -> None:
    """Take away the rows of these series that were made by themselves, and that nobody has touched since."""
    made = Meeting.objects.filter(series__in=series, state=MeetingState.PLANNED, original_at=None, started_at=None)
    made.exclude(is_prepared()).delete()


def is_prepared() -> Q:
    """Whether somebody has prepared a meeting, put something of their own on its agenda, or written into it."""
    attended = Attendance.objects.filter(meeting=OuterRef("pk"), prepared_at__isnull=False)
    added = AgendaItem.objects.filter(meeting=OuterRef("pk"), raised_by__isnull=False)
    written = Exists(HuddleEntry.objects.filter(meeting=OuterRef("pk")))
    return Q(Exists(attended) | Exists(added) | written | Exists(MeetingOutput.objects.filter(meeting=OuterRef("pk"))))


def count_in_weeks(rows: Iterable[Meeting], *, now: datetime) -> None:
    """Weeks of teams that these meetings change, up to this one; a later week is counted when it begins."""
    teams = defaultdict(set)
    organization = None
    for row in rows:
        organization = row.series.organization
        if row.series.team_id:
            teams[monday_of(day_of(row.planned_at, organization))].add(row.series.team_id)
    if organization is not None:
        today = day_of(now, organization)
        for monday, its_teams in teams.items():
            if monday <= today:
                refresh_weeks(organization_id=organization.pk, team_ids=its_teams, week_of=monday, today=today)

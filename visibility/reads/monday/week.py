"""This week's key dates: meetings across teams, what others need by then, what falls due."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, IntegerField, Value, When

from alignment.models import Dependency, KeyResult
from alignment.models.dependencies import OPEN_STATES
from organizations.models import Cycle, Person
from organizations.policy import teams_of
from organizations.statements import Statement
from rhythm.models import Meeting, MeetingState

SHOWN_DATES = 5


@dataclass(slots=True)
class WeekMeeting:
    """A meeting still to come this week, in its own time zone."""

    pk: int
    series_id: int
    title: str
    at: datetime
    team_id: int | None
    organizer_id: int | None
    is_mine: bool = False  # the reader's team meets, or the reader called it


@dataclass(slots=True)
class KeyDate:
    """A line: the day, what, and a time or whom; it links to `kind` and `pk`."""

    day: date
    title: str
    right: str
    kind: str  # series | dependency | objective
    pk: int


def meetings_of_week(today: date) -> list[WeekMeeting]:
    """Planned meetings from today to the end of the week, earliest first; at most two hundred."""
    return [
        WeekMeeting(
            row.pk,
            row.series_id,
            row.series.title,
            row.planned_at.astimezone(ZoneInfo(row.series.timezone or "UTC")),
            row.series.team_id,
            row.series.organizer_id,
        )
        for row in PLANNED(today)
    ]


def planned_from(today: date) -> Any:
    """The meetings themselves, with their series."""
    start = datetime.combine(today, time.min, UTC)
    end = datetime.combine(today + timedelta(days=7 - today.weekday()), time.min, UTC)
    rows = Meeting.objects.filter(state=MeetingState.PLANNED, planned_at__gte=start, planned_at__lt=end).select_related("series")
    rows = rows.only("planned_at", "series__title", "series__timezone", "series__team", "series__organizer")
    return rows.order_by("planned_at", "id")[:200]


PLANNED = Statement(planned_from)


def seen_by(person: Person, meetings: list[WeekMeeting], today: date) -> list[WeekMeeting]:
    """Today's meetings, the reader's own marked; one query when there are any."""
    ours = [meeting for meeting in meetings if meeting.at.date() == today]
    teams = set(teams_of(person).values_list("team_id", flat=True)) if ours else set()
    return [replace(each, is_mine=each.team_id in teams or each.organizer_id == person.pk) for each in ours]


def key_dates(today: date, meetings: list[WeekMeeting], cycle: Cycle | None) -> list[KeyDate]:
    """The week ahead in day order: the meetings across teams, then what is needed and what falls due."""
    end = today + timedelta(days=6 - today.weekday())
    across = [meeting for meeting in meetings if meeting.at.date() > today and meeting.team_id is None]
    dates = [KeyDate(m.at.date(), m.title, f"{m.at:%H:%M}", "series", m.series_id) for m in across[:2]]
    dates += [
        KeyDate(d.needed_by, f"{d} needed", d.to_team.name if d.to_team else "", "dependency", d.pk)
        for d in NEEDED(today, end)
        if d.needed_by
    ]
    dates += due_this_week(today, end, cycle)
    return sorted(dates, key=lambda line: line.day)[:SHOWN_DATES]


def needed_between(first: date, last: date) -> Any:
    """What others need by then, of open dependencies."""
    needed = Dependency.objects.filter(state__in=OPEN_STATES, needed_by__gte=first, needed_by__lte=last).select_related("to_team")
    return needed.only("title", "kind", "needed_by", "to_team__name").order_by("needed_by", "id")[:SHOWN_DATES]


NEEDED = Statement(needed_between)


def due_this_week(today: date, end: date, cycle: Cycle | None) -> list[KeyDate]:
    """Milestones and key results that fall due, those without a word of being done."""
    return [
        KeyDate(
            row.due_on, row.title, row.objective.owner.name.split()[0] if row.objective.owner else "", "objective", row.objective_id
        )
        for row in DUE(today, end, cycle=cycle.pk if cycle else None)
        if row.due_on
    ]


def due_between(first: date, last: date, *, cycle: int | None) -> Any:
    """Open ones of active objectives, those of the cycle first."""
    rows = KeyResult.objects.filter(due_on__gte=first, due_on__lte=last, state="open", objective__state="active")
    rows = rows.select_related("objective__owner").only("title", "due_on", "objective__title", "objective__owner__name")
    if cycle:
        here = Case(When(objective__cycle=cycle, then=Value(0)), default=Value(1), output_field=IntegerField())
        rows = rows.annotate(elsewhere=here).order_by("elsewhere", "due_on", "id")
    return rows[:SHOWN_DATES]


DUE = Statement(due_between)

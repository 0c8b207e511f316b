"""This week's key dates: meetings across teams, what others need by then, what falls due."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Case, IntegerField, QuerySet, Value, When

from alignment.models import Dependency, KeyResult
from alignment.models.dependencies import OPEN_STATES
from organizations.models import Cycle, Membership, Person
from organizations.models.teams import MembershipStatus, TeamRole
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
    """Planned meetings from today to the end of the week, earliest first; at most forty."""
    start = datetime.combine(today, time.min, UTC)
    end = datetime.combine(today + timedelta(days=7 - today.weekday()), time.min, UTC)
    rows = Meeting.objects.filter(state=MeetingState.PLANNED, planned_at__gte=start, planned_at__lt=end).select_related("series")
    rows = rows.only("planned_at", "series__title", "series__timezone", "series__team", "series__organizer")
    return [
        WeekMeeting(
            row.pk,
            row.series_id,
            row.series.title,
            row.planned_at.astimezone(ZoneInfo(row.series.timezone or "UTC")),
            row.series.team_id,
            row.series.organizer_id,
        )
        for row in rows.order_by("planned_at", "id")[:40]
    ]


def seen_by(person: Person, meetings: list[WeekMeeting], today: date) -> list[WeekMeeting]:
    """Today's meetings, the reader's own marked; one query when there are any."""
    ours = [meeting for meeting in meetings if meeting.at.date() == today]
    teams = set(live_memberships(person).values_list("team_id", flat=True)) if ours else set()
    return [replace(each, is_mine=each.team_id in teams or each.organizer_id == person.pk) for each in ours]


def live_memberships(person: Person) -> QuerySet[Membership]:
    """The teams that a person leads or is in; an adviser is not in one."""
    rows: QuerySet[Membership] = Membership.objects.filter(person=person, end_on=None, role__in=[TeamRole.LEAD, TeamRole.MEMBER])
    return rows.exclude(status=MembershipStatus.ENDED)


def key_dates(today: date, meetings: list[WeekMeeting], cycle: Cycle | None) -> list[KeyDate]:
    """The week ahead in day order: one meeting, then what is needed and what falls due."""
    end = today + timedelta(days=6 - today.weekday())
    dates = [KeyDate(m.at.date(), m.title, f"{m.at:%H:%M}", "series", m.series_id) for m in meetings if m.at.date() > today][:2]
    needed = Dependency.objects.filter(state__in=OPEN_STATES, needed_by__gte=today, needed_by__lte=end).select_related("to_team")
    needed = needed.only("title", "kind", "needed_by", "to_team__name")
    dates += [
        KeyDate(d.needed_by, f"{d} needed", d.to_team.name if d.to_team else "", "dependency", d.pk)
        for d in needed.order_by("needed_by", "id")[:SHOWN_DATES]
        if d.needed_by
    ]
    dates += due_this_week(today, end, cycle)
    return sorted(dates, key=lambda line: line.day)[:SHOWN_DATES]


def due_this_week(today: date, end: date, cycle: Cycle | None) -> list[KeyDate]:
    """Milestones and key results that fall due, those without a word of being done."""
    rows = KeyResult.objects.filter(due_on__gte=today, due_on__lte=end, state="open", objective__state="active").select_related(
        "objective__owner"
    )
    if cycle:
        rows = rows.annotate(
            elsewhere=Case(When(objective__cycle=cycle, then=Value(0)), default=Value(1), output_field=IntegerField())
        )
        rows = rows.order_by("elsewhere", "due_on", "id")
    return [
        KeyDate(
            row.due_on, row.title, row.objective.owner.name.split()[0] if row.objective.owner else "", "objective", row.objective_id
        )
        for row in rows[:SHOWN_DATES]
        if row.due_on
    ]

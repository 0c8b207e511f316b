"""Whether the rhythm is kept: a square a week for each team, from stored weeks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Subquery, Sum
from django.db.models.functions import JSONObject

from organizations.statements import Statement
from rhythm.models import TeamWeek
from rhythm.models import WeekMeeting as Met

WEEKS = 7
SHOWN_TEAMS = 16


@dataclass(slots=True)
class TeamRow:
    """A team's last weeks, oldest first, and last week's check-ins."""

    pk: int
    name: str
    squares: list[str]
    checked_in: int
    due: int


@dataclass(slots=True)
class Rhythm:
    """The matrix, and last week's sums over all teams."""

    rows: list[TeamRow]
    more: int
    met: int
    meeting_teams: int
    checked_in: int
    due: int


def rhythm_of(this_monday: date) -> Rhythm:
    """The seven weeks before this one; with more teams than fit, those that fell short last week are shown."""
    weeks = [this_monday - timedelta(weeks=back) for back in range(WEEKS, 0, -1)]
    rows = [(cell.sums, cell) for cell in CELLS(weeks[0], weeks[-1])]
    teams = [team_row([cell for _, cell in group], weeks) for _, group in groupby(rows, key=lambda row: row[1].team_id)]
    sums = rows[0][0] if rows else dict.fromkeys(("teams", "meeting_teams", "met", "checked_in", "due"), 0)
    more = max(0, sums["teams"] - len(teams))
    return Rhythm(teams, more, sums["met"], sums["meeting_teams"], sums["checked_in"], sums["due"])


def cells_between(first: date, last: date) -> QuerySet[TeamWeek]:
    """The weeks of the teams that are shown, each with the sums of the last week."""
    latest: QuerySet[TeamWeek] = TeamWeek.objects.filter(week_of=last)
    chosen = latest.order_by(F("check_ins_in") - F("check_ins_due"), "team_id").values("team_id")[:SHOWN_TEAMS]
    cells: QuerySet[TeamWeek] = TeamWeek.objects.filter(week_of__gte=first, week_of__lte=last, team_id__in=chosen)
    cells = cells.select_related("team").only("week_of", "meeting", "check_ins_due", "check_ins_in", "team__name")
    return cells.annotate(sums=Subquery(sums_of(latest))).order_by("team_id", "week_of")


CELLS = Statement(cells_between)


def sums_of(week: QuerySet[TeamWeek]) -> QuerySet[TeamWeek, Any]:
    """One week over all teams, as JSON in a sub-select."""
    return (
        week.order_by()
        .values("organization_id")
        .annotate(
            sums=JSONObject(
                teams=Count("id"),
                meeting_teams=Count("id", filter=~Q(meeting="")),
                met=Count("id", filter=Q(meeting=Met.HELD)),
                checked_in=Sum("check_ins_in", default=0),
                due=Sum("check_ins_due", default=0),
            )
        )
        .values("sums")
    )


def team_row(cells: list[TeamWeek], weeks: list[date]) -> TeamRow:
    by_week = {cell.week_of: cell for cell in cells}
    last = by_week.get(weeks[-1])
    return TeamRow(
        pk=cells[0].team_id,
        name=cells[0].team.name,
        squares=[square(by_week.get(week)) for week in weeks],
        checked_in=last.check_ins_in if last else 0,
        due=last.check_ins_due if last else 0,
    )


def square(cell: TeamWeek | None) -> str:
    """full: met and all checked in; half: check-ins missing; missed: no meeting; none: nothing was due."""
    if cell is None or (not cell.meeting and not cell.check_ins_due):
        return "none"
    if cell.meeting == Met.MISSED:
        return "missed"
    return "full" if cell.check_ins_in >= cell.check_ins_due else "half"

"""What rhythm does when a check-in is posted or an objective changes: it counts in its team's week."""

from __future__ import annotations

from datetime import datetime

from alignment.models import Objective
from organizations.logbook import react_to
from organizations.models import Event
from organizations.verbs import day_of
from rhythm.actions import plan_ahead
from rhythm.weeks import refresh_weeks


@react_to("bundle.imported")
def plan_what_came_in(event: Event, now: datetime) -> None:
    """The meetings of the days ahead, also of the series of an import."""
    plan_ahead(organization=event.organization, by=None, now=now)


@react_to(
    "check_in.posted",
    "objective.set",
    "objective.changed",
    "objective.held",
    "objective.resumed",
    "objective.reopened",
    "objective.closed",
)
def count_in_the_week(event: Event, now: datetime) -> None:
    """The week of the event, for the objective's team."""
    objective = Objective.objects.filter(pk=event.about_id, team__isnull=False).first()
    if objective is not None:
        day = day_of(event.at, event.organization)
        refresh_weeks(organization_id=event.organization_id, team_ids=[objective.team_id], week_of=day, today=day)

"""On whose calendar something is stuck: the zone of the lead of the team that waits, else the organization's."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from alignment.models import Objective
from decisions.models import Blocker
from notifications.hours import zone_called
from organizations.models import Membership, Organization, Team
from organizations.models.teams import LEADS


def team_that_waits(stuck: Any) -> Team | None:
    """Of an objective its own; of a commitment its own, or else that of the objective it serves."""
    if stuck.team_id or isinstance(stuck, Objective):
        team: Team | None = stuck.team
        return team
    return stuck.objective.team if stuck.objective else None


def zone_of_team(team_id: Any) -> Any:
    """In SQL: the zone that a lead of the team has named, the first of them; null where none has."""
    leads = Membership.objects.filter(LEADS, team=team_id).exclude(person__timezone="").order_by("id")
    return Subquery(leads.values("person__timezone")[:1])


def team_day(team: Team | None, now: datetime, organization: Organization) -> date:
    """The day on the team's calendar; one query where there is a team."""
    zone = ""
    if team is not None:
        leads = Membership.objects.filter(LEADS, team=team).exclude(person__timezone="").order_by("id")
        zone = leads.values_list("person__timezone", flat=True).first() or ""
    return now.astimezone(zone_called(zone or organization.timezone)).date()


def day_of_blocker(blocker: Blocker, now: datetime) -> date:
    return team_day(team_that_waits(blocker.stuck), now, blocker.organization)


def with_zone(blockers: Any) -> Any:
    """Blockers with `zone`, the lead's of the team that waits, for `today_of`."""
    return blockers.annotate(zone=zone_of_team(OuterRef("waiting_team")))


def today_of(blocker: Any, now: datetime) -> date:
    """The day on the calendar of a blocker that came with its zone."""
    return now.astimezone(zone_called(blocker.zone or blocker.organization.timezone)).date()

"""Verb: a team is asked for check-ins more or less often than the rest of the organization."""

from __future__ import annotations

from datetime import datetime

from alignment import policy
from alignment.models import Cadence, TeamCadence
from organizations.logbook import record, verb
from organizations.models import Person, Team
from organizations.refusals import NotAllowed, NotSaid


@verb
def set_team_cadence(*, team: Team, every_days: int | None, by: Person, now: datetime) -> None:
    """None: as the organization."""
    if not policy.may_set_cadence(by, team):
        raise NotAllowed(f"You may not change what {team} is reminded of. Ask whoever leads it, or a leader of the organization.")
    if every_days is not None and every_days not in Cadence.values:
        raise NotSaid("Choose how often from the list.")
    own = TeamCadence.objects.select_for_update().filter(team=team)
    was = own.values_list("every_days", flat=True).first()
    if was == every_days:
        return
    if every_days is None:
        own.delete()
    else:
        TeamCadence.objects.update_or_create(
            team=team,
            defaults={"every_days": every_days},
            create_defaults={"every_days": every_days, "organization_id": team.organization_id},
        )
    record("team.cadence_changed", by=by, about=team, now=now, was=was, every_days=every_days)

"""Who leads which team today: the people to turn to where nobody else is named."""

from __future__ import annotations

from collections.abc import Sequence

from organizations.models import Membership, Person
from organizations.models.teams import LEADS

MOST = 200


def leads_of(team_ids: Sequence[int]) -> dict[int, list[Person]]:
    """The leads of each of these teams, by name; one query, none without a team."""
    if not team_ids:
        return {}
    led = Membership.objects.filter(LEADS, team_id__in=set(team_ids))
    leads: dict[int, list[Person]] = {}
    for membership in led.select_related("person").order_by("person__name", "id")[:MOST]:
        if membership.person not in leads.setdefault(membership.team_id, []):
            leads[membership.team_id].append(membership.person)
    return leads

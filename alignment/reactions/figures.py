"""Stored figures follow what changes below: teams, cycles, and the cadence of the organization."""

from __future__ import annotations

from datetime import datetime

from alignment.rollup import refresh_objectives, refresh_organization
from organizations.logbook import react_to
from organizations.models import Event
from organizations.verbs import day_of


@react_to("team.formed", "membership.started", "membership.ended")
def count_the_team(event: Event, now: datetime) -> None:
    """Who is in a team is one of its figures."""
    refresh_objectives(
        organization_id=event.organization_id, objective_ids=[], team_ids=[event.about_id], today=day_of(now, event.organization)
    )


@react_to("cycle.added")
def count_the_cycle(event: Event, now: datetime) -> None:
    refresh_objectives(
        organization_id=event.organization_id, objective_ids=[], cycle_ids=[event.about_id], today=day_of(now, event.organization)
    )


@react_to("organization.changed")
def judge_by_the_new_cadence(event: Event, now: datetime) -> None:
    """Another cadence or time zone makes other check-ins fresh, and other days today."""
    if {"check_in_every_days", "timezone"} & set(event.data["changed"]):
        refresh_organization(organization_id=event.organization_id, today=day_of(now, event.organization))

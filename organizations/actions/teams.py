"""Verbs: teams, and who is in them."""

from __future__ import annotations

from datetime import date, datetime

from organizations import policy
from organizations.logbook import record, verb
from organizations.models import Membership, Organization, Person, Team
from organizations.models.teams import LIVE, MembershipStatus, TeamRole, TeamStatus
from organizations.refusals import AlreadyClosed, AlreadyThere, NotAllowed
from organizations.tenancy import new_key
from organizations.verbs import check_order, day_of, locked, worded


@verb
def form_team(
    *,
    organization: Organization,
    name: str,
    by: Person | None,
    now: datetime,
    key: str = "",
    kind: str = "team",
    parent: Team | None = None,
    description: str = "",
    channel: str = "",
    start_on: date | None = None,
) -> Team:
    """A new team, below `parent` if there is one."""
    if not policy.may_form_team(by, parent):
        raise NotAllowed("You may not form teams. Ask a leader of the organization.")
    team: Team = Team.objects.create(
        organization=organization,
        key=key or new_key(),
        name=worded(name, "Give the team a name."),
        kind=kind,
        parent=parent,
        description=description.strip(),
        channel=channel,
        status=TeamStatus.ACTIVE,
        start_on=start_on or day_of(now, organization),
    )
    record("team.formed", by=by, about=team, now=now)
    return team


@verb
def join_team(
    *,
    team: Team,
    person: Person,
    by: Person | None,
    now: datetime,
    role: TeamRole = TeamRole.MEMBER,
    title: str = "",
    start_on: date | None = None,
) -> Membership:
    """A person becomes member, lead or adviser of a team."""
    if not policy.may_change_members(by, team):
        raise NotAllowed(f"You may not change who is in {team.name}. Ask its lead, or a leader of the organization.")
    live = Membership.objects.filter(LIVE, team=team, person=person)
    if live.filter(role=role).exists():
        raise AlreadyThere(f"{person.name} is {role.label.lower()} of {team.name} already.")
    membership: Membership = Membership.objects.create(
        organization_id=team.organization_id,
        team=team,
        person=person,
        role=role,
        title=title,
        status=MembershipStatus.ACTIVE,
        start_on=start_on or day_of(now, team.organization),
    )
    record("membership.started", by=by, about=team, now=now, person=person.pk, person_name=person.name, role=role)
    return membership


@verb
def leave_team(*, membership: Membership, by: Person | None, now: datetime, end_on: date | None = None) -> Membership:
    """A person's part in a team ends; the row stays, as history."""
    membership = locked(membership)
    team, person = membership.team, membership.person
    if not (by == person or policy.may_change_members(by, team)):
        raise NotAllowed(f"You may not change who is in {team.name}. Ask its lead, or a leader of the organization.")
    if membership.status == MembershipStatus.ENDED or membership.end_on:
        raise AlreadyClosed(f"{person.name} has left {team.name} already.")
    end_on = end_on or day_of(now, membership.organization)
    check_order(membership.start_on, end_on, f"Choose a last day after {membership.start_on}, the day {person.name} joined.")
    membership.status, membership.end_on = MembershipStatus.ENDED, end_on
    membership.save(update_fields=["status", "end_on"])
    record("membership.ended", by=by, about=team, now=now, person=person.pk, person_name=person.name, role=membership.role)
    return membership

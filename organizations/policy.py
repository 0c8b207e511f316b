"""Who may what: the questions about people, teams and settings, and the rule of thumb that the rooms above build theirs on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from organizations.models import Membership, Organization, Person, SavedView, Team
from organizations.models.people import Access, PersonStatus
from organizations.models.teams import INSIDE, LEADS

# `person` is None when the product itself acts (an import, the demo company): it may do everything.
RUNS_THE_WORKSPACE = {Access.OWNER, Access.ADMIN}
LEADS_ALL = {*RUNS_THE_WORKSPACE, Access.LEADER}


def may_write(person: Person | None) -> bool:
    """Anybody but a viewer, and nobody who has left."""
    return person is None or (person.access != Access.VIEWER and person.status != PersonStatus.INACTIVE)


def may_lead(person: Person | None) -> bool:
    """Leaders, admins and owners: all content of the organization."""
    return person is None or (may_write(person) and person.access in LEADS_ALL)


def may_run(person: Person | None) -> bool:
    """Admins and owners: people, access and settings."""
    return person is None or (may_write(person) and person.access in RUNS_THE_WORKSPACE)


def may_act_for(person: Person | None, *, owners: Iterable[int | None] = (), teams: Iterable[int | None] = ()) -> bool:
    """Leaders always; a member for what is their own and for what belongs to a team they lead or are in. At most one query."""
    if person is None or not may_write(person):
        return person is None
    return may_lead(person) or person.pk in set(owners) or is_in_one_of(person, teams)


def is_in_one_of(person: Person, teams: Iterable[int | None]) -> bool:
    """Whether the person leads, or is a member of, one of these teams today; an adviser is not in it."""
    wanted = {team for team in teams if team}
    return bool(wanted) and Membership.objects.filter(INSIDE, person_id=person.pk, team_id__in=wanted).exists()


def teams_of(person: Person) -> QuerySet[Any]:
    """Ids of the teams that the person leads or is a member of today, as a part of another query."""
    inside: QuerySet[Any] = Membership.objects.filter(INSIDE, person_id=person.pk)
    return inside.values("team_id")


def may_act_for_some_team(person: Person | None) -> bool:
    """Leaders always; a member who is in a team today: without one there is nothing that they could begin for a team."""
    return may_lead(person) or (person is not None and may_write(person) and teams_of(person).exists())


def teams_led(person: Person) -> QuerySet[Any]:
    """Ids of the teams that the person leads today, as a part of another query."""
    led: QuerySet[Any] = Membership.objects.filter(LEADS, person_id=person.pk)
    return led.values("team_id")


def may_add_person(person: Person | None, organization: Organization) -> bool:
    return may_run(person)


def may_form_team(person: Person | None, parent: Team | None) -> bool:
    return may_lead(person)


def may_change_members(person: Person | None, team: Team) -> bool:
    """Leaders, and whoever leads the team."""
    if may_lead(person) or person is None:
        return True
    return may_write(person) and teams_led(person).filter(team_id=team.pk).exists()


def may_run_cycles(person: Person | None, organization: Organization) -> bool:
    """Add, change, open, start and close planning periods."""
    return may_lead(person)


def may_plan_absence(person: Person | None, of: Person) -> bool:
    """One's own, and leaders those of everybody."""
    return may_act_for(person, owners=[of.pk])


def accesses_to_give(person: Person | None) -> list[Access]:
    """What this person may let others do: only owners make owners."""
    if not may_run(person):
        return []
    return [access for access in Access if access != Access.OWNER or person is None or person.access == Access.OWNER]


def may_give_access(person: Person | None, access: str) -> bool:
    return access in accesses_to_give(person)


def may_manage_access(person: Person | None, of: Person) -> bool:
    """Invite, deactivate or change somebody: admins and owners, but nobody below an owner touches an owner."""
    return may_give_access(person, of.access)


def may_change_view(person: Person | None, view: SavedView) -> bool:
    """Its owner; a shared one leaders too."""
    return person is None or (may_write(person) and (view.person_id == person.pk or (view.is_shared and may_lead(person))))


def may_change_organization(person: Person | None, organization: Organization) -> bool:
    return may_run(person)

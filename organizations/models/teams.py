"""Teams within teams, and who is in them."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q

from organizations.constraints import in_order, one_of, refuse_circle, same_organization
from organizations.models.people import Person
from organizations.tenancy import KeyedModel, TenantKey, TenantModel


class TeamStatus(models.TextChoices):
    ACTIVE = "active", "Active"
    ARCHIVED = "archived", "Archived"


@pghistory.track()
class Team(KeyedModel):
    """Everything with members or work of its own: the organization itself, departments, teams, working groups."""

    name = models.CharField(max_length=250)
    kind = models.CharField(max_length=250, blank=True, default="")
    parent = TenantKey("self", null=True, blank=True, related_name="children")
    description = models.CharField(max_length=4000, blank=True, default="")
    status = models.CharField(max_length=8, choices=TeamStatus, blank=True, default="")
    start_on = models.DateField(null=True, blank=True)
    end_on = models.DateField(null=True, blank=True)
    channel = models.CharField(max_length=250, blank=True, default="")
    url = models.CharField(max_length=2000, blank=True, default="")

    class Meta(KeyedModel.Meta):
        constraints = [
            *KeyedModel.Meta.constraints,
            *same_organization("team", "parent"),
            one_of("team", "status", TeamStatus, stated=False),
            in_order("team", "start_on", "end_on"),
        ]
        triggers = [refuse_circle()]
        indexes = [models.Index(fields=["organization", "name"], name="team_by_name")]

    def __str__(self) -> str:
        return self.name

    def lead(self) -> Person | None:
        """Who answers for the team; of several, the first who was named."""
        first = Membership.objects.filter(LEADS, team=self).select_related("person").order_by("id").first()
        return first.person if first else None


class TeamRole(models.TextChoices):
    LEAD = "lead", "Lead"  # answers for the team
    MEMBER = "member", "Member"
    ADVISOR = "advisor", "Advisor"  # has a say without being in it


class MembershipStatus(models.TextChoices):
    ACTIVE = "active", "Active"
    ENDED = "ended", "Ended"


# What a membership is today; an adviser is not in the team.
LIVE = Q(end_on=None) & ~Q(status=MembershipStatus.ENDED)
LEADS = LIVE & Q(role=TeamRole.LEAD)
INSIDE = LIVE & Q(role__in=[TeamRole.LEAD, TeamRole.MEMBER])


@pghistory.track()
class Membership(TenantModel):
    """Who is or was in which team, as what, from when to when; one person may hold several."""

    team = TenantKey(Team, related_name="memberships")
    person = TenantKey(Person, related_name="memberships")
    role = models.CharField(max_length=7, choices=TeamRole)
    title = models.CharField(max_length=250, blank=True, default="")
    start_on = models.DateField(null=True, blank=True)
    end_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=6, choices=MembershipStatus, blank=True, default="")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("membership", "team", "person"),
            one_of("membership", "role", TeamRole),
            one_of("membership", "status", MembershipStatus, stated=False),
            in_order("membership", "start_on", "end_on"),
            models.UniqueConstraint(
                fields=["organization", "team", "person", "role", "title", "start_on"],
                name="membership_once",
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "team"], name="membership_live", condition=~Q(status="ended") & Q(end_on=None))
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} of {self.team_id}"

"""What has come up and waits to be worked on."""

from __future__ import annotations

import pghistory
from django.db import models

from alignment.models import Dependency, Objective
from decisions.models import Decision
from organizations.constraints import in_order, one_of, same_organization, within
from organizations.models import Person, Team
from organizations.tenancy import KeyedModel, TenantKey


class IssueState(models.TextChoices):
    OPEN = "open", "Open"
    MITIGATED = "mitigated", "Mitigated"
    CLOSED = "closed", "Closed"


@pghistory.track()
class Issue(KeyedModel):
    """A challenge or an opportunity that has come up and waits to be worked on."""

    title = models.CharField(max_length=250)
    description = models.CharField(max_length=4000, blank=True, default="")
    mitigation = models.CharField(max_length=4000, blank=True, default="")
    state = models.CharField(max_length=9, choices=IssueState, blank=True, default="")
    likelihood = models.PositiveSmallIntegerField(null=True, blank=True)
    impact = models.PositiveSmallIntegerField(null=True, blank=True)
    raised_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    owner = TenantKey(Person, null=True, blank=True, related_name="issues")
    team = TenantKey(Team, null=True, blank=True, related_name="issues")
    objective = TenantKey(Objective, null=True, blank=True, related_name="issues")
    decision = TenantKey(Decision, null=True, blank=True, related_name="issues")
    url = models.CharField(max_length=2000, blank=True, default="")
    raised_by = TenantKey(Person, null=True, blank=True, related_name="+")
    dependency = TenantKey(Dependency, null=True, blank=True, related_name="issues")
    parked_on = models.DateField(null=True, blank=True)  # in the parking lot since: not on the next agenda
    passed_from = TenantKey(Team, null=True, blank=True, related_name="+")  # the team that passed it on to this one
    again_of = TenantKey("self", null=True, blank=True, related_name="again")  # the same thing, solved before, has come back

    class Meta(KeyedModel.Meta):
        constraints = [
            *KeyedModel.Meta.constraints,
            *same_organization(
                "issue", "owner", "team", "objective", "decision", "raised_by", "dependency", "passed_from", "again_of"
            ),
            one_of("issue", "state", IssueState, stated=False),
            within("issue", "likelihood", 1, 5),
            within("issue", "impact", 1, 5),
            in_order("issue", "raised_on", "closed_on"),
        ]
        indexes = [models.Index(fields=["organization", "team"], name="issue_of_team")]

    def __str__(self) -> str:
        return self.title

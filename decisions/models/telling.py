"""Which teams are told of a decision and have said that they know it; and who disagrees and goes along all the same."""

from __future__ import annotations

import pghistory
from django.db import models

from decisions.models.decisions import Decision
from organizations.constraints import same_organization
from organizations.models import Person, Team
from organizations.tenancy import TenantKey, TenantModel


@pghistory.track()
class TeamTold(TenantModel):
    """A team that a decision touches, and when it was told."""

    decision = TenantKey(Decision, on_delete=models.CASCADE, related_name="told")
    team = TenantKey(Team, on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        verbose_name_plural = "teams told"
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("teamtold", "decision", "team"),
            models.UniqueConstraint(fields=["decision", "team"], name="team_told_once"),
        ]
        indexes = [models.Index(fields=["organization", "team"], name="told_of_team")]

    def __str__(self) -> str:
        return f"{self.team_id} of {self.decision_id}"


@pghistory.track()
class TeamAcknowledgement(TenantModel):
    """Somebody who answers for a team that was told has said: we know it."""

    told = TenantKey(TeamTold, on_delete=models.CASCADE, related_name="acknowledgements")
    person = TenantKey(Person, related_name="+")
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("teamacknowledgement", "told", "person"),
            models.UniqueConstraint(fields=["told", "person"], name="told_acknowledged_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.told_id}"


@pghistory.track()
class Dissent(TenantModel):
    """Somebody disagrees with what was decided, and says why; `is_committed`: and goes along with it all the same."""

    decision = TenantKey(Decision, on_delete=models.CASCADE, related_name="dissents")
    person = TenantKey(Person, related_name="+")
    words = models.CharField(max_length=2000)
    is_committed = models.BooleanField(default=True)
    said_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("dissent", "decision", "person"),
            models.UniqueConstraint(fields=["decision", "person"], name="dissent_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.decision_id}"

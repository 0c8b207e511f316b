"""Each team's weeks, as the rhythm matrix shows them."""

from __future__ import annotations

from django.db import models

from organizations.constraints import one_of, same_organization
from organizations.models import Team
from organizations.tenancy import TenantKey, TenantModel


class WeekMeeting(models.TextChoices):
    HELD = "held", "Met"
    MISSED = "missed", "No meeting"
    PLANNED = "planned", "Planned"


class TeamWeek(TenantModel):
    """A team's week as the rhythm matrix shows it: stored, refreshed with the check-ins and meetings that it counts."""

    team = TenantKey(Team, on_delete=models.CASCADE, related_name="weeks")
    week_of = models.DateField()  # its Monday
    meeting = models.CharField(max_length=7, choices=WeekMeeting, blank=True, default="")  # empty: none was due
    check_ins_due = models.PositiveIntegerField(default=0)
    check_ins_in = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("teamweek", "team"),
            one_of("teamweek", "meeting", WeekMeeting, stated=False),
            models.UniqueConstraint(fields=["team", "week_of"], name="team_week_once"),
        ]
        indexes = [models.Index(fields=["organization", "week_of"], name="team_week_by_week")]

    def __str__(self) -> str:
        return f"{self.team_id} in the week of {self.week_of}"

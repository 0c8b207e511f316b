"""Facts: when we meet, what came of it, the issues on the table, and each team's weeks."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accountability.models import Commitment
from alignment.models import Objective
from decisions.models import Decision
from organizations.constraints import in_order, one_of, same_organization, within
from organizations.models import Person, Team
from organizations.tenancy import KeyedModel, TenantKey, TenantModel


@pghistory.track()
class MeetingSeries(KeyedModel):
    """A meeting that recurs by an RFC 5545 rule, or happens once; without a start day only its weekday and time are known."""

    title = models.CharField(max_length=250)
    team = TenantKey(Team, null=True, blank=True, related_name="meeting_series")
    description = models.CharField(max_length=4000, blank=True, default="")
    start_on = models.DateField(null=True, blank=True)
    start_time = models.TimeField(null=True, blank=True)
    duration_minutes = models.PositiveIntegerField(null=True, blank=True)
    timezone = models.CharField(max_length=64, blank=True, default="")
    rrule = models.CharField(max_length=250, blank=True, default="")
    exdates = ArrayField(models.DateField(), default=list, blank=True)
    organizer = TenantKey(Person, null=True, blank=True, related_name="meeting_series")
    location = models.CharField(max_length=250, blank=True, default="")
    url = models.CharField(max_length=2000, blank=True, default="")
    notes_url = models.CharField(max_length=2000, blank=True, default="")

    class Meta(KeyedModel.Meta):
        verbose_name_plural = "meeting series"
        constraints = [
            *KeyedModel.Meta.constraints,
            *same_organization("meetingseries", "team", "organizer"),
            models.CheckConstraint(
                condition=Q(duration_minutes__isnull=True) | Q(duration_minutes__gte=1),
                name="meetingseries_duration_from_one",
            ),
        ]
        indexes = [models.Index(fields=["organization", "team"], name="series_of_team")]

    def __str__(self) -> str:
        return self.title


class MeetingState(models.TextChoices):
    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    MISSED = "missed", "Missed"
    SKIPPED = "skipped", "Skipped"  # called off, with a reason


@pghistory.track()
class Meeting(TenantModel):
    """One meeting of a series."""

    series = TenantKey(MeetingSeries, on_delete=models.CASCADE, related_name="meetings")
    planned_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=MeetingState, default=MeetingState.PLANNED)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    rating = models.FloatField(null=True, blank=True)  # mean of 1 to 10
    reason = models.CharField(max_length=1000, blank=True, default="")  # why it was called off

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("meeting", "series"),
            one_of("meeting", "state", MeetingState),
            in_order("meeting", "started_at", "ended_at"),
            models.UniqueConstraint(fields=["series", "planned_at"], name="meeting_once"),
        ]
        indexes = [models.Index(fields=["organization", "planned_at"], name="meeting_by_time")]

    def __str__(self) -> str:
        return f"{self.series_id} on {self.planned_at:%Y-%m-%d}"


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

    class Meta(KeyedModel.Meta):
        constraints = [
            *KeyedModel.Meta.constraints,
            *same_organization("issue", "owner", "team", "objective", "decision"),
            one_of("issue", "state", IssueState, stated=False),
            within("issue", "likelihood", 1, 5),
            within("issue", "impact", 1, 5),
            in_order("issue", "raised_on", "closed_on"),
        ]
        indexes = [models.Index(fields=["organization", "team"], name="issue_of_team")]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class MeetingOutput(TenantModel):
    """What came out of a meeting: a decision or a commitment; `meeting` is the one day of the series, if it is known."""

    series = TenantKey(MeetingSeries, on_delete=models.CASCADE, related_name="outputs")
    meeting = TenantKey(Meeting, null=True, blank=True, related_name="outputs")
    decision = TenantKey(Decision, on_delete=models.CASCADE, null=True, blank=True, related_name="meeting_links")
    commitment = TenantKey(Commitment, on_delete=models.CASCADE, null=True, blank=True, related_name="meeting_links")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("meetingoutput", "series", "meeting", "decision", "commitment"),
            models.CheckConstraint(
                condition=Q(decision__isnull=False, commitment__isnull=True) | Q(decision__isnull=True, commitment__isnull=False),
                name="meeting_output_is_one_thing",
            ),
            models.UniqueConstraint(fields=["decision"], name="decision_of_one_meeting"),
            models.UniqueConstraint(fields=["commitment"], name="commitment_of_one_meeting"),
        ]

    def __str__(self) -> str:
        return f"output of {self.series_id}"


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

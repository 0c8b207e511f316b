"""When we meet: a series with its rule, its people and turns, the agenda that it starts from, and the secret calendar addresses."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from organizations.constraints import one_of, same_organization
from organizations.models import Person, Team
from organizations.tenancy import KeyedModel, TenantKey, TenantModel


class MeetingKind(models.TextChoices):
    """What a series is for: it sets the agenda that it begins with. Empty means not stated (imports)."""

    WEEKLY = "weekly", "Weekly meeting"
    TEAM_SYNC = "team_sync", "Team-of-teams sync"
    HUDDLE = "huddle", "Daily huddle"
    MONTHLY = "monthly", "Monthly review"
    QUARTERLY = "quarterly", "Quarterly planning"
    ANNUAL = "annual", "Annual meeting"
    ONE_TO_ONE = "one_to_one", "One-to-one"
    AFTER_ACTION = "after_action", "After-action review"
    DECISION_REVIEW = "decision_review", "Decision review"
    PREMORTEM = "premortem", "Premortem"


class HeldAs(models.TextChoices):
    """How a huddle is held; every other meeting is held together, and empty means that too."""

    TOGETHER = "together", "Together"
    WRITING = "writing", "In writing"


@pghistory.track()
class MeetingSeries(KeyedModel):
    """A meeting that recurs by an RFC 5545 rule, or happens once; without a start day only its weekday and time are known."""

    title = models.CharField(max_length=250)
    kind = models.CharField(max_length=15, choices=MeetingKind, blank=True, default="")
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
    ended_on = models.DateField(null=True, blank=True)  # retired on purpose: no meeting after this day
    end_reason = models.CharField(max_length=1000, blank=True, default="")
    held_as = models.CharField(max_length=8, choices=HeldAs, blank=True, default="", db_default="")
    sequence = models.PositiveIntegerField(default=0)  # how often what a calendar shows of it has changed (RFC 5545 SEQUENCE)

    class Meta(KeyedModel.Meta):
        verbose_name_plural = "meeting series"
        constraints = [
            *KeyedModel.Meta.constraints,
            *same_organization("meetingseries", "team", "organizer"),
            one_of("meetingseries", "kind", MeetingKind, stated=False),
            one_of("meetingseries", "held_as", HeldAs, stated=False),
            models.CheckConstraint(
                condition=~Q(held_as=HeldAs.WRITING) | Q(kind=MeetingKind.HUDDLE), name="meetingseries_writing_is_a_huddle"
            ),
            models.CheckConstraint(
                condition=Q(duration_minutes__isnull=True) | Q(duration_minutes__gte=1),
                name="meetingseries_duration_from_one",
            ),
        ]
        indexes = [models.Index(fields=["organization", "team"], name="series_of_team")]

    @property
    def is_in_writing(self) -> bool:
        """Nobody has to be there at once: everybody has written by its time."""
        return self.held_as == HeldAs.WRITING

    def __str__(self) -> str:
        return self.title


class Invited(models.TextChoices):
    REQUIRED = "required", "Takes part"
    OPTIONAL = "optional", "Welcome"
    LEFT_OUT = "left_out", "Left out"  # in the team, but not in this meeting


@pghistory.track()
class SeriesPerson(TenantModel):
    """Somebody who is asked beside the series' team, or of the team and not asked."""

    series = TenantKey(MeetingSeries, on_delete=models.CASCADE, related_name="people")
    person = TenantKey(Person, on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=8, choices=Invited, default=Invited.REQUIRED)

    class Meta(TenantModel.Meta):
        verbose_name_plural = "series people"
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("seriesperson", "series", "person"),
            one_of("seriesperson", "part", Invited),
            models.UniqueConstraint(fields=["series", "person"], name="series_person_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.series_id}"


@pghistory.track()
class RotaTurn(TenantModel):
    """A place in the order in which people facilitate; after the last the first follows."""

    series = TenantKey(MeetingSeries, on_delete=models.CASCADE, related_name="rota")
    person = TenantKey(Person, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("rotaturn", "series", "person"),
            models.UniqueConstraint(fields=["series", "position"], name="rota_place_once", deferrable=models.Deferrable.DEFERRED),
            models.UniqueConstraint(fields=["series", "person"], name="rota_person_once"),
        ]
        ordering = ("position",)

    def __str__(self) -> str:
        return f"{self.person_id} at {self.position} of {self.series_id}"


class SegmentKind(models.TextChoices):
    """What a segment shows and takes in: each has a screen of its own; what has none is talk under its title."""

    TALK = "talk", "Talk"
    WINS = "wins", "Wins"
    HEADLINES = "headlines", "Headlines"
    SCORECARD = "scorecard", "Scorecard"
    PRIORITIES = "priorities", "Priorities"
    COMMITMENTS = "commitments", "Commitments"
    DEPENDENCIES = "dependencies", "Dependencies"
    DECISIONS = "decisions", "Decisions"
    RISKS = "risks", "Risks"
    TRIAGE = "triage", "Triage"
    ISSUES = "issues", "Issues"  # ACT: assess, collaborate, take action, each issue on a clock of its own
    WRITING = "writing", "Silent writing"
    LESSONS = "lessons", "Lessons"
    CLOSE = "close", "Close"


@pghistory.track()
class SegmentPlan(TenantModel):
    """A segment of the agenda that each meeting of the series starts from."""

    series = TenantKey(MeetingSeries, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=SegmentKind, default=SegmentKind.TALK)
    title = models.CharField(max_length=120)
    minutes = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=1000, blank=True, default="")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("segmentplan", "series"),
            one_of("segmentplan", "kind", SegmentKind),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="segmentplan_minutes_from_one"),
            models.UniqueConstraint(
                fields=["series", "position"], name="segment_plan_place_once", deferrable=models.Deferrable.DEFERRED
            ),
        ]
        ordering = ("position",)

    def __str__(self) -> str:
        return self.title


class CalendarFeed(TenantModel):
    """A secret address that a calendar program reads: the meetings of its person, or of one team; it ends when it is revoked."""

    person = TenantKey(Person, on_delete=models.CASCADE, related_name="calendar_feeds")
    team = TenantKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="+")  # none: everything of the person
    secret_hash = models.CharField(max_length=64, db_index=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("calendarfeed", "person", "team"),
            models.UniqueConstraint(
                fields=["person", "team"], name="calendar_feed_once", nulls_distinct=False, condition=Q(revoked_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"calendar of {self.person_id}"

"""One meeting: when and how it was, its segments and what stood on them, who was there, what came of it."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q

from accountability.models import Commitment
from decisions.models import Decision
from organizations.constraints import in_order, one_of, same_organization, within
from organizations.models import Person
from organizations.tenancy import TenantKey, TenantModel
from organizations.words import own_words
from rhythm.models.issues import Issue
from rhythm.models.series import MeetingSeries, SegmentKind


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
    original_at = models.DateTimeField(null=True, blank=True)  # the time that the rule gave it, if it was moved
    state = models.CharField(max_length=7, choices=MeetingState, default=MeetingState.PLANNED)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    rating = models.FloatField(null=True, blank=True)  # mean of 1 to 10, to two places
    reason = models.CharField(max_length=1000, blank=True, default="")  # why it was called off, or moved
    facilitator = TenantKey(Person, null=True, blank=True, related_name="+")  # whose turn it is

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("meeting", "series", "facilitator"),
            one_of("meeting", "state", MeetingState),
            in_order("meeting", "started_at", "ended_at"),
            models.UniqueConstraint(fields=["series", "planned_at"], name="meeting_once"),
            models.UniqueConstraint(
                fields=["series", "original_at"], name="meeting_moved_once", condition=Q(original_at__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["organization", "planned_at"], name="meeting_by_time")]

    def __str__(self) -> str:
        return f"{self.series_id} on {self.planned_at:%Y-%m-%d}"


class Segment(TenantModel):
    """A part of one meeting's agenda, with the minutes it was given and the seconds it took; `known` is what it showed, kept."""

    meeting = TenantKey(Meeting, on_delete=models.CASCADE, related_name="segments")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=SegmentKind, default=SegmentKind.TALK)
    title = models.CharField(max_length=120)
    minutes = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=1000, blank=True, default="")
    extra_minutes = models.PositiveSmallIntegerField(default=0)
    used_seconds = models.PositiveIntegerField(default=0)  # of stretches that are over; the one under way is in MeetingRun
    known = models.JSONField(default=dict, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("segment", "meeting"),
            one_of("segment", "kind", SegmentKind),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="segment_minutes_from_one"),
            models.UniqueConstraint(
                fields=["meeting", "position"], name="segment_place_once", deferrable=models.Deferrable.DEFERRED
            ),
        ]
        ordering = ("position",)

    def __str__(self) -> str:
        return self.title


class Disposition(models.TextChoices):
    """How an item ended; empty: not yet. Nothing on an agenda ends without one."""

    FINE = "fine", "Seen, nothing to do"
    DECIDED = "decided", "Decided"
    COMMITTED = "committed", "Promised"
    DONE = "done", "Done"  # what it is about was closed meanwhile
    ISSUE = "issue", "On the issue list"
    ROUTED = "routed", "Passed to another team"
    PARKED = "parked", "Parked"
    DROPPED = "dropped", "Dropped on purpose"
    CARRIED = "carried", "Carried over"  # not reached, or not finished: on the next agenda

    @property
    def words(self) -> str:
        """Its label, with the organization's own nouns."""
        own = own_words()
        return {
            Disposition.ISSUE: f"On the {own['issue']} list",
            Disposition.ROUTED: f"Passed to another {own['team']}",
        }.get(self, str(self.label))


class AgendaItem(TenantModel):
    """One thing on the agenda: what it is about, why it is there, how much time it has, and how it ended."""

    meeting = TenantKey(Meeting, on_delete=models.CASCADE, related_name="items")
    segment = TenantKey(Segment, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=250)
    why = models.CharField(max_length=500, blank=True, default="")  # the rule that put it there, in words
    rule = models.CharField(max_length=40, blank=True, default="")  # contradicted_green, decision_overdue, carried …
    rank = models.IntegerField(default=0)  # higher comes first
    about_type = models.CharField(max_length=60, blank=True, default="")  # the model's label: alignment.Objective
    about_id = models.BigIntegerField(null=True, blank=True)
    issue = TenantKey(Issue, null=True, blank=True, related_name="agenda_items")
    raised_by = TenantKey(Person, null=True, blank=True, related_name="+")
    minutes = models.PositiveSmallIntegerField(default=0)  # 0: it shares its segment's time
    extra_minutes = models.PositiveSmallIntegerField(default=0)
    used_seconds = models.PositiveIntegerField(default=0)
    disposition = models.CharField(max_length=9, choices=Disposition, blank=True, default="")
    note = models.CharField(max_length=1000, blank=True, default="")  # why it was dropped, what was said
    disposed_at = models.DateTimeField(null=True, blank=True)
    carried_from = TenantKey("self", null=True, blank=True, related_name="carried_to")
    known = models.JSONField(default=list, blank=True)  # what was known of it then: lines of mark, words and figure

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("agendaitem", "meeting", "segment", "issue", "raised_by", "carried_from"),
            one_of("agendaitem", "disposition", Disposition, stated=False),
            models.UniqueConstraint(
                fields=["segment", "position"], name="agenda_item_place_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(
                fields=["meeting", "about_type", "about_id"], name="agenda_item_thing_once", condition=Q(about_id__isnull=False)
            ),
        ]
        ordering = ("segment__position", "position")
        indexes = [models.Index(fields=["organization", "about_type", "about_id"], name="agenda_item_about")]

    @property
    def whose(self) -> Person | None:
        """Who put it there, or whose issue it is."""
        issue = self.issue
        person: Person | None = self.raised_by or (issue and (issue.raised_by or issue.owner))
        return person

    @property
    def ending(self) -> str:
        """How it ended, in words; empty while it waits."""
        return Disposition(self.disposition).words if self.disposition else ""

    def __str__(self) -> str:
        return self.title


class Attendance(TenantModel):
    """Somebody's part in one meeting: prepared, present, ready, hand up, and how they rate it."""

    meeting = TenantKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    person = TenantKey(Person, on_delete=models.CASCADE, related_name="attendances")
    is_expected = models.BooleanField(default=True)
    prepared_at = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)  # the last sign of life of their screen
    ready_for = models.PositiveIntegerField(null=True, blank=True)  # the move of the room that they are ready to leave
    hand_at = models.DateTimeField(null=True, blank=True)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    rating_note = models.CharField(max_length=500, blank=True, default="")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("attendance", "meeting", "person"),
            within("attendance", "rating", 1, 10),
            models.UniqueConstraint(fields=["meeting", "person"], name="attendance_once"),
        ]
        indexes = [models.Index(fields=["organization", "person"], name="attendance_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.meeting_id}"


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

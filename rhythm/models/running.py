"""A meeting while it runs: where the room is and its clock, what is captured, asked, written and voted; all of it survives."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accountability.models import Commitment
from decisions.models import Decision
from organizations.constraints import one_of, same_organization, within
from organizations.models import Person
from organizations.tenancy import TenantKey, TenantModel
from rhythm.models.issues import Issue
from rhythm.models.meetings import AgendaItem, Meeting, Segment


class MeetingRun(TenantModel):
    """Where the room is. The clock is `stretch_began_at`: null while it stands still; what came before is in `used_seconds`."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="run", db_constraint=False)
    facilitator = TenantKey(Person, null=True, blank=True, related_name="+")
    segment = TenantKey(Segment, null=True, blank=True, related_name="+")
    item = TenantKey(AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.PositiveBigIntegerField(default=1)  # of everything that a screen shows; each change counts one up
    move = models.PositiveIntegerField(default=1)  # how often the room has moved: people are ready for one move
    opened_at = models.DateTimeField()
    stretch_began_at = models.DateTimeField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)  # broken off, to be resumed another time
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("meetingrun", "meeting", "facilitator", "segment", "item"),
        ]
        indexes = [models.Index(fields=["organization"], name="meeting_run_open", condition=Q(closed_at=None))]

    def __str__(self) -> str:
        return f"run of {self.meeting_id}"


class CaptureKind(models.TextChoices):
    DECISION = "decision", "Decided"
    COMMITMENT = "commitment", "Commits"
    ISSUE = "issue", "Issue"
    NOTE = "note", "Note"
    WIN = "win", "Win"
    HEADLINE = "headline", "Headline"


class Capture(TenantModel):
    """A line caught in a meeting, once per `key` however often it is sent, with the record that it became."""

    meeting = TenantKey(Meeting, on_delete=models.CASCADE, related_name="captures")
    key = models.CharField(max_length=40)  # made by the screen that it was typed at
    kind = models.CharField(max_length=10, choices=CaptureKind)
    text = models.CharField(max_length=1000)
    by = TenantKey(Person, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    segment = TenantKey(Segment, null=True, blank=True, related_name="+")
    item = TenantKey(AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="captures")
    owner = TenantKey(Person, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    decision = TenantKey(Decision, on_delete=models.SET_NULL, null=True, blank=True, related_name="captures")
    commitment = TenantKey(Commitment, on_delete=models.SET_NULL, null=True, blank=True, related_name="captures")
    issue = TenantKey(Issue, on_delete=models.SET_NULL, null=True, blank=True, related_name="captures")
    agreed_at = models.DateTimeField(null=True, blank=True)  # its owner has said yes
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("capture", "meeting", "by", "segment", "item", "owner", "decision", "commitment", "issue"),
            one_of("capture", "kind", CaptureKind),
            models.UniqueConstraint(fields=["meeting", "key"], name="capture_once"),
        ]
        ordering = ("id",)

    def __str__(self) -> str:
        return self.text[:80]


class PollKind(models.TextChoices):
    CONSENT = "consent", "Can you live with it?"
    CONFIDENCE = "confidence", "How sure are you?"


class Poll(TenantModel):
    """What the room is asked: whether it can live with a proposal, or how sure it is that something will come true."""

    meeting = TenantKey(Meeting, on_delete=models.CASCADE, related_name="polls")
    kind = models.CharField(max_length=10, choices=PollKind, default=PollKind.CONSENT)
    segment = TenantKey(Segment, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")  # where the room was
    item = TenantKey(AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="polls")
    question = models.CharField(max_length=500)
    asked_by = TenantKey(Person, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("poll", "meeting", "segment", "item", "asked_by"),
            one_of("poll", "kind", PollKind),
        ]
        ordering = ("id",)

    def __str__(self) -> str:
        return self.question[:80]


class Consent(models.TextChoices):
    YES = "yes", "Yes"
    CONCERN = "concern", "Yes, with a concern"
    NO = "no", "No"


class Confidence(models.TextChoices):
    """How sure somebody is, one to five; who says one or two says why."""

    SURE = "5", "Sure"
    FOUR = "4", "Quite sure"
    THREE = "3", "Either way"
    TWO = "2", "Rather not"
    ONE = "1", "Not at all"


class PollAnswer(TenantModel):
    """One person's answer, with the concern in a line; it may be changed until the poll is closed."""

    poll = TenantKey(Poll, on_delete=models.CASCADE, related_name="answers")
    person = TenantKey(Person, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=7, choices=[*Consent.choices, *Confidence.choices])
    concern = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("pollanswer", "poll", "person"),
            models.CheckConstraint(condition=Q(answer__in=[*Consent.values, *Confidence.values]), name="pollanswer_answer_known"),
            models.UniqueConstraint(fields=["poll", "person"], name="poll_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.answer}"


class Writing(TenantModel):
    """Everybody writes in silence; nobody reads another's lines until all are shown at once."""

    meeting = TenantKey(Meeting, on_delete=models.CASCADE, related_name="writings")
    segment = TenantKey(Segment, on_delete=models.CASCADE, null=True, blank=True, related_name="writings")
    item = TenantKey(AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="writings")
    question = models.CharField(max_length=500)
    opened_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [*TenantModel.Meta.constraints, *same_organization("writing", "meeting", "segment", "item")]
        ordering = ("id",)

    def __str__(self) -> str:
        return self.question[:80]


class WrittenLine(TenantModel):
    """One thing that somebody wrote."""

    writing = TenantKey(Writing, on_delete=models.CASCADE, related_name="lines")
    person = TenantKey(Person, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)
    text = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("writtenline", "writing", "person"),
            models.UniqueConstraint(fields=["writing", "key"], name="written_line_once"),
        ]
        ordering = ("id",)

    def __str__(self) -> str:
        return self.text[:80]


class IssueVote(TenantModel):
    """How many of their votes somebody gives an issue for one meeting."""

    meeting = TenantKey(Meeting, on_delete=models.CASCADE, related_name="votes")
    issue = TenantKey(Issue, on_delete=models.CASCADE, related_name="votes")
    person = TenantKey(Person, on_delete=models.CASCADE, related_name="+")
    votes = models.PositiveSmallIntegerField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("issuevote", "meeting", "issue", "person"),
            within("issuevote", "votes", 1, 9),
            models.UniqueConstraint(fields=["meeting", "issue", "person"], name="issue_vote_once"),
        ]

    def __str__(self) -> str:
        return f"{self.votes} for {self.issue_id}"

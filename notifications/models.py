"""Facts: what a person is told and how they want to be told, the messages on their way out (the outbox), and chats."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from organizations.constraints import one_of, same_organization, within
from organizations.models import Event, Person, Team
from organizations.tenancy import TenantKey, TenantModel


class Notification(TenantModel):
    """A line for one person: about one event, never two for the same reason, or a reminder, never two with the same key."""

    person = TenantKey(Person, related_name="notifications")
    event = TenantKey(Event, null=True, related_name="+")
    reason = models.CharField(max_length=60)  # the rule that made it: decision.waits_on_you
    key = models.CharField(max_length=120, blank=True, default="")  # of a reminder: what it is of, and which occasion
    text = models.CharField(max_length=500)
    path = models.CharField(max_length=500, blank=True)
    why = models.CharField(max_length=300, blank=True, default="")  # the sentence that says why this person hears of it
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)  # in a mail of its own, or in a daily message

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("notification", "person", "event"),
            models.UniqueConstraint(fields=["person", "event", "reason"], name="notification_once"),
            models.UniqueConstraint(fields=["person", "key"], name="reminder_once", condition=~Q(key="")),
        ]
        indexes = [
            models.Index(fields=["organization", "person", "-id"], name="notification_newest"),
            models.Index(fields=["organization", "person", "-id"], name="notification_unread", condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return self.text


class Comment(TenantModel):
    """Words of one person on a thing of any room; named people hear of it."""

    about_type = models.CharField(max_length=60)  # the model's label: alignment.CheckIn
    about_id = models.BigIntegerField()
    author = TenantKey(Person, related_name="comments")
    text = models.CharField(max_length=4000)
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)  # the line stays, its words are not shown

    class Meta(TenantModel.Meta):
        constraints = [*TenantModel.Meta.constraints, *same_organization("comment", "author")]
        indexes = [models.Index(fields=["organization", "about_type", "about_id", "id"], name="comment_about")]

    def __str__(self) -> str:
        return self.text[:80]


class Mention(TenantModel):
    """Somebody named in a comment, whom it waits for until they say that they have read it, or answer where it was said."""

    comment = TenantKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    person = TenantKey(Person, on_delete=models.CASCADE, related_name="mentions")
    read_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("mention", "comment", "person"),
            models.UniqueConstraint(fields=["comment", "person"], name="mention_once"),
        ]
        indexes = [models.Index(fields=["organization", "person"], name="mention_waiting", condition=Q(read_at=None))]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.comment_id}"


def monday_to_friday() -> list[int]:
    return [0, 1, 2, 3, 4]


class Volume(models.TextChoices):
    """How much mail a person wants; what waits for them is in the product whatever they choose."""

    AT_ONCE = "at_once", "As it happens"
    DAILY = "daily", "One message a day"
    OFF = "off", "None"


class Preference(TenantModel):
    """How one person wants to hear; who has said nothing has what the fields begin with."""

    person = TenantKey(Person, on_delete=models.CASCADE, related_name="preferences")
    volume = models.CharField(max_length=7, choices=Volume, default=Volume.DAILY)
    # The four mails; each can be turned off alone.
    briefing = models.BooleanField(default=True)
    check_ins = models.BooleanField(default=True)
    waiting = models.BooleanField(default=True)
    recaps = models.BooleanField(default=True)
    # When they work, on the clock of where they are: the daily message comes at its hour, and nothing computed outside of them.
    working_days = ArrayField(models.PositiveSmallIntegerField(), default=monday_to_friday)  # 0 is Monday
    from_hour = models.PositiveSmallIntegerField(default=8)
    until_hour = models.PositiveSmallIntegerField(default=18)
    daily_hour = models.PositiveSmallIntegerField(default=8)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("preference", "person"),
            one_of("preference", "volume", Volume),
            models.UniqueConstraint(fields=["person"], name="preference_once"),
            within("preference", "until_hour", 1, 24),
            models.CheckConstraint(condition=Q(from_hour__lt=F("until_hour")), name="preference_hours_in_order"),
            models.CheckConstraint(
                condition=Q(daily_hour__gte=F("from_hour"), daily_hour__lt=F("until_hour")), name="preference_daily_within_hours"
            ),
            models.CheckConstraint(
                condition=Q(working_days__contained_by=list(range(7)), working_days__len__gte=1), name="preference_days_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.volume} for {self.person_id}"


class Round(TenantModel):
    """When the daily message of a person is due next, and the last of their own days that had its round. The row is the queue."""

    person = TenantKey(Person, on_delete=models.CASCADE, related_name="rounds")
    next_at = models.DateTimeField()
    last_on = models.DateField(null=True)
    last_error = models.CharField(max_length=1000, blank=True, default="")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("round", "person"),
            models.UniqueConstraint(fields=["person"], name="round_once"),
        ]
        indexes = [models.Index(fields=["next_at"], name="round_due")]

    def __str__(self) -> str:
        return f"round of {self.person_id}"


class SilentRule(TenantModel):
    """A rule that this organization has turned off for everybody."""

    rule = models.CharField(max_length=60)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "rule"], name="silent_rule_once"),
        ]

    def __str__(self) -> str:
        return self.rule


class ChatKind(models.TextChoices):
    """Whose form a message takes."""

    SLACK = "slack", "Slack"
    TEAMS = "teams", "Microsoft Teams"
    JSON = "json", "Another program (JSON)"


class ChatHook(TenantModel):
    """A chat of a team, or of the whole organization, that hears what it was set up for; its address is a secret."""

    team = TenantKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="chat_hooks")
    name = models.CharField(max_length=80)  # what people call the place: #security
    kind = models.CharField(max_length=5, choices=ChatKind, default=ChatKind.SLACK)
    sealed_url = models.TextField()  # readable with the installation's key only
    host = models.CharField(max_length=250)  # all that is shown of it
    # What it hears.
    reminders = models.BooleanField(default=True)
    recaps = models.BooleanField(default=True)
    decisions = models.BooleanField(default=True)
    made_by = TenantKey(Person, null=True, related_name="+")
    made_at = models.DateTimeField()
    failed_count = models.PositiveSmallIntegerField(default=0)  # messages given up on, one after the other
    stopped_at = models.DateTimeField(null=True)  # by itself, when too many were
    reminded_on = models.DateField(null=True)  # the last day whose reminders it had

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("chathook", "team", "made_by"),
            one_of("chathook", "kind", ChatKind),
        ]

    def __str__(self) -> str:
        return self.name


class Channel(models.TextChoices):
    MAIL = "mail", "Mail"
    CHAT = "chat", "Chat"


class DeliveryState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"


class Delivery(TenantModel):
    """One message to the outside: written with its cause, claimed and sent by a worker, once per key."""

    key = models.CharField(max_length=200)  # what it is for: event 12, rule, person; a second of the same is refused
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.MAIL)
    recipient = models.CharField(max_length=250)
    hook = TenantKey(ChatHook, on_delete=models.CASCADE, null=True, blank=True, related_name="deliveries")  # of the channel chat
    unsubscribe = models.CharField(max_length=250, blank=True, default="")  # the path of one click that ends such mails
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True, default="")
    calendar = models.TextField(blank=True, default="")  # an iCalendar file whose METHOD asks somebody in, or calls something off
    state = models.CharField(max_length=7, choices=DeliveryState, default=DeliveryState.WAITING)
    created_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    attempt_count = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=1000, blank=True, default="")

    class Meta(TenantModel.Meta):
        verbose_name_plural = "deliveries"
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "key"], name="delivery_once"),
            *same_organization("delivery", "hook"),
            one_of("delivery", "channel", Channel),
            one_of("delivery", "state", DeliveryState),
        ]
        indexes = [models.Index(fields=["next_attempt_at"], name="delivery_due", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return f"{self.channel} to {self.recipient}: {self.subject}"

"""Facts: what a person is told, and the messages on their way out (the outbox)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from organizations.constraints import one_of, same_organization
from organizations.models import Event, Person
from organizations.tenancy import TenantKey, TenantModel


class Notification(TenantModel):
    """A line for one person about one event; never two for the same reason."""

    person = TenantKey(Person, related_name="notifications")
    event = TenantKey(Event, null=True, related_name="+")
    reason = models.CharField(max_length=60)  # the rule that made it: decision.waits_on_you
    text = models.CharField(max_length=500)
    path = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("notification", "person", "event"),
            models.UniqueConstraint(fields=["person", "event", "reason"], name="notification_once"),
        ]
        indexes = [models.Index(fields=["organization", "person", "-id"], name="notification_newest")]

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


class Channel(models.TextChoices):
    MAIL = "mail", "Mail"


class DeliveryState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"


class Delivery(TenantModel):
    """One message to the outside: written with its cause, claimed and sent by a worker, once per key."""

    key = models.CharField(max_length=200)  # what it is for: event 12, rule, person; a second of the same is refused
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.MAIL)
    recipient = models.CharField(max_length=250)
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
            one_of("delivery", "channel", Channel),
            one_of("delivery", "state", DeliveryState),
        ]
        indexes = [models.Index(fields=["next_attempt_at"], name="delivery_due", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return f"{self.channel} to {self.recipient}: {self.subject}"

"""What a meeting has to say to other teams, and who has read it."""

from __future__ import annotations

from django.db import models

from organizations.constraints import same_organization
from organizations.models import Person, Team
from organizations.tenancy import TenantKey, TenantModel
from rhythm.models.meetings import Meeting


class Message(TenantModel):
    """A sentence that is cascaded from a meeting to teams."""

    meeting = TenantKey(Meeting, on_delete=models.CASCADE, related_name="messages")
    author = TenantKey(Person, null=True, blank=True, related_name="+")
    text = models.CharField(max_length=1000)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)  # with the close of the meeting, or at once

    class Meta(TenantModel.Meta):
        constraints = [*TenantModel.Meta.constraints, *same_organization("message", "meeting", "author")]
        ordering = ("id",)

    def __str__(self) -> str:
        return self.text[:80]


class MessageTeam(TenantModel):
    """A team that it is for."""

    message = TenantKey(Message, on_delete=models.CASCADE, related_name="teams")
    team = TenantKey(Team, on_delete=models.CASCADE, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("messageteam", "message", "team"),
            models.UniqueConstraint(fields=["message", "team"], name="message_team_once"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} to {self.team_id}"


class MessageReading(TenantModel):
    """Somebody it was for, and when they said that they had read it."""

    message = TenantKey(Message, on_delete=models.CASCADE, related_name="readings")
    person = TenantKey(Person, on_delete=models.CASCADE, related_name="+")
    team = TenantKey(Team, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            *same_organization("messagereading", "message", "person", "team"),
            models.UniqueConstraint(fields=["message", "person"], name="message_reading_once"),
        ]
        indexes = [
            models.Index(fields=["organization", "person"], name="message_unread", condition=models.Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} by {self.person_id}"

"""What a meeting has to say goes out when it was held, and whom it is for hears of it."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from notifications.models import Notification
from organizations.logbook import react_to
from organizations.models import Event, Person
from rhythm.actions.messages import send_messages
from rhythm.models import Meeting, Message, MessageReading


@react_to("meeting.held")
def send_what_it_says(event: Event, now: datetime) -> None:
    """With the close, whoever closed it; the one who closed it is the one who sends it."""
    meeting = Meeting.objects.filter(pk=event.data["meeting"]).first()
    if meeting is not None:
        by = Person.objects.filter(pk=event.actor_id).first()
        send_messages(meeting=meeting, by=by, now=now)


@react_to("message.sent")
def tell_its_readers(event: Event, now: datetime) -> None:
    """A line for each who has not read it; no mail: My work asks for it. One statement however many they are."""
    related = ("meeting__series", "author", "organization")
    message = Message.objects.select_related(*related).filter(pk=event.about_id).first()
    if message is None:
        return
    path = reverse("rhythm:message", args=[message.organization.slug, message.pk])
    text = f"{message.meeting.series.title} tells your team: {message.text}"[:500]
    unread = MessageReading.objects.filter(message=message, read_at=None).values_list("person_id", flat=True)
    lines = [
        Notification(
            organization_id=message.organization_id,
            person_id=person,
            event=event,
            reason="message.for_your_team",
            text=text,
            path=path,
            created_at=now,
        )
        for person in unread
    ]
    Notification.objects.bulk_create(lines, ignore_conflicts=True, batch_size=500)

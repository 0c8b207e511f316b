"""What other meetings told the reader's teams, until they say that they have read it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast, JSONObject, Left, TruncDate

from rhythm.models import Message, MessageReading
from visibility.reads.owed.kinds import Kind, Reader, first_name, held


def told(reader: Reader) -> Any:
    """Messages that were sent to the reader and are not read."""
    unread = MessageReading.objects.filter(message=OuterRef("pk"), person=reader.person, read_at=None)
    return Message.objects.filter(Exists(unread), sent_at__isnull=False).annotate(
        title_=Left(Cast("text", TextField()), 250),
        on_=TruncDate("sent_at", tzinfo=reader.zone),
        held_=held(0),
        facts_=JSONObject(series="meeting__series__title", author="author__name"),
    )


def say_message(facts: dict[str, Any], today: date) -> str:
    """Which meeting says it, and who wrote it."""
    by = f", written by {first_name(facts['author'])}" if facts["author"] else ""
    return f"{facts['series']} tells your team{by}"


MESSAGE = Kind(
    "message", "acknowledge", "I have read it", "rhythm:message_reading", "rhythm:message", told, say_message, is_post=True
)

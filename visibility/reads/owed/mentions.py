"""Comments that name the reader and wait for them: until they answer there, or say that they have read it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Case, CharField, F, OuterRef, Subquery, When
from django.db.models.functions import JSONObject, Left, TruncDate

from notifications.reads import mentions_owed
from notifications.threads import Thread, threads
from visibility.reads.owed.kinds import Kind, Reader, first_name, held
from visibility.words import shorten


def naming(reader: Reader) -> Any:
    """What was said to the reader and is neither answered nor read."""
    return mentions_owed(reader.person).annotate(
        title_=Case(*map(title_of, threads.values()), output_field=CharField()),
        on_=TruncDate("comment__at", tzinfo=reader.zone),
        held_=held(1),
        facts_=JSONObject(author="comment__author__name", words=Left(F("comment__text"), 400)),
    )


def title_of(thread: Thread) -> When:
    """The title of what was commented on, from its own table."""
    rows: Any = apps.get_model(thread.label).objects.filter(pk=OuterRef("comment__about_id"))
    return When(comment__about_type=thread.label, then=Subquery(rows.values(thread.named_by)[:1]))


def say_mention(facts: dict[str, Any], today: date) -> str:
    """Who said what; a thing without a title of its own goes by what it is: something that was talked about."""
    facts["title"] = "What was said to you"
    return f"{first_name(facts['author'])} to you: {shorten(' '.join(facts['words'].split()), 160)}"


MENTION = Kind("mention", "answer", "Answer", "notifications:mention", "notifications:mention", naming, say_mention)

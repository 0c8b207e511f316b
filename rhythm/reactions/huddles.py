"""The recap of a huddle in writing: one mail to everybody who is asked or wrote, with what each wrote; none where nobody did."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from notifications import policy
from notifications.actions import queue_mail
from notifications.letters import write_letter
from notifications.preferences import preference_of, wants
from organizations.logbook import react_to
from organizations.models import Event
from rhythm.models import HuddleEntry
from rhythm.reactions.recap import RULE, MarkedLink, RecapLetter, part
from rhythm.reads.huddle import HuddleLetter, became_of, letter_of


@react_to("meeting.held")
def mail_what_was_written(event: Event, now: datetime) -> None:
    """Once for each person and huddle, whatever is tried again."""
    told = letter_of(event.data["meeting"]) if event.data.get("wrote") and policy.is_news(event, now) else None
    if told is None:
        return
    letter = letter_for(told)
    text, html = write_letter("emails/recap.txt", letter), write_letter("emails/recap.html", letter)
    for person in told.people:
        if policy.may_mail(person) and person.user and wants(preference_of(person), RULE):
            queue_mail(
                key=f"meeting-{told.meeting.pk}/recap/person-{person.pk}",
                recipient=person.user.email,
                subject=told.subject,
                text=text,
                html=html,
                now=now,
            )


def letter_for(told: HuddleLetter) -> RecapLetter:
    """What is stuck first, for it asks for something; then everybody's one thing, and the news."""
    slug = told.meeting.organization.slug
    page = reverse("rhythm:huddle", args=[slug, told.meeting.pk])
    became = became_of(told.entries)

    def lines(name: str, mark: str) -> Iterable[MarkedLink]:
        for entry in told.entries:
            if words := getattr(entry, name):
                yield MarkedLink(f"{entry.person.name}: {words}", page, note_of(entry, name), mark)

    def note_of(entry: HuddleEntry, name: str) -> str:
        if name == "stuck":
            return "; ".join(one.words for one in became.get(entry.stuck_key, []))
        return entry.number if name == "thing" else ""

    parts = [part("Stuck", lines("stuck", "◌")), part("Today", lines("thing", "✓")), part("News", lines("news", "+"))]
    return RecapLetter(
        text=told.subject,
        lines=(f"Not written: {', '.join(told.silent)}.",) if told.silent else (),
        parts=tuple(found for found in parts if found.links),
        path=page,
        ask="Read what everybody wrote",
        why=f"You get this because you are asked to “{told.meeting.series}”.",
        organization=told.meeting.organization.name,
    )

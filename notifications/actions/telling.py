"""Verbs: tell a person, and put a message in the outbox. Both write rows only, and a second time changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from notifications.letters import Letter, Link, write_letter
from notifications.models import Delivery, Notification
from notifications.preferences import is_mailed_at_once, is_silent
from notifications.rules import rule_of
from organizations.bell import ring_after_commit
from organizations.models import Event, Person
from organizations.tenancy import organization_in_hand

SEND = "notifications.tasks.send_deliveries"


def notify(
    *,
    person: Person,
    event: Event,
    reason: str,
    text: str,
    path: str,
    now: datetime,
    status: str = "",
    lines: Sequence[str] = (),
    links: Sequence[Link] = (),
    ask: str = "Open it",
    why: str = "",
    is_mailed: bool = True,
    is_urgent: bool = False,
) -> None:
    """A line for one person about one event, and a mail if its rule (notifications/rules.py) and the person want one at once.

    Otherwise the line waits for their daily message. `reason` is the rule, `text` the finding and the mail's subject, `status` a
    word with its shape, `links` where each of several things is done, `ask` what the person is to do, `why` the sentence that
    says why they hear of it, `is_urgent` that waiting until tomorrow would be too late.
    """
    rule = rule_of(reason)
    if is_silent(rule):
        return
    is_sent = is_mailed and is_mailed_at_once(person, rule, event, now, is_urgent=is_urgent)
    line = Notification(
        organization_id=event.organization_id,
        person=person,
        event=event,
        reason=reason,
        text=text[:500],
        path=path,
        why=why[:300],
        created_at=now,
        mailed_at=now if is_sent else None,
    )
    Notification.objects.bulk_create([line], ignore_conflicts=True)
    if is_sent and person.user:
        letter = Letter(
            text=text,
            status=status,
            lines=tuple(lines),
            links=tuple(links),
            ask=ask,
            path=path,
            why=why,
            organization=person.organization.name,
            change=reverse("notifications:mail", args=[person.organization.slug]),
        )
        queue_mail(
            key=f"event-{event.pk}/{reason}/person-{person.pk}",
            recipient=person.user.email,
            subject=text,
            text=write_letter("emails/waits_on_you.txt", letter),
            html=write_letter("emails/waits_on_you.html", letter),
            now=now,
        )


def queue_mail(
    *,
    key: str,
    recipient: str,
    subject: str,
    text: str,
    html: str = "",
    calendar: str = "",
    unsubscribe: str = "",
    now: datetime,
) -> None:
    """Put a mail in the outbox of the organization in hand; a second one with the same key is not put there.

    `calendar` is an iCalendar file with its METHOD, which calendar programs take in; `unsubscribe` the path at which one click ends
    such mails.
    """
    delivery = Delivery(
        organization_id=organization_in_hand(),
        key=key,
        recipient=recipient,
        subject=_on_one_line(subject),
        text=text,
        html=html,
        calendar=calendar,
        unsubscribe=unsubscribe,
        created_at=now,
        next_attempt_at=now,
    )
    Delivery.objects.bulk_create([delivery], ignore_conflicts=True)
    ring_after_commit(SEND)


def _on_one_line(subject: str) -> str:
    """No line of a subject may become a header of its own."""
    words = " ".join(subject.split())
    return words if len(words) <= 250 else words[:249] + "…"

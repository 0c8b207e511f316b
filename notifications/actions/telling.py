"""Verbs: tell a person, and put a message in the outbox. Both write rows only, and a second time changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from notifications import policy
from notifications.letters import Letter, Link, write_letter
from notifications.models import Delivery, Notification
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
) -> None:
    """A line for one person about one event, and, unless that would be one mail too many, a mail if they can sign in.

    `reason` is the rule that asks for it (`decision.waits_on_you`), `text` the finding and the mail's subject, `status` a word
    with its shape, `links` where each of several things is done, `ask` what the person is to do, `why` the sentence that says
    why they hear of it.
    """
    line = Notification(
        organization_id=event.organization_id, person=person, event=event, reason=reason, text=text[:500], path=path, created_at=now
    )
    Notification.objects.bulk_create([line], ignore_conflicts=True)
    if is_mailed and policy.may_mail(person) and policy.is_news(event, now) and person.user:
        letter = Letter(
            text=text,
            status=status,
            lines=tuple(lines),
            links=tuple(links),
            ask=ask,
            path=path,
            why=why,
            organization=person.organization.name,
        )
        queue_mail(
            key=f"event-{event.pk}/{reason}/person-{person.pk}",
            recipient=person.user.email,
            subject=text,
            text=write_letter("emails/waits_on_you.txt", letter),
            html=write_letter("emails/waits_on_you.html", letter),
            now=now,
        )


def queue_mail(*, key: str, recipient: str, subject: str, text: str, html: str = "", calendar: str = "", now: datetime) -> None:
    """Put a mail in the outbox of the organization in hand; a second one with the same key is not put there.

    `calendar` is an iCalendar file with its METHOD, which calendar programs take in.
    """
    delivery = Delivery(
        organization_id=organization_in_hand(),
        key=key,
        recipient=recipient,
        subject=_on_one_line(subject),
        text=text,
        html=html,
        calendar=calendar,
        created_at=now,
        next_attempt_at=now,
    )
    Delivery.objects.bulk_create([delivery], ignore_conflicts=True)
    ring_after_commit(SEND)


def _on_one_line(subject: str) -> str:
    """No line of a subject may become a header of its own."""
    words = " ".join(subject.split())
    return words if len(words) <= 250 else words[:249] + "…"

"""The outbox's postman: claims a waiting delivery, hands it to the mail server under an identity of its own, notes the answer."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parseaddr
from smtplib import SMTPDataError, SMTPNotSupportedError, SMTPRecipientsRefused

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import QuerySet

from notifications.letters import address_of
from notifications.models import Channel, Delivery, DeliveryState

# Longer than a task may live, so that whoever finds the claim run out knows that its holder is dead.
CLAIM_KEEPS = timedelta(minutes=5)
MOST_ATTEMPTS = 12
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
MAILS_PER_CONNECTION = 50
OPENS_A_DOOR = "secret/"  # how the key of a mail begins whose link lets somebody in: its words are forgotten when it is sent

log = structlog.get_logger()


def send_some(*, clock: Callable[[], datetime]) -> int:
    """Send what is due over one connection; how many were tried. Nothing is tried while the mail server is away."""
    if not _due(clock()).exists():
        return 0
    connection = get_connection()
    try:
        connection.open()
    except OSError as problem:  # SMTPException is one
        log.warning("mail server away; mail waits", problem=str(problem))
        return 0
    tried = 0
    try:
        while tried < MAILS_PER_CONNECTION and (delivery := claim(now=clock())):
            tried += 1
            if not send(delivery, connection, clock=clock):
                break  # who knows what the connection is good for now
    finally:
        connection.close()
    return tried


def claim(*, now: datetime, channel: Channel = Channel.MAIL) -> Delivery | None:
    """Take the delivery that is due first for CLAIM_KEEPS, committed before anything is sent."""
    with transaction.atomic():
        delivery = _due(now, channel).select_for_update(skip_locked=True).order_by("next_attempt_at", "pk").first()
        if delivery is None:
            return None
        delivery.attempt_count += 1
        delivery.next_attempt_at = now + CLAIM_KEEPS
        delivery.save(update_fields=["attempt_count", "next_attempt_at"])
        return delivery


def send(delivery: Delivery, connection: BaseEmailBackend, *, clock: Callable[[], datetime]) -> bool:
    """Hand it over and note the answer; whether the connection is still good."""
    try:
        connection.send_messages([message_of(delivery)])
    except Exception as problem:
        _note_refusal(delivery, problem, now=clock())
        return not isinstance(problem, OSError)
    wiped = {"text": "", "html": ""} if delivery.key.startswith(OPENS_A_DOOR) else {}
    _note(delivery, state=DeliveryState.SENT, sent_at=clock(), last_error="", **wiped)
    return True


def message_of(delivery: Delivery) -> EmailMultiAlternatives:
    """The mail, the same at each attempt down to its Message-ID, so that a mail program that gets it twice shows it once."""
    headers = {"Message-ID": message_id(delivery), "Auto-Submitted": "auto-generated"} | unsubscribing(delivery)
    message = EmailMultiAlternatives(delivery.subject, delivery.text, to=[delivery.recipient], headers=headers)
    if delivery.html:
        message.attach_alternative(delivery.html, "text/html")
    if delivery.calendar:
        method = re.search(r"^METHOD:(\w+)", delivery.calendar, re.MULTILINE)
        message.attach_alternative(delivery.calendar, f"text/calendar; method={method[1] if method else 'PUBLISH'}")
        message.attach("invitation.ics", delivery.calendar, "application/ics")  # for programs that look for a file
    return message


def unsubscribing(delivery: Delivery) -> dict[str, str]:
    """What lets a mail program end such mails with one click (RFC 8058)."""
    if not delivery.unsubscribe:
        return {}
    return {
        "List-Unsubscribe": f"<{address_of(delivery.unsubscribe)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def message_id(delivery: Delivery) -> str:
    """Made from what the delivery is for, so that it is the same after a crash, and after a restored backup."""
    digest = hashlib.sha256(f"{delivery.organization_id} {delivery.key}".encode()).hexdigest()[:32]
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{digest}@{domain}>"


def failed() -> QuerySet[Delivery]:
    """Deliveries that were given up on, of all organizations."""
    return Delivery.everywhere.filter(state=DeliveryState.FAILED)


def retry_failed(*, now: datetime) -> int:
    """Send again what was given up on, once the cause is gone; how many."""
    return failed().update(state=DeliveryState.WAITING, attempt_count=0, next_attempt_at=now)


def is_final(problem: Exception) -> bool:
    """Whether trying again cannot help: the address or the message itself is refused for good.

    A wrong password, a refused sender or a full server are ours to repair, so they are tried again.
    """
    if isinstance(problem, SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in problem.recipients.values())
    if isinstance(problem, SMTPDataError):
        return problem.smtp_code >= 500
    return isinstance(problem, SMTPNotSupportedError | ValueError)  # a ValueError: an address or subject that is none


def answer_of(problem: Exception) -> str:
    """What the server said, for whoever looks into it."""
    if isinstance(problem, SMTPRecipientsRefused):
        return "; ".join(f"{code} {_words(answer)}" for code, answer in problem.recipients.values())
    if isinstance(problem, SMTPDataError):
        return f"{problem.smtp_code} {_words(problem.smtp_error)}"
    return f"{type(problem).__name__}: {problem}"


def pause_after(attempt_count: int) -> timedelta:
    """How long a delivery waits after its nth attempt."""
    return min(FIRST_PAUSE * (1 << (attempt_count - 1)), LONGEST_PAUSE)


def _due(now: datetime, channel: Channel = Channel.MAIL) -> QuerySet[Delivery]:
    return Delivery.everywhere.filter(state=DeliveryState.WAITING, channel=channel, next_attempt_at__lte=now)


def _note_refusal(delivery: Delivery, problem: Exception, *, now: datetime) -> None:
    is_over = is_final(problem) or delivery.attempt_count >= MOST_ATTEMPTS
    log.warning("mail refused", delivery=delivery.pk, is_over=is_over, answer=answer_of(problem))
    _note(
        delivery,
        state=DeliveryState.FAILED if is_over else DeliveryState.WAITING,
        next_attempt_at=now + pause_after(delivery.attempt_count),
        last_error=answer_of(problem)[:1000],
    )


def _note(delivery: Delivery, **fields: datetime | str) -> None:
    """Only while it waits: a late word about a mail that is settled changes nothing."""
    Delivery.everywhere.filter(pk=delivery.pk, state=DeliveryState.WAITING).update(**fields)


def _words(answer: bytes | str) -> str:
    return answer.decode(errors="replace") if isinstance(answer, bytes) else answer

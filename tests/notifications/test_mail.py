"""The postman: one accepted mail per key, the same Message-ID at each attempt, and no bad address in the way of the others."""

from __future__ import annotations

import smtplib
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from notifications import mail
from notifications.actions import queue_mail
from notifications.models import Delivery, DeliveryState
from organizations.models import Organization
from organizations.tenancy import in_organization
from tests.cast import NOW, new_organization
from tests.postbox import Postbox

INES = "ines@tidewater.example"


def queue(key: str = "event-1/decision.waits_on_you/person-1", recipient: str = INES, subject: str = "Decide") -> Delivery:
    queue_mail(key=key, recipient=recipient, subject=subject, text="Decide on the pen test.", html="<p>Decide.</p>", now=NOW)
    delivery: Delivery = Delivery.objects.get(key=key)
    return delivery


def send_all(at: datetime = NOW) -> None:
    while mail.send_some(clock=lambda: at):
        pass


def test_a_mail_goes_out_once_with_both_its_parts(tidewater: Organization, postbox: Postbox) -> None:
    delivery = queue()
    send_all()
    send_all(NOW + timedelta(days=1))
    (letter,) = postbox.mails
    assert (letter["To"], letter["Subject"], letter["Auto-Submitted"]) == (INES, "Decide", "auto-generated")
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    delivery.refresh_from_db()
    assert (delivery.state, delivery.sent_at, delivery.attempt_count) == (DeliveryState.SENT, NOW, 1)


def test_a_second_mail_for_the_same_reason_is_not_put_in_the_outbox(tidewater: Organization, postbox: Postbox) -> None:
    queue()
    queue()
    send_all()
    assert len(postbox.mails) == 1


def test_the_same_key_in_another_organization_is_another_mail(tidewater: Organization, postbox: Postbox) -> None:
    queue()
    with in_organization(new_organization("fenmoor")):
        queue()
    send_all()
    assert len(postbox.copies) == 2


def test_an_address_that_is_refused_for_good_fails_with_the_servers_words_and_the_rest_go_out(
    tidewater: Organization, postbox: Postbox
) -> None:
    postbox.answers["nobody@tidewater.example"] = "550 5.1.1 No such person here"
    gone, fine = queue("1", "nobody@tidewater.example"), queue("2")
    send_all()
    gone.refresh_from_db()
    fine.refresh_from_db()
    assert (gone.state, fine.state) == (DeliveryState.FAILED, DeliveryState.SENT)
    assert gone.last_error == "550 5.1.1 No such person here"
    assert mail.retry_failed(now=NOW) == 1
    postbox.answers.clear()
    send_all()
    assert len(postbox.mails) == 2


def test_an_address_that_is_refused_for_now_is_tried_again_after_a_pause(tidewater: Organization, postbox: Postbox) -> None:
    postbox.answers[INES] = "451 4.7.1 Greylisted, come back in a minute"
    delivery = queue()
    send_all()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.next_attempt_at) == (DeliveryState.WAITING, NOW + timedelta(minutes=1))
    assert delivery.last_error == "451 4.7.1 Greylisted, come back in a minute"
    postbox.answers.clear()
    send_all(NOW + timedelta(seconds=59))
    assert postbox.mails == []
    send_all(NOW + timedelta(minutes=1))
    assert len(postbox.mails) == 1


def test_a_mail_that_nobody_takes_for_a_day_is_given_up(tidewater: Organization, postbox: Postbox) -> None:
    postbox.answers[INES] = "452 4.2.2 Mailbox full"
    delivery = queue()
    for attempt in range(mail.MOST_ATTEMPTS + 2):
        send_all(NOW + attempt * mail.LONGEST_PAUSE)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempt_count) == (DeliveryState.FAILED, mail.MOST_ATTEMPTS)


def test_while_the_mail_server_is_away_mail_waits_and_no_attempt_is_counted(
    tidewater: Organization, postbox: Postbox, settings: Settings
) -> None:
    delivery = queue()
    settings.EMAIL_PORT = 1
    send_all()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempt_count, delivery.next_attempt_at) == (DeliveryState.WAITING, 0, NOW)
    settings.EMAIL_PORT = postbox.port
    send_all()
    assert len(postbox.mails) == 1


def test_a_claim_keeps_others_away_until_its_holder_is_surely_dead(tidewater: Organization, postbox: Postbox) -> None:
    queue()
    assert mail.claim(now=NOW)
    send_all(NOW + mail.CLAIM_KEEPS - timedelta(seconds=1))
    assert postbox.mails == []
    send_all(NOW + mail.CLAIM_KEEPS)
    assert len(postbox.mails) == 1


def test_a_claim_outlives_every_task(settings: Settings) -> None:
    assert mail.CLAIM_KEEPS.total_seconds() > settings.CELERY_TASK_TIME_LIMIT


def test_a_repeat_carries_the_same_message_id(tidewater: Organization, postbox: Postbox) -> None:
    delivery = queue()
    assert mail.message_id(delivery) == mail.message_id(Delivery.objects.get(pk=delivery.pk))
    send_all()
    assert postbox.mails[0]["Message-ID"] == mail.message_id(delivery)
    assert mail.message_id(delivery).endswith("@tidewater.example>")


def test_a_subject_cannot_smuggle_in_a_header(tidewater: Organization, postbox: Postbox) -> None:
    queue(subject="Decide\r\nBcc: everybody@fenmoor.example")
    long = queue(key="2", subject="far too long " * 40)
    send_all()
    assert postbox.mails[0]["Subject"] == "Decide Bcc: everybody@fenmoor.example"
    assert postbox.mails[0]["Bcc"] is None
    assert len(long.subject) == 250
    assert postbox.mails[1]["Subject"].strip() == long.subject


def test_an_address_that_is_none_fails_and_the_rest_go_out(tidewater: Organization, postbox: Postbox) -> None:
    broken, fine = queue("1", "ines\n@tidewater.example"), queue("2")
    send_all()
    broken.refresh_from_db()
    fine.refresh_from_db()
    assert (broken.state, fine.state) == (DeliveryState.FAILED, DeliveryState.SENT)


@pytest.mark.parametrize(
    ("problem", "is_final"),
    [
        (smtplib.SMTPRecipientsRefused({INES: (550, b"no such user")}), True),
        (smtplib.SMTPRecipientsRefused({INES: (450, b"later")}), False),
        (smtplib.SMTPDataError(554, b"looks like spam"), True),
        (smtplib.SMTPDataError(451, b"later"), False),
        (smtplib.SMTPSenderRefused(550, b"not from here", "peakos@localhost"), False),
        (smtplib.SMTPAuthenticationError(535, b"wrong password"), False),
        (smtplib.SMTPServerDisconnected("gone"), False),
        (TimeoutError("timed out"), False),
        (RuntimeError("soft time limit"), False),
    ],
)
def test_only_what_no_repair_of_ours_can_change_is_final(problem: Exception, is_final: bool) -> None:
    assert mail.is_final(problem) is is_final


def test_what_was_given_up_is_shown_by_cause_and_tried_again_on_demand(
    tidewater: Organization, postbox: Postbox, capsys: pytest.CaptureFixture[str]
) -> None:
    postbox.answers[INES] = "550 5.1.1 No such person here"
    queue()
    send_all()
    call_command("retry_outbox")
    assert "1 × 550 5.1.1 No such person here" in capsys.readouterr().out
    assert Delivery.objects.get().state == DeliveryState.FAILED, "showing changes nothing"
    postbox.answers.clear()
    call_command("retry_outbox", "--yes")
    send_all(timezone.now())
    assert len(postbox.mails) == 1

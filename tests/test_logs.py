"""The log: one line an entry, whoever writes what into it."""

from __future__ import annotations

import json
import logging
from io import StringIO
from typing import Any

import pytest
import structlog
from django.test import Client

from organizations.reads import front

ENTRY = ("at", "level", "logger", "event")


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """What the product's own handler writes."""
    written = StringIO()
    (handler,) = [each for each in logging.getLogger().handlers if type(each) is logging.StreamHandler]
    monkeypatch.setattr(handler, "stream", written)
    return written


def entries(log: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_a_line_break_in_what_somebody_sent_starts_no_line_of_its_own(log: StringIO) -> None:
    logging.getLogger("django.request").warning("Not Found: %s", '/x\n{"level": "critical", "event": "all is lost"}')
    structlog.get_logger().warning("bell not heard", problem="a\r\nb")
    first, second = entries(log)
    assert all(name in entry for entry in (first, second) for name in ENTRY)
    assert first["event"].startswith("Not Found: /x\n")
    assert (second["problem"], second["level"]) == ("a\r\nb", "warning")
    assert first["at"].endswith("Z")


@pytest.mark.django_db
def test_an_entry_carries_the_number_that_the_reader_was_shown_and_the_whole_trace(
    log: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(secret: str) -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr(front, "invitation_of", fail)
    answer = Client(raise_request_exception=False).get("/invitations/a-secret-of-somebody/")
    (entry,) = [entry for entry in entries(log) if entry["level"] == "error"]
    assert entry["request_id"] == answer.headers["X-Request-ID"]
    assert "ZeroDivisionError: by nothing" in entry["exception"]


@pytest.mark.django_db
def test_a_link_that_lets_somebody_in_is_not_readable_in_the_log(log: StringIO) -> None:
    client = Client(raise_request_exception=False)
    client.get("/invitations/a-secret-of-somebody/")
    client.post("/invitations/a-secret-of-somebody/acceptance/", {"password": "correct horse battery"})
    client.post("/accounts/password/reset/key/1-the-key-of-somebody/x/")
    assert len(entries(log)) >= 2
    assert "of-somebody" not in log.getvalue()
    assert "correct horse" not in log.getvalue()

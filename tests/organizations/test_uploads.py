"""The upload gate under ASGI: what is over the limit never reaches the disk, and what is under it is not touched."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from organizations.uploads import FRAME_BYTES, DropTooLarge

LIMIT = 2**20


@pytest.fixture(autouse=True)
def limit(settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = LIMIT


def what_arrives(*chunks: bytes) -> tuple[bytes, int]:
    """The body that the application sees, and how many messages it took to hear the end."""
    sent = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    sent.append({"type": "http.request", "body": b"", "more_body": False})
    seen: list[bytes] = []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        while True:
            message = await receive()
            seen.append(message["body"])
            if not message["more_body"]:
                return

    async def receive() -> Any:
        return sent.pop(0)

    asyncio.run(DropTooLarge(application)({"type": "http"}, receive, None))  # type: ignore[arg-type]
    return b"".join(seen), len(seen)


def test_a_body_under_the_limit_arrives_letter_by_letter() -> None:
    body, _ = what_arrives(b"a" * LIMIT, b"", b"frame")
    assert body == b"a" * LIMIT + b"frame"


def test_what_is_over_the_limit_is_read_to_its_end_and_dropped() -> None:
    body, messages = what_arrives(*[b"x" * 700_000] * 10)
    assert len(body) == LIMIT + FRAME_BYTES and messages == 11


def test_one_huge_chunk_is_cut_and_not_dropped_whole() -> None:
    """Else a form cut short could look like a small one."""
    body, _ = what_arrives(b"x" * (LIMIT * 5))
    assert len(body) == LIMIT + FRAME_BYTES


def test_a_request_without_a_body_passes() -> None:
    assert what_arrives() == (b"", 1)

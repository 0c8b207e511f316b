"""The live door, under ASGI: an answer that a view marks as a stream stays open, and its request, thread and connection do not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any

from rhythm.live.hub import HUB, Place

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Any, Any, Any], Awaitable[None]]

OPEN = "peakos.live"  # in the scope: a stream can be had here
HEADER = b"x-peakos-stream"  # what the view says: organization/meeting/person/session


class LiveDoor:
    """Lets Django answer everything, streams too: who may, with which headers. Only the body of a stream is its own.

    So every belt holds for streams as for pages, and two thousand of them cost two thousand sockets, not threads.
    """

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].endswith("/stream/"):
            await self.application(scope, receive, send)
            return
        scope["extensions"] = {**scope.get("extensions", {}), OPEN: {}}
        place: Place | None = None

        async def listen(message: Message) -> None:
            nonlocal place
            if message["type"] == "http.response.start":
                place = place_of(message)
            if place is None:
                await send(message)
            elif message["type"] == "http.response.start":
                await send({**message, "headers": stream_headers(message["headers"])})

        await self.application(scope, receive, listen)
        if place is not None:
            await stay(place, receive, send)


def place_of(message: Message) -> Place | None:
    said = dict(message["headers"]).get(HEADER)
    return Place.read(said.decode()) if said else None


def stream_headers(headers: Any) -> list[tuple[bytes, bytes]]:
    """Without our own mark, and without a length or an encoding that the open end does not have."""
    return [(name, value) for name, value in headers if name.lower() not in {HEADER, b"content-length", b"content-encoding"}]


async def stay(place: Place, receive: Receive, send: Send) -> None:
    """Pass on what the hub says until the reader leaves, or may not stay."""
    line = await HUB.join(place)
    leaving = asyncio.ensure_future(left(receive))
    speaking = asyncio.ensure_future(speak(line, send))
    try:
        await asyncio.wait({leaving, speaking}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        HUB.leave(line)
        for task in (leaving, speaking):
            task.cancel()
            with suppress(asyncio.CancelledError, OSError):
                await task


async def left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def speak(line: Any, send: Send) -> None:
    while (said := await line.get()) is not None:
        await send({"type": "http.response.body", "body": said, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})

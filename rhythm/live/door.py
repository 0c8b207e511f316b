"""The live door, under ASGI: an answer that a view marks as a stream stays open, and its request, thread and connection do not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from rhythm.live.hub import HUB, Message, Place, Send

Receive = Callable[[], Awaitable[Message]]
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
        place = await self.ask(scope, receive, send)
        if place is not None:
            await stay(place, receive, send)

    async def ask(self, scope: Message, receive: Receive, send: Send) -> Place | None:
        """Django's answer, passed on as it is; of a stream only its headers, and whose it is."""
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
        return place


def place_of(message: Message) -> Place | None:
    said = dict(message["headers"]).get(HEADER)
    return Place.read(said.decode()) if said else None


def stream_headers(headers: Any) -> list[tuple[bytes, bytes]]:
    """Without our own mark, and without a length or an encoding that the open end does not have."""
    return [(name, value) for name, value in headers if name.lower() not in {HEADER, b"content-length", b"content-encoding"}]


async def stay(place: Place, receive: Receive, send: Send) -> None:
    """Keep a line to the hub until the reader leaves; the server says so too when the hub has ended it."""
    line = await HUB.join(place, send)
    try:
        while (await receive())["type"] != "http.disconnect":
            pass
    finally:
        HUB.leave(line)

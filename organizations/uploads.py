"""The upload gate: a file over the limit is turned away while it arrives, before it fills the disk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

MARK = "peakos.upload_too_large"
FRAME_BYTES = 2**20  # what a form may carry around its files

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Any, Any, Any], Awaitable[None]]


class RefuseTooLarge(FileUploadHandler):
    """Stops keeping at UPLOAD_MAX_BYTES and marks the request, so that the view can say so.

    The rest is read and dropped: a browser that is still sending does not listen to an answer.
    """

    received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > settings.UPLOAD_MAX_BYTES:
            if self.request is not None:
                self.request.META[MARK] = True
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> Any:
        return None


def too_large(request: HttpRequest) -> bool:
    """Whether RefuseTooLarge turned a file of this request away; reads the files, if nobody has yet."""
    request.FILES  # noqa: B018  asking for them reads them
    return MARK in request.META


class DropTooLarge:
    """Under ASGI Django keeps the whole body on disk before any handler sees it: what is over the limit is dropped before that."""

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        room = settings.UPLOAD_MAX_BYTES + FRAME_BYTES

        async def receive_up_to_the_limit() -> Message:
            nonlocal room
            message = await receive()
            body = message.get("body", b"")
            if len(body) > room:
                message["body"] = body[:room]
            room = max(0, room - len(body))
            return message

        await self.application(scope, receive_up_to_the_limit, send)

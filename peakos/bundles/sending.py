"""A file on its way to a browser, piece by piece under both servers: WSGI takes a plain iterator, ASGI an asynchronous one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import IO

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse

PIECE = 64 * 1024


def send_file(request: HttpRequest, file: IO[bytes], name: str) -> StreamingHttpResponse:
    """Send a zip that has been written, from its start; it is closed when the last byte is out or the reader is gone."""
    length = file.tell()
    file.seek(0)
    pieces = pieces_later(file) if isinstance(request, ASGIRequest) else pieces_of(file)
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Length"] = str(length)
    response["Content-Encoding"] = "identity"  # it is compressed already
    return response


def pieces_of(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


async def pieces_later(file: IO[bytes]) -> AsyncIterator[bytes]:
    with file:
        while piece := await sync_to_async(file.read, thread_sensitive=False)(PIECE):
            yield piece

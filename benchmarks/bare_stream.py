"""The yardstick of live pages: the least that a server of event streams can do, one Redis channel passed on to every socket."""

from __future__ import annotations

import asyncio
import os
from typing import Any

from redis.asyncio import Redis

CHANNEL = "bare"
lines: set[asyncio.Queue[bytes]] = set()
tasks: list[asyncio.Task[None]] = []


async def hear() -> None:
    redis = Redis.from_url(os.environ["REDIS_URL"])
    channel = redis.pubsub()
    await channel.subscribe(CHANNEL)
    async for message in channel.listen():
        if message["type"] == "message":
            said = b"event: changed\ndata: " + message["data"] + b"\n\n"
            for line in lines:
                line.put_nowait(said)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] != "http":
        return
    if not tasks:
        tasks.append(asyncio.create_task(hear()))
    line: asyncio.Queue[bytes] = asyncio.Queue()
    lines.add(line)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
    await send({"type": "http.response.body", "body": b"event: hello\ndata: {}\n\n", "more_body": True})
    try:
        while True:
            await send({"type": "http.response.body", "body": await line.get(), "more_body": True})
    finally:
        lines.discard(line)

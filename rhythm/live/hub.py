"""The hub of one process: hears each change once, draws it once, and passes it to every screen that is open on the meeting."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import structlog
from django.conf import settings
from redis.asyncio import Redis
from redis.exceptions import RedisError

from rhythm.live.channel import channel_name
from rhythm.live.rows import PARTS, Known, draw, look_after

TICK_SECONDS = 5  # how late a lost word, an ended session or somebody's going is noticed
MOST_WAITING = 20  # words to a screen that does not take them; then it is told once to look for itself
WORD_SECONDS = 1  # how long the word of a change that the database knows may still be on its way
RETRY_SECONDS = 1
GATHER_SECONDS = 0.5
PATIENCE_SECONDS = 1  # with a Redis that is away: screens are served all the same

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Place:
    """Whose screen is open on which meeting, and the sign-in that it stands on."""

    organization: int
    meeting: int
    person: int
    session: str

    @classmethod
    def read(cls, said: str) -> Place:
        organization, meeting, person, session = said.split("/", 3)
        return cls(int(organization), int(meeting), int(person), session)


@dataclass(eq=False, slots=True)
class Line:
    """One open screen, how it is spoken to, and what it has still to be told. None ends it.

    It speaks only while there is something to say: a screen that waits is a socket and a few objects, nothing that turns.
    """

    place: Place
    send: Send
    waiting: deque[bytes | None] = field(default_factory=deque)
    speaking: asyncio.Task[None] | None = None

    def put(self, said: bytes | None) -> None:
        if len(self.waiting) >= MOST_WAITING:
            self.waiting.clear()
            said = said and event("behind", {})
        self.waiting.append(said)
        if self.speaking is None:
            self.speaking = asyncio.get_running_loop().create_task(self.speak())

    async def speak(self) -> None:
        """Until all is said; a reader who is gone hears nothing, and the door notices."""
        with suppress(OSError):
            while self.waiting:
                said = self.waiting.popleft()
                await self.send({"type": "http.response.body", "body": said or b"", "more_body": said is not None})
                if said is None:
                    return  # and nothing after it
        self.speaking = None

    def close(self) -> None:
        if self.speaking is not None:
            self.speaking.cancel()


@dataclass(slots=True)
class Room:
    """The screens of one meeting, the version that they know, and what of it is still to be drawn."""

    organization: int
    lines: set[Line] = field(default_factory=set)
    version: int = 0
    move: int = 0
    here: frozenset[int] = frozenset()
    undrawn: set[str] = field(default_factory=set)
    drawing: asyncio.Task[None] | None = None
    is_gathering: bool = False


def event(name: str, data: dict[str, Any], *, version: int | None = None) -> bytes:
    number = f"id: {version}\n" if version is not None else ""
    return f"{number}event: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode()


class Hub:
    """All streams of a process. It lives in the event loop that the first of them came with, and holds two database connections.

    One draws; the other looks after who is here, which takes longer the more there are, so that no change waits for it.
    """

    def __init__(self) -> None:
        self.rooms: dict[int, Room] = {}
        self.tasks: list[asyncio.Task[None]] = []
        self.drawer, self.keeper = ThreadPoolExecutor(1, "live-draws"), ThreadPoolExecutor(1, "live-keeps")
        self.loop: asyncio.AbstractEventLoop | None = None
        self.warming: asyncio.Task[None] | None = None
        self.listens = asyncio.Event()  # on the channel; until then a word would be missed that nobody knows of

    async def join(self, place: Place, send: Send) -> Line:
        """Open a line; its first word is the version that holds now, so that a screen that was away knows what it missed."""
        self.start()
        with suppress(TimeoutError):
            await asyncio.wait_for(self.listens.wait(), PATIENCE_SECONDS)
        room = self.rooms.setdefault(place.meeting, Room(place.organization))
        line = Line(place, send)
        room.lines.add(line)
        try:
            known = await self.look(place.organization, {place.meeting: {place.person}}, {(place.person, place.session)})
        except BaseException:
            self.leave(line)
            raise
        version, move = max((room.version, room.move), known.versions.get(place.meeting, (0, 0)))
        line.put(event("hello", {"v": version, "move": move}, version=version))
        if self.warming is None:
            self.warming = asyncio.get_running_loop().create_task(self.warm(place))
        return line

    async def warm(self, place: Place) -> None:
        """Draw once for nobody: templates and statements are read before the first change asks for them."""
        with suppress(Exception):
            await in_thread(self.drawer, draw, place.organization, place.meeting, PARTS)

    def leave(self, line: Line) -> None:
        line.close()
        room = self.rooms.get(line.place.meeting)
        if room is None:
            return
        room.lines.discard(line)
        if not room.lines:
            del self.rooms[line.place.meeting]

    def start(self) -> None:
        loop = asyncio.get_running_loop()
        if self.loop is loop and all(not task.done() for task in self.tasks):
            return
        self.loop, self.listens = loop, asyncio.Event()
        self.tasks = [loop.create_task(self.hear()), loop.create_task(self.tick())]

    async def hear(self) -> None:
        """Listen to the channel, and again after it was away."""
        while True:
            with suppress(RedisError, OSError):
                async with Redis.from_url(settings.REDIS_URL) as redis, redis.pubsub() as channel:
                    await channel.subscribe(channel_name())
                    self.listens.set()
                    async for message in channel.listen():
                        if message["type"] == "message":
                            self.pass_on(json.loads(message["data"]))
            await asyncio.sleep(RETRY_SECONDS)

    def pass_on(self, word: dict[str, Any]) -> None:
        """The bare fact first, at once; what it looks like follows when it is drawn."""
        room = self.rooms.get(word["meeting"])
        if room is None or word["version"] <= room.version:
            return
        missed = word["version"] > room.version + 1
        room.version, room.move = word["version"], max(room.move, word["move"])
        said = {"v": room.version, "move": room.move, "what": word["what"], "whose": word["whose"]}
        self.say(room, event("behind" if missed else "changed", said, version=room.version))
        self.redraw(word["meeting"], room, set(word["what"]))

    def say(self, room: Room, said: bytes) -> None:
        for line in room.lines:
            line.put(said)

    def redraw(self, meeting: int, room: Room, what: set[str]) -> None:
        room.undrawn |= what
        if room.drawing is None or room.drawing.done():
            room.drawing = asyncio.get_running_loop().create_task(self.draw(meeting, room))

    async def draw(self, meeting: int, room: Room) -> None:
        """Draw what has changed once for all screens; what changes meanwhile is drawn in the next round.

        The rows may be ahead of the words: a screen is whole only up to the version whose parts are all among these or before.
        """
        while room.undrawn and room.lines:
            what, room.undrawn = frozenset(room.undrawn), set()
            whole = {"v": room.version, "move": room.move}
            try:
                drawn = await in_thread(self.drawer, draw, room.organization, meeting, what)
            except Exception:
                log.exception("a live part could not be drawn", meeting=meeting)
                self.say(room, event("behind", {}))
                return
            if drawn is not None:
                self.say(room, event("parts", {**whole, "drawn": drawn.version, "html": dict(drawn.html)}))

    async def tick(self) -> None:
        """Every few seconds: who is still here, who may not stay, and whether a word was lost."""
        while True:
            await asyncio.sleep(TICK_SECONDS)
            for organization in {room.organization for room in self.rooms.values()}:
                lines = [line for room in self.rooms.values() if room.organization == organization for line in room.lines]
                present: dict[int, set[int]] = {}
                for line in lines:
                    present.setdefault(line.place.meeting, set()).add(line.place.person)
                try:
                    await self.look(organization, present, {(line.place.person, line.place.session) for line in lines})
                except Exception:
                    log.exception("the hub could not look after its rooms")
            for room in self.rooms.values():
                self.say(room, b": still here\n\n")

    async def look(self, organization: int, present: dict[int, set[int]], sessions: set[tuple[int, str]]) -> Known:
        known: Known = await in_thread(self.keeper, look_after, organization, present, sessions)
        for pk in present:
            if room := self.rooms.get(pk):
                self.learn(pk, room, known)
        return known

    def learn(self, meeting: int, room: Room, known: Known) -> None:
        for line in room.lines:
            if (line.place.person, line.place.session) in known.gone or meeting not in known.versions:
                line.put(None)
        version, move = known.versions.get(meeting, (room.version, room.move))
        if not room.version:
            room.version, room.move = version, move
        elif version > room.version:
            asyncio.get_running_loop().call_later(WORD_SECONDS, self.missed, meeting, version, move)
        here = known.here.get(meeting, frozenset())
        if here != room.here:
            room.here = here
            self.draw_people_soon(meeting, room)

    def missed(self, meeting: int, version: int, move: int) -> None:
        """Every screen looks for itself when no word has come of what the database has known for a while."""
        room = self.rooms.get(meeting)
        if room is not None and room.version < version:
            room.version, room.move = version, move
            self.say(room, event("behind", {"v": version, "move": move}, version=version))

    def draw_people_soon(self, meeting: int, room: Room) -> None:
        """A little later, since people come in crowds."""
        if not room.is_gathering:
            room.is_gathering = True
            asyncio.get_running_loop().call_later(GATHER_SECONDS, self.gathered, meeting, room)

    def gathered(self, meeting: int, room: Room) -> None:
        room.is_gathering = False
        self.redraw(meeting, room, {"people"})


async def in_thread(thread: ThreadPoolExecutor, function: Any, *arguments: Any) -> Any:
    return await asyncio.get_running_loop().run_in_executor(thread, function, *arguments)


HUB = Hub()

"""A line of the hub to one screen: everything in its order, one sentence to who is slow, and nothing after the end."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Coroutine
from typing import Any

import pytest

from rhythm.live import hub
from rhythm.live.hub import MOST_WAITING, Hub, Line, Message, Place, Room
from rhythm.live.rows import Drawn, Known

PLACE = Place(1, 2, 3, "session")


class Screen:
    """Takes what it is sent when it has time; how much was said when it left is kept."""

    def __init__(self, *, is_gone: bool = False) -> None:
        self.heard: list[bytes] = []
        self.is_over, self.is_gone, self.has_time = False, is_gone, asyncio.Event()

    async def send(self, message: Message) -> None:
        await self.has_time.wait()
        if self.is_gone:
            raise OSError
        if self.is_over:
            raise AssertionError("something was said after the end")
        self.is_over = not message["more_body"]
        self.heard += [message["body"]] * message["more_body"]


def tell(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(story, 60))


async def settle() -> None:
    for _ in range(2 * MOST_WAITING):
        await asyncio.sleep(0)


def test_everything_is_heard_in_its_order_also_what_is_said_later() -> None:
    async def story() -> None:
        screen = Screen()
        line = Line(PLACE, screen.send)
        screen.has_time.set()
        for words in (b"one", b"two"):
            line.put(words)
        await settle()
        line.put(b"three")
        await settle()
        assert screen.heard == [b"one", b"two", b"three"]

    tell(story())


def test_who_does_not_keep_up_is_told_once_to_look_for_themselves() -> None:
    async def story() -> None:
        screen = Screen()
        line = Line(PLACE, screen.send)
        line.put(b"first")
        await settle()  # it is being sent, and not taken
        for number in range(MOST_WAITING + 1):
            line.put(b"%d" % number)
        screen.has_time.set()
        await settle()
        assert screen.heard == [b"first", hub.event("behind", {})]

    tell(story())


def test_nothing_is_said_after_the_end() -> None:
    async def story() -> None:
        screen = Screen()
        line = Line(PLACE, screen.send)
        screen.has_time.set()
        for words in (b"last", None, b"too late"):
            line.put(words)
        await settle()
        line.put(b"much too late")
        await settle()
        assert (screen.heard, screen.is_over) == ([b"last"], True)

    tell(story())


def test_the_end_comes_to_a_slow_screen_too() -> None:
    async def story() -> None:
        screen = Screen()
        line = Line(PLACE, screen.send)
        line.put(b"first")
        await settle()
        for _ in range(MOST_WAITING):
            line.put(b"more")
        line.put(None)
        screen.has_time.set()
        await settle()
        assert screen.is_over

    tell(story())


def test_a_screen_that_is_gone_troubles_nobody() -> None:
    async def story() -> None:
        gone, other = Screen(is_gone=True), Screen()
        lines = [Line(PLACE, screen.send) for screen in (gone, other)]
        for screen in (gone, other):
            screen.has_time.set()
        for words in (b"one", b"two"):
            for line in lines:
                line.put(words)
            await settle()
        assert (gone.heard, other.heard) == ([], [b"one", b"two"])

    tell(story())


def a_room(screen: Screen, monkeypatch: pytest.MonkeyPatch, *, patience: float) -> Hub:
    """One screen is open at version 1, and nothing is drawn."""
    one = Hub()
    one.rooms[PLACE.meeting] = Room(PLACE.organization, {Line(PLACE, screen.send)}, version=1, move=1)
    monkeypatch.setattr(hub, "WORD_SECONDS", patience)
    monkeypatch.setattr(one, "redraw", lambda *_: None)
    screen.has_time.set()
    return one


def test_a_change_whose_word_is_on_its_way_sends_nobody_to_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody comes between the change and its word: all others would fetch the whole room, two thousand at once."""

    async def story() -> None:
        screen = Screen()
        one = a_room(screen, monkeypatch, patience=0.05)
        one.learn(PLACE.meeting, one.rooms[PLACE.meeting], Known({PLACE.meeting: (2, 2)}))
        one.pass_on({"meeting": PLACE.meeting, "version": 2, "move": 2, "what": ["now"], "whose": []})
        await asyncio.sleep(0.1)
        assert [said.split(b"\n")[1] for said in screen.heard] == [b"event: changed"]

    tell(story())


def test_a_word_that_never_came_sends_everybody_to_look(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        screen = Screen()
        one = a_room(screen, monkeypatch, patience=0.05)
        one.learn(PLACE.meeting, one.rooms[PLACE.meeting], Known({PLACE.meeting: (2, 2)}))
        one.learn(PLACE.meeting, one.rooms[PLACE.meeting], Known({PLACE.meeting: (2, 2)}))
        await asyncio.sleep(0.1)
        assert screen.heard == [hub.event("behind", {"v": 2, "move": 2}, version=2)]

    tell(story())


def test_who_comes_before_the_word_is_told_what_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        first, second = Screen(), Screen()
        one = a_room(first, monkeypatch, patience=60)
        one.listens.set()
        second.has_time.set()
        monkeypatch.setattr(one, "start", lambda: None)  # no channel is needed here
        monkeypatch.setattr(hub, "look_after", lambda *_: Known({PLACE.meeting: (2, 2)}))
        monkeypatch.setattr(hub, "draw", lambda *_: None)
        await one.join(PLACE, second.send)
        await settle()
        assert (first.heard, second.heard) == ([], [hub.event("hello", {"v": 2, "move": 2}, version=2)])

    tell(story())


def test_what_is_drawn_before_its_word_makes_no_screen_believe_that_it_has_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody comes while the room moves on: their face is drawn at the new version, the segment is still to come."""

    async def story() -> None:
        screen, one, may_draw = Screen(), Hub(), threading.Event()
        room = one.rooms[PLACE.meeting] = Room(PLACE.organization, {Line(PLACE, screen.send)}, version=1, move=1)
        screen.has_time.set()

        def draw(organization: int, meeting: int, what: frozenset[str]) -> Drawn:
            may_draw.wait(60)
            return Drawn(2, dict.fromkeys(sorted(what), ""))

        monkeypatch.setattr(hub, "draw", draw)
        one.gathered(PLACE.meeting, room)
        await settle()
        one.pass_on({"meeting": PLACE.meeting, "version": 2, "move": 2, "what": ["head", "now"], "whose": []})
        may_draw.set()
        assert room.drawing
        await room.drawing
        await settle()
        parts = [json.loads(said.split(b"data: ")[1]) for said in screen.heard if said.startswith(b"event: parts")]
        assert parts == [
            {"v": 1, "move": 1, "drawn": 2, "html": {"people": ""}},
            {"v": 2, "move": 2, "drawn": 2, "html": {"head": "", "now": ""}},
        ]

    tell(story())


def test_a_line_that_could_not_be_opened_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database is away while somebody comes: their screen tries again later, and no line to nobody stays in the room."""

    def away(*_: Any) -> None:
        raise ConnectionError

    async def story() -> None:
        one = Hub()
        one.listens.set()
        monkeypatch.setattr(one, "start", lambda: None)  # no channel is needed here
        with pytest.raises(ConnectionError):
            await one.join(PLACE, Screen().send)
        assert one.rooms == {}

    monkeypatch.setattr(hub, "look_after", away)
    tell(story())

"""What may be talked about: each room names its things here, with their page and who hears of a comment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from organizations.models import Person


@dataclass(frozen=True)
class Thread:
    """A kind of thing with comments; `label` is its model's: alignment.CheckIn."""

    label: str
    find: Callable[[int], Any]  # the row with this number, or None
    title: Callable[[Any], str]
    path: Callable[[Any], str]  # the page where it is read
    comments: str  # the URL name of its comments
    hears: Callable[[Any], Iterable[Person | None]]  # beside those who are named and those who wrote before
    says: Callable[[Any], str] = lambda row: ""  # what it says itself, for who reads the thread without its page
    named_by: str = "title"  # the field that holds its title, for rows of a list


threads: dict[str, Thread] = {}


def talk_about(thread: Thread) -> None:
    """Let people comment on such things; called once by the room that owns them, when all rooms stand."""
    threads[thread.label] = thread

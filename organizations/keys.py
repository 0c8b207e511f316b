"""The keyboard map: which single key does what on every page, as the product has it and as a person changed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from organizations.models import Person
from organizations.policy import may_write

GO = "g"  # pressed before the letter of a place


@dataclass(frozen=True, slots=True)
class Key:
    """One thing to do and the key for it; `words` say what it does, `{…}` in them is the organization's own noun."""

    action: str
    usual: str
    words: str
    group: str = "Anywhere"
    writes: bool = False  # leads to a form, or changes something: not for who only reads


# Actions of the group Places are names of addresses; the rail marks its links with them.
KEYS = (
    Key("help", "?", "All keys"),
    Key("filter", "/", "Find in this list"),
    Key("new", "n", "Something new here", writes=True),
    Key("promise", "p", "Promise something, or ask somebody to", writes=True),
    Key("blocker", "b", "Say that something is stuck", writes=True),
    Key("undo", "z", "Take the last thing back", writes=True),
    Key("monday", "m", "Monday", "Places"),
    Key("my_work", "w", "My work", "Places"),
    Key("series_list", "e", "Meetings", "Places"),
    Key("strategy", "s", "Strategy", "Places"),
    Key("objectives", "o", "{Objectives}", "Places"),
    Key("decisions", "d", "{Decisions}", "Places"),
    Key("dependencies", "p", "{Dependencies}", "Places"),
    Key("teams", "t", "{Teams}", "Places"),
    Key("down", "j", "Next line", "In lists"),
    Key("up", "k", "Line before", "In lists"),
    Key("select", "x", "Select the line", "In lists"),
    Key("check_in", "c", "Check in", "In lists", writes=True),
    Key("issue", "i", "Raise as {issue}", "In lists", writes=True),
    Key("edit", "e", "Edit", "In lists", writes=True),
    Key("more_time", "+", "Two more minutes", "In a meeting", writes=True),
    Key("park", "p", "Park the {issue}", "In a meeting", writes=True),
    Key("ask_room", "a", "Ask the room", "In a meeting", writes=True),
    Key("ready", "r", "Ready to move on", "In a meeting", writes=True),
    Key("hand", "h", "Raise your hand", "In a meeting", writes=True),
    Key("catch_decision", "d", "Capture {an_decision}", "In a meeting", writes=True),
    Key("catch_commitment", "c", "Capture {an_commitment}", "In a meeting", writes=True),
    Key("catch_issue", "i", "Capture {an_issue}", "In a meeting", writes=True),
    Key("catch_note", "n", "Capture a note", "In a meeting", writes=True),
)
FIXED = (
    ("Anywhere", ("Ctrl", "K"), "Search, or jump to something; ⌘ K on a Mac"),
    ("Anywhere", ("Esc",), "Close, or go back"),
    ("In lists", ("Enter",), "Open the line"),
    ("In lists", ("Ctrl", "C"), "Copy the selected lines"),
    ("In a meeting", ("→",), "Next"),
    ("In a meeting", ("←",), "Back"),
    ("In a meeting", ("Space",), "Pause, or go on"),
    ("In a meeting", ("@",), "An owner, in the line that you write"),
    ("In a meeting", ("/",), "A day, in the line that you write"),
)
GROUPS = ("Anywhere", "Places", "In lists", "In a meeting")
IN_ROOM = {"Anywhere", "In a meeting"}  # a running meeting has no lists to walk through
HUSHED_IN_ROOM = {"new", "filter", "promise", "blocker"}  # nor anything new or to be found: N is a note there, C a commitment


def keys_for(person: Person) -> list[Key]:
    """The keys that do something for this person."""
    return [key for key in KEYS if not key.writes or may_write(person)]


def fixed_for(person: Person) -> list[tuple[str, tuple[str, ...], str]]:
    """The keys that nobody changes; who only reads leads no meeting and writes no line in one."""
    return [fixed for fixed in FIXED if fixed[0] != "In a meeting" or may_write(person)]


def are_off(person: Person) -> bool:
    return bool(person.keys.get("off"))


def key_of(key: Key, person: Person) -> str:
    """The person's own key for it, or the usual one."""
    return str(person.keys.get(key.action) or key.usual)


def letters_of(person: Person) -> dict[str, str]:
    """The letter of each place, by the name of its address; none when keys are off."""
    return {} if are_off(person) else {key.action: key_of(key, person) for key in KEYS if key.group == "Places"}


def keys_on_page(person: Person, places: dict[str, str], *, in_room: bool = False) -> str:
    """What the script reads: `j:down k:up gm:/tidewater/`; `places` are addresses by letter. Nothing when keys are off."""
    if are_off(person):
        return ""
    heard = [key for key in keys_for(person) if (is_heard_in_room(key) if in_room else key.group in {"Anywhere", "In lists"})]
    pairs = [f"{key_of(key, person)}:{key.action}" for key in heard]
    return " ".join(pairs + [f"{GO}{letter}:{url}" for letter, url in places.items() if letter])


def is_heard_in_room(key: Key) -> bool:
    return key.group in IN_ROOM and key.action not in HUSHED_IN_ROOM


def own_keys(said: dict[str, str], person: Person, *, off: bool) -> dict[str, Any]:
    """What is stored of a person's choice: only what differs from the usual; what they were not asked about stays."""
    chosen = {key.action: said.get(key.action) or key_of(key, person) for key in KEYS}
    own: dict[str, Any] = {key.action: chosen[key.action] for key in KEYS if chosen[key.action] != key.usual}
    return own | ({"off": True} if off else {})


def taken_twice(said: dict[str, str]) -> list[tuple[Key, Key]]:
    """Keys that one press could not tell apart: those of one place, and those that are heard on one page."""
    clashes = []
    asked = [key for key in KEYS if key.action in said]
    for number, key in enumerate(asked):
        for other in asked[:number]:
            if are_heard_together(key, other) and said[key.action] == said[other.action]:
                clashes.append((key, other))
    return clashes


def are_heard_together(key: Key, other: Key) -> bool:
    """Places have `g` before them; lists and running meetings are never on one page."""
    if "In a meeting" in {key.group, other.group}:
        return is_heard_in_room(key) and is_heard_in_room(other)
    return (key.group == "Places") == (other.group == "Places")

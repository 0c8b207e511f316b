"""The frame of every page: the places of the rail with their counts, and the phone's five."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone

from accountability.days import day_at
from organizations.keys import letters_of
from organizations.models import Person
from organizations.verbs import day_of
from organizations.words import words_of
from visibility.reads.counts import MINE, UNREAD, shell_counts


@dataclass(slots=True)
class Place:
    """A link of the rail."""

    word: str
    icon: str
    url: str
    count: int = 0
    heading: str = ""
    is_here: bool = False
    is_mine: bool = False
    foot: bool = False
    key: str = ""  # pressed after g


@dataclass(slots=True)
class Shell:
    """The rail of a desk and the bar of a phone."""

    places: list[Place] = field(default_factory=list)
    tabs: list[Place] = field(default_factory=list)


# word, icon, address, which count; a heading starts a group
PLACES = [
    ("", "Monday", "mon", "visibility:monday", ""),
    ("", "My work", "my", "visibility:my_work", MINE),
    ("", "Meetings", "meet", "rhythm:series_list", ""),
    ("", "Notifications", "bell", "notifications:lines", UNREAD),
    ("Company", "Strategy", "peak", "alignment:strategy", ""),
    ("", "Objectives", "obj", "alignment:objectives", "objectives"),
    ("", "Decisions", "dec", "decisions:decisions", "decisions"),
    ("", "Dependencies", "dep", "alignment:dependencies", "dependencies"),
    ("", "Commitments", "flag", "accountability:commitments", "commitments"),
    ("", "Accountability", "chart", "accountability:seats", ""),
    ("", "Risks", "risk", "alignment:risks", ""),
    ("", "Lessons", "lesson", "intelligence:lessons", ""),
    ("", "Teams", "team", "visibility:teams", "teams"),
    ("", "People", "person", "visibility:people", ""),
]
BELONGS = {  # pages of a place that have an address of their own
    "rhythm:series_list": ("rhythm:issues",),
    "accountability:commitments": ("decisions:blockers",),
    "accountability:seats": ("accountability:covers",),
}
TABS = ("Monday", "My work", "Meetings", "Objectives")  # on a phone; "More" leads to the rail, at the end of the page there


def shell_of(person: Person, path: str) -> Shell:
    """The places that this reader sees, with the one they are at marked."""
    slug = person.organization.slug
    now = timezone.now()
    today = day_of(now, person.organization)
    counts = shell_counts(person, today, day_at(person, now, today))
    shell = Shell()
    words, letters = words_of(person.organization), letters_of(person)
    for heading, word, icon, name, count in PLACES:
        url = reverse(name, args=[slug])
        also = [reverse(other, args=[slug]) for other in BELONGS.get(name, ())]
        here = path == url if name == "visibility:monday" else path.startswith((url, *also))
        place = Place(words.get(word, word), icon, url, counts.get(count, 0), heading, is_here=here, is_mine=count == MINE)
        place.key = letters.get(name.partition(":")[2], "")
        shell.places.append(place)
        if word in TABS:
            shell.tabs.append(place)
    settings = reverse("organizations:settings", args=[slug])
    shell.places.append(Place("Settings", "gear", settings, is_here=path.startswith(settings), foot=True))
    return shell

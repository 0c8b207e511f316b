"""Advice while an objective is written: what makes it hard to follow later, each with its reason. Advice is never a wall.

Plain Python. The rules are this product's own, after common practice with objectives and key results: an outcome and not an
activity, one thing and not two, a measure with a baseline, one owner, a day, a parent, no more than seven at a time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from alignment.coherence import PRIORITY_LIMIT

ACTIVITIES = {
    "add", "arrange", "build", "complete", "conduct", "continue", "create", "define", "deliver", "deploy", "design", "develop",
    "discuss", "document", "draft", "establish", "evaluate", "explore", "finish", "finalise", "finalize", "host", "implement",
    "improve", "install", "introduce", "investigate", "launch", "make", "migrate", "move", "organise", "organize", "plan",
    "prepare", "produce", "publish", "release", "research", "review", "rewrite", "roll", "run", "set", "setup", "ship", "start",
    "support", "test", "train", "update", "upgrade", "work", "write",
}  # fmt: skip
NUMBER = re.compile(r"\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|twelve|half|none|every|all|zero)\b", re.IGNORECASE)
LIST_OF_TWO = re.compile(r"\S\s+(?:and|&|\+)\s+(?P<second>\S+)|;\s*\S", re.IGNORECASE)
A_RANGE = re.compile(r"\bbetween\s+\S+\s+and\s+\S+|\d\s+and\s+\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to look at: about which field, in a sentence, and why it matters."""

    field: str
    sentence: str
    because: str


@dataclass(frozen=True, slots=True)
class Written:
    """An objective as far as it is written. Counts are those of others of the same cycle that are under way or proposed."""

    title: str = ""
    done_means: str = ""
    has_owner: bool = False
    has_due: bool = False
    has_team: bool = False
    has_parent: bool = False
    is_saved: bool = False  # then its measures are known too
    measures: int = 0
    without_baseline: tuple[str, ...] = ()  # titles of measures
    team_name: str = ""
    team_has: int = 0
    owner_name: str = ""
    owner_has: int = 0
    weight_is_nought: bool = False


def advice(written: Written) -> list[Advice]:
    """What to look at, the weightiest first; nothing for a form in which nothing is written yet."""
    if not written.title.strip():
        return []
    return [*on_wording(written), *on_measures(written), *on_place(written), *on_load(written)]


def on_wording(written: Written) -> list[Advice]:
    found = []
    title, first = written.title, first_word(written.title)
    if first in ACTIVITIES and not NUMBER.search(title + " " + written.done_means):
        found.append(
            Advice(
                "title",
                f"“{title.split()[0]} …” is an activity. What will be true when it is done?",
                "Work can be finished without anything having changed; an outcome cannot.",
            )
        )
    if LIST_OF_TWO.search(A_RANGE.sub("", title)):
        found.append(
            Advice(
                "title",
                "The title names two things. Make two of it, or say what they have in common.",
                "One can be red, one green.",
            )
        )
    if not written.done_means.strip():
        found.append(
            Advice(
                "done_means", "Say how everybody will see that it is reached.", "Otherwise that is argued about on the last day."
            )
        )
    return found


def on_measures(written: Written) -> list[Advice]:
    if not written.is_saved:
        return []
    if not written.measures:
        return [Advice("measures", "Nothing measures it yet. Add a key result.", "Without one its progress is not known.")]
    return [
        Advice("measures", f"“{title}” has no baseline. Say where it starts.", "Progress is the way from the start to the target.")
        for title in written.without_baseline[:3]
    ]


def on_place(written: Written) -> list[Advice]:
    found = []
    if not written.has_owner:
        found.append(Advice("owner", "Nobody owns it. Name one person.", "What everybody answers for, nobody does."))
    if not written.has_due:
        found.append(Advice("due_on", "It has no due date and no cycle.", "Without a day there is no pace to be behind."))
    if written.has_team and not written.has_parent:
        found.append(
            Advice("parent", "It serves no objective. Choose the one it contributes to.", "The tree lists it as not linked.")
        )
    if written.weight_is_nought:
        found.append(Advice("weight", "Its weight is 0.", "It counts for nothing in the progress of what it serves."))
    return found


def on_load(written: Written) -> list[Advice]:
    """One more than seven is too many to keep in mind."""
    loads = ((written.team_name, written.team_has, "team"), (written.owner_name, written.owner_has, "owner"))
    return [
        Advice(
            field,
            f"{name} would have {count + 1} in this cycle. Which one can wait?",
            f"Past {PRIORITY_LIMIT} hardly anybody can name them, so they are not priorities any more.",
        )
        for name, count, field in loads
        if name and count >= PRIORITY_LIMIT
    ]


def first_word(title: str) -> str:
    words = re.findall(r"[^\W\d_]+", title)
    return words[0].lower() if words else ""

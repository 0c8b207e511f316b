"""Whether two short texts on the same thing point in opposite directions: plain words, no guess at meaning."""

from __future__ import annotations

import re

# Pairs of directions; a word counts when it begins so, which takes its forms along: "adopt", "adopts", "adopted".
OPPOSITES = (
    (
        "adopt allow approve begin build continue enable extend hire include introduce invest keep launch open permit require"
        " resume start stay",
        "abandon ban cancel close cut disable drop exclude exit forbid freez leave pause prohibit quit reject remov retire stop"
        " suspend sunset terminate withdraw",
    ),
    (
        "increas raise raising grow more double higher longer faster",
        "decreas reduc lower shrink less fewer halve halving shorter slower",
    ),
    ("in-house inhouse ourselves", "buy outsourc vendor"),
    ("central merge shared", "decentral split separate"),
    ("earlier sooner", "later postpon delay defer"),
)
YES = 0  # the first pair: whether the thing is done at all
NOT = {"no", "not", "never", "dont", "cannot", "nobody", "nothing", "neither", "without"}
WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
SHORT = 4  # a beginning as short as this stands for the whole word only: "open" is not "openstack"


def words_of(text: str) -> list[str]:
    return WORD.findall(text.lower().replace("’", "").replace("'", ""))


def is_negated(text: str) -> bool:
    return sum(word in NOT for word in words_of(text)) % 2 == 1


def directions(text: str) -> dict[int, int]:
    """For each pair of directions that the text names, 1 for its first and -1 for its second; a "not" turns all of them."""
    words, turn = words_of(text), -1 if is_negated(text) else 1
    found: dict[int, int] = {}
    for place, sides in enumerate(OPPOSITES):
        signs = [sign for sign, side in zip((1, -1), sides, strict=True) if any(begins(w, s) for w in words for s in side.split())]
        if len(signs) == 1:  # both sides in one text: it says neither
            found[place] = signs[0] * turn
    return found


def begins(word: str, stem: str) -> bool:
    if len(stem) <= SHORT:
        return word in {stem, f"{stem}s", f"{stem}ed", f"{stem}ing", f"{stem}{stem[-1]}ed", f"{stem}{stem[-1]}ing"}
    return word.startswith(stem) and len(word) <= len(stem) + 4


def is_contrary(text: str, other: str) -> bool:
    """Whether they name opposite directions, or one only says not, where the other says yes or says what without a not."""
    mine, theirs = directions(text), directions(other)
    if any(mine[place] * theirs[place] < 0 for place in mine.keys() & theirs.keys()):
        return True
    return says_only_not(text, mine) != says_only_not(other, theirs) and mine.get(YES, 1) * theirs.get(YES, 1) > 0


def says_only_not(text: str, named: dict[int, int]) -> bool:
    return is_negated(text) and YES not in named

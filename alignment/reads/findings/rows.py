"""A finding as it is shown: what kind it is, its sides, and the key that names it for as long as its facts stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

# The kinds, in the order of the page.
KINDS = ("opposite", "claim", "twin", "orphan", "childless", "unowned", "focus", "people")
# Those that people may settle in a sentence: the others go away when somebody is named, or something is put off.
SETTLED_IN_WORDS = frozenset({"opposite", "claim", "twin", "orphan", "childless", "people"})


@dataclass(frozen=True, slots=True)
class Side:
    """An objective on one side of a finding; `claim` says what it wants of the number in question."""

    id: int
    title: str
    team: str = ""
    owner: str = ""
    claim: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something between objectives that nobody may have meant.

    `key` is made of the kind, the rows and the facts that make it a finding: other facts, another key.
    """

    kind: str
    key: str
    about: str  # what is pulled, claimed or written twice; the name of a person or a team; empty where the side says it
    sides: list[Side]
    says: str = ""
    about_id: int | None = None  # of the person or the team
    count: int = 0

    @property
    def may_settle(self) -> bool:
        return self.kind in SETTLED_IN_WORDS

    @property
    def first(self) -> Side:
        return self.sides[0]


@dataclass(frozen=True, slots=True)
class Found:
    """Some findings of a kind, and how many there are in all."""

    kind: str
    rows: list[Finding] = field(default_factory=list)
    count: int = 0


def side(row: dict[str, Any], prefix: str = "", claim: str = "") -> Side:
    """The side whose columns begin with `prefix`."""
    said = {name: row.get(f"{prefix}{name}") or "" for name in ("title", "team", "owner")}
    return Side(row[f"{prefix}id"], said["title"], said["team"], said["owner"], claim)

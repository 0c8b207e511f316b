"""How one version of the strategy differs from another, and how two people's changes to one version come together; no database.

A line keeps its number through all versions, so a new wording is told from a new line. Words are compared as the readers see them,
with the matching blocks of `difflib`; what has too little in common to be one sentence re-worded is shown as one that went and one
that came.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

ALIKE_FROM = 0.3  # share of common words below which marks inside the sentence would be harder to read than both sentences


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the page as it was written; `id` is None until it is published."""

    id: int | None
    section: str
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words: `same`, `ins` or `del`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a line: `added`, `taken_out`, `reworded`; `reordered` is about a section and has no line."""

    kind: str
    section: str
    line: int | None = None
    before: str = ""
    after: str = ""

    @property
    def pieces(self) -> list[Piece]:
        return marked_words(self.before, self.after)


def lines_in(page: Iterable[Mapping[str, Any]]) -> list[Line]:
    """The page as a version or a draft keeps it: [{"id": 3, "section": "purpose", "text": "…"}, …]."""
    return [Line(row["id"], row["section"], row["text"]) for row in page]


def marked_words(before: str, after: str) -> list[Piece]:
    """Both wordings in one: what stayed, what went, what came, word by word. Blanks stand between the pieces' own words."""
    old, new = re.findall(r"\S+", before), re.findall(r"\S+", after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < ALIKE_FROM:
        return [Piece(kind, text) for kind, text in (("del", " ".join(old)), ("ins", " ".join(new))) if text]
    pieces = []
    for kind, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", " ".join(old[from_old:to_old])))
            continue
        pieces += [Piece("del", " ".join(old[from_old:to_old]))] if to_old > from_old else []
        pieces += [Piece("ins", " ".join(new[from_new:to_new]))] if to_new > from_new else []
    return pieces


def difference(before: Sequence[Line], after: Sequence[Line], sections: Sequence[str]) -> list[Change]:
    """What changed from one version to the other, section by section in the order of the page."""
    changes: list[Change] = []
    for section in sections:
        old = {line.id: line for line in before if line.section == section}
        new = [line for line in after if line.section == section]
        kept = {line.id for line in new}
        for line in new:
            was = old.get(line.id) if line.id is not None else None
            if was is None:
                changes.append(Change("added", section, line.id, after=line.text))
            elif was.text != line.text:
                changes.append(Change("reworded", section, line.id, was.text, line.text))
        changes += [Change("taken_out", section, gone, before=line.text) for gone, line in old.items() if gone not in kept]
        common = [line.id for line in new if line.id in old]
        if common != [known for known in old if known in kept]:
            changes.append(Change("reordered", section))
    return changes


@dataclass(frozen=True, slots=True)
class Joined:
    """One person's lines with another's changes in them; `clashes`: place of a line → what the other one made of it."""

    lines: list[Line]
    clashes: Mapping[int, str]


def join(base: Sequence[Line], mine: Sequence[Line], theirs: Sequence[Line]) -> Joined:
    """My changes to a version put on top of somebody else's to the same one.

    Where only one of us changed a line, the change holds. Where both did, mine stands and theirs is told ("" for a line that they
    took out); a line that I took out and they re-worded comes back, for nothing that somebody has just written goes in silence.
    """
    was = {line.id: line.text for line in base if line.id is not None}
    other = {line.id: line.text for line in theirs if line.id is not None}
    lines: list[Line] = []
    clashes: dict[int, str] = {}
    for line in mine:
        if line.id is None:
            if not any(line.text and (line.section, line.text) == (known.section, known.text) for known in theirs):
                lines.append(line)
            continue
        is_mine = line.id not in was or line.text != was[line.id]
        if line.id not in other:
            if is_mine:
                clashes |= {len(lines): ""} if line.id in was else {}
                lines.append(line)
            continue
        if is_mine and other[line.id] not in {was.get(line.id), line.text}:
            clashes[len(lines)] = other[line.id]
        lines.append(line if is_mine else Line(line.id, line.section, other[line.id]))
    known = {line.id for line in mine}
    for line in theirs:
        if line.id in known or was.get(line.id or 0) == line.text:
            continue
        clashes |= {len(lines): line.text} if line.id in was else {}
        lines.append(line)
    return Joined(lines, clashes)

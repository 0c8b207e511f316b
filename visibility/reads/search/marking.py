"""Which parts of a text are the words that were looked for: pure, and safe to show, since it only cuts the text up."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby

WORD = re.compile(r"[^\W_]+")
AROUND = 60  # characters shown before the first word found
EXCERPT = 180
SHARED = 4  # letters that two forms of a word have in common at least: outage, outages


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text; the words that were looked for are marked."""

    text: str
    is_found: bool = False


def folded(text: str) -> str:
    """Small letters without accents."""
    return "".join(each for each in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(each))


def words_of_query(text: str) -> list[str]:
    """The words that are looked for, at most eight."""
    return list(dict.fromkeys(WORD.findall(folded(text))))[:8]


def is_meant(word: str, asked: list[str]) -> bool:
    """Whether a word of a text is one of those, begins with one, or is another form of one."""
    plain = folded(word)
    return any(plain == each or (len(each) > 1 and plain.startswith(each)) or is_form_of(plain, each) for each in asked)


def is_form_of(word: str, other: str) -> bool:
    """policy and policies, outage and outages: the same beginning, and little that is not."""
    common = next((n for n, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    return common >= SHARED and max(len(word), len(other)) - common <= 3 and common >= len(other) - 3


def marked(text: str, asked: list[str]) -> list[Part]:
    """The whole text in parts."""
    parts: list[Part] = []
    end = 0
    for word in WORD.finditer(text):
        if is_meant(word[0], asked):
            parts += [Part(text[end : word.start()]), Part(word[0], is_found=True)]
            end = word.end()
    return [part for part in [*parts, Part(text[end:])] if part.text]


def excerpt(text: str, asked: list[str]) -> list[Part]:
    """The stretch of a long text around the first word found, marked; nothing where none is."""
    text = " ".join(text.split())
    first = next((word.start() for word in WORD.finditer(text) if is_meant(word[0], asked)), None)
    if first is None:
        return []
    start = text.rfind(" ", 0, max(0, first - AROUND)) + 1 if first > AROUND else 0
    end = start + EXCERPT
    cut = text[start:end] if end >= len(text) else text[start:end].rsplit(" ", 1)[0]
    parts = [Part("… ")] * (start > 0) + marked(cut, asked) + [Part(" …")] * (end < len(text))
    return joined(parts)


def joined(parts: list[Part]) -> list[Part]:
    """Neighbours that are marked alike as one."""
    groups = groupby(parts, key=lambda part: part.is_found)
    return [Part("".join(part.text for part in group), is_found) for is_found, group in groups]

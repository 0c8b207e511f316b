"""What a mail says: one letter for its text and its HTML part, in the same order."""

from __future__ import annotations

from dataclasses import dataclass

import css_inline
from django.conf import settings
from django.template.loader import render_to_string


def address_of(path: str) -> str:
    """Works after sign-in."""
    return f"{settings.PEAKOS_BASE_URL.rstrip('/')}{path}"


@dataclass(frozen=True, slots=True)
class Link:
    """One of several things to do, with what there is to know of it."""

    words: str
    path: str
    note: str = ""

    @property
    def url(self) -> str:
        return address_of(self.path)


@dataclass(frozen=True)
class Letter:
    """The finding, its facts, the one thing to do, and why the reader gets it."""

    text: str
    organization: str
    path: str
    ask: str = "Open it"
    status: str = ""  # a word with its shape: ■ Declined
    lines: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    why: str = ""
    change: str = ""  # the path of the settings that change whether it comes

    @property
    def url(self) -> str:
        return address_of(self.path)

    @property
    def change_url(self) -> str:
        return address_of(self.change)


@dataclass(frozen=True)
class Daily:
    """The message of a day: what the reader is needed for first, then what else there is."""

    text: str  # the lead, and the subject
    organization: str
    path: str
    ask: str
    heading: str = ""
    changes: tuple[str, ...] = ()
    needs: tuple[Link, ...] = ()
    others: tuple[Link, ...] = ()
    more: str = ""
    why: str = ""
    change: str = ""

    @property
    def url(self) -> str:
        return address_of(self.path)

    @property
    def change_url(self) -> str:
        return address_of(self.change)


def write_letter(template: str, letter: Letter | Daily) -> str:
    """A letter in the words of a template; styles of an HTML one go to their elements, where mail programs look for them."""
    words = render_to_string(template, {"letter": letter})
    return css_inline.inline(words, load_remote_stylesheets=False) if template.endswith(".html") else words

"""Reading a page as a person does: signed in, at Monday nine o'clock, and by what is written on it."""

from __future__ import annotations

import html
import re
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from organizations.models import Person

ORGANIZATION = "tidewater"


class Reader:
    """Somebody with a browser; what a page says is its text without tags, marks by their accessible names."""

    def __init__(self, person: Person) -> None:
        self.client = Client()
        assert person.user
        self.client.force_login(person.user)

    def address(self, name: str, *args: object) -> str:
        return reverse(name, args=[ORGANIZATION, *args])

    def get(self, name: str, *args: object, **asked: str | int) -> Any:
        return self.client.get(self.address(name, *args), asked)

    def source(self, name: str, *args: object, **asked: str | int) -> str:
        """The HTML of the page's main part."""
        answer = self.get(name, *args, **asked)
        assert answer.status_code == 200, f"{name} answers {answer.status_code}"
        page: str = answer.content.decode()
        return page[page.index("<main") :] if "<main" in page else page

    def page(self, name: str, *args: object, **asked: str | int) -> str:
        return said(self.source(name, *args, **asked))

    def slot(self, name: str, *args: object) -> str:
        """What a page fetches into itself."""
        answer = self.client.get(self.address(name, *args), headers={"HX-Request": "true"})
        assert answer.status_code == 200, f"{name} answers {answer.status_code}"
        return said(answer.content.decode())


def said(source: str) -> str:
    """The text of some HTML, with the names of its pictures."""
    source = re.sub(r"</?bdi\b[^>]*>", "", source)  # a name within a sentence
    named = re.sub(r'<(?:svg|span)[^>]*aria-label="([^"]*)"[^>]*>', r" [\1] ", source)
    return " ".join(html.unescape(strip_tags(re.sub(r"<", " <", named))).split())


def in_order(text: str, *parts: str) -> bool:
    """Whether the parts stand in the text, one after the other."""
    place = 0
    for part in parts:
        place = text.find(part, place) + len(part)
        if place < len(part):
            return False
    return True

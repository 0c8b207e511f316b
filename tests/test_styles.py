"""What a page makes a phone fetch: its styles and our own script stay within the budget of the design."""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

TEMPLATES, STATIC = Path(settings.BASE_DIR) / "templates", Path(settings.BASE_DIR) / "static"
MOST_CSS, MOST_SCRIPT, MOST_LIVE = 16 * 1024, 8 * 1024, 14 * 1024  # bytes, compressed
LINK, PARENT = re.compile(r"static 'css/([\w.]+)'"), re.compile(r'{% extends "([^"]+)"')


@cache
def styles_of(template: str) -> frozenset[str]:
    """The files that a page links, with those of the layouts that it fills."""
    text = (TEMPLATES / template).read_text()
    parent = PARENT.search(text)
    return frozenset(LINK.findall(text)) | (styles_of(parent[1]) if parent else frozenset())


def weight(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


PAGES = [
    name
    for name in sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
    if PARENT.search((TEMPLATES / name).read_text())
]


@pytest.mark.parametrize("page", PAGES)
def test_the_styles_of_a_page_are_light(page: str) -> None:
    sizes = {name: weight(STATIC / "css" / name) for name in styles_of(page)}
    assert sum(sizes.values()) <= MOST_CSS, sizes


def test_our_own_script_is_light() -> None:
    assert weight(STATIC / "js" / "peakos.js") <= MOST_SCRIPT


def test_a_running_meeting_makes_a_phone_fetch_no_more_script_than_any_page() -> None:
    """It has a script of its own and needs no htmx: the room's forms are sent, and its parts drawn, by that one."""
    live = (TEMPLATES / "layouts" / "live.html").read_text()
    assert "{% block htmx %}{% endblock %}" in live
    assert not [path for path in (TEMPLATES / "rhythm" / "rooms").glob("*.html") if " hx-" in path.read_text()]
    ours = sum(weight(STATIC / "js" / name) for name in ("peakos.js", "room.js", "cells.js"))
    assert ours <= MOST_LIVE, ours
    htmx = finders.find("django_htmx/htmx-2.min.js")
    assert isinstance(htmx, str)
    assert ours <= weight(STATIC / "js" / "peakos.js") + weight(Path(htmx))

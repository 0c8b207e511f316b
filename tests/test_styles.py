"""What a page makes a phone fetch: its styles and our own script stay within the budget of the design."""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES, STATIC = Path(settings.BASE_DIR) / "templates", Path(settings.BASE_DIR) / "static"
MOST_CSS, MOST_SCRIPT = 16 * 1024, 8 * 1024  # bytes, compressed
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

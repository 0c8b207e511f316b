"""Every page that a link leads to is there, is in its frame, and axe finds nothing on it in either theme or width."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from tests.browser.conftest import sign_in

AXE = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


def walk(page: Page, most: int = 60) -> dict[str, str]:
    """One address for each kind of page that can be reached by links from Monday: its URL name and a path."""
    found: dict[str, str] = {}
    queue = [urlsplit(page.url).path]
    while queue and len(found) < most:
        path = queue.pop(0)
        try:
            name = resolve(path).view_name
        except Resolver404:
            continue
        if name in found:
            continue
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path} answered {answer.status}"
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        found[name] = path
        links: list[str] = page.eval_on_selector_all("a[href^='/']", "all => all.map(a => a.getAttribute('href'))")
        queue += [urlsplit(link).path for link in links if not link.startswith("/accounts/") and "." not in link]
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(page: Page, theme: str) -> None:
    sign_in(page, "Marta Lindqvist")
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    pages = walk(page)
    assert {"visibility:monday", "alignment:objective", "visibility:team", "visibility:person", "decisions:decision"} <= set(pages)
    found = {}
    for name, path in pages.items():
        page.goto(path)
        violations = Axe().run(page, options=AXE).response["violations"]
        if violations:
            found[name] = [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in violations]
    assert found == {}


def test_no_page_scrolls_sideways_on_a_phone(page: Page) -> None:
    sign_in(page, "Marta Lindqvist")
    pages = walk(page)
    page.set_viewport_size({"width": 390, "height": 844})
    wide = []
    for name, path in pages.items():
        page.goto(path)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 390:
            wide.append((name, width))
    assert wide == []


def test_a_viewer_walks_the_same_pages_and_finds_no_broken_link(page: Page) -> None:
    sign_in(page, "Ines Carvalho")
    assert len(walk(page)) > 15

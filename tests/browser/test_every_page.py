"""Every page that a link leads to is there, axe finds nothing on it in either theme, and none scrolls sideways on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import Product, sign_in, window

RULES = {
    "light": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # What the markup says is the same in the dark: only the colours have to be looked at again.
    "dark": ["color-contrast", "link-in-text-block"],
}
RAIL = [".rail"]
DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


@dataclass
class Seen:
    """What one walk came across: a path for each kind of page by its URL name, and what is wrong with it."""

    paths: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    unfit: dict[str, list[str]] = field(default_factory=dict)
    wide: dict[str, int] = field(default_factory=dict)


def walk(page: Page, most: int, look: Callable[[Page, str, Seen], None] | None = None) -> Seen:
    """Follows links from where the page is and looks at one page of each kind, `most` kinds at the most."""
    seen, queue = Seen(), [(urlsplit(page.url).path, "the way in")]
    while queue and len(seen.paths) < most:
        path, origin = queue.pop(0)
        try:
            name = resolve(path).view_name
        except Resolver404:
            seen.broken.append(f"{path} is no address (linked on {origin})")
            continue
        if name in seen.paths:
            continue
        seen.paths[name] = path
        answer = page.goto(path)
        if answer is None or answer.status != 200:
            seen.broken.append(f"{path} answered {answer and answer.status} (linked on {origin})")
            continue
        if look:
            look(page, name, seen)
        links: list[str] = page.eval_on_selector_all("a[href^='/']:not([download])", "all => all.map(a => a.getAttribute('href'))")
        queue += [(urlsplit(link).path, path) for link in links if not link.startswith("/accounts/") and "." not in link]
    return seen


def look_closely(page: Page, name: str, seen: Seen) -> None:
    """At a desk by day, then at night, then on a phone: one visit, since only styles differ between the three."""
    expect(page.locator(".htmx-request")).to_have_count(0)
    page.evaluate(Axe().axe_script)
    around = RAIL if len(seen.paths) > 1 else []  # the same on every page: it is looked at on the first
    troubles = violations(page, "light", around)
    page.emulate_media(color_scheme="dark")
    troubles += violations(page, "dark", around)
    page.emulate_media(color_scheme="light")
    if troubles:
        seen.unfit[f"{name} {seen.paths[name]}"] = troubles
    page.set_viewport_size(PHONE)
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > PHONE["width"]:
        seen.wide[f"{name} {seen.paths[name]}"] = width
    page.set_viewport_size(DESK)


def violations(page: Page, theme: str, but: Sequence[str] = ()) -> list[str]:
    """What axe, which is in the page already, finds in this theme: the rule, and the first element that breaks it."""
    answer = page.evaluate(
        "([but, options]) => axe.run({exclude: but}, options)",
        [list(but), {"resultTypes": ["violations"], "runOnly": RULES[theme], "selectors": False, "preload": False}],
    )
    return [f"{theme} {each['id']}: {each['nodes'][0]['html'][:160]}" for each in answer["violations"]]


@pytest.fixture(scope="module")
def seen(chromium: Browser, product: Product) -> Iterator[Seen]:
    """Marta's walk through everything she can reach, done once for all that is asked about it."""
    with window(chromium, product) as page:
        sign_in(page, "Marta Lindqvist")
        yield walk(page, 160, look_closely)


def test_every_link_leads_to_a_page(seen: Seen) -> None:
    assert seen.broken == []
    expected = {"visibility:monday", "alignment:objective", "visibility:team", "visibility:person", "decisions:decision"}
    assert expected <= set(seen.paths)


def test_axe_finds_nothing_on_any_page(seen: Seen) -> None:
    assert seen.unfit == {}


def test_no_page_scrolls_sideways_on_a_phone(seen: Seen) -> None:
    assert seen.wide == {}


def test_a_viewer_finds_no_broken_link(page: Page) -> None:
    sign_in(page, "Ines Carvalho")
    seen = walk(page, 25)
    assert seen.broken == []
    assert len(seen.paths) > 15

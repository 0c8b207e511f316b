"""A week of check-ins by keyboard alone, with the strokes counted: three results in less than a minute."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg2
import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Product, sign_in

MOST_STROKES = 55  # for two check-ins with four results, from Monday on; at three strokes a second that is 19 seconds
LINE = "Fenmoor waits."


@pytest.fixture
def new_week(product: Product) -> Iterator[None]:
    """Whatever day it is: the week's reports count as last week's, so that all of them are due."""
    own = connection.get_connection_params() | {"dbname": f"{settings.DATABASES['default']['TEST']['NAME']}_browser"}
    server = psycopg2.connect(**{name: own[name] for name in ("dbname", "user", "password", "host", "port") if own.get(name)})
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute("UPDATE alignment_objectivehealth SET checked_in_on = checked_in_on - 7")
    server.close()
    yield


class Hands:
    """A keyboard that counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.strokes = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.strokes += 1

    def write(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.strokes += len(words)


def report(hands: Hands, section: Locator) -> None:
    """The first number anew, then red and four of ten, a line, and last week's way back as it stands."""
    expect(section.locator("input.num").first).to_be_focused()
    hands.write("6")
    hands.press(*["Tab"] * section.locator("input.num").count())
    hands.press("3", "Tab", "4", "Tab")
    hands.write(LINE)
    hands.press("Control+Enter")


def test_results_are_reported_without_a_mouse_in_less_than_a_minute(page: Page, new_week: None) -> None:
    sign_in(page, "Ruth Adeyemi")
    hands = Hands(page)
    hands.press("g", "w")
    page.wait_for_url("**/my-work/")
    hands.press("Control+k")
    hands.write("all")
    expect(page.get_by_role("option", selected=True)).to_have_text("All check-ins on one screen")
    hands.press("Enter")
    page.wait_for_url("**/check-ins/")
    sections = page.locator("section[data-due]")
    count = sections.count()
    results = sections.locator("input.num").count()
    assert (count, results) == (2, 4), "Ruth owns two objectives with four results"
    for left in reversed(range(count)):
        report(hands, sections.first)
        expect(sections).to_have_count(left)
    expect(page.get_by_text("is posted")).to_have_count(count)
    assert hands.strokes <= MOST_STROKES, f"{count} check-ins with {results} results took {hands.strokes} strokes"
    page.reload()
    expect(page.get_by_text("You are up to date")).to_be_visible()


def test_the_evidence_comes_with_the_colour_before_anything_is_posted(page: Page, new_week: None) -> None:
    sign_in(page, "Ruth Adeyemi")
    page.goto("/tidewater/check-ins/")
    page.locator("section[data-due] [data-digits] input").first.focus()
    page.keyboard.press("1")
    expect(page.locator(".against").first).to_contain_text("The evidence says something else")
    expect(page.locator("[data-saved]").first).to_contain_text("Draft saved")

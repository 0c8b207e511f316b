"""The pages before the rail, in a real browser: signing in by keyboard, coming in by a link, a theme of one's own."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import sign_in
from tests.browser.test_every_page import violations

BEFORE = [
    "/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/", "/accounts/password/reset/key/done/",
    "/accounts/password/reset/key/1-x-y/", "/accounts/inactive/", "/demo/", "/nothing/is/here/",
]  # fmt: skip
AFTER = ["/accounts/password/change/", "/accounts/logout/"]


def faults_of(page: Page) -> list[str]:
    """What axe finds in both themes, and whether a phone would scroll sideways."""
    found = []
    page.evaluate(Axe().axe_script)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.evaluate("Promise.all(document.getAnimations().map(each => each.finished))")  # colours still fade
        found += [f"{page.url} {trouble}" for trouble in violations(page, theme)]
    page.set_viewport_size({"width": 390, "height": 844})
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 1280, "height": 900})
    return found + ([f"{page.url} is {width} wide on a phone"] if width > 390 else [])


def test_axe_finds_nothing_on_the_pages_before_the_rail(page: Page) -> None:
    found = []
    for path in BEFORE:
        page.goto(path)
        found += faults_of(page)
    sign_in(page, "Marta Lindqvist")
    for path in AFTER:
        page.goto(path)
        found += faults_of(page)
    assert found == []


def test_somebody_signs_in_with_the_keyboard_alone_and_hears_what_was_wrong(page: Page) -> None:
    page.goto("/tidewater/settings/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.focus("#id_login")
    page.keyboard.type("nobody@tidewater.example")
    page.keyboard.press("Tab")
    page.keyboard.type("not the password")
    page.keyboard.press("Enter")
    alert = page.get_by_role("alert")
    assert "do not belong together" in alert.inner_text()
    assert page.input_value("#id_login") == "nobody@tidewater.example"
    assert page.input_value("#id_password") == ""
    assert faults_of(page) == []


def test_an_invitation_is_sent_from_settings_and_opened_in_another_browser(page: Page) -> None:
    sign_in(page, "Marta Lindqvist")
    page.goto("/tidewater/settings/")
    page.get_by_text("Add somebody").click()
    assert faults_of(page) == []
    page.get_by_label("Name", exact=True).last.fill("Jonas Weber")
    page.get_by_label("E-mail").fill("jonas.weber@tidewater.example")
    page.get_by_role("button", name="Add", exact=True).click()
    link = "/" + page.get_by_label("Or hand the link over").input_value().split("/", 3)[3]
    assert faults_of(page) == []
    assert page.context.browser is not None
    other = page.context.browser.new_context(base_url=page.url.split("/tidewater")[0]).new_page()
    other.goto(link)
    assert faults_of(other) == []
    other.get_by_label("Choose a password").fill("nine brave herons wade")
    other.get_by_role("button", name="Come in").click()
    other.wait_for_url("**/tidewater/")
    other.context.close()


@pytest.mark.parametrize(("word", "theme"), [("Dark", "dark"), ("Light", "light"), ("As the system", None)])
def test_the_theme_that_somebody_chose_is_on_every_page(page: Page, word: str, theme: str | None) -> None:
    sign_in(page, "Aiko Tanaka")
    page.goto("/tidewater/settings/")
    page.get_by_label(word).check(force=True)
    page.get_by_role("button", name="Save", exact=True).click()
    page.goto("/tidewater/")
    assert page.get_attribute("html", "data-theme") == theme

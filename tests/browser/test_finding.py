"""Marta finds somebody, and her way back, without touching the mouse."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in


def test_the_palette_the_keys_and_a_list_work_by_keyboard_alone(page: Page) -> None:
    sign_in(page, "Marta Lindqvist")
    monday = page.url
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Search or jump to")
    expect(field).to_be_focused()
    expect(page.get_by_role("option", selected=True)).to_have_count(1)
    page.keyboard.type("ines")
    expect(page.get_by_role("option", selected=True)).to_contain_text("Ines Carvalho")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/*/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ines")
    page.keyboard.press("g")
    page.keyboard.press("m")
    page.wait_for_url(monday)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("option").filter(has_text="Ines Carvalho")).to_be_visible()  # where she was last
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("Next line")
    page.keyboard.press("Escape")
    page.goto("/tidewater/search/?q=outage")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    first = page.locator("main .rows a").first
    expect(first).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Words")).to_be_focused()
    page.keyboard.type("gm?")
    expect(page.get_by_role("searchbox", name="Words")).to_have_value("gm?")

"""Marta finds somebody, and her way back, without touching the mouse."""

from __future__ import annotations

import re

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


def test_a_list_is_kept_as_a_view_and_found_again_by_keyboard(page: Page) -> None:
    sign_in(page, "Aiko Tanaka")
    page.keyboard.press("g")
    page.keyboard.press("o")
    page.wait_for_url("**/objectives/")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Find")).to_be_focused()
    page.keyboard.type("invoice")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=invoice"))
    expect(page.get_by_text("Save this view")).to_be_visible()
    page.keyboard.press("Control+k")
    page.keyboard.type("save this")
    expect(page.get_by_role("listbox", name="Results").get_by_role("option", selected=True)).to_contain_text("Save this view")
    page.keyboard.press("Enter")
    page.get_by_label("Name", exact=True).focus()
    page.keyboard.type("Invoices")
    page.keyboard.press("Enter")
    view = page.get_by_role("navigation", name="Saved views").get_by_role("link", name="Invoices")
    expect(view).to_have_attribute("aria-current", "true")
    page.goto("/tidewater/objectives/")
    view.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=invoice"))


def test_somebody_is_named_by_a_part_of_the_name_and_asked_back_where_several_have_it(page: Page) -> None:
    sign_in(page, "Ruth Adeyemi")
    page.goto("/tidewater/objectives/new/")
    page.get_by_label("Title").focus()
    page.keyboard.type("Nobody waits for a key")
    page.get_by_label("Cycle").select_option(label="No cycle")
    page.get_by_label("Owner").select_text()
    page.keyboard.type("ma")
    expect(page.locator("#id_owner-list option").first).to_be_attached()
    page.keyboard.press("Enter")
    choice = page.get_by_role("radiogroup", name="Which one?")
    expect(choice).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text(re.compile(r"“ma” fits \d people. Choose which one you mean."))
    expect(page.get_by_label("Owner")).to_have_value("ma")
    first = choice.locator("label").first
    name = first.inner_text().strip()
    first.get_by_role("radio").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"objectives/\d+/"))
    expect(page.get_by_role("main")).to_contain_text(name)


def test_lines_are_selected_and_copied_as_a_list_by_keyboard(page: Page) -> None:
    sign_in(page, "Marta Lindqvist")
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url("**/strategy/")
    page.goto("/tidewater/objectives/?view=list")
    lines = page.locator("ol.objs > li")
    for key in "xjx":
        page.keyboard.press(key)
    expect(page.locator(".pickbar")).to_contain_text("2 selected")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.press("Control+c")
    expect(page.locator(".pickbar")).to_contain_text("2 copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    first = lines.first.get_by_role("link").first
    assert copied.splitlines()[:2] == [first.inner_text(), page.url.split("/tidewater")[0] + str(first.get_attribute("href"))]
    assert len(copied.splitlines()) == 4
    page.keyboard.press("Escape")
    expect(page.locator(".pickbar")).to_be_hidden()
    expect(page.locator(".picked")).to_have_count(0)

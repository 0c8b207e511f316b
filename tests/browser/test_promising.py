"""A promise that is asked for, settled on another day, re-dated before it is due, done and received."""

from __future__ import annotations

from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in

TITLE = "Send the auditors the tenant list"
TODAY = date.today()


def in_days(count: int) -> str:
    return (TODAY + timedelta(days=count)).isoformat()


def test_a_promise_is_asked_for_settled_moved_in_time_and_received(page: Page, ines: Page) -> None:
    ruth = page
    sign_in(ruth, "Ruth Adeyemi")
    ruth.keyboard.press("p")
    dialog = ruth.get_by_role("dialog")
    dialog.get_by_label("What", exact=True).fill(TITLE)
    dialog.get_by_label("By", exact=True).fill(in_days(3))
    dialog.get_by_label("Who", exact=True).fill("Ines Carvalho")
    dialog.get_by_role("button", name="Promise it, or ask").click()
    expect(ruth.get_by_text("Ines Carvalho is asked").first).to_be_visible()

    ines.goto("/tidewater/my-work/")
    ines.get_by_role("link", name=TITLE).first.click()
    address = ines.url
    turn(ines, "Offer another day", Another_day=in_days(6), Why="The export runs at the week's end.")
    ruth.goto(address)
    turn(ruth, "Take that day")

    ines.goto(address)
    said = {"Note, or why it is carried or dropped": "One tenant is still missing.", "New day, if it is carried on": in_days(9)}
    turn(ines, "Carry", **said)
    expect(ines.get_by_role("main")).to_contain_text("Re-dated once, first for")
    turn(ines, "Done")
    ruth.goto(ines.url)
    turn(ruth, "It is done")
    expect(ruth.get_by_role("main")).to_contain_text("onfirmed")


def turn(page: Page, button: str, **said: str) -> None:
    """One answer, in the form that has this button."""
    form = page.locator("form").filter(has=page.get_by_role("button", name=button, exact=True)).first
    for label, words in said.items():
        form.get_by_label(label.replace("_", " "), exact=True).fill(words)
    with page.expect_navigation():
        form.get_by_role("button", name=button, exact=True).click()

"""Something is stuck: raised with one key where it is seen, promised for Friday, handed on, cleared, and seen on what was stuck."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in

STUCK = "SSO for mid-market tenants"
TITLE = "Nobody can reach the test tenant"


def test_what_is_stuck_is_raised_with_one_key_promised_handed_on_and_cleared(page: Page, ines: Page) -> None:
    ruth = page
    sign_in(ruth, "Ruth Adeyemi")
    ruth.goto("/tidewater/objectives/")
    ruth.get_by_role("link", name=STUCK).first.click()
    expect(ruth.get_by_role("heading", level=1)).to_have_text(STUCK)
    objective = ruth.url
    ruth.keyboard.press("b")
    dialog = ruth.get_by_role("dialog")
    expect(dialog.get_by_label("What is stuck", exact=True)).to_have_value(STUCK)
    dialog.get_by_label("What stands in the way", exact=True).fill(TITLE)
    dialog.get_by_label("Who clears it", exact=True).fill("Ines Carvalho")
    dialog.get_by_label("What kind", exact=True).select_option("Waiting on another team")
    with ruth.expect_navigation():
        dialog.get_by_role("button", name="Raise it").click()
    expect(ruth.get_by_role("heading", level=1)).to_have_text(TITLE)

    ines.goto("/tidewater/my-work/")
    ines.get_by_role("link", name=re.compile(TITLE)).first.click()
    press(ines, re.compile("^By Friday"))
    expect(ines.get_by_role("main")).to_contain_text("said that it is cleared by Friday")
    ines.get_by_text("Not mine to clear").click()
    ines.get_by_label("Who clears it instead").fill("Ruth Adeyemi")
    ines.get_by_label("Why they do").fill("The tenant is on her contract.")
    press(ines, "Hand it on")
    expect(ines.get_by_role("main")).to_contain_text("handed it on to Ruth Adeyemi")

    ruth.goto(objective)
    stuck = ruth.get_by_role("region", name="Stuck")
    expect(stuck).to_contain_text(TITLE)
    expect(ruth.get_by_role("link", name="Blocked", exact=True)).to_be_visible()
    stuck.get_by_role("link", name=TITLE).click()
    ruth.get_by_label("How, in a line").fill("They sent the key.")
    press(ruth, "Cleared")
    expect(ruth.get_by_role("main")).to_contain_text("How it was cleared")
    ruth.goto(objective)
    expect(ruth.get_by_role("main")).to_contain_text("cleared before")
    expect(ruth.get_by_role("link", name=TITLE)).to_have_count(0)


def press(page: Page, button: str | re.Pattern[str]) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=isinstance(button, str)).first.click()

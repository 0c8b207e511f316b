"""The strategy is changed by a leader and read by a team, in a browser."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in


def test_a_change_of_the_strategy_reaches_a_team_that_says_what_it_means(page: Page) -> None:
    sign_in(page, "Amara Osei")
    page.get_by_role("link", name="Strategy", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Keep the lights on")
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Annual plan, line 1").fill("Every mid-market utility live within 21 days of signing")
    page.get_by_role("button", name="Add a line to Values").click()
    expect(page.get_by_label("Values, line 5")).to_be_focused()
    page.keyboard.type("We write it down.")
    expect(page.get_by_label("Annual plan, line 1")).to_have_value(re.compile("21 days"))
    page.get_by_role("button", name="See what changes").click()
    expect(page.locator("del").first).to_be_visible()
    page.get_by_label("Why does it change?").fill("Fenmoor was live in twenty.")
    for team in page.get_by_role("checkbox").all():
        team.uncheck()
    page.get_by_label("Security", exact=True).check()
    page.get_by_role("button", name="Publish and ask the teams").click()
    expect(page.get_by_role("main")).to_contain_text("0 of 1 team said what it means for them; waiting for Security (today).")

    page.context.clear_cookies()
    sign_in(page, "Ines Carvalho")
    page.get_by_role("link", name="Strategy", exact=True).click()
    page.get_by_role("link", name="Security").first.click()
    page.get_by_label("What does it mean for us?").fill("Sign-off in the first week.")
    page.get_by_role("button", name="Say it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"What version \d+ means for Security"))
    expect(page.get_by_text("Sign-off in the first week.").first).to_be_visible()

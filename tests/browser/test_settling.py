"""A conflict is found and resolved: two teams claim one number, somebody asks, the answer settles it."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def test_a_number_claimed_twice_is_settled_by_a_decision(page: Page) -> None:
    page.goto("/demo/")
    page.get_by_role("button", name="Sign in as Marta").click()
    page.goto("/tidewater/objectives/")
    page.get_by_role("link", name="Alignment").click()
    claim = page.locator("#claim")
    expect(claim).to_contain_text("Hours to import a utility's meters")
    claim.get_by_role("link", name="Settle").click()
    page.get_by_role("link", name="Ask for a decision").click()
    assert "Hours to import a utility" in page.get_by_label("What is to be decided").input_value()
    page.get_by_label("Who decides").fill("Marta Lindqvist")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.locator(".pick label").first.click()
    page.get_by_label("What is decided, and why").fill("Data moves the number, the afternoons are one of its ways.")
    page.get_by_role("button", name="Decide", exact=True).click()
    page.goto("/tidewater/alignment/")
    expect(page.locator("#claim")).to_have_count(0)
    expect(page.get_by_text("Data moves the number, the afternoons are one of its ways.")).to_be_visible()
    expect(page.get_by_role("link", name="by a decision").first).to_be_visible()

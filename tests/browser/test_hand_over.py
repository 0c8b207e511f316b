"""Somebody is away: what is theirs goes to another in one step, and comes back."""

from __future__ import annotations

from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in


def test_what_is_ones_own_is_handed_over_and_comes_back(page: Page) -> None:
    sign_in(page, "Ines Carvalho")
    page.goto("/tidewater/seats/")
    expect(page.get_by_role("main")).to_contain_text("Field enablement, North")
    page.get_by_role("link", name="Hand-overs").click()
    page.get_by_role("link", name="Hand over what is yours").click()
    desk = page.get_by_role("main")
    expect(desk.get_by_role("link", name="SSO for mid-market tenants")).to_be_visible()

    page.get_by_label("To whom?").fill("Ines Carvalho")
    page.get_by_label("Last day").fill((date.today() + timedelta(days=7)).isoformat())
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_role("alert")).to_contain_text("nobody hands over to themselves")
    page.get_by_label("To whom?").fill("Omar Haddad")
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Omar Haddad covers for Ines Carvalho")
    cover = page.url

    desk.get_by_role("link", name="SSO for mid-market tenants").click()
    expect(page.locator(".facts a:has(.who)").first).to_contain_text("Omar Haddad")
    page.goto(cover)
    page.get_by_role("button", name="Back already").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Omar Haddad covered for Ines Carvalho")
    expect(desk).to_contain_text("came back")
    desk.get_by_role("link", name="SSO for mid-market tenants").click()
    expect(page.locator(".facts a:has(.who)").first).to_contain_text("You")

"""A quarter is set: the strategy's line changes and reaches a team, a cycle opens, the team drafts its set and publishes it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in


def change_the_plan(page: Page, line: str) -> None:
    """Marta writes one more line of the annual plan, and asks Security what it means for them."""
    page.goto("/tidewater/strategy/edit/")
    page.get_by_role("button", name="Add a line to Annual plan").click()
    expect(page.get_by_label(re.compile("Annual plan, line")).last).to_be_focused()
    page.keyboard.type(line)
    page.get_by_role("button", name="See what changes").click()
    expect(page.locator("ins").filter(has_text="certified")).to_be_visible()
    page.get_by_label("Why does it change?").fill("Two tenders ask for it.")
    for team in page.get_by_role("checkbox").all():
        team.uncheck()
    page.get_by_label("Security", exact=True).check()
    page.get_by_role("button", name="Publish and ask the teams").click()
    expect(page.get_by_role("main")).to_contain_text("waiting for Security")


def answer_for_the_team(page: Page, words: str) -> None:
    page.goto("/tidewater/strategy/")
    page.get_by_role("link", name="Security").first.click()
    page.get_by_label("What does it mean for us?").fill(words)
    page.get_by_role("button", name="Say it").click()
    expect(page.get_by_text(words).first).to_be_visible()


def open_a_cycle(page: Page, name: str) -> str:
    """Planned, then opened for planning; its address."""
    page.goto("/tidewater/cycles/new/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("First day").fill("2031-01-06")
    page.get_by_label("Last day").fill("2031-04-06")
    page.get_by_role("button", name="Plan it").click()
    page.get_by_role("button", name="Open for planning").click()
    expect(page.get_by_role("main")).to_contain_text("None of")
    return page.url


def test_a_quarter_is_set_from_the_strategy_to_published_priorities(page: Page, ines: Page) -> None:
    sign_in(page, "Marta Lindqvist")
    change_the_plan(page, "Be certified for the grid of three countries")
    answer_for_the_team(ines, "We begin with the tenant logs.")
    cycle = open_a_cycle(page, "Spring 2031")

    ines.goto(cycle)
    ines.get_by_role("link", name="Security", exact=True).click()
    ines.get_by_label("What will be true at the end?").fill("The tenant logs stand up to an auditor")
    ines.get_by_label("Owner").fill("ines")
    ines.get_by_label("Serves").fill("mid-market utilities live within 30")
    ines.get_by_label("Seen by").fill("Findings open")
    ines.get_by_label("From", exact=True).fill("11")
    ines.get_by_label("To", exact=True).fill("0")
    ines.get_by_role("button", name="Add to the draft").click()
    expect(ines.locator(".cy-set > li")).to_contain_text("serves 12 mid-market utilities live")
    ines.get_by_role("button", name="Publish the set").click()
    expect(ines.get_by_role("heading", name="Published")).to_be_visible()

    page.goto(cycle)
    expect(page.get_by_role("main")).to_contain_text("One of")
    expect(page.locator(".cy-sets li").filter(has_text="Security")).to_contain_text(re.compile("Published .* by Ines Carvalho"))

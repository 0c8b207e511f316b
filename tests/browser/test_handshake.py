"""A dependency from the first ask to the accepted delivery, and one that is refused and leaves a risk with a name on it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in

NEEDED = date.today() + timedelta(days=90)
OFFERED = NEEDED + timedelta(days=7)


def in_words(day: date) -> str:
    return f"{day.day} {day:%B}"


@pytest.fixture
def ruth(page: Page) -> Page:
    """Customer Success asks."""
    sign_in(page, "Ruth Adeyemi")
    return page


def ask(page: Page, title: str) -> str:
    """Ruth asks Security for it; its address."""
    page.goto("/tidewater/dependencies/new/")
    page.get_by_label("From", exact=True).fill("Customer Success")
    page.get_by_label("To", exact=True).fill("Security")
    page.get_by_label("What do you need?").fill(title)
    page.get_by_label("How will you know it is done?").fill("A signed report")
    page.get_by_label("Needed by").fill(NEEDED.isoformat())
    page.get_by_label("For", exact=True).fill("mid-market utilities live within 30")
    page.get_by_role("button", name="Ask the team").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page.url


def say(page: Page, address: str, heading: str, button: str, **said: str) -> None:
    """One turn, as its side finds it on the page: a heading to open unless it is the next thing to do, fields, a button."""
    page.goto(address)
    folded = page.locator("summary", has_text=heading)
    if folded.count():
        folded.click()
    form = page.locator("form.turn").filter(has=page.get_by_role("button", name=button, exact=True))
    for label, words in said.items():
        form.get_by_label(label.replace("_", " ")).fill(words)
    with page.expect_navigation():
        form.get_by_role("button", name=button, exact=True).click()


def test_a_dependency_is_negotiated_delivered_and_accepted(ruth: Page, ines: Page) -> None:
    address = ask(ruth, "Pen test of the second tenant type")
    expect(ruth.locator(".sides").first).to_contain_text("Security gives to Customer Success")
    say(
        ines,
        address,
        "Offer another day",
        "Offer that day",
        We_can_deliver_it_by=OFFERED.isoformat(),
        Why_then="The testers are booked.",
    )
    expect(ines.locator(".turns .waiting")).to_contain_text("It is Customer Success's turn to say whether the offered day does")
    ruth.goto(address)
    expect(ruth.locator(".turns .offer")).to_contain_text(f"{in_words(OFFERED)}, needed {NEEDED:%a} {in_words(NEEDED)}")
    say(ruth, address, "Does that day do?", "Accept that day")
    expect(ruth.locator(".turns")).not_to_contain_text("Does that day do?")
    say(ines, address, "Is it done?", "Deliver")
    expect(ines.locator(".turns .waiting")).to_contain_text("say whether it will do")
    say(ruth, address, "Does it do?", "Accept delivery")
    ruth.goto(address)
    expect(ruth.locator("ol.steps .now")).to_contain_text("Accepted")
    expect(ruth.locator("ol.talk")).to_contain_text("The testers are booked.")


def test_a_refusal_leaves_a_risk_with_a_name_on_it(ruth: Page, ines: Page) -> None:
    address = ask(ruth, "A second signing key for every tenant")
    say(ines, address, "Say no", "Decline", Why_not="Two keys are one key too many to guard.")
    expect(ines.locator(".turns")).to_have_count(0)
    ruth.goto(address)
    expect(ruth.locator(".said").first).to_contain_text("Two keys are one key too many to guard.")
    ines.goto("/tidewater/risks/")
    ines.get_by_role("link", name="A second signing key for every tenant").click()
    for words in ("Ruth Adeyemi", "12 mid-market utilities live", "Two keys are one key too many to guard."):
        expect(ines.get_by_role("main")).to_contain_text(words)

"""A decision from the question to the review: asked, heard, taken, told, and looked at again when its day has come."""

from __future__ import annotations

import re
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.browser.conftest import Product, sign_in

TITLE = "Which region gets the second tester"
REVIEWED = """
from datetime import date
from decisions.models import Decision
from organizations.models import Organization
from organizations.tenancy import in_organization
with in_organization(Organization.objects.get(slug="tidewater")):
    Decision.objects.filter(title={title!r}).update(review_on=date.today())
"""


def test_a_decision_is_asked_heard_taken_told_and_looked_at_again(page: Page, ines: Page, product: Product) -> None:
    marta = page
    sign_in(marta, "Marta Lindqvist")
    address = ask(marta)
    ask_for_input(marta, address)
    answer(ines, address)
    decide(marta, address)
    say_that_the_team_knows(ines, address)
    product.tell(REVIEWED.format(title=TITLE))
    look_again(marta, address)


def ask(marta: Page) -> str:
    """Of herself, with two options and who is heard; its address."""
    marta.goto("/tidewater/decisions/")
    marta.get_by_role("link", name="Ask for a decision").click()
    marta.get_by_label("What is to be decided").fill(TITLE)
    marta.get_by_label("Who decides").fill("Marta Lindqvist")
    marta.get_by_label("What can be chosen").fill("North\n+ More utilities\nSouth\n- Nobody to lead it")
    marta.get_by_text("Who is heard, and what else it touches").click()
    marta.get_by_label("Who is heard").fill("Ines Carvalho")
    marta.get_by_label("Teams that it touches").fill("Security")
    marta.get_by_role("button", name="Ask", exact=True).click()
    expect(marta.get_by_role("heading", level=1)).to_have_text(TITLE)
    return marta.url


def ask_for_input(marta: Page, address: str) -> None:
    marta.goto(address)
    marta.get_by_role("link", name="Ask for input").first.click()
    marta.get_by_role("radio", name=re.compile("^Consent")).check()
    marta.get_by_label("Until the end of").fill((date.today() + timedelta(days=4)).isoformat())
    marta.get_by_role("button", name="Ask them").click()
    expect(marta.get_by_text("0 of 1 answered, hidden until it is closed")).to_be_visible()


def answer(ines: Page, address: str) -> None:
    """She has it on My work until she has answered."""
    ines.goto("/tidewater/my-work/")
    owed = ines.get_by_role("main").get_by_text(f"Answer: {TITLE}")
    expect(owed).to_have_count(1)
    ines.goto(address)
    ines.get_by_role("link", name="Answer", exact=True).click()
    ines.get_by_role("radio", name="I have a concern").check()
    ines.get_by_label("Your concern, or a word with it").fill("The South has no test tenant yet.")
    press(ines, "Send it")
    ines.goto("/tidewater/my-work/")
    expect(owed).to_have_count(0)


def decide(marta: Page, address: str) -> None:
    """What was said is seen once it is closed."""
    marta.goto(address)
    expect(marta.get_by_role("main")).not_to_contain_text("no test tenant yet")
    marta.get_by_role("button", name="Close it and show the answers").click()
    expect(marta.get_by_role("main")).to_contain_text("no test tenant yet")
    marta.get_by_role("radio", name="North").check()
    marta.get_by_label("What is decided, and why").fill("North: that is where the utilities are.")
    press(marta, "Decide")
    expect(marta.get_by_role("heading", name="What was decided, and why")).to_be_visible()


def say_that_the_team_knows(ines: Page, address: str) -> None:
    ines.goto(address)
    press(ines, "We know it")
    expect(ines.get_by_role("button", name="We know it")).to_have_count(0)


def look_again(marta: Page, address: str) -> None:
    """On My work at its day; the call is judged apart from how it turned out."""
    marta.goto("/tidewater/my-work/")
    owed = marta.get_by_role("main").get_by_text(f"Look again: {TITLE}")
    expect(owed).to_have_count(1)
    marta.goto(address + "review/")
    form = marta.get_by_role("form", name="Look again")
    form.get_by_role("group", name="How did it turn out").get_by_role("radio", name="Well", exact=True).check()
    form.get_by_role("group", name="Was it the right call").get_by_role("radio").last.check()
    form.get_by_role("group", name="What becomes of it").get_by_role("radio").first.check()
    press(marta, "Keep this")
    marta.goto("/tidewater/my-work/")
    expect(owed).to_have_count(0)


def press(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).first.click()

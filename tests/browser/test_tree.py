"""An objective moves in the tree by drag and by form; a circle is refused with those that would be in it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in

KEYS, VAULT = "Every key is older than a day", "A vault for every tenant"


@pytest.fixture
def marta(page: Page) -> Page:
    sign_in(page, "Marta Lindqvist")
    return page


def set_one(page: Page, title: str) -> str:
    """Of no team and no cycle, so that no figure of the company knows of it; its address."""
    page.goto("/tidewater/objectives/new/")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Cycle").select_option(label="No cycle")
    page.get_by_role("button", name="Set the objective").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page.url


def test_an_objective_moves_by_drag_and_by_form_and_never_in_a_circle(marta: Page) -> None:
    keys, vault = set_one(marta, KEYS), set_one(marta, VAULT)
    marta.goto("/tidewater/objectives/?cycle=all")
    carried, carrying = (marta.locator(f"#o{address.rstrip('/').rsplit('/', 1)[1]}") for address in (keys, vault))
    carried.get_by_role("link", name=KEYS).drag_to(carrying.get_by_role("link", name=VAULT))
    marta.wait_for_url(re.compile("open="))
    expect(marta.locator(".toasts")).to_contain_text(f"“{KEYS}” contributes to “{VAULT}” now")
    expect(carrying.locator(".below").get_by_role("link", name=KEYS)).to_be_visible()

    marta.goto(vault + "edit/")
    marta.get_by_label("Contributes to").fill(KEYS)
    with marta.expect_response(lambda answer: answer.request.method == "POST" and "/edit/" in answer.url) as answer:
        marta.get_by_role("button", name="Save", exact=True).click()
    assert answer.value.status == 409
    expect(marta.get_by_role("alert")).to_contain_text(f"would serve itself: {VAULT} → {KEYS} → {VAULT}")
    expect(marta.get_by_label("Contributes to")).to_have_value(KEYS)

    marta.goto(keys + "move/")
    marta.get_by_role("radio", name=re.compile("it stands on its own")).check()
    marta.get_by_role("button", name="Move it").click()
    expect(marta.locator(".toasts")).to_contain_text(f"“{KEYS}” stands on its own now")

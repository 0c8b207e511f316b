"""A leader opens Monday in a browser."""

from __future__ import annotations

import gzip
import re

from playwright.sync_api import Page, Response, expect

from tests.browser.conftest import sign_in


def test_marta_sees_in_one_look_what_is_true_and_what_waits(page: Page) -> None:
    sign_in(page, "Marta Lindqvist")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Three of five objectives are on pace")
    for heading in (
        "Quarter objectives",
        "Off or at risk",
        "Decisions waiting",
        "Dependencies",
        "Rhythm",
        "Changed since last Monday",
    ):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.get_by_role("heading", name="Needs you today")).to_be_visible()


def test_each_thing_is_one_click_from_its_rows(page: Page) -> None:
    sign_in(page, "Marta Lindqvist")
    page.get_by_role("link", name="Decide").first.click()
    expect(page.get_by_role("button", name="Decide", exact=True)).to_be_visible()


def test_the_first_load_is_light_and_asks_nobody_else(page: Page) -> None:
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        answers.append(answer)

    sign_in(page, "Marta Lindqvist")
    page.wait_for_load_state("networkidle")  # what the page before still asked for is gone with it
    page.on("response", keep)
    page.goto("/tidewater/")
    page.wait_for_load_state("networkidle")
    sizes = {answer.url: len(gzip.compress(answer.body())) for answer in answers}
    assert sum(sizes.values()) <= 60 * 1024, sizes
    html = next(size for url, size in sizes.items() if url.endswith("/tidewater/"))
    assert html <= 12 * 1024, html


def test_a_check_in_moves_the_page(page: Page) -> None:
    sign_in(page, "Ruth Adeyemi")
    page.locator(".objectives").get_by_role("link", name="12 mid-market utilities live within 30 days").click()
    page.wait_for_url("**/objectives/*/")
    page.goto(page.url + "check-ins/new/")
    page.locator("input[name=claim][value=at_risk]").check()
    page.get_by_label("What would bring it back?").fill("Ines: a pen-test slot before 4 September")
    page.locator("input[name=confidence][value='6']").check()
    page.get_by_label("What changed, and why?").fill("Alder Valley went live on Thursday.")
    page.get_by_role("button", name="Post check-in").click()
    expect(page.locator(".toasts")).to_contain_text("is posted")
    listed = page.get_by_role("region", name="Check-ins").get_by_text("Alder Valley went live on Thursday.")
    expect(listed.first).to_be_visible()


def test_amber_without_a_way_back_is_asked_for_it_and_nothing_is_lost(page: Page) -> None:
    sign_in(page, "Ruth Adeyemi")
    page.locator(".objectives").get_by_role("link", name="12 mid-market utilities live within 30 days").click()
    page.wait_for_url("**/objectives/*/")
    page.goto(page.url + "check-ins/new/")
    page.locator("input[name=claim][value=off_track]").check()
    page.get_by_label("What would bring it back?").fill("")
    page.get_by_label("What changed, and why?").fill("Words that must not be lost")
    page.get_by_role("button", name="Post check-in").click()
    expect(page.get_by_role("alert")).to_contain_text("Say what would bring it back, and from whom.")
    expect(page.get_by_label("What changed, and why?")).to_have_value("Words that must not be lost")


def test_the_page_prints_on_one_sheet(page: Page) -> None:
    sign_in(page, "Marta Lindqvist")
    sheet = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", sheet)) == 1

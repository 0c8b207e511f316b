"""Two people write in one objective at once: both values side by side, nobody's words lost, and it is settled on the page."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in

THEIRS, MINE = "Every tenant signs in with its own keys — שלום", "No tenant waits longer than a day to sign in 🌊"


def test_two_people_edit_one_objective_and_no_words_are_lost(page: Page, ines: Page) -> None:
    sign_in(page, "Marta Lindqvist")
    page.goto("/tidewater/objectives/?view=list&q=Tenant+isolation")
    page.get_by_role("main").get_by_role("link", name="Tenant isolation").first.click()
    page.wait_for_url("**/objectives/*/")
    form = page.url + "edit/"
    for writer in (page, ines):
        writer.goto(form)
    ines.get_by_label("Done means").fill(THEIRS)
    ines.get_by_label("Tags").fill("audit, keys")
    ines.get_by_role("button", name="Save", exact=True).click()
    ines.wait_for_url("**/objectives/*/")

    page.get_by_label("Done means").fill(MINE)
    page.get_by_label("Description").fill("What the audit asked for.")
    with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        page.get_by_role("button", name="Save", exact=True).click()
    assert answer.value.status == 409
    conflict = page.get_by_role("alert").filter(has_text="Ines Carvalho saved this")
    row = conflict.get_by_role("row", name="Done means")
    expect(row.get_by_role("cell").nth(0)).to_have_text(THEIRS)
    expect(row.get_by_role("cell").nth(1)).to_have_text(MINE)
    expect(conflict.get_by_role("row")).to_have_count(2)  # the other fields were touched by one hand only
    expect(page.get_by_label("Done means")).to_have_value(MINE)
    conflict.get_by_role("button", name="Post mine on top").click()
    page.wait_for_url("**/objectives/*/")
    page.goto(form)
    expect(page.get_by_label("Done means")).to_have_value(MINE)
    expect(page.get_by_label("Tags")).to_have_value("audit, keys")
    expect(page.get_by_label("Description")).to_have_value("What the audit asked for.")

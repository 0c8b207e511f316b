"""A huddle in writing is looked at while others write into it, in a browser."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Product, sign_in

OPEN = """
from organizations.models import Organization
from organizations.tenancy import in_organization
from rhythm.models import Meeting
with in_organization(Organization.objects.get(slug="tidewater")):
    huddles = Meeting.objects.filter(series__title="Billing huddle", state="planned")
    print(huddles.order_by("planned_at")[0].pk)
"""
WRITTEN = """
from django.utils import timezone
from organizations.models import Organization, Person
from organizations.tenancy import in_organization
from rhythm.actions.huddles import write_entry
from rhythm.models import Meeting
with in_organization(Organization.objects.get(slug="tidewater")):
    bram, huddle = Person.objects.get(name="Bram de Wit"), Meeting.objects.get(pk={pk})
    write_entry(meeting=huddle, thing="Close the October invoices", by=bram, now=timezone.now())
"""


def test_what_somebody_else_writes_stands_there_without_a_reload_and_what_is_typed_stays(page: Page, product: Product) -> None:
    pk = product.tell(OPEN)
    sign_in(page, "Aiko Tanaka")
    page.goto(f"/tidewater/meetings/{pk}/huddle/")
    thing = page.get_by_label("Today’s one thing")
    thing.fill("Say yes or no")
    expect(page.get_by_text("Close the October invoices")).to_have_count(0)
    product.tell(WRITTEN.format(pk=pk))
    thing.press_sequentially(" to the cut-over")
    expect(page.get_by_text("Close the October invoices")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("status").filter(has_text="has written")).to_have_text("1 of 6 has written.")
    expect(thing).to_have_value("Say yes or no to the cut-over")
    expect(thing).to_be_focused()
    expect(page.locator("main > .split > .main > #lines:last-child")).to_have_count(1)

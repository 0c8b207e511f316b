"""What is printed, or saved as a PDF, is read by others: nobody is "You" on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Product, sign_in

HELD = """
from organizations.models import Organization, Person
from organizations.tenancy import in_organization
from rhythm.models import Attendance
with in_organization(Organization.objects.get(slug="tidewater")):
    marta = Person.objects.get(name="Marta Lindqvist")
    seats = Attendance.objects.filter(person=marta, meeting__state="held", joined_at__isnull=False, meeting__run__isnull=False)
    print(seats.order_by("-meeting__planned_at")[0].meeting_id)
"""
ON_PAPER = """each => [getComputedStyle(each, "::after").content, getComputedStyle(each.firstElementChild).display]"""


@pytest.mark.parametrize("path", ["/tidewater/", "/tidewater/meetings/{held}/", "/tidewater/decisions/", "/tidewater/seats/"])
def test_on_paper_the_reader_has_a_name(page: Page, product: Product, path: str) -> None:
    sign_in(page, "Marta Lindqvist")
    page.goto(path.format(held=product.tell(HELD)) if "{held}" in path else path)
    page.wait_for_load_state("networkidle")
    you = page.locator("main .me").filter(has_text="You").filter(visible=True).first
    expect(you).to_have_text("You")
    assert you.evaluate(ON_PAPER) == ["none", "inline"]
    page.emulate_media(media="print")
    assert you.evaluate(ON_PAPER) == ['"Marta Lindqvist"', "none"]

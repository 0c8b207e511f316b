"""On a phone what a page is for is on its first screen, and the keyboard goes the way the eye does."""

from __future__ import annotations

from itertools import pairwise

from playwright.sync_api import Page

from tests.browser.conftest import Product, sign_in

TO_COME = """
from organizations.models import Organization
from organizations.tenancy import in_organization
from rhythm.models import Meeting
with in_organization(Organization.objects.get(slug="tidewater")):
    print(Meeting.objects.filter(series__title="Leadership weekly", state="planned", ended_at=None).order_by("planned_at")[0].pk)
"""
SEEN = """() =>
  [...document.querySelectorAll("main a[href], main button, main input:not([type=hidden]), main textarea, main select")]
    .filter((each) => each.checkVisibility()).map((each) => Math.round(each.getBoundingClientRect().top + scrollY))"""
WALK = """() => { const here = document.activeElement.closest("main") && document.activeElement;
    return here && [Math.round(here.getBoundingClientRect().left), Math.round(here.getBoundingClientRect().top + scrollY)]; }"""


def walked(page: Page, most: int = 60) -> list[list[int]]:
    """Where the keyboard goes within the page: left and top of each stop."""
    page.locator("#main").focus()
    stops = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(WALK)
        if stop is None:
            break
        stops.append(stop)
    return stops


def test_who_prepares_says_so_on_the_first_screen_of_a_phone_and_tabs_from_top_to_bottom(page: Page, product: Product) -> None:
    sign_in(page, "Marta Lindqvist")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/tidewater/meetings/{product.tell(TO_COME)}/preparation/")
    ready = page.get_by_role("button", name="I am ready")
    box = ready.bounding_box()
    assert box and box["y"] + box["height"] < 780, "above the bar at the foot"
    assert box["height"] >= 44
    tops = page.evaluate(SEEN)
    assert all(after - before > -30 for before, after in pairwise(tops)), tops
    page.set_viewport_size({"width": 1280, "height": 900})
    lefts = [left for left, _ in walked(page)]
    turn = next(at for at, left in enumerate(lefts) if left > 900)
    assert any(left < 600 for left in lefts[:turn]), "the text is read first, then what stands beside it"
    assert all(left > 900 for left in lefts[turn + 2 :]), lefts

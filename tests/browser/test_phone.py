"""On a phone what a page is for is on its first screen, and the keyboard goes the way the eye does."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import Any

from playwright.sync_api import Page

from tests.browser.conftest import Product, sign_in

TO_COME = """
from organizations.models import Organization
from organizations.tenancy import in_organization
from rhythm.models import Meeting
with in_organization(Organization.objects.get(slug="tidewater")):
    print(Meeting.objects.filter(series__title="Leadership weekly", state="planned", ended_at=None).order_by("planned_at")[0].pk)
"""
ASKED = """
from alignment.models import Dependency
from organizations.models import Organization
from organizations.tenancy import in_organization
with in_organization(Organization.objects.get(slug="tidewater")):
    print(Dependency.objects.get(title="SSO pen-test sign-off", state="requested").pk)
"""
SEEN = """() =>
  [...document.querySelectorAll("main a[href], main button, main input:not([type=hidden]), main textarea, main select")]
    .filter((each) => each.checkVisibility()).map((each) => Math.round(each.getBoundingClientRect().top + scrollY))"""
WALK = """() => { const here = document.activeElement.closest("main") && document.activeElement;
    return here && [Math.round(here.getBoundingClientRect().left), Math.round(here.getBoundingClientRect().top + scrollY)]; }"""
PART = """() => { const here = document.activeElement.closest("main") && document.activeElement;
    return here && (here.closest(".split > *")?.className ?? "head"); }"""


def walked(page: Page, told: str = WALK, most: int = 60) -> list[Any]:
    """Where the keyboard goes within the page: left and top of each stop, or what else is told of it."""
    page.locator("#main").focus()
    stops = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(told)
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


def test_who_is_asked_answers_on_the_first_screen_of_a_phone_and_comes_to_it_first_there(page: Page, product: Product) -> None:
    sign_in(page, "Ines Carvalho")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/tidewater/dependencies/{product.tell(ASKED)}/")
    page.wait_for_load_state("networkidle")
    box = page.get_by_role("button", name="Accept").bounding_box()
    assert box and box["y"] + box["height"] < 780, "above the bar at the foot"
    tops = page.evaluate(SEEN)
    assert all(after - before > -30 for before, after in pairwise(tops)), tops
    assert [part for part, _ in groupby(walked(page, PART))] == ["head", "act", "main", "side"]
    page.set_viewport_size({"width": 1280, "height": 900})
    assert [part for part, _ in groupby(walked(page, PART))] == ["head", "main", "act", "side"]

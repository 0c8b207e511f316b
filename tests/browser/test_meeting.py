"""A weekly meeting on three screens: one leads it at a desk, two follow on their phones, and nobody misses anything."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from email.message import EmailMessage

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response, expect

from tests.browser.conftest import Product, sign_in, window
from tests.browser.test_every_page import PHONE, violations
from tests.postbox import Postbox

DECISION, PROMISE = "Extend the contractor to 30 September", "Move two kick-offs to September"
PROPOSAL, CONCERN = "Security publishes one intake queue with dates", "The budget must come from Platform"
PATIENCE_SECONDS = 180
PLANNED = """
from datetime import timedelta
from django.utils import timezone
from organizations.models import Organization
from organizations.tenancy import in_organization
from rhythm.actions import plan_meeting
from rhythm.actions.agendas import build_agenda
from rhythm.models import MeetingSeries
organization = Organization.objects.get(slug="tidewater")
with in_organization(organization):
    series = MeetingSeries.objects.get(title="Leadership weekly")
    at = timezone.now()
    meeting = plan_meeting(series=series, planned_at=at, by=None, now=at - timedelta(days=1))
    build_agenda(meeting=meeting, by=None, now=at)
    print(meeting.pk)
"""
OF_THEIR_OWN = "from organizations.models import Organization; Organization.objects.filter(slug='tidewater').update(is_demo={demo})"


# Amara's phone, whose clock nobody has ever set.
THREE_HOURS_AHEAD = """
const wrong = 3 * 3600 * 1000, Right = Date;
window.Date = class extends Right {
  constructor(...said) { said.length ? super(...said) : super(Right.now() + wrong); }
  static now() { return Right.now() + wrong; }
};
"""


# The next answer with what is the reader's own is kept back until it is let go.
HOLD_THE_NEXT_OWN = """() => {
  const ask = window.fetch;
  window.fetch = async (url, more) => {
    const answer = await ask(url, more);
    if (window.let_go || !String(url).endsWith("/mine/")) return answer;
    return new Promise((done) => { window.let_go = () => done(answer); });
  };
}"""


@dataclass
class Cast:
    """Marta leads at a desk; Ruth and Amara follow on their phones."""

    marta: Page
    ruth: Page
    amara: Page
    meeting: str
    letters: Postbox

    @property
    def phones(self) -> tuple[Page, Page]:
        return self.ruth, self.amara


@pytest.fixture
def cast(chromium: Browser, product: Product) -> Iterator[Cast]:
    meeting = f"/tidewater/meetings/{product.tell(PLANNED)}/"
    with ExitStack() as stack:
        pages = [stack.enter_context(window(chromium, product)) for _ in range(3)]
        for page, name in zip(pages, ("Marta Lindqvist", "Ruth Adeyemi", "Amara Osei"), strict=True):
            sign_in(page, name)
        for phone in pages[1:]:
            phone.set_viewport_size(PHONE)
        marta, ruth, amara = pages
        amara.add_init_script(THREE_HOURS_AHEAD)
        product.tell(OF_THEIR_OWN.format(demo=False))  # a demo company is mailed nothing
        yield Cast(marta, ruth, amara, meeting, product.letters)
        product.tell(OF_THEIR_OWN.format(demo=True))


def title(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def go_on(marta: Page, to: str) -> None:
    """The facilitator goes to a segment by the agenda."""
    agenda = marta.get_by_role("navigation", name="Agenda")
    agenda.get_by_role("button", name=to).click()
    expect(agenda.locator("[aria-current=step]")).to_contain_text(to)


def test_a_weekly_meeting_from_the_pre_read_to_the_recap(cast: Cast) -> None:
    marta, ruth, amara = cast.marta, cast.ruth, cast.amara
    what_it_is_about_is_read_before(cast)
    marta.goto(cast.meeting)
    marta.get_by_role("button", name="Open the meeting").click()
    marta.wait_for_url("**/stage/")
    for phone in cast.phones:
        phone.goto(cast.meeting + "room/")
        expect(phone.get_by_role("heading", level=1)).to_have_text("Wins")
    for name in ("Ruth Adeyemi", "Amara Osei"):
        expect(marta.get_by_role("list", name="here").get_by_text(f"{name}, following")).to_be_attached()

    a_phone_whose_clock_is_wrong_counts_as_all_do(cast)
    the_room_leads_and_a_reader_may_look_elsewhere(cast)
    ready_and_hand_are_seen_by_all(cast)
    an_answer_that_was_overtaken_takes_nothing_back(cast)
    what_is_said_is_caught_on_every_screen(cast)
    a_proposal_is_answered_with_a_concern(cast)
    a_phone_without_a_connection_misses_nothing_and_loses_nothing(cast)
    one_leads_at_a_time(cast)
    for page in (marta, ruth):
        look_closely(page)

    go_on(marta, "Next stage")
    ruth.get_by_text("8", exact=True).click()
    ruth.get_by_label("What would have made it a ten?").fill("Ten minutes less")
    ruth.route("**/mine/", lambda route: route.fulfill(status=429))
    with ruth.expect_response(is_own):
        ruth.get_by_role("button", name="Send rating").click()
    ruth.unroute("**/mine/")  # what is her own was lost, and is asked for again
    expect(ruth.get_by_text("You gave it 8")).to_be_visible()
    expect(amara.get_by_text("1 of 3 rated").first).to_be_visible()
    marta.get_by_role("button", name="End and send the recap").click()
    marta.wait_for_url("**" + cast.meeting)
    for phone in cast.phones:
        expect(phone.get_by_role("heading", level=1)).to_have_text("The meeting is over")
        expect(phone.get_by_role("button", name="Hand")).to_have_count(0)
    the_recap_is_in_the_mail(cast)


def what_it_is_about_is_read_before(cast: Cast) -> None:
    """Ruth prepares on her phone: what is asked of her, what the table will take up, and that she is ready."""
    ruth = cast.ruth
    ruth.goto(cast.meeting)
    ruth.get_by_role("link", name="Prepare").click()
    ruth.get_by_role("button", name="I am ready").click()
    expect(ruth.get_by_role("button", name="Not ready after all")).to_be_visible()
    ruth.get_by_role("link", name="Read the pre-read").click()
    expect(ruth.get_by_role("heading", level=2, name="To decide")).to_be_visible()
    expect(ruth.get_by_role("complementary", name="Agenda")).to_contain_text("Pacing: priorities")


def the_recap_is_in_the_mail(cast: Cast) -> None:
    """Once to each of the three, by a real mail server, with what was decided and promised; its link leads to the minutes."""
    mine = wait_for_recaps(cast.letters, "marta", "ruth", "amara")["ruth"]
    body = mine.get_body(("plain",))
    assert body is not None
    for words in (DECISION, PROMISE):
        assert words in body.get_content()
    cast.ruth.goto(re.findall(r"https?://\S+" + re.escape(cast.meeting), body.get_content())[-1])
    for words in (DECISION, PROMISE):
        expect(cast.ruth.get_by_role("main").get_by_text(words).first).to_be_visible()


def wait_for_recaps(letters: Postbox, *names: str) -> dict[str, EmailMessage]:
    """The recap that each of them got: one."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while True:
        recaps = [mail for mail in letters.mails if mail["Subject"].startswith("Leadership weekly: ")]
        got = {name: [mail for mail in recaps if mail["To"].startswith(name)] for name in names}
        if all(got.values()):
            break
        assert time.monotonic() < ends, [f"{mail['To']}: {mail['Subject']}" for mail in letters.mails]
        time.sleep(0.2)
    assert [len(mails) for mails in got.values()] == [1] * len(names)
    return {name: mails[0] for name, mails in got.items()}


def a_phone_whose_clock_is_wrong_counts_as_all_do(cast: Cast) -> None:
    """The server holds the clock: a screen is told what is left, and never looks at its own time of day."""
    ahead = cast.amara.evaluate("Date.now()") - cast.ruth.evaluate("Date.now()")
    assert round(ahead / 3_600_000) == 3, "her clock is wrong indeed"
    cast.amara.wait_for_timeout(1500)  # it has counted on by itself
    left = [seconds_left(phone) for phone in cast.phones]
    assert abs(left[0] - left[1]) < 30


def seconds_left(page: Page) -> int:
    minutes, seconds = re.findall(r"(\d+):(\d\d)", page.get_by_role("timer").first.inner_text())[0]
    return int(minutes) * 60 + int(seconds)


def the_room_leads_and_a_reader_may_look_elsewhere(cast: Cast) -> None:
    marta, ruth, amara = cast.marta, cast.ruth, cast.amara
    ruth.locator("summary.live").click()
    ruth.get_by_role("link", name="Scorecard").click()
    expect(ruth.get_by_role("heading", level=1)).to_have_text("Pacing: scorecard")
    marta.keyboard.press("ArrowRight")  # not everybody is ready: asks once
    expect(marta.get_by_text("2 not ready")).to_be_visible()
    marta.keyboard.press("ArrowRight")
    expect(amara.get_by_role("heading", level=1)).to_have_text("Conditions")
    expect(ruth.get_by_text("Marta is on Conditions")).to_be_visible()
    assert title(ruth) == "Pacing: scorecard"
    ruth.get_by_role("link", name="Rejoin").click()
    expect(ruth.get_by_role("heading", level=1)).to_have_text("Conditions")


def ready_and_hand_are_seen_by_all(cast: Cast) -> None:
    marta, ruth, amara = cast.marta, cast.ruth, cast.amara
    for phone in cast.phones:
        phone.get_by_role("button", name="Ready to move on").click()
        expect(phone.get_by_role("button", name="Ready to move on")).to_have_attribute("aria-pressed", "true")
    expect(marta.get_by_text("2 of 3 ready to move on")).to_be_visible()
    amara.get_by_role("button", name="Hand").click()
    expect(marta.get_by_text("Amara Osei, hand raised")).to_be_attached()
    go_on(marta, "ACT")
    expect(ruth.get_by_role("button", name="Ready to move on")).to_have_attribute("aria-pressed", "false")
    expect(amara.get_by_role("button", name="Hand")).to_have_attribute("aria-pressed", "true")


def an_answer_that_was_overtaken_takes_nothing_back(cast: Cast) -> None:
    """Her screen asks for what is her own at each change of it; the first answer comes after the second."""
    amara = cast.amara
    hand = amara.get_by_role("button", name="Hand")
    amara.evaluate(HOLD_THE_NEXT_OWN)
    hand.click()
    amara.evaluate("async () => { while (!window.let_go) await new Promise((done) => setTimeout(done, 20)); }")
    with amara.expect_response(is_own):
        hand.click()
    amara.evaluate("new Promise((done) => { setTimeout(done, 200); let_go(); })")
    expect(hand).to_have_attribute("aria-pressed", "true")


def is_own(answer: Response) -> bool:
    return answer.url.endswith("/mine/")


def what_is_said_is_caught_on_every_screen(cast: Cast) -> None:
    marta, ruth, amara = cast.marta, cast.ruth, cast.amara
    marta.keyboard.press("d")
    marta.keyboard.type(f"{DECISION} @rut")
    expect(marta.get_by_role("option").first).to_contain_text("Ruth Adeyemi")
    marta.keyboard.press("Enter")
    marta.keyboard.press("Enter")
    ruth.get_by_role("button", name="Add issue").click()
    ruth.get_by_role("radio", name="commitment").check()
    expect(ruth.get_by_role("combobox", name="Commitment")).to_be_focused()
    ruth.keyboard.type(f"{PROMISE} @ama")
    ruth.get_by_role("option", name="Amara Osei").click()
    ruth.keyboard.type("/tom")
    ruth.keyboard.press("Enter")
    ruth.keyboard.press("Enter")
    for page in (marta, ruth, amara):
        for words in (DECISION, PROMISE):
            expect(page.locator("[data-part=captured]").get_by_text(words, exact=True)).to_be_visible()
    named = amara.get_by_role("region", name="With your name on it")
    expect(named).to_contain_text(PROMISE)
    named.get_by_role("button", name="Agreed").click()
    expect(named).to_contain_text("agreed")
    expect(named.get_by_role("button", name="Agreed")).to_have_count(0)
    expect(ruth.get_by_role("region", name="With your name on it")).to_contain_text(DECISION)


def a_proposal_is_answered_with_a_concern(cast: Cast) -> None:
    marta, ruth, amara = cast.marta, cast.ruth, cast.amara
    marta.keyboard.press("Escape")  # out of the line, so that single keys are heard again
    marta.keyboard.press("a")
    marta.get_by_label("What is proposed").fill(PROPOSAL)
    marta.get_by_role("button", name="Ask the room").last.click()
    ruth.get_by_role("radio", name="Yes, with a concern").check()
    ruth.get_by_label("Your concern").fill(CONCERN)
    amara.get_by_role("radio", name="Yes", exact=True).check()
    expect(marta.get_by_text("1 of 3 answered")).to_be_visible()
    expect(ruth.get_by_label("Your concern")).to_have_value(CONCERN)  # the news from Amara took nothing away
    was = title(ruth)
    go_on(marta, "Wins")
    expect(ruth.get_by_role("heading", level=1)).to_have_text("Wins")
    go_on(marta, "ACT")
    expect(ruth.get_by_role("heading", level=1)).to_have_text(was)
    expect(ruth.get_by_label("Your concern")).to_have_value(CONCERN)  # nor did the room when it moved away and back
    ruth.get_by_role("button", name="Send the answer").click()
    expect(marta.get_by_text(CONCERN).first).to_be_visible()
    expect(marta.get_by_text("2 of 3 answered")).to_be_visible()


def a_phone_without_a_connection_misses_nothing_and_loses_nothing(cast: Cast) -> None:
    marta, amara = cast.marta, cast.amara
    amara.context.set_offline(True)
    amara.get_by_role("button", name="note").click()
    amara.keyboard.type("Said in a tunnel")
    amara.keyboard.press("Enter")
    expect(amara.get_by_text("waiting to be sent")).to_be_visible()
    marta.get_by_role("button", name="Park it").click()
    marta.keyboard.press("c")
    marta.keyboard.type("Send the minutes")
    marta.keyboard.press("Enter")
    expect(marta.locator("[data-part=captured]").get_by_text("Send the minutes", exact=True)).to_be_visible()
    assert title(amara) != title(marta)
    amara.context.set_offline(False)
    expect(amara.get_by_role("heading", level=1)).to_have_text(title(marta))
    expect(amara.locator("[data-part=captured]")).to_contain_text("Send the minutes")
    expect(amara.get_by_text("waiting to be sent")).to_have_count(0)
    for page in (marta, amara):
        expect(page.locator("[data-part=captured]").get_by_text("Said in a tunnel", exact=True)).to_have_count(1)


def one_leads_at_a_time(cast: Cast) -> None:
    """Ruth takes over; a move that Marta's screen still offers is refused with a sentence, and then it offers none."""
    marta, ruth = cast.marta, cast.ruth
    before = title(marta)
    marta.evaluate("window.stale = document.querySelector('#moving').cloneNode(true)")
    ruth.locator("summary.live").click()
    ruth.get_by_role("button", name="Take over from Marta").click()
    ruth.wait_for_url("**/stage/")
    expect(marta.get_by_text("Live, Ruth leads")).to_be_visible()
    marta.evaluate("document.querySelector('.ctl').append(stale); stale.requestSubmit(stale.querySelector('[value=back]'))")
    expect(marta.get_by_role("alert").filter(has_text="Ruth Adeyemi leads the room now")).to_be_visible()
    marta.evaluate("stale.remove()")
    assert title(marta) == before
    marta.get_by_role("button", name="Take over from Ruth").click()
    expect(marta.get_by_text("Live, Marta leads")).to_be_visible()
    ruth.goto(cast.meeting + "room/")


def look_closely(page: Page) -> None:
    page.evaluate(Axe().axe_script)
    assert violations(page, "light") == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, "dark") == []
    page.emulate_media(color_scheme="light")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

"""Help that is asked for and answered, reports that are put right within three days, and the one who reads them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from alignment.actions import add_key_result, post_check_in, set_objective
from alignment.actions.corrections import correct_check_in
from alignment.actions.helping import answer_help, close_help
from alignment.actions.reviewing import acknowledge_check_in
from alignment.models import Acknowledgement, CheckIn, HelpAsk, Objective
from alignment.models.check_ins import Claim
from alignment.reactions.check_ins import tell_who_asked, tell_who_can_help, tell_who_reviews
from notifications.models import Notification
from organizations.models import Event, Organization, Person
from organizations.refusals import AlreadyClosed, NotAllowed, NotSaid
from tests.cast import MONDAY, NOW, new_person, new_quarter
from tests.reading import Reader, in_order, said

ON, RISK, OFF = Claim.ON_TRACK, Claim.AT_RISK, Claim.OFF_TRACK
DAY = timedelta(days=1)


@pytest.fixture
def sso(tidewater: Organization, marta: Person, ines: Person) -> Objective:
    quarter = new_quarter()
    live = set_objective(organization=tidewater, title="12 utilities live", owner=marta, cycle=quarter, by=marta, now=NOW)
    return set_objective(organization=tidewater, title="SSO", owner=ines, cycle=quarter, parent=live, by=marta, now=NOW)


def red(sso: Objective, helper: Person, now: Any = NOW, words: str = "A slot before 4 September") -> HelpAsk:
    post_check_in(objective=sso, claim=OFF, confidence=30, way_back=words, helper=helper, by=sso.owner, now=now)
    ask: HelpAsk = HelpAsk.objects.get(objective=sso, closed_at=None)
    return ask


def events(name: str) -> Event:
    event: Event = Event.objects.filter(name=name).latest("id")
    return event


def test_the_helper_hears_of_it_answers_and_the_asker_hears_of_that(sso: Objective, marta: Person, ines: Person) -> None:
    ask = red(sso, marta)
    tell_who_can_help(events("check_in.posted"), NOW)
    note = Notification.objects.get(reason="help.waits_on_you")
    assert (note.person, note.path) == (marta, f"/tidewater/help/{ask.pk}/")
    with time_machine.travel(NOW + 3 * DAY, tick=False):
        reader = Reader(marta)
        page = reader.page("alignment:help", ask.pk)
        assert in_order(
            page, "3 days without an answer", "What would bring it back", "A slot before 4 September", "Send the answer"
        )
        assert reader.client.post(note.path, {"answer": "give"}).status_code == 422
        assert reader.client.post(note.path, {"answer": "give", "words": "On Thursday"}).status_code == 302
        assert "Answered after 3 days" in reader.page("alignment:help", ask.pk)
    tell_who_asked(events("help.answered"), NOW)
    assert Notification.objects.get(reason="help.answered").person == ines


def test_a_second_red_week_does_not_start_the_clock_anew_and_green_ends_it(sso: Objective, marta: Person, ines: Person) -> None:
    first = red(sso, marta)
    again = red(sso, marta, NOW + 7 * DAY, words="Two slots")
    assert (again.pk, again.asked_at, again.words) == (first.pk, first.asked_at, "Two slots")
    post_check_in(objective=sso, claim=ON, by=ines, now=NOW + 14 * DAY)
    assert not HelpAsk.objects.filter(closed_at=None).exists()
    assert events("check_in.posted").data["help_closed"] == [first.pk]


def test_only_who_was_asked_answers_with_a_sentence_and_once(sso: Objective, marta: Person, ines: Person) -> None:
    ask = red(sso, marta)
    with pytest.raises(NotAllowed, match="Marta Lindqvist was asked"):
        answer_help(ask=ask, answer="Yes", is_refused=False, by=ines, now=NOW)
    with pytest.raises(NotSaid, match="Say why you cannot"):
        answer_help(ask=ask, answer=" ", is_refused=True, by=marta, now=NOW)
    answer_help(ask=ask, answer="No budget", is_refused=True, by=marta, now=NOW)
    with pytest.raises(AlreadyClosed, match="answered this already"):
        answer_help(ask=ask, answer="Yes", is_refused=False, by=marta, now=NOW)
    with pytest.raises(AlreadyClosed, match="answered this already"):
        close_help(ask=ask, by=marta, now=NOW)


def test_the_asker_takes_it_back_and_nobody_asks_themselves(sso: Objective, marta: Person, ines: Person) -> None:
    ask = red(sso, marta)
    with pytest.raises(NotAllowed, match="Only Ines Carvalho"):
        close_help(ask=ask, by=new_person("Wen Li"), now=NOW)
    assert close_help(ask=ask, by=ines, now=NOW).closed_at == NOW
    with pytest.raises(NotSaid, match="Name somebody else"):
        red(sso, ines)


# Corrections


@pytest.fixture
def report(sso: Objective, ines: Person) -> CheckIn:
    made: CheckIn = post_check_in(objective=sso, claim=ON, confidence=80, note="Fine", by=ines, now=NOW)
    return made


def correct(report: CheckIn, now: Any, **words: Any) -> CheckIn:
    said_now = {"claim": OFF, "confidence": 20, "note": "Not fine", "way_back": "Help", "by": report.author} | words
    return correct_check_in(check_in=report, now=now, **said_now)


def test_a_correction_stands_for_the_first_in_health_and_lists_which_show_both(
    sso: Objective, report: CheckIn, ines: Person
) -> None:
    better = correct(report, NOW + 2 * DAY)
    sso.health.refresh_from_db()
    assert (better.at, better.corrects) == (report.at, report)
    assert (sso.health.status, sso.health.confidence) == ("off_track", 20)
    assert sso.health.checked_in_on == MONDAY
    page = Reader(ines).page("alignment:check_ins", sso.pk)
    assert page.count("Fine") == 1, "the first words stand only where they are asked for"
    for words in ("corrected", "Not fine", "What it said first"):
        assert words in page


def test_a_later_report_stays_the_latest(sso: Objective, report: CheckIn, ines: Person) -> None:
    post_check_in(objective=sso, claim=RISK, confidence=50, way_back="Help", by=ines, now=NOW + DAY)
    correct(report, NOW + 2 * DAY)
    sso.health.refresh_from_db()
    assert (sso.health.status, sso.health.confidence) == ("at_risk", 50)


def test_a_corrected_number_counts_unless_there_is_a_later_one(sso: Objective, ines: Person) -> None:
    pilots = add_key_result(objective=sso, title="Pilots", start_value=0, target_value=20, by=ines, now=NOW)
    first = post_check_in(objective=sso, claim=ON, values={pilots: 15}, by=ines, now=NOW)
    correct(first, NOW + DAY, confidence=None, values={pilots: 5})
    pilots.refresh_from_db()
    assert pilots.current_value == 5
    second = post_check_in(objective=sso, claim=ON, values={pilots: 7}, by=ines, now=NOW + DAY)
    assert second.pk
    correct(CheckIn.objects.filter(corrects=first, key_result=None).get(), NOW + 2 * DAY, confidence=None, values={pilots: 6})
    pilots.refresh_from_db()
    assert pilots.current_value == 7


def test_after_three_days_others_rely_on_it(sso: Objective, report: CheckIn, ines: Person) -> None:
    with pytest.raises(AlreadyClosed, match="after three days others rely on what was said"):
        correct(report, NOW + 4 * DAY)
    with time_machine.travel(NOW + 4 * DAY, tick=False):
        answer = Reader(ines).get("alignment:correction", report.pk)
        assert answer.status_code == 409
        assert "Say what is different in a new one" in answer.content.decode()


def test_only_the_author_corrects_and_only_what_stands(sso: Objective, report: CheckIn, marta: Person) -> None:
    with pytest.raises(NotAllowed, match="Only Ines Carvalho corrects"):
        correct(report, NOW, by=marta)
    with pytest.raises(NotSaid, match="it said 8"):
        correct(report, NOW, confidence=None)
    better = correct(report, NOW)
    with pytest.raises(AlreadyClosed, match="corrected already"):
        correct(report, NOW)
    assert correct(better, NOW, note="Third").corrects == report


def test_a_correction_is_written_in_the_form_that_shows_what_was_said(sso: Objective, report: CheckIn, ines: Person) -> None:
    with time_machine.travel(NOW + DAY, tick=False):
        reader = Reader(ines)
        assert "Fine" in reader.source("alignment:correction", report.pk)
        words = {"claim": "at_risk", "confidence": "4", "note": "Not so fine", "way_back": "Ask Marta"}
        assert reader.client.post(reader.address("alignment:correction", report.pk), words).status_code == 302
    assert CheckIn.objects.latest("id").note == "Not so fine"


# Who reads them


def test_the_reviewer_says_once_that_it_was_read_and_everybody_sees_it(
    sso: Objective, report: CheckIn, marta: Person, ines: Person
) -> None:
    tell_who_reviews(events("check_in.posted"), NOW)
    assert Notification.objects.get().person == marta
    reader = Reader(marta)
    assert "I have read it" in reader.slot("alignment:check_ins", sso.pk)
    for _ in range(2):
        assert reader.client.post(reader.address("alignment:acknowledgement", report.pk)).status_code == 302
    assert Acknowledgement.objects.get().person == marta
    assert "Marta Lindqvist read this" in Reader(ines).slot("alignment:check_ins", sso.pk)
    with pytest.raises(NotAllowed, match="Marta Lindqvist reads this one"):
        acknowledge_check_in(check_in=report, by=ines, now=NOW)


def test_nobody_hears_of_what_they_did_themselves(sso: Objective, marta: Person) -> None:
    post_check_in(objective=sso, claim=ON, by=marta, now=NOW)
    tell_who_reviews(events("check_in.posted"), NOW)
    assert not Notification.objects.exists()


def test_the_list_of_reports_takes_as_few_queries_however_many_there_are(
    sso: Objective, marta: Person, ines: Person, count_queries: Any
) -> None:
    for n in range(30):
        made = post_check_in(objective=sso, claim=ON, note=f"Week {n}", by=ines, now=NOW - n * DAY)
        acknowledge_check_in(check_in=made, by=marta, now=NOW)
    reader = Reader(marta)
    reader.get("alignment:check_ins", sso.pk)
    with count_queries("alignment:check_ins"):
        page = reader.get("alignment:check_ins", sso.pk).content.decode()
    assert said(page).count("You read this") == 20

"""People are heard for some days in one of five ways; after that silence is consent, and no answer counts any more."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from decisions.actions import (
    answer_hearing,
    ask_for_decision,
    change_option,
    change_parts,
    close_hearing,
    decide,
    open_hearing,
    remove_option,
    withdraw_decision,
)
from decisions.models import Answer, Decision, Hearing, OptionVote, Part, Stance, Way
from decisions.reactions.hearing import ask_for_answers, tell_that_it_is_in
from decisions.reads.hearings import hearings_of
from decisions.reads.owed import answers_owed, input_owed
from notifications.models import Notification
from organizations.models import Event, Organization, Person, Team
from organizations.refusals import AlreadyClosed, AlreadyThere, DatesOutOfOrder, NotAllowed, NotSaid, OutOfTurn
from tests.cast import MONDAY, NOW, new_person, new_team

WEDNESDAY = MONDAY + timedelta(days=2)
LATER = NOW + timedelta(days=3)


@pytest.fixture
def karl(tidewater: Organization) -> Person:
    return new_person("Karl Nyman", login=True)


@pytest.fixture
def wen(tidewater: Organization) -> Person:
    return new_person("Wen Li", login=True)


@pytest.fixture
def grid(karl: Person) -> Team:
    return new_team("Grid API", lead=karl)


@pytest.fixture
def decision(tidewater: Organization, ines: Person, marta: Person, wen: Person, grid: Team) -> Decision:
    """Ines asks Marta; Wen is heard by name, Karl because he leads Grid API."""
    return ask_for_decision(
        organization=tidewater,
        question="Build or buy?",
        decider=marta,
        by=ines,
        now=NOW,
        options=["Build", "Buy"],
        heard=[wen],
        touches=[grid],
    )


def hear(decision: Decision, by: Person, way: Way = Way.CONSENT, closes_on: date = WEDNESDAY, **more: Any) -> Hearing:
    return open_hearing(decision=decision, way=way, closes_on=closes_on, by=by, now=NOW, **more)


def points(decision: Decision, build: int, buy: int) -> dict[int, int]:
    first, second = decision.options.order_by("position")
    return {first.pk: build, second.pk: buy}


def test_everybody_who_is_heard_is_asked_and_owes_an_answer_until_they_gave_it(
    decision: Decision, ines: Person, wen: Person, karl: Person, marta: Person
) -> None:
    assert input_owed(wen).exists()
    hearing = hear(decision, ines)
    assert {answer.person for answer in hearing.answers.all()} == {wen, karl}
    assert not input_owed(wen).exists(), "it is owed once"
    assert answers_owed(wen, MONDAY).exists()
    assert not answers_owed(marta, MONDAY).exists()
    answer_hearing(hearing=hearing, stance=Stance.CONSENT, by=wen, now=NOW)
    assert not answers_owed(wen, MONDAY).exists()
    assert answers_owed(karl, WEDNESDAY).exists()
    assert not answers_owed(karl, WEDNESDAY + timedelta(days=1)).exists(), "silence is consent"


def test_silence_is_consent_and_a_concern_has_words(decision: Decision, ines: Person, wen: Person, karl: Person) -> None:
    hearing = hear(decision, ines)
    with pytest.raises(NotSaid, match="what your concern is"):
        answer_hearing(hearing=hearing, stance=Stance.CONCERN, by=wen, now=NOW)
    with pytest.raises(NotSaid, match="whether you consent"):
        answer_hearing(hearing=hearing, words="Hm", by=wen, now=NOW)
    answer_hearing(hearing=hearing, stance=Stance.CONCERN, words="Nobody can run it at night", by=wen, now=NOW)
    open_part = hearings_of(decision, wen, MONDAY)[0]
    assert (open_part.is_open, open_part.is_shown, open_part.asked) == (True, False, 2)
    part = hearings_of(decision, wen, WEDNESDAY + timedelta(days=1))[0]
    assert (part.is_shown, part.consenting, [one.person for one in part.concerns], part.silent) == (True, 1, [wen], [karl])


def test_one_may_think_again_until_it_is_closed(decision: Decision, ines: Person, wen: Person) -> None:
    hearing = hear(decision, ines, Way.SCORE)
    answer_hearing(hearing=hearing, points=points(decision, 5, 0), by=wen, now=NOW)
    answer_hearing(hearing=hearing, points=points(decision, 1, 4), by=wen, now=NOW)
    assert sorted(OptionVote.objects.values_list("points", flat=True)) == [1, 4]
    assert Answer.objects.exclude(answered_at=None).count() == 1


@pytest.mark.parametrize("way", [Way.SCORE, Way.RANK, Way.DOTS])
def test_a_vote_weighs_the_options_and_is_hidden_until_it_is_closed(
    decision: Decision, ines: Person, wen: Person, karl: Person, way: Way
) -> None:
    hearing = hear(decision, ines, way)
    for person in (wen, karl):
        answer_hearing(hearing=hearing, points=points(decision, 2, 1), by=person, now=NOW)
    hidden = hearings_of(decision, ines, MONDAY)[0]
    assert (hidden.standings, [one.person for one in hidden.answered]) == ([], [karl, wen])
    assert "points" not in str(list(Event.objects.filter(name="decision.answered").values_list("data", flat=True)))
    close_hearing(hearing=hearing, by=ines, now=NOW)
    best = hearings_of(decision, ines, MONDAY)[0].standings[0]
    assert best.option.text == ("Buy" if way == Way.RANK else "Build")
    assert best.is_first


def test_what_is_not_hidden_is_seen_at_once(decision: Decision, ines: Person, wen: Person) -> None:
    hearing = hear(decision, ines, Way.ADVICE, is_hidden=False)
    answer_hearing(hearing=hearing, words="Buy it", by=wen, now=NOW)
    assert hearings_of(decision, ines, MONDAY)[0].is_shown


def test_no_vote_after_the_close(decision: Decision, ines: Person, wen: Person, karl: Person, marta: Person) -> None:
    hearing = hear(decision, ines)
    with pytest.raises(AlreadyClosed, match="closed on 19 August"):
        answer_hearing(hearing=hearing, stance=Stance.CONSENT, by=wen, now=LATER)
    close_hearing(hearing=hearing, by=ines, now=NOW)
    with pytest.raises(AlreadyClosed, match="before its day"):
        answer_hearing(hearing=hearing, stance=Stance.CONSENT, by=wen, now=NOW)
    with pytest.raises(AlreadyClosed):
        close_hearing(hearing=hearing, by=ines, now=NOW)
    second = hear(decision, ines)
    decide(decision=decision, outcome="Buy", by=marta, now=NOW)
    second.refresh_from_db()
    assert second.closed_at == NOW, "what is decided asks nobody any more"
    with pytest.raises(OutOfTurn):
        answer_hearing(hearing=second, stance=Stance.CONSENT, by=karl, now=NOW)


def test_the_last_moment_is_the_end_of_the_day_of_the_organization(decision: Decision, ines: Person, wen: Person) -> None:
    hearing = hear(decision, ines, closes_on=MONDAY)
    decision.organization.timezone = "Europe/Lisbon"
    decision.organization.save()
    late = NOW.replace(hour=22, minute=59)  # 23:59 in Lisbon
    assert answer_hearing(hearing=hearing, stance=Stance.CONSENT, by=wen, now=late).answered_at == late
    with pytest.raises(AlreadyClosed):
        answer_hearing(hearing=hearing, stance=Stance.CONSENT, by=wen, now=late + timedelta(minutes=1))


def test_a_hearing_needs_people_options_and_a_day_and_there_is_one_at_a_time(
    tidewater: Organization, decision: Decision, ines: Person, marta: Person, wen: Person
) -> None:
    lonely = ask_for_decision(organization=tidewater, question="Who hears?", decider=marta, by=ines, now=NOW)
    with pytest.raises(NotSaid, match="Name first who is to be heard"):
        hear(lonely, ines)
    with pytest.raises(NotSaid, match="two options"):
        hear(lonely, ines, Way.DOTS)
    for day in (MONDAY - timedelta(days=1), date(9999, 12, 31)):
        with pytest.raises(DatesOutOfOrder):
            hear(decision, ines, closes_on=day)
    hear(decision, ines)
    with pytest.raises(AlreadyThere, match="until 19 August"):
        hear(decision, ines)
    with pytest.raises(NotAllowed):
        hear(decision, wen)
    again = open_hearing(decision=decision, way=Way.DOTS, closes_on=MONDAY + timedelta(days=9), by=ines, now=LATER)
    assert Hearing.objects.filter(closed_at=None).get() == again, "one that is over makes room"


def test_who_may_only_read_is_not_taken_to_have_consented(decision: Decision, ines: Person, wen: Person) -> None:
    Person.objects.filter(pk=wen.pk).update(access="viewer")
    assert wen.pk not in hear(decision, ines).answers.values_list("person_id", flat=True)


def test_nobody_answers_who_is_not_asked(decision: Decision, ines: Person, marta: Person) -> None:
    hearing = hear(decision, ines)
    for person in (ines, marta):
        with pytest.raises(NotAllowed, match="You are not asked"):
            answer_hearing(hearing=hearing, stance=Stance.CONSENT, by=person, now=NOW)


def test_options_stand_still_while_people_vote_and_what_was_voted_on_stays(decision: Decision, ines: Person, wen: Person) -> None:
    hearing, option = hear(decision, ines, Way.DOTS), decision.options.get(text="Buy")
    with pytest.raises(OutOfTurn, match="Close the vote first"):
        change_option(option=option, text="Rent", by=ines, now=NOW)
    answer_hearing(hearing=hearing, points={option.pk: 3}, by=wen, now=NOW)
    close_hearing(hearing=hearing, by=ines, now=NOW)
    with pytest.raises(OutOfTurn, match="voted on"):
        remove_option(option=option, by=ines, now=NOW)
    remove_option(option=decision.options.get(text="Build"), by=ines, now=NOW)


def test_who_comes_is_asked_and_who_goes_without_a_word_is_not(decision: Decision, ines: Person, wen: Person, karl: Person) -> None:
    hearing, omar = hear(decision, ines), new_person("Omar Haddad")
    change_parts(decision=decision, parts={Part.CONTRIBUTOR: [omar], Part.APPROVER: [karl]}, by=ines, now=NOW)
    assert {answer.person for answer in hearing.answers.all()} == {omar, karl}
    answer_hearing(hearing=hearing, stance=Stance.CONSENT, by=omar, now=NOW)
    change_parts(decision=decision, parts={Part.CONTRIBUTOR: []}, by=ines, now=NOW)
    assert {answer.person for answer in hearing.answers.all()} == {omar, karl}, "what was said stays"


def test_each_is_told_once_and_the_decider_when_all_have_answered(
    decision: Decision, ines: Person, wen: Person, karl: Person, marta: Person
) -> None:
    hearing = hear(decision, ines)
    ask_for_answers(Event.objects.get(name="decision.input_asked"), NOW)
    assert set(Notification.objects.values_list("person__name", flat=True)) == {"Wen Li", "Karl Nyman"}
    for person in (wen, karl, wen):
        answer_hearing(hearing=hearing, stance=Stance.CONSENT, by=person, now=NOW)
    for line in Event.objects.filter(name="decision.answered").order_by("id"):
        tell_that_it_is_in(line, NOW)
    told = Notification.objects.get(reason="decision.input_is_in", person=marta)
    assert (told.person, "2 of 2 have answered" in told.text) == (marta, True)


def test_what_is_withdrawn_asks_nobody(decision: Decision, ines: Person, wen: Person) -> None:
    hear(decision, ines)
    withdraw_decision(decision=decision, reason="Moot", by=ines, now=NOW)
    assert not answers_owed(wen, MONDAY).exists()
    assert not Hearing.objects.filter(closed_at=None).exists()

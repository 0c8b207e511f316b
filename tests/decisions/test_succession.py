"""Decisions that give way, are undone or are asked again; and circles, which no door lets in."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from decisions.actions import (
    ask_for_decision,
    decide,
    fork_decision,
    give_way,
    record_decision,
    reverse_decision,
    supersede_decision,
    take_back_decision,
)
from decisions.models import Decision, Supersession
from organizations.models import Event, Organization, Person
from organizations.refusals import AlreadyClosed, NotAllowed, NotSaid, OutOfTurn, WouldBeCircle
from tests.cast import MONDAY, NOW, new_person, new_team


def logged(by: Person, title: str, **more: Any) -> Decision:
    return record_decision(organization=by.organization, title=title, outcome="It is so.", by=by, now=NOW, **more)


def test_what_is_undone_has_nothing_in_its_place_and_says_why(tidewater: Organization, marta: Person) -> None:
    frozen = logged(marta, "Freeze on 1 September", team=new_team("Grid API"))
    undoing = reverse_decision(decision=frozen, reason="Two partners are late.", by=marta, now=NOW)
    frozen.refresh_from_db()
    assert (frozen.state, undoing.state, undoing.title) == ("superseded", "accepted", "Undone: Freeze on 1 September")
    assert (undoing.outcome, undoing.team, undoing.decided_on) == ("Two partners are late.", frozen.team, MONDAY)
    assert undoing.supersedes.get().superseded == frozen
    assert undoing.reversals.exists()
    assert Event.objects.get(name="decision.reversed").data["reason"] == "Two partners are late."
    with pytest.raises(AlreadyClosed):
        reverse_decision(decision=frozen, reason="Again", by=marta, now=NOW)
    with pytest.raises(OutOfTurn, match="copy it"):
        reverse_decision(decision=undoing, reason="We want it back", by=marta, now=NOW)


def test_undoing_asks_for_a_reason_and_for_the_right(tidewater: Organization, marta: Person) -> None:
    frozen = logged(marta, "Freeze on 1 September")
    with pytest.raises(NotSaid, match="Say why"):
        reverse_decision(decision=frozen, reason=" ", by=marta, now=NOW)
    with pytest.raises(NotAllowed, match="Ask Marta"):
        reverse_decision(decision=frozen, reason="I do not like it", by=new_person("Karl Nyman"), now=NOW)


def test_an_open_question_is_not_undone(tidewater: Organization, marta: Person, ines: Person) -> None:
    asked = ask_for_decision(organization=tidewater, question="Freeze?", decider=marta, by=ines, now=NOW)
    with pytest.raises(OutOfTurn):
        reverse_decision(decision=asked, reason="Moot", by=marta, now=NOW)
    with pytest.raises(OutOfTurn, match="not decided"):
        give_way(decision=logged(marta, "Freeze on 1 September"), to=asked, by=marta, now=NOW)


def test_a_decision_that_stands_already_takes_the_place(tidewater: Organization, marta: Person) -> None:
    one, two, three = (logged(marta, f"Rate card {letter}") for letter in "ABC")
    give_way(decision=one, to=two, by=marta, now=NOW)
    give_way(decision=two, to=three, by=marta, now=NOW)
    one.refresh_from_db()
    assert one.state == "superseded"
    with pytest.raises(AlreadyClosed):
        give_way(decision=one, to=three, by=marta, now=NOW)
    with pytest.raises(WouldBeCircle) as refused:
        give_way(decision=three, to=one, by=marta, now=NOW)
    assert "“Rate card A” → “Rate card C” → “Rate card B” → “Rate card A”" in str(refused.value)
    with pytest.raises(NotSaid, match="its own place"):
        give_way(decision=three, to=three, by=marta, now=NOW)


def test_the_database_refuses_a_circle_and_names_its_members(tidewater: Organization, marta: Person) -> None:
    one, two, three = (logged(marta, f"Rate card {letter}") for letter in "ABC")
    for later, earlier in ((two, one), (three, two), (three, one)):
        Supersession.objects.create(organization=tidewater, decision=later, superseded=earlier)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Supersession.objects.create(organization=tidewater, decision=one, superseded=three)
    assert f"circle: decisions_supersession {one.pk} > {three.pk}" in str(refused.value)
    link = Supersession.objects.get(decision=three, superseded=one)
    with pytest.raises(IntegrityError), transaction.atomic():
        Supersession.objects.filter(pk=link.pk).update(decision=one, superseded=two)


def test_a_no_that_is_decided_anew_stays_a_no(tidewater: Organization, marta: Person, ines: Person) -> None:
    asked = ask_for_decision(organization=tidewater, question="Freeze?", decider=marta, by=ines, now=NOW)
    decide(decision=asked, outcome="No", is_yes=False, by=marta, now=NOW)
    supersede_decision(decision=asked, title="Freeze", outcome="Yes now", reason="They are ready", by=marta, now=NOW)
    asked.refresh_from_db()
    assert asked.state == "rejected"
    with pytest.raises(AlreadyClosed, match="has taken the place"):
        supersede_decision(decision=asked, title="Freeze", outcome="Yes now", reason="They are ready", by=marta, now=NOW)


def test_what_took_a_place_by_mistake_gives_it_back(tidewater: Organization, marta: Person) -> None:
    old = logged(marta, "Freeze on 1 September")
    new = supersede_decision(decision=old, title="Freeze later", outcome="October", reason="Late", by=marta, now=NOW)
    take_back_decision(decision=new, reason="That was the wrong one", by=marta, now=NOW)
    old.refresh_from_db()
    assert old.state == "accepted"
    reverse_decision(decision=old, reason="No freeze at all", by=marta, now=NOW)


def test_a_question_asked_again_says_where_it_comes_from(tidewater: Organization, marta: Person, ines: Person) -> None:
    old = logged(marta, "Freeze on 1 September", team=new_team("Grid API"))
    day = date(2026, 8, 20)
    new = fork_decision(decision=old, question="Freeze at all?", decider=marta, need_by=day, options=["Yes"], by=ines, now=NOW)
    old.refresh_from_db()
    assert (new.state, new.team, new.need_by, new.origins.get().origin) == ("proposed", old.team, MONDAY + timedelta(days=3), old)
    assert old.state == "accepted"

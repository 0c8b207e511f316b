"""An open question is put into other words, given other people, options and reach; who decides is passed on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from alignment.models import Dependency
from decisions.actions import (
    add_option,
    ask_for_decision,
    change_decision,
    change_option,
    change_parts,
    change_reach,
    decide,
    hand_over_decision,
    record_decision,
    remove_option,
)
from decisions.actions.asking import Waiting
from decisions.actions.options import MOST_OPTIONS, Alternative
from decisions.actions.states import decider_of
from decisions.models import Decision, DecisionRole, Door, HeldUp, Part, Pattern
from organizations.models import Event, Organization, Person
from organizations.refusals import DatesOutOfOrder, NotAllowed, NotSaid, OutOfTurn
from tests.cast import MONDAY, NOW, new_objective, new_person, new_team


@pytest.fixture
def decision(tidewater: Organization, ines: Person, marta: Person) -> Decision:
    return ask_for_decision(
        organization=tidewater, question="Extend the contractor?", decider=marta, by=ines, now=NOW, options=["Extend", "Let it end"]
    )


def test_a_question_is_put_into_other_words_and_the_former_ones_stay_in_the_logbook(decision: Decision, ines: Person) -> None:
    later = MONDAY + timedelta(days=5)
    change_decision(decision=decision, title="To 30 September?", context="€38k", need_by=later, door=Door.ONE_WAY, by=ines, now=NOW)
    decision.refresh_from_db()
    assert (decision.title, decision.context, decision.need_by, decision.door) == ("To 30 September?", "€38k", later, "one_way")
    changes = Event.objects.get(name="decision.changed").data["changes"]
    assert changes["title"] == ["Extend the contractor?", "To 30 September?"]
    change_decision(decision=decision, title="To 30 September?", by=ines, now=NOW)
    assert Event.objects.filter(name="decision.changed").count() == 1, "what stays the same is no line"


def test_a_day_that_has_passed_and_a_question_without_words_are_refused(decision: Decision, ines: Person) -> None:
    with pytest.raises(DatesOutOfOrder):
        change_decision(decision=decision, need_by=MONDAY - timedelta(days=1), by=ines, now=NOW)
    with pytest.raises(NotSaid, match="what is to be decided"):
        change_decision(decision=decision, title=" ", by=ines, now=NOW)
    with pytest.raises(NotAllowed, match="Ask Ines Carvalho"):
        change_decision(decision=decision, title="Other", by=new_person("Wen Li"), now=NOW)


def test_options_come_change_and_go_with_what_speaks_for_and_against_them(decision: Decision, ines: Person) -> None:
    option = add_option(
        decision=decision, said=Alternative("Two days a week", pros="Half the price", cons="Slower"), by=ines, now=NOW
    )
    change_option(option=option, cons="Slower\nNobody on Fridays", by=ines, now=NOW)
    option.refresh_from_db()
    assert (option.position, option.pros, option.cons) == (2, "Half the price", "Slower\nNobody on Fridays")
    last = add_option(decision=decision, said=Alternative("None at all"), by=ines, now=NOW)
    remove_option(option=option, by=ines, now=NOW)
    last.refresh_from_db()
    assert last.position == 2, "places have no holes"
    remove_option(option=last, by=ines, now=NOW)
    assert list(decision.options.order_by("position").values_list("text", flat=True)) == ["Extend", "Let it end"]
    assert Event.objects.filter(name="decision.option_removed").earliest("id").data == {
        "text": "Two days a week", "pros": "Half the price", "cons": "Slower\nNobody on Fridays"
    }  # fmt: skip
    for number in range(MOST_OPTIONS - 2):
        add_option(decision=decision, said=Alternative(f"Option {number}"), by=ines, now=NOW)
    with pytest.raises(NotSaid, match="Take one off"):
        add_option(decision=decision, said=Alternative("One too many"), by=ines, now=NOW)


def test_what_is_decided_is_not_reworded(decision: Decision, ines: Person, marta: Person) -> None:
    option = decision.options.first()
    assert option
    decide(decision=decision, outcome="Extend", by=marta, now=NOW)
    for change in (
        lambda: change_decision(decision=decision, title="Other", by=ines, now=NOW),
        lambda: change_option(option=option, text="Other", by=ines, now=NOW),
        lambda: remove_option(option=option, by=ines, now=NOW),
        lambda: change_parts(decision=decision, parts={Part.DRIVER: [ines]}, by=ines, now=NOW),
        lambda: change_reach(decision=decision, holds_up=[], touches=[], by=ines, now=NOW),
    ):
        with pytest.raises(OutOfTurn, match="decided"):
            change()


def test_parts_are_given_and_taken_but_never_a_second_decider(decision: Decision, ines: Person, marta: Person) -> None:
    wen, karl = new_person("Wen Li"), new_person("Karl Nyman")
    change_parts(decision=decision, parts={Part.CONTRIBUTOR: [wen, karl, wen]}, pattern=Pattern.RAPID, by=ines, now=NOW)
    change_parts(decision=decision, parts={Part.CONTRIBUTOR: [karl], Part.APPROVER: [wen]}, by=ines, now=NOW)
    found = {(role.part, role.person.name) for role in decision.roles.select_related("person")}
    assert found == {("decider", "Marta Lindqvist"), ("contributor", "Karl Nyman"), ("approver", "Wen Li")}
    with pytest.raises(NotSaid, match="One person decides"):
        change_parts(decision=decision, parts={Part.DECIDER: [karl]}, by=ines, now=NOW)
    with pytest.raises(NotSaid, match="need not approve it as well"):
        change_parts(decision=decision, parts={Part.APPROVER: [marta]}, by=ines, now=NOW)
    with pytest.raises(NotSaid, match="In DACI"):
        change_parts(decision=decision, parts={}, pattern=Pattern.DACI, by=ines, now=NOW)
    assert decider_of(decision) == marta


def test_who_has_left_is_given_no_part(tidewater: Organization, decision: Decision, ines: Person, marta: Person) -> None:
    gone = new_person("Omar Haddad", status="inactive")
    deeds: list[Callable[[], Any]] = [
        lambda: ask_for_decision(organization=tidewater, question="Which?", decider=gone, by=ines, now=NOW),
        lambda: record_decision(organization=tidewater, title="A", outcome="B", decider=gone, by=marta, now=NOW),
        lambda: hand_over_decision(decision=decision, to=gone, by=marta, now=NOW),
        lambda: change_parts(decision=decision, parts={Part.CONTRIBUTOR: [gone]}, by=ines, now=NOW),
    ]
    for refused in deeds:
        with pytest.raises(NotSaid, match="Omar Haddad is not here any more"):
            refused()


def test_the_one_who_gets_the_question_need_not_agree_to_it_as_well(decision: Decision, ines: Person, marta: Person) -> None:
    karl = new_person("Karl Nyman")
    change_parts(decision=decision, parts={Part.APPROVER: [karl]}, by=ines, now=NOW)
    hand_over_decision(decision=decision, to=karl, by=marta, now=NOW)
    assert list(DecisionRole.objects.filter(person=karl).values_list("part", flat=True)) == ["decider"]


def test_what_waits_is_changed_and_what_stays_keeps_its_row(tidewater: Organization, decision: Decision, ines: Person) -> None:
    grid, success = new_team("Grid API"), new_team("Customer Success")
    objective = new_objective("12 utilities live", team=success)
    api = Dependency.objects.create(organization=tidewater, kind="work", state="agreed", from_team=grid, to_team=success)
    change_reach(
        decision=decision, holds_up=[Waiting(grid), Waiting(success, objective=objective)], touches=[grid], by=ines, now=NOW
    )
    kept = HeldUp.objects.get(objective=objective)
    waiting = [Waiting(success, objective=objective), Waiting(grid, dependency=api)]
    change_reach(decision=decision, holds_up=waiting, touches=[success], by=ines, now=NOW)
    assert {(row.pk == kept.pk, row.team.name) for row in decision.holds_up.all()} == {
        (True, "Customer Success"),
        (False, "Grid API"),
    }
    assert [row.team for row in decision.teams_involved.all()] == [success]
    line = Event.objects.filter(name="decision.reach_changed").latest("id").data["changes"]
    assert line["touches"] == [["Grid API"], ["Customer Success"]]

"""Who hears of what is stuck, what is called to mind and goes to the seat above, and what lets go by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from accountability.actions import drop_commitment, finish_commitment, make_commitment, rescope_commitment
from accountability.actions.covers import hand_over
from accountability.models import Commitment
from alignment.actions import accept_delivery, archive_objective, close_objective, decline_dependency, deliver_dependency
from alignment.models import Dependency, Objective
from alignment.models.objectives import ObjectiveState
from decisions.actions import (
    Stuck,
    ask_for_decision,
    clear_blocker,
    decide,
    hand_on_blocker,
    hand_over_decision,
    promise_blocker,
    reopen_blocker,
    withdraw_blocker,
    withdraw_decision,
)
from decisions.actions.settling import settle_what_is_over
from decisions.models import Blocker, BlockerSpan
from notifications.models import Notification
from organizations.actions.access import deactivate_person
from organizations.models import Absence, Event, Organization, Person
from organizations.relay import relay_one
from organizations.tenancy import in_organization
from tests.cast import MONDAY, NOW, new_objective, new_organization, new_person, new_team
from tests.decisions.blockers import DAY, raised
from tests.decisions.test_at_once import at_once
from tests.mornings import go_the_rounds
from tests.reading import Reader


@pytest.fixture
def ben(tidewater: Organization) -> Person:
    return new_person("Ben Okafor", login=True, status="active")


def relay(now: datetime = NOW) -> None:
    while relay_one(now=now):
        pass


def heard(reason: str = "") -> list[tuple[str, str]]:
    """Who was told what of blockers, the oldest first."""
    lines = Notification.objects.filter(reason__startswith=f"blocker.{reason}").select_related("person").order_by("id")
    return [(line.person.name, line.text) for line in lines]


def test_who_clears_it_hears_of_it_and_who_waits_of_the_answer(ines: Person, ben: Person, marta: Person) -> None:
    objective = new_objective("SSO for all", owner=ines)
    blocker = raised(marta, ben, stuck=Stuck(objective=objective))
    relay()
    assert heard() == [("Ben Okafor", "“SSO for all” is stuck on “No test tenant”")]
    promise_blocker(blocker=blocker, promised_on=MONDAY + 4 * DAY, by=ben, now=NOW)
    relay()
    said = "“No test tenant” is cleared by Friday 21 August, says Ben Okafor"
    assert sorted(heard("answered")) == [("Ines Carvalho", said), ("Marta Lindqvist", said)]
    hand_on_blocker(blocker=blocker, to=ines, reason="Hers", by=ben, now=NOW)
    relay()
    assert heard("waits")[1:] == [("Ines Carvalho", "“SSO for all” is stuck on “No test tenant”")]
    assert heard("answered")[2:] == [("Marta Lindqvist", "Ines Carvalho clears “No test tenant” now")]
    clear_blocker(blocker=blocker, how="New tenant", by=ines, now=NOW)
    relay()
    assert heard("over") == [("Marta Lindqvist", "“No test tenant” is cleared: “SSO for all” goes on")]
    reopen_blocker(blocker=blocker, reason="Gone", by=marta, now=NOW)
    relay()
    assert heard("waits")[2:] == [("Ines Carvalho", "“SSO for all” is stuck again on “No test tenant”")]


def test_whoever_clears_it_hears_that_it_is_none(ines: Person, ben: Person) -> None:
    withdraw_blocker(blocker=raised(ines, ben), reason="Moot", by=ines, now=NOW)
    relay()
    assert heard("over") == [("Ben Okafor", "“No test tenant” is withdrawn: “Import No test tenant” goes on")]


def test_who_raised_it_hears_when_whoever_was_to_clear_it_leaves(ines: Person, ben: Person, marta: Person) -> None:
    raised(ines, ben)
    clear_blocker(blocker=raised(ines, ben, "Gone"), by=ben, now=NOW)
    deactivate_person(person=ben, by=marta, now=NOW)
    relay()
    said = "“No test tenant” waits for Ben Okafor, who has left: “Import No test tenant” is stuck"
    assert heard("has_no_owner") == [("Ines Carvalho", said)]


def mornings(days: int, reason: str, first: datetime = NOW) -> list[tuple[str, date]]:
    for day in range(days):
        go_the_rounds(first + timedelta(days=day))
    lines = Notification.objects.filter(reason=f"blocker.{reason}").select_related("person").order_by("id")
    return [(line.person.name, line.created_at.date()) for line in lines]


def test_its_owner_is_reminded_on_the_working_day_before_and_each_week_that_it_is_late(ines: Person, ben: Person) -> None:
    raised(ines, ben, hoped_on=date(2026, 8, 24))
    assert mornings(20, "due") == [("Ben Okafor", day) for day in (date(2026, 8, 21), date(2026, 8, 25), date(2026, 9, 1))]


def test_the_day_that_was_promised_takes_the_place_of_the_one_hoped_for(ines: Person, ben: Person) -> None:
    blocker = raised(ines, ben, hoped_on=MONDAY + 2 * DAY)
    promise_blocker(blocker=blocker, promised_on=date(2026, 8, 26), by=ben, now=NOW)
    assert mornings(10, "due") == [("Ben Okafor", date(2026, 8, 25))]


def test_one_without_a_day_and_one_that_waits_on_a_question_are_not_repeated(ines: Person, ben: Person) -> None:
    raised(ines, ben)
    decision = ask_for_decision(organization=ines.organization, question="Q?", decider=ben, by=ines, now=NOW)
    raised(ines, ben, "Waits", decision=decision, hoped_on=MONDAY + DAY)
    assert mornings(5, "due") == []


def test_past_its_day_it_goes_once_to_whoever_stands_above_who_clears_it(
    tidewater: Organization, marta: Person, ines: Person
) -> None:
    platform = new_team("Platform", lead=marta)
    new_team("Security", lead=ines, parent=platform)
    ola = new_person("Ola Berg", login=True, status="active")
    raised(ola, ines, hoped_on=MONDAY + DAY)
    assert mornings(12, "escalated") == [("Marta Lindqvist", date(2026, 8, 19))]
    (line,) = Notification.objects.filter(reason="blocker.escalated")
    assert line.text.startswith("“No test tenant” was to be cleared by Tuesday 18 August, and Ines Carvalho has not cleared it")


def test_cleared_or_on_a_question_it_does_not_go_up(tidewater: Organization, marta: Person, ines: Person) -> None:
    new_team("Security", lead=ines, parent=new_team("Platform", lead=marta))
    clear_blocker(blocker=raised(ines, ines, "Gone", hoped_on=MONDAY), by=ines, now=NOW)
    decision = ask_for_decision(organization=tidewater, question="Q?", decider=ines, need_by=date(2026, 9, 30), by=ines, now=NOW)
    raised(ines, ines, "Waits", decision=decision, hoped_on=MONDAY)
    assert mornings(5, "escalated") == []


def test_whoever_stands_in_is_reminded_too(ines: Person, ben: Person) -> None:
    Absence.objects.create(organization=ines.organization, person=ben, delegate=ines, starts_on=MONDAY, ends_on=date(2026, 8, 28))
    raised(ines, ben, hoped_on=MONDAY + 2 * DAY)
    assert ("Ines Carvalho", MONDAY + DAY) in mornings(2, "due")


def test_handed_over_with_everything_else_it_keeps_its_clock(ines: Person, ben: Person, marta: Person) -> None:
    blocker = raised(ines, ben)
    hand_over(person=ben, to=marta, by=ben, now=NOW)
    blocker.refresh_from_db()
    assert (blocker.owner, blocker.state) == (marta, "open")
    assert BlockerSpan.objects.get(blocker=blocker).since_on == MONDAY


def promised(owner: Person) -> Commitment:
    return make_commitment(
        organization=owner.organization, title="Book a slot", owner=owner, due_on=MONDAY + 4 * DAY, by=owner, now=NOW
    )


def test_a_decision_or_a_delivery_clears_what_waited_on_it(ines: Person, ben: Person, marta: Person) -> None:
    decision = ask_for_decision(organization=ines.organization, question="Which vendor?", decider=marta, by=ines, now=NOW)
    stuck = raised(ines, marta, decision=decision)
    other = raised(ines, ben, "Another")
    decide(decision=decision, outcome="Northwind", by=marta, now=NOW)
    relay()
    stuck.refresh_from_db()
    other.refresh_from_db()
    assert (stuck.state, stuck.ending, other.state) == ("cleared", "“Which vendor?” is decided.", "open")
    platform, mine = new_team("Platform", lead=ben), new_objective("Import", owner=ines)
    request = Dependency.objects.create(
        organization=ines.organization, kind="work", state="in_progress", title="A tenant", from_objective=mine, to_team=platform
    )
    stuck = raised(ines, ben, "Tenant", stuck=Stuck(objective=mine), dependency=request)
    deliver_dependency(dependency=request, by=ben, now=NOW)
    relay()
    assert Blocker.objects.get(pk=stuck.pk).state == "open"  # it is there, and nobody has said that it will do
    accept_delivery(dependency=request, by=ines, now=NOW)
    relay()
    assert Blocker.objects.get(pk=stuck.pk).ending == "“A tenant” is there and accepted."


def test_what_it_waited_on_may_end_without_an_answer_and_it_is_stuck_all_the_same(ines: Person, ben: Person, marta: Person) -> None:
    decision = ask_for_decision(organization=ines.organization, question="Which vendor?", decider=marta, by=ines, now=NOW)
    stuck = raised(ben, marta, "Vendor", decision=decision)
    withdraw_decision(decision=decision, reason="No money", by=ines, now=NOW)
    mine = new_objective("Import", owner=ines)
    request = Dependency.objects.create(
        organization=ines.organization, kind="work", state="requested", title="A tenant", from_objective=mine,
        to_team=new_team("Platform", lead=marta),
    )  # fmt: skip
    tenant = raised(ines, ben, "Tenant", stuck=Stuck(objective=mine), dependency=request)
    decline_dependency(dependency=request, reason="No hands", by=marta, now=NOW)
    clear_blocker(blocker=raised(ines, ben, "Over", decision=None), by=ben, now=NOW)
    Notification.objects.all().delete()
    relay()
    left = [line for line in heard() if "still stuck" in line[1]]
    assert left == [
        ("Marta Lindqvist", "“Import Vendor” is still stuck on “Vendor”: “Which vendor?” is withdrawn"),
        ("Ben Okafor", "“Import Vendor” is still stuck on “Vendor”: “Which vendor?” is withdrawn"),
        ("Ben Okafor", "“Import” is still stuck on “Tenant”: “A tenant” is declined"),
        ("Ines Carvalho", "“Import” is still stuck on “Tenant”: “A tenant” is declined"),
    ]
    reader = Reader(ines)
    assert "Withdrawn : it is stuck all the same" in reader.page("decisions:blocker", stuck.pk)
    assert "Declined : it is stuck all the same" in reader.page("decisions:blocker", tenant.pk)
    clear_blocker(blocker=tenant, how="A trial tenant", by=ben, now=NOW)
    assert "stuck all the same" not in reader.page("decisions:blocker", tenant.pk)


def test_a_question_handed_on_takes_what_waits_on_it_along(ines: Person, ben: Person, marta: Person) -> None:
    decision = ask_for_decision(organization=ines.organization, question="Which vendor?", decider=marta, by=ines, now=NOW)
    along, elsewhere = (raised(ines, marta, title, decision=decision) for title in ("Along", "Elsewhere"))
    hand_on_blocker(blocker=elsewhere, to=ines, reason="Mine to ask", by=ines, now=NOW)
    hand_over_decision(decision=decision, to=ben, by=marta, now=NOW)
    relay()
    assert (Blocker.objects.get(pk=along.pk).owner, Blocker.objects.get(pk=elsewhere.pk).owner) == (ben, ines)


Ends = Callable[[Any, Person], Any]


@pytest.mark.parametrize(
    ("ends", "ending"),
    [
        (lambda row, by: finish_commitment(commitment=row, by=by, now=NOW), "“Book a slot” is done."),
        (lambda row, by: drop_commitment(commitment=row, reason="Moot", agreed_by=by, by=by, now=NOW), "“Book a slot” is dropped."),
    ],
)
def test_what_is_kept_or_dropped_is_stuck_no_more(ines: Person, ben: Person, ends: Ends, ending: str) -> None:
    promise = promised(ines)
    blocker = raised(ines, ben, stuck=Stuck(commitment=promise))
    ends(promise, ines)
    relay()
    blocker.refresh_from_db()
    assert (blocker.state, blocker.ending, blocker.ended_by) == ("cleared", ending, None)


def test_a_promise_that_is_carried_on_takes_its_blocker_along_with_its_clock(ines: Person, ben: Person) -> None:
    promise = promised(ines)
    blocker = raised(ines, ben, stuck=Stuck(commitment=promise))
    later = rescope_commitment(commitment=promise, due_on=MONDAY + 9 * DAY, reason="Stuck", by=ines, now=NOW + DAY)
    relay(NOW + DAY)
    blocker.refresh_from_db()
    assert (blocker.commitment, blocker.state) == (later, "open")
    assert BlockerSpan.objects.get(blocker=blocker).since_on == MONDAY


@pytest.mark.parametrize("how", ["closed", "archived"])
def test_an_objective_that_has_ended_lets_go(ines: Person, ben: Person, marta: Person, how: str) -> None:
    objective: Objective = new_objective("Import", owner=ines)
    blocker = raised(ines, ben, stuck=Stuck(objective=objective))
    if how == "closed":
        close_objective(objective=objective, outcome=ObjectiveState.COMPLETED, by=marta, now=NOW)
    else:
        archive_objective(objective=objective, by=marta, now=NOW)
    relay()
    blocker.refresh_from_db()
    assert blocker.state == "cleared"
    assert settle_what_is_over(organization=ines.organization, now=NOW) == 0


@pytest.fixture
def organization(transactional_db: None) -> Iterator[Organization]:
    organization = new_organization("tidewater")
    with in_organization(organization):
        yield organization


def test_of_two_who_clear_and_hand_on_at_once_one_is_told_so(organization: Organization) -> None:
    ines, ben, marta = (new_person(name, status="active") for name in ("Ines", "Ben", "Marta"))
    blocker = raised(ines, ben)
    found = at_once(
        organization,
        lambda: clear_blocker(blocker=blocker, by=ben, now=NOW),
        lambda: withdraw_blocker(blocker=blocker, reason="Moot", by=ines, now=NOW),
    )
    assert found == ["OutOfTurn", "done"]
    assert Event.objects.filter(name__in=["blocker.cleared", "blocker.withdrawn"]).count() == 1
    again = raised(ines, ben, "Again")
    found = at_once(
        organization,
        lambda: clear_blocker(blocker=again, by=ben, now=NOW),
        lambda: hand_on_blocker(blocker=again, to=marta, reason="Hers", by=ines, now=NOW),
    )
    assert found in (["OutOfTurn", "done"], ["NotAllowed", "done"])
    assert BlockerSpan.objects.filter(until_on=None).count() <= 1


def test_two_who_open_it_again_at_once_start_one_clock(organization: Organization) -> None:
    ines, ben = (new_person(name, status="active") for name in ("Ines", "Ben"))
    blocker = raised(ines, ben)
    clear_blocker(blocker=blocker, by=ben, now=NOW)
    press = lambda: reopen_blocker(blocker=blocker, reason="Again", by=ines, now=NOW)  # noqa: E731
    assert at_once(organization, press, press) == ["OutOfTurn", "done"]
    assert BlockerSpan.objects.filter(until_on=None).count() == 1

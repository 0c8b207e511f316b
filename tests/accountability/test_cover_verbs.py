"""Covering for somebody: what is theirs goes in one step and comes back by itself, once; and nothing is left with who has gone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

import accountability.tasks
from accountability.actions.covers import hand_over, return_cover, settle_cover
from accountability.models import Commitment, Cover, CoverItem, Seat, SeatHolder
from accountability.reads.covers import due_covers, left_behind
from alignment.models import Dependency, Initiative, Metric, Objective, Risk
from decisions.models import Blocker, Decision, DecisionRole
from organizations.actions.absences import plan_absence
from organizations.handing import kinds
from organizations.models import Event, Organization, Person
from organizations.refusals import AlreadyClosed, AlreadyThere, DatesOutOfOrder, NotAllowed, NotSaid
from rhythm.models import Issue, Meeting, MeetingSeries
from tests.cast import MONDAY, NOW, new_key_result, new_objective, new_person, new_team

FRIDAY = MONDAY + timedelta(days=4)
WEEK = timedelta(days=7)


@pytest.fixture
def ben(tidewater: Organization) -> Person:
    """Ben Okafor, who covers."""
    return new_person("Ben Okafor", status="active")


@pytest.fixture
def desk(ines: Person) -> dict[str, Any]:
    """One live thing of each kind in Ines' hand."""
    scope, security = {"organization": ines.organization}, new_team("Security", lead=ines)
    objective = new_objective("SSO", owner=ines, team=security)
    elsewhere = new_objective("Imports")
    seat = Seat.objects.create(**scope, title="Head of Security")
    backup = Seat.objects.create(**scope, title="Head of Platform")
    for place, part in ((seat, "holder"), (backup, "backup")):
        SeatHolder.objects.create(**scope, seat=place, person=ines, part=part, start_on=MONDAY - WEEK)
    decision = Decision.objects.create(**scope, title="Which tester?", state="proposed")
    DecisionRole.objects.create(**scope, decision=decision, person=ines, part="decider")
    asked = Dependency.objects.create(
        **scope, kind="work", state="agreed", title="Sign-off", from_objective=elsewhere, to_team=security, to_owner=ines
    )
    needed = Dependency.objects.create(
        **scope, kind="work", state="agreed", title="A sandbox", from_objective=objective, to_objective=elsewhere, from_owner=ines
    )
    spoken = Dependency.objects.create(
        **scope, kind="work", state="requested", title="A review", from_objective=elsewhere, to_team=security
    )
    spoken.contacts.create(**scope, person=ines)
    series = MeetingSeries.objects.create(**scope, title="Weekly", organizer=ines)
    return {
        "objective": objective, "seat": seat, "backup": backup, "decision": decision, "answers": asked, "needs": needed,
        "contact": spoken, "series": series,
        "key_result": new_key_result(elsewhere, "Tenants", owner=ines),
        "initiative": Initiative.objects.create(**scope, objective=elsewhere, title="Try it", owner=ines),
        "metric": Metric.objects.create(**scope, title="Findings", owner=ines),
        "risk": Risk.objects.create(**scope, title="No tester", state="open", owner=ines),
        "commitment": Commitment.objects.create(**scope, title="Book a slot", state="open", owner=ines),
        "turn": Meeting.objects.create(**scope, series=series, planned_at=NOW + timedelta(days=2), facilitator=ines),
        "blocker": Blocker.objects.create(
            **scope, title="No tenant", kind="team", objective=elsewhere, owner=ines, raised_at=NOW
        ),
        "issue": Issue.objects.create(**scope, title="Queue", state="open", owner=ines),
    }  # fmt: skip


def holders(desk: dict[str, Any]) -> dict[str, int]:
    """Who holds each thing, as the rooms themselves say."""
    everybody = Person.objects.values("pk")
    found = {name: kinds[name].held(everybody).filter(pk=row.pk).first() for name, row in desk.items()}
    return {name: row.holder for name, row in found.items() if row is not None}


def test_every_kind_of_thing_goes_in_one_step_and_comes_back(desk: dict[str, Any], ines: Person, ben: Person) -> None:
    assert set(desk) == set(kinds), "a kind without a row in this test"
    cover = hand_over(person=ines, to=ben, by=ines, now=NOW, ends_on=FRIDAY)
    assert set(holders(desk).values()) == {ben.pk}
    assert CoverItem.objects.filter(cover=cover).count() == len(kinds)
    back = settle_cover(cover=cover, by=None, now=NOW + WEEK)
    assert back.state == "returned"
    came = holders(desk)
    assert {name for name, holder in came.items() if holder == ines.pk} == set(kinds)


def test_afterwards_no_live_thing_has_an_owner_who_left(desk: dict[str, Any], ines: Person, ben: Person, marta: Person) -> None:
    Person.objects.filter(pk=ines.pk).update(status="inactive")
    assert sum(pile.count for pile in left_behind("tidewater")) == len(kinds)
    ines.refresh_from_db()
    hand_over(person=ines, to=ben, by=marta, now=NOW)
    assert left_behind("tidewater") == []
    assert set(holders(desk).values()) == {ben.pk}


def test_every_owner_in_the_house_is_of_a_kind_that_changes_hands(desk: dict[str, Any]) -> None:
    """A table that gets an owner tomorrow has to say here how it is handed over."""
    from organizations.models import Person as People
    from tests.world import tenant_models

    owners = {
        (model._meta.label, field.name)
        for model in tenant_models()
        for field in model._meta.concrete_fields
        if field.related_model is People and field.name in {"owner", "to_owner", "from_owner", "organizer", "facilitator"}
    }
    given = {
        (type(row)._meta.label, field)
        for row in desk.values()
        for field in ("owner", "to_owner", "from_owner", "organizer", "facilitator")
        if hasattr(row, f"{field}_id")
    }
    within_a_meeting = {("rhythm.MeetingRun", "facilitator"), ("rhythm.Capture", "owner")}  # over when the meeting is
    assert owners - given == within_a_meeting


def test_what_was_settled_meanwhile_stays_and_what_was_given_on_stays(desk: dict[str, Any], ines: Person, ben: Person) -> None:
    ruth = new_person("Ruth Adeyemi", status="active")
    cover = hand_over(person=ines, to=ben, by=ines, now=NOW, ends_on=FRIDAY)
    Commitment.objects.update(state="done", completed_on=MONDAY)
    Objective.objects.filter(pk=desk["objective"].pk).update(owner=ruth)
    settle_cover(cover=cover, by=None, now=NOW + WEEK)
    assert Commitment.objects.get().owner == ben
    assert Objective.objects.get(pk=desk["objective"].pk).owner == ruth
    assert Risk.objects.get().owner == ines
    assert set(CoverItem.objects.filter(is_back=False).values_list("kind", flat=True)) == {"commitment", "objective"}


def test_it_comes_back_once_and_not_before_its_day(desk: dict[str, Any], ines: Person, ben: Person) -> None:
    cover = hand_over(person=ines, to=ben, by=ines, now=NOW, ends_on=FRIDAY)
    assert settle_cover(cover=cover, by=None, now=NOW + timedelta(days=4)).state == "running"
    for _ in range(2):
        settle_cover(cover=cover, by=None, now=NOW + WEEK)
    assert Event.objects.filter(name="cover.returned").count() == 1
    hand_over(person=ines, to=ben, by=ines, now=NOW + WEEK, ends_on=FRIDAY + WEEK)
    settle_cover(cover=cover, by=None, now=NOW + WEEK)
    assert Risk.objects.get().owner == ben, "the former one does not take back what the next one lent"


def test_the_sweep_begins_what_is_planned_and_brings_back_what_is_over(
    desk: dict[str, Any], ines: Person, ben: Person, time_machine: Any
) -> None:
    time_machine.move_to(NOW)
    cover = hand_over(person=ines, to=ben, by=ines, now=NOW, starts_on=MONDAY + timedelta(days=1), ends_on=FRIDAY)
    assert due_covers(ines.organization, NOW) == []
    accountability.tasks.settle_covers()
    assert Risk.objects.get().owner == ines
    for days, holder in ((1, ben), (4, ben), (5, ines), (6, ines)):
        time_machine.move_to(NOW + timedelta(days=days))
        accountability.tasks.settle_covers()
        assert Risk.objects.get().owner == holder, days
    cover.refresh_from_db()
    assert cover.state == "returned"


def test_when_its_person_left_meanwhile_it_stays_with_whoever_covers(desk: dict[str, Any], ines: Person, ben: Person) -> None:
    cover = hand_over(person=ines, to=ben, by=ines, now=NOW, ends_on=FRIDAY)
    Person.objects.filter(pk=ines.pk).update(status="inactive")
    assert settle_cover(cover=cover, by=None, now=NOW + WEEK).state == "kept"
    assert Risk.objects.get().owner == ben
    assert left_behind("tidewater") == []
    assert Event.objects.filter(name="cover.kept").count() == 1


def test_when_whoever_covers_leaves_it_comes_back_all_the_same(
    desk: dict[str, Any], ines: Person, ben: Person, marta: Person
) -> None:
    ruth = new_person("Ruth Adeyemi", status="active")
    cover = hand_over(person=ines, to=ben, by=ines, now=NOW, ends_on=FRIDAY)
    Person.objects.filter(pk=ben.pk).update(status="inactive")
    ben.refresh_from_db()
    hand_over(person=ben, to=ruth, by=marta, now=NOW)
    assert Risk.objects.get().owner == ruth
    settle_cover(cover=cover, by=None, now=NOW + WEEK)
    assert Risk.objects.get().owner == ines
    assert set(holders(desk).values()) == {ines.pk}


def test_back_earlier(desk: dict[str, Any], ines: Person, ben: Person) -> None:
    cover = hand_over(person=ines, to=ben, by=ines, now=NOW, ends_on=FRIDAY)
    assert return_cover(cover=cover, by=ben, now=NOW).state == "returned"
    assert Risk.objects.get().owner == ines
    with pytest.raises(AlreadyClosed):
        return_cover(cover=cover, by=ines, now=NOW)


def test_what_is_planned_is_taken_back_and_falls_through_when_nobody_could_hold_it(
    desk: dict[str, Any], ines: Person, ben: Person
) -> None:
    tomorrow = MONDAY + timedelta(days=1)
    planned = hand_over(person=ines, to=ben, by=ines, now=NOW, starts_on=tomorrow, ends_on=FRIDAY)
    assert return_cover(cover=planned, by=ines, now=NOW).state == "cancelled"
    planned = hand_over(person=ines, to=ben, by=ines, now=NOW, starts_on=tomorrow, ends_on=FRIDAY)
    Person.objects.filter(pk=ben.pk).update(status="inactive")
    assert settle_cover(cover=planned, by=None, now=NOW + timedelta(days=1)).state == "cancelled"
    assert Event.objects.get(name="cover.fell_through").data["reason"] == "Ben Okafor is not here any more. Choose somebody who is."
    assert Risk.objects.get().owner == ines


def test_who_sits_on_both_ends_sits_there_once(ines: Person, ben: Person) -> None:
    scope = {"organization": ines.organization}
    seat = Seat.objects.create(**scope, title="Two of us")
    for person in (ines, ben):
        SeatHolder.objects.create(**scope, seat=seat, person=person, start_on=MONDAY)
    asked = Dependency.objects.create(
        **scope, kind="work", state="agreed", title="Both", from_team=new_team("A"), to_team=new_team("B")
    )
    for person in (ines, ben):
        asked.contacts.create(**scope, person=person)
    cover = hand_over(person=ines, to=ben, by=ines, now=NOW, ends_on=FRIDAY)
    sitting = SeatHolder.objects.filter(end_on=None).order_by("person__name").values_list("person__name", flat=True)
    speaking = asked.contacts.order_by("person__name").values_list("person__name", flat=True)
    assert (list(sitting), list(speaking)) == (["Ben Okafor"], ["Ben Okafor"])
    settle_cover(cover=cover, by=None, now=NOW + WEEK)
    assert (list(sitting.all()), list(speaking.all())) == (["Ben Okafor", "Ines Carvalho"], ["Ben Okafor", "Ines Carvalho"])


def test_turns_are_lent_for_the_days_and_no_longer(ines: Person, ben: Person) -> None:
    scope = {"organization": ines.organization}
    series = MeetingSeries.objects.create(**scope, title="Weekly")
    first, second = (
        Meeting.objects.create(**scope, series=series, planned_at=NOW + timedelta(days=days), facilitator=ines) for days in (2, 9)
    )
    hand_over(person=ines, to=ben, by=ines, now=NOW, ends_on=FRIDAY)
    assert [Meeting.objects.get(pk=row.pk).facilitator for row in (first, second)] == [ben, ines]


REFUSED = [
    ({"to": "ines"}, NotSaid, "nobody hands over to themselves"),
    ({"to": None}, NotSaid, "Say who takes it over"),
    ({"to": "gone"}, NotSaid, "is not here any more"),
    ({"to": "viewer"}, NotSaid, "only reads here"),
    ({"to": "away"}, NotSaid, "is away then too, until 18 August"),
    ({"to": "lending"}, NotSaid, "hands over what is theirs until 21 August"),
    ({"starts_on": MONDAY - WEEK, "ends_on": FRIDAY}, NotSaid, "from today on"),
    ({"starts_on": FRIDAY, "ends_on": MONDAY}, DatesOutOfOrder, "not before the first"),
    ({"starts_on": FRIDAY, "ends_on": None}, NotSaid, "For good it goes at once"),
    ({"ends_on": date(2028, 1, 1)}, NotSaid, "more than a year"),
    ({"by": "stranger"}, NotAllowed, "You may not hand over"),
    ({"by": "gone"}, NotAllowed, "You may not hand over"),
    ({"person": "gone", "by": "marta"}, NotSaid, "has left, so nothing would come back"),
]


@pytest.mark.parametrize(("said", "refusal", "sentence"), REFUSED, ids=[sentence for _, _, sentence in REFUSED])
def test_bad_input_is_refused_with_what_to_do(
    ines: Person, ben: Person, marta: Person, said: dict[str, Any], refusal: type[Exception], sentence: str
) -> None:
    cast: dict[str, Any] = {
        "ines": ines, "ben": ben, "marta": marta, "gone": new_person("Karl Nyman", status="inactive"),
        "viewer": new_person("Vera Lund", access="viewer", status="active"), "stranger": new_person("Sam Reed", status="active"),
        "away": new_person("Ada Nwosu", status="active"), "lending": new_person("Ruth Adeyemi", status="active"),
    }  # fmt: skip
    plan_absence(person=cast["away"], starts_on=MONDAY, ends_on=date(2026, 8, 18), delegate=None, by=None, now=NOW)
    hand_over(person=cast["lending"], to=ben, by=None, now=NOW, ends_on=FRIDAY)
    asked: dict[str, Any] = {"person": "ines", "to": "ben", "by": "ines", "ends_on": FRIDAY} | said
    people = {name: cast.get(asked[name]) if asked[name] else None for name in ("person", "to", "by")}
    with pytest.raises(refusal, match=sentence):
        hand_over(**(asked | people), now=NOW)
    assert not Cover.objects.filter(person=ines).exists()


def test_two_hand_overs_at_once_are_one(ines: Person, ben: Person) -> None:
    hand_over(person=ines, to=ben, by=ines, now=NOW, ends_on=FRIDAY)
    with pytest.raises(AlreadyThere, match="hands over to Ben Okafor already, from 17 August to 21 August"):
        hand_over(person=ines, to=ben, by=ines, now=NOW, ends_on=FRIDAY + WEEK)
    assert Cover.objects.count() == 1

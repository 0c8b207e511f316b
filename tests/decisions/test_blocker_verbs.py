"""Something is stuck: who clears it, by when, on whose clock; and every verb in every state as everybody who could try it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from accountability.models import Commitment
from alignment.models import Dependency, Initiative
from decisions.actions import (
    Stuck,
    ask_for_decision,
    change_blocker,
    clear_blocker,
    hand_on_blocker,
    promise_blocker,
    raise_blocker,
    reopen_blocker,
    withdraw_blocker,
)
from decisions.models import Blocker, BlockerSpan, BlockerState, DecisionState
from decisions.reads.blockers import blocker_page, in_the_way_of
from organizations.models import Event, Membership, Organization, Person, Team
from organizations.refusals import AlreadyThere, DatesOutOfOrder, NotAllowed, NotSaid, OutOfTurn, Refused
from tests.cast import MONDAY, NOW, new_key_result, new_objective, new_person, new_team
from tests.decisions.blockers import DAY, raised

FRIDAY = MONDAY + 4 * DAY


@pytest.fixture
def ben(tidewater: Organization) -> Person:
    return new_person("Ben Okafor", status="active")


def spans_of(blocker: Blocker) -> list[tuple[date, date | None]]:
    return list(BlockerSpan.objects.filter(blocker=blocker).values_list("since_on", "until_on"))


def days_of(blocker: Blocker, now: datetime) -> int:
    page = blocker_page(blocker.pk, now)
    assert page is not None
    return page.row.days


def test_its_clock_runs_in_working_days_and_what_was_first_said_stays(ines: Person, ben: Person) -> None:
    blocker = raised(ines, ben, hoped_on=FRIDAY, clears_when="A tenant with SSO on")
    assert days_of(blocker, NOW + 7 * DAY) == 5
    change_blocker(blocker=blocker, title="No tenant at all", hoped_on=FRIDAY + 3 * DAY, by=ines, now=NOW)
    promise_blocker(blocker=blocker, promised_on=FRIDAY, by=ben, now=NOW)
    promise_blocker(blocker=blocker, promised_on=FRIDAY + 7 * DAY, by=ben, now=NOW)
    blocker.refresh_from_db()
    assert (blocker.title, blocker.original_title) == ("No tenant at all", "No test tenant")
    assert (blocker.hoped_on, blocker.original_hoped_on) == (FRIDAY + 3 * DAY, FRIDAY)
    assert (blocker.due_on, blocker.original_promised_on) == (FRIDAY + 7 * DAY, FRIDAY)


def test_it_may_have_begun_before_it_was_said(ines: Person, ben: Person) -> None:
    blocker = raised(ines, ben, since_on=MONDAY - 5 * DAY)
    assert spans_of(blocker) == [(date(2026, 8, 12), None)]
    assert days_of(blocker, NOW) == 3  # Thursday, Friday, Monday


def test_the_day_is_that_of_the_team_that_waits(tidewater: Organization, marta: Person, ben: Person) -> None:
    """At 20:00 in Lisbon on Monday it is Tuesday in Auckland, where the lead of the team that waits lives."""
    lead = new_person("Aroha Ngata", status="active", timezone="Pacific/Auckland")
    late = datetime(2026, 8, 17, 20, 0, tzinfo=UTC)
    far = new_objective("Far away", team=new_team("Auckland", lead=lead))
    assert spans_of(raised(marta, ben, stuck=Stuck(objective=far), now=late)) == [(date(2026, 8, 18), None)]
    assert spans_of(raised(marta, ben, "Here", now=late)) == [(MONDAY, None)]


def test_handed_on_it_keeps_its_clock_and_its_history_and_not_the_day_of_another(ines: Person, ben: Person, marta: Person) -> None:
    blocker = raised(ines, ben)
    promise_blocker(blocker=blocker, promised_on=FRIDAY, by=ben, now=NOW + DAY)
    hand_on_blocker(blocker=blocker, to=marta, reason="The tenant is hers", by=ben, now=NOW + 2 * DAY)
    blocker.refresh_from_db()
    assert (blocker.owner, blocker.promised_on) == (marta, None)
    assert spans_of(blocker) == [(MONDAY, None)]
    page = blocker_page(blocker.pk, NOW + 3 * DAY)
    assert page is not None
    assert [(line.words, line.said) for line in page.lines] == [
        ("handed it on to Marta Lindqvist", "The tenant is hers"),
        ("said that it is cleared by Friday 21 August", ""),
        ("raised it", ""),
    ]


def test_days_between_cleared_and_stuck_again_do_not_count(ines: Person, ben: Person) -> None:
    blocker = raised(ines, ben, hoped_on=MONDAY + DAY)
    clear_blocker(blocker=blocker, how="A new tenant", by=ben, now=NOW + 2 * DAY)
    blocker.refresh_from_db()
    assert (blocker.state, blocker.ending, blocker.ended_by, blocker.ended_on) == ("cleared", "A new tenant", ben, MONDAY + 2 * DAY)
    assert days_of(blocker, NOW + 30 * DAY) == 2
    reopen_blocker(blocker=blocker, reason="It is gone again", by=ines, now=NOW + 7 * DAY)
    assert days_of(blocker, NOW + 9 * DAY) == 4
    blocker.refresh_from_db()
    assert (blocker.ending, blocker.ended_on, blocker.hoped_on) == ("", None, None)


def test_two_in_the_way_of_one_thing_count_a_day_once_and_a_withdrawn_one_never(ines: Person, ben: Person) -> None:
    objective = new_objective("Import", owner=ines)
    raised(ines, ben, "One", stuck=Stuck(objective=objective))
    other = raised(ines, ben, "Two", stuck=Stuck(objective=objective), now=NOW + 2 * DAY)
    slip = raised(ines, ben, "None", stuck=Stuck(objective=objective), since_on=MONDAY - 20 * DAY)
    withdraw_blocker(blocker=slip, reason="Another team's", by=ines, now=NOW)
    found = in_the_way_of(NOW + 4 * DAY, objective=objective)
    assert ([row.title for row in found.rows], found.days) == (["One", "Two"], 4)
    clear_blocker(blocker=other, by=ben, now=NOW + 4 * DAY)
    found = in_the_way_of(NOW + 4 * DAY, objective=objective)
    assert (len(found.rows), found.before) == (1, 1)


def test_a_measure_an_initiative_and_a_promise_are_stuck_too(ines: Person, ben: Person) -> None:
    objective = new_objective("Import", owner=ines)
    measure = new_key_result(objective, "Tenants")
    going = Initiative.objects.create(organization=ines.organization, objective=objective, title="Try it")
    promised = Commitment.objects.create(organization=ines.organization, title="Book a slot", state="open", owner=ines)
    for stuck in (Stuck(objective, key_result=measure), Stuck(objective, initiative=going), Stuck(commitment=promised)):
        assert raised(ines, ben, "X", stuck=stuck).stuck == stuck.thing


def test_what_waits_on_a_decision_or_a_request_is_cleared_by_whoever_answers_that(ines: Person, ben: Person, marta: Person) -> None:
    decision = ask_for_decision(organization=ines.organization, question="Which vendor?", decider=marta, by=ines, now=NOW)
    blocker = raised(ines, None, decision=decision, kind="")  # type: ignore[arg-type]
    assert (blocker.owner, blocker.kind) == (marta, "decision")
    platform = new_team("Platform", lead=ben)
    scope: dict[str, Any] = {"organization": ines.organization, "from_objective": new_objective("I")}
    request = Dependency.objects.create(**scope, kind="work", state="requested", title="A tenant", to_team=platform)
    blocker = raised(ines, None, "Y", dependency=request, kind="")  # type: ignore[arg-type]
    assert (blocker.owner, blocker.kind) == (ben, "team")


@pytest.mark.parametrize(
    ("said", "refusal", "sentence"),
    [
        ({"title": " "}, NotSaid, "Say what stands in the way."),
        ({"title": "x" * 251}, NotSaid, "Shorten"),
        ({"owner": None}, NotSaid, "Say who clears it: one person."),
        ({"kind": "forgot"}, NotSaid, "Say what kind of blocker it is."),
        ({"kind": ""}, NotSaid, "Say what kind of blocker it is."),
        ({"since_on": MONDAY + DAY}, DatesOutOfOrder, "It is stuck since today or since a day before."),
        ({"since_on": date(1, 1, 1)}, DatesOutOfOrder, "It is stuck since today or since a day before."),
        ({"hoped_on": MONDAY - DAY}, DatesOutOfOrder, "Choose a day that is still to come."),
        ({"hoped_on": date(9999, 12, 31)}, DatesOutOfOrder, "Choose a day that is still to come."),
        ({"clears_when": "x" * 1001}, NotSaid, "Shorten"),
        ({"stuck": Stuck()}, NotSaid, "Say what is stuck"),
    ],
)
def test_what_cannot_be_is_asked_back(
    ines: Person, ben: Person, said: dict[str, Any], refusal: type[Refused], sentence: str
) -> None:
    usual: dict[str, Any] = {"stuck": Stuck(objective=new_objective("Import")), "title": "X", "owner": ben, "kind": "team"}
    with pytest.raises(refusal, match=sentence):
        raise_blocker(organization=ines.organization, by=ines, now=NOW, **(usual | said))
    assert not Blocker.objects.exists()


def test_nothing_stands_in_the_way_of_what_is_over_private_or_of_another(ines: Person, ben: Person) -> None:
    ended = new_objective("Done", state="completed")
    private = Commitment.objects.create(organization=ines.organization, title="Secret", state="open", owner=ines, is_private=True)
    done = Commitment.objects.create(organization=ines.organization, title="Done", state="done", owner=ines)
    mine, other = new_objective("Mine"), new_objective("Other")
    foreign = Stuck(objective=mine, key_result=new_key_result(other, "Foreign"))
    for stuck in (Stuck(objective=ended), Stuck(commitment=private), Stuck(commitment=done), Stuck(mine, done), foreign):
        with pytest.raises(NotSaid):
            raised(ines, ben, stuck=stuck)
    decided = ask_for_decision(organization=ines.organization, question="Q?", decider=ben, by=ines, now=NOW)
    decided.state = DecisionState.ACCEPTED
    with pytest.raises(NotSaid, match="decided already"):
        raised(ines, ben, decision=decided)


def test_who_has_left_clears_nothing_and_one_is_not_handed_to_oneself(ines: Person, ben: Person) -> None:
    gone = new_person("Gone", status="inactive")
    with pytest.raises(NotSaid, match="not here any more"):
        raised(ines, gone)
    blocker = raised(ines, ben)
    with pytest.raises(NotSaid, match="not here any more"):
        hand_on_blocker(blocker=blocker, to=gone, reason="Theirs", by=ben, now=NOW)
    with pytest.raises(AlreadyThere):
        hand_on_blocker(blocker=blocker, to=ben, reason="Mine", by=ben, now=NOW)
    with pytest.raises(NotSaid, match="Say why"):
        hand_on_blocker(blocker=blocker, to=ines, reason=" ", by=ben, now=NOW)


def test_a_second_end_is_refused_and_the_first_stays(ines: Person, ben: Person) -> None:
    blocker = raised(ines, ben)
    clear_blocker(blocker=blocker, how="First", by=ben, now=NOW)
    with pytest.raises(OutOfTurn):
        clear_blocker(blocker=blocker, how="Second", by=ines, now=NOW)
    with pytest.raises(OutOfTurn):
        withdraw_blocker(blocker=blocker, reason="Second", by=ines, now=NOW)
    blocker.refresh_from_db()
    assert blocker.ending == "First"


ROLES: dict[str, dict[str, Any]] = {
    "owner": {"access": "owner"}, "admin": {"access": "admin"}, "leader": {"access": "leader"}, "raiser": {}, "clears": {},
    "stuck owner": {}, "teammate": {}, "stranger": {}, "viewer": {"access": "viewer"}, "left": {"status": "inactive"},
}  # fmt: skip
RUN = {"owner", "admin"}
WAITS = {*RUN, "leader", "raiser", "stuck owner", "teammate"}
OPEN, OVER = {"open"}, {"cleared", "withdrawn"}
Verb = Callable[[Blocker, Person, dict[str, Person]], Any]
# verb -> how it is tried, in which states it may happen, by whom, and the state that follows ("": the same)
TABLE: dict[str, tuple[Verb, set[str], set[str], str]] = {
    "clear": (lambda b, p, _: clear_blocker(blocker=b, by=p, now=NOW), OPEN, WAITS | {"clears"}, "cleared"),
    "withdraw": (lambda b, p, _: withdraw_blocker(blocker=b, reason="Moot", by=p, now=NOW), OPEN, WAITS, "withdrawn"),
    "reopen": (lambda b, p, _: reopen_blocker(blocker=b, reason="Again", by=p, now=NOW), OVER, WAITS | {"clears"}, "open"),
    "promise": (lambda b, p, _: promise_blocker(blocker=b, promised_on=FRIDAY, by=p, now=NOW), OPEN, RUN | {"clears"}, ""),
    "hand on": (
        lambda b, p, people: hand_on_blocker(blocker=b, to=people["stranger"], reason="Theirs", by=p, now=NOW),
        OPEN, WAITS | {"clears"}, "",
    ),
    "change": (lambda b, p, _: change_blocker(blocker=b, title="Other", by=p, now=NOW), OPEN, WAITS, ""),
}  # fmt: skip


@pytest.fixture
def people(tidewater: Organization) -> dict[str, Person]:
    return {role: new_person(role.title(), **fields) for role, fields in ROLES.items()}


@pytest.fixture
def team(people: dict[str, Person]) -> Team:
    team = new_team("Platform")
    Membership.objects.create(organization=team.organization, team=team, person=people["teammate"], role="member", status="active")
    return team


def stage(people: dict[str, Person], team: Team, state: str) -> Blocker:
    objective = new_objective("Import", owner=people["stuck owner"], team=team)
    blocker = raised(people["raiser"], people["clears"], stuck=Stuck(objective=objective))
    if state != "open":
        Blocker.objects.filter(pk=blocker.pk).update(state=state, ended_on=MONDAY)
        BlockerSpan.objects.filter(blocker=blocker).update(until_on=MONDAY)
    blocker.refresh_from_db()
    return blocker


@pytest.mark.parametrize("name", list(TABLE))
def test_just_these_people_may_in_just_these_states(people: dict[str, Person], team: Team, name: str) -> None:
    attempt, states, roles, follows = TABLE[name]
    faults = []
    for state in BlockerState.values:
        for role, person in people.items():
            blocker = stage(people, team, state)
            lines = Event.objects.count()
            try:
                with transaction.atomic():
                    attempt(blocker, person, people)
                done = True
            except Refused:
                done = False
            blocker.refresh_from_db()
            may = state in states and role in roles
            if (done, blocker.state) != (may, follows or state if may else state):
                faults.append(f"{role}, {state}: {'done' if done else 'refused'}, now {blocker.state}")
            if done != (Event.objects.count() == lines + 1):
                faults.append(f"{role}, {state}: not one line for what was done")
            if (blocker.state == "open") != (None in [until for _, until in spans_of(blocker)]):
                faults.append(f"{role}, {state}: the clock does not stop and go with it")
    assert not faults, "\n".join(faults)


def test_viewers_raise_nothing(ines: Person, ben: Person) -> None:
    viewer = new_person("Viewer", access="viewer")
    with pytest.raises(NotAllowed):
        raised(viewer, ben)


def test_a_refused_verb_names_whom_to_ask(ines: Person, ben: Person) -> None:
    blocker = raised(ines, ben)
    with pytest.raises(NotAllowed, match="Ask Ines Carvalho or a leader of the organization"):
        withdraw_blocker(blocker=blocker, reason="Moot", by=ben, now=NOW)


def test_the_database_keeps_the_clock_whole(ines: Person, ben: Person) -> None:
    blocker = raised(ines, ben)
    with pytest.raises(Exception, match="blocker_stuck_once"), transaction.atomic():
        BlockerSpan.objects.create(organization=ines.organization, blocker=blocker, since_on=MONDAY + timedelta(days=1))
    with pytest.raises(Exception, match="blocker_of_one_thing"), transaction.atomic():
        Blocker.objects.filter(pk=blocker.pk).update(objective=None)

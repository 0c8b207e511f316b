"""A decision is asked of one person by a day, taken once, and never lost."""

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.actions import (
    ask_for_decision,
    decide,
    hand_over_decision,
    promise_follow_up,
    record_decision,
    supersede_decision,
    withdraw_decision,
)
from decisions.actions.asking import Waiting
from decisions.actions.states import STATES, decider_of
from decisions.models import Decision, Door
from organizations.models import Event, Organization, Person
from organizations.refusals import AlreadyClosed, AlreadyThere, NotAllowed, NotSaid, OutOfTurn, Refused
from tests.cast import MONDAY, NOW, new_person, new_team

CONTRACTOR = "Extend the Security contractor to 30 September, €38k"


def ask(tidewater: Organization, by: Person, decider: Person, **more: object) -> Decision:
    return ask_for_decision(organization=tidewater, question=CONTRACTOR, decider=decider, by=by, now=NOW, **more)  # type: ignore[arg-type]


def test_a_question_names_its_decider_and_who_waits(tidewater: Organization, marta: Person, ines: Person) -> None:
    teams = [new_team("Customer Success"), new_team("Grid API")]
    decision = ask(tidewater, ines, marta, holds_up=[Waiting(team) for team in teams], options=["Extend", "Let it end"])
    line = Event.objects.get()
    assert decider_of(decision) == marta
    assert (decision.state, decision.asked_by, decision.proposed_on) == ("proposed", ines, MONDAY)
    assert line.data["holds_up"] == ["Customer Success", "Grid API"]
    assert [option.text for option in decision.options.order_by("position")] == ["Extend", "Let it end"]


@pytest.mark.parametrize(("door", "due"), [(Door.TWO_WAY, date(2026, 8, 19)), (Door.ONE_WAY, date(2026, 8, 31))])
def test_without_a_day_the_door_sets_it_in_working_days(
    tidewater: Organization, marta: Person, ines: Person, door: Door, due: date
) -> None:
    assert ask(tidewater, ines, marta, door=door).need_by == due


def test_only_the_decider_decides_and_a_leader_passes_it_on(tidewater: Organization, ines: Person) -> None:
    karl, amara = new_person("Karl Nyman"), new_person("Amara Osei", access="leader")
    decision = ask(tidewater, ines, karl)
    with pytest.raises(NotAllowed, match="Ask Karl Nyman"):
        decide(decision=decision, outcome="Yes", by=amara, now=NOW)
    with pytest.raises(NotAllowed):
        decide(decision=decision, outcome="Yes", by=ines, now=NOW)
    hand_over_decision(decision=decision, to=amara, by=amara, now=NOW, reason="Karl is away")
    assert decide(decision=decision, outcome="Yes", by=amara, now=NOW).state == "accepted"
    assert Event.objects.get(name="decision.handed_over").data["former"] == "Karl Nyman"


def test_passing_a_question_on_keeps_its_age(tidewater: Organization, marta: Person, ines: Person) -> None:
    decision = ask(tidewater, ines, marta)
    later = NOW + timedelta(days=9)
    hand_over_decision(decision=decision, to=ines, by=marta, now=later)
    decision.refresh_from_db()
    assert (decision.proposed_on, decider_of(decision)) == (MONDAY, ines)
    with pytest.raises(AlreadyThere):
        hand_over_decision(decision=decision, to=ines, by=marta, now=later)


def test_a_decision_says_what_and_when_and_how_long_it_waited(tidewater: Organization, marta: Person, ines: Person) -> None:
    decision = ask(tidewater, ines, marta, options=["Extend", "Let it end"])
    extend = decision.options.get(text="Extend")
    decided = decide(
        decision=decision, outcome="Extend: SSO holds up three teams", option=extend, by=marta, now=NOW + timedelta(days=9)
    )
    extend.refresh_from_db()
    assert (decided.decided_on, decided.communicated_on, extend.is_chosen) == (date(2026, 8, 26), date(2026, 8, 26), True)
    assert Event.objects.get(name="decision.decided").data["waited_days"] == 9


def test_what_cannot_be_undone_needs_two_options_and_gets_a_review(tidewater: Organization, marta: Person, ines: Person) -> None:
    hasty = ask(tidewater, ines, marta, door=Door.ONE_WAY, options=["Drop it"])
    with pytest.raises(NotSaid, match="at least two options"):
        decide(decision=hasty, outcome="Drop it", by=marta, now=NOW)
    weighed = ask(tidewater, ines, marta, door=Door.ONE_WAY, options=["Drop it", "Keep it"])
    assert decide(decision=weighed, outcome="Keep it", by=marta, now=NOW).review_on == MONDAY + timedelta(days=90)


def test_a_no_is_an_answer_and_nothing_is_decided_twice(tidewater: Organization, marta: Person, ines: Person) -> None:
    decision = decide(decision=ask(tidewater, ines, marta), outcome="No budget", is_yes=False, by=marta, now=NOW)
    assert decision.state == "rejected"
    with pytest.raises(OutOfTurn, match="rejected"):
        decide(decision=decision, outcome="Yes after all", by=marta, now=NOW)
    with pytest.raises(AlreadyClosed, match="withdrawn already"):
        decide(
            decision=withdraw_decision(decision=ask(tidewater, ines, marta), reason="Moot", by=ines, now=NOW),
            outcome="Yes",
            by=marta,
            now=NOW,
        )


def test_an_option_of_another_decision_is_refused(tidewater: Organization, marta: Person, ines: Person) -> None:
    other = ask(tidewater, ines, marta, options=["Elsewhere"]).options.get()
    with pytest.raises(NotSaid, match="options of this decision"):
        decide(decision=ask(tidewater, ines, marta), outcome="Yes", option=other, by=marta, now=NOW)


def test_a_two_way_door_is_logged_at_once_by_the_team(tidewater: Organization, ines: Person) -> None:
    security, wen = new_team("Security", lead=ines), new_person("Wen Li")
    title, outcome = "Where the intake queue lives", "In the tracker, not in mail"
    decision = record_decision(
        organization=tidewater, title=title, outcome=outcome, team=security, tells=[security], by=ines, now=NOW
    )
    assert (decision.state, decision.decided_on, decider_of(decision)) == ("accepted", MONDAY, ines)
    with pytest.raises(NotAllowed, match="decide for Security"):
        record_decision(organization=tidewater, title=title, outcome=outcome, team=security, by=wen, now=NOW)


def test_a_superseded_decision_stays_with_what_took_its_place(tidewater: Organization, marta: Person) -> None:
    old = record_decision(organization=tidewater, title="Freeze on 1 September", outcome="Frozen", by=marta, now=NOW)
    new = supersede_decision(
        decision=old, title="Freeze on 1 October", outcome="A month later", reason="Two partners are late", by=marta, now=NOW
    )
    old.refresh_from_db()
    assert (old.state, new.supersedes.get().superseded, old.superseded_by.get().decision) == ("superseded", old, new)
    with pytest.raises(AlreadyClosed):
        supersede_decision(decision=old, title="Again", outcome="Again", reason="Again", by=marta, now=NOW)


def test_a_follow_up_is_a_promise_that_knows_its_decision(tidewater: Organization, marta: Person, ines: Person) -> None:
    decision = decide(decision=ask(tidewater, ines, marta), outcome="Yes", by=marta, now=NOW)
    promised = promise_follow_up(decision=decision, title="Sign the extension", due_on=MONDAY, by=marta, owner=ines, now=NOW)
    assert decision.commitment_links.get().commitment == promised
    assert Event.objects.filter(about_title="Sign the extension").count() == 1


def test_a_viewer_may_not_ask(tidewater: Organization, marta: Person) -> None:
    with pytest.raises(NotAllowed, match="Ask an admin"):
        ask(tidewater, new_person("Tove Berg", access="viewer"), marta)


@settings(max_examples=25)
@given(tries=st.lists(st.sampled_from(["yes", "no", "withdraw", "supersede", "pass on"]), max_size=5))
def test_no_sequence_of_verbs_takes_a_decision_where_the_table_does_not(
    tidewater: Organization, marta: Person, ines: Person, tries: list[str]
) -> None:
    decision = ask(tidewater, ines, marta)
    for step in tries:
        before = decision.state
        with contextlib.suppress(Refused):
            {
                "yes": lambda: decide(decision=decision, outcome="Yes", by=marta, now=NOW),
                "no": lambda: decide(decision=decision, outcome="No", is_yes=False, by=marta, now=NOW),
                "withdraw": lambda: withdraw_decision(decision=decision, reason="Moot", by=marta, now=NOW),
                "supersede": lambda: supersede_decision(
                    decision=decision, title="New", outcome="New", reason="New", by=marta, now=NOW
                ),
                "pass on": lambda: hand_over_decision(decision=decision, to=ines, by=marta, now=NOW),
            }[step]()
        decision.refresh_from_db()
        assert decision.state == before or decision.state in STATES[before]

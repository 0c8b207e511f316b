"""A cycle closes: each objective gets a score and a choice, what goes on has a successor, and nothing ends without either."""

from __future__ import annotations

import contextlib
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignment.actions.check_ins import post_check_in
from alignment.actions.closing import close_cycle, conclude_objective
from alignment.models import Guard, KeyResult, Measurement, Metric, Objective
from alignment.models.check_ins import Claim
from alignment.models.objectives import Outcome
from organizations.models import Cycle, Event, Organization, Person, Team
from organizations.refusals import AlreadyClosed, NotAllowed, NotSaid, OutOfTurn, Refused
from tests.cast import MONDAY, NOW, new_key_result, new_objective, new_person, new_quarter

DONE, CARRIED, DROPPED = Outcome.DONE, Outcome.CARRIED, Outcome.DROPPED


@pytest.fixture
def quarter(tidewater: Organization) -> Cycle:
    return new_quarter(closing_on=MONDAY)


@pytest.fixture
def next_quarter(tidewater: Organization) -> Cycle:
    days = {"starts_on": date(2026, 9, 28), "ends_on": date(2026, 12, 27)}
    return new_quarter(key="q4", name="Q4 2026", status="planned", opened_on=MONDAY, **days)


def put(title: str, cycle: Cycle, now: float | None = None, **fields: Any) -> Objective:
    """An objective with a number from 0 to 10 that stands at `now`."""
    objective = new_objective(title, cycle=cycle, **fields)
    if now is not None:
        new_key_result(objective, f"{title}, counted", 0, 10, now)
    return objective


def fresh(objective: Objective) -> Objective:
    found: Objective = Objective.objects.get(pk=objective.pk)
    return found


def test_an_objective_is_scored_against_what_is_said_now_and_what_was_first_said(
    quarter: Cycle, security: Team, ines: Person
) -> None:
    sso = put("SSO", quarter, 5, team=security)
    KeyResult.objects.update(target_value=5)
    done = conclude_objective(objective=sso, outcome=DONE, by=ines, now=NOW)
    assert (done.outcome, done.score, done.original_score) == ("done", Decimal(1), Decimal("0.5"))
    line = Event.objects.get(name="objective.concluded")
    assert (line.data["score"], line.data["original_score"]) == ("1", "0.5")


def test_another_score_needs_a_reason_and_both_stay_in_the_line(quarter: Cycle, security: Team, ines: Person) -> None:
    sso = put("SSO", quarter, 6.2, team=security)
    with pytest.raises(NotSaid, match=r"Say why the score is 0\.9: its key results come to 0\.62"):
        conclude_objective(objective=sso, outcome=DONE, score=Decimal("0.9"), by=ines, now=NOW)
    with pytest.raises(NotSaid, match="from 0 to 1"):
        conclude_objective(objective=sso, outcome=DONE, score=Decimal(9), reason="Nine", by=ines, now=NOW)
    said = conclude_objective(objective=sso, outcome=DONE, score=Decimal("0.9"), reason="All big ones", by=ines, now=NOW)
    assert (said.score, said.original_score, said.outcome_note) == (Decimal("0.9"), Decimal("0.62"), "All big ones")
    assert Event.objects.get(name="objective.concluded").data["computed"] == "0.62"


def test_what_nothing_measures_is_scored_by_hand(quarter: Cycle, marta: Person) -> None:
    brand = put("A name that utilities know", quarter)
    with pytest.raises(NotSaid, match="Nothing measures"):
        conclude_objective(objective=brand, outcome=DONE, by=marta, now=NOW)
    by_hand = conclude_objective(objective=brand, outcome=DONE, score=Decimal("0.5"), reason="Half the survey", by=marta, now=NOW)
    assert by_hand.score == Decimal("0.5")


def test_a_hit_with_a_broken_guard_is_not_a_hit_whoever_says_so(
    quarter: Cycle, security: Team, ines: Person, tidewater: Organization
) -> None:
    sso = put("SSO", quarter, 10, team=security, ambition="committed")
    churn = Metric.objects.create(organization=tidewater, title="Tickets a week")
    Guard.objects.create(organization=tidewater, objective=sso, metric=churn, bound="at_most", limit_value=40)
    Measurement.objects.create(organization=tidewater, metric=churn, on=date(2026, 8, 1), value=30)
    Measurement.objects.create(organization=tidewater, metric=churn, on=date(2026, 8, 14), value=55)
    said = conclude_objective(objective=sso, outcome=DONE, by=ines, now=NOW)
    assert (said.score, said.original_score) == (Decimal("0.99"), Decimal("0.99"))
    with pytest.raises(NotSaid, match=r"“Tickets a week” was to stay at or below 40 and is at 55\. A hit with a broken guard"):
        conclude_objective(objective=sso, outcome=DONE, score=Decimal(1), reason="But still", by=ines, now=NOW)
    Measurement.objects.create(organization=tidewater, metric=churn, on=MONDAY, value=35)
    assert conclude_objective(objective=sso, outcome=DONE, by=ines, now=NOW).score == 1, "the latest measurement counts"


def test_owner_lead_and_leaders_choose_and_a_teammate_does_not(
    quarter: Cycle, security: Team, ines: Person, marta: Person, tidewater: Organization
) -> None:
    omar, owner = new_person("Omar Haddad"), new_person("Dara Whelan")
    security.memberships.create(organization=tidewater, person=omar, role="member", status="active")
    for by in (ines, marta, owner):
        conclude_objective(objective=put(f"For {by}", quarter, 7, team=security, owner=owner), outcome=DONE, by=by, now=NOW)
    with pytest.raises(NotAllowed, match="Ask Dara Whelan or a leader"):
        conclude_objective(objective=put("SSO", quarter, 7, team=security, owner=owner), outcome=DONE, by=omar, now=NOW)


def test_nothing_is_chosen_before_the_closing_begins_or_after_it_ends(tidewater: Organization, marta: Person) -> None:
    with pytest.raises(OutOfTurn, match="has not begun"):
        conclude_objective(objective=put("SSO", new_quarter(), 1), outcome=DONE, by=marta, now=NOW)
    with pytest.raises(AlreadyClosed, match="stay as they were reported"):
        closed = new_quarter(key="q2", name="Q2", status="closed")
        conclude_objective(objective=put("SSO", closed, 1), outcome=DONE, by=marta, now=NOW)


def test_what_is_dropped_says_why_and_a_draft_is_never_done(quarter: Cycle, marta: Person) -> None:
    with pytest.raises(NotSaid, match="why it is dropped"):
        conclude_objective(objective=put("SSO", quarter, 1), outcome=DROPPED, by=marta, now=NOW)
    with pytest.raises(NotSaid, match="never published"):
        conclude_objective(objective=put("Idea", quarter, 1, state="proposed"), outcome=DONE, by=marta, now=NOW)


def test_what_is_carried_goes_on_with_its_open_key_results_from_where_they_stand(
    quarter: Cycle, next_quarter: Cycle, security: Team, ines: Person, tidewater: Organization
) -> None:
    parent = put("12 utilities live", quarter)
    sso = put("SSO", quarter, 6, team=security, owner=ines, parent=parent, done_means="Everybody signs in")
    new_key_result(sso, "Pen test", kind="milestone", state="done")
    feeds = new_key_result(sso, "Feeds", 0, 5, 2, kind="checklist")
    feeds.items.create(organization=tidewater, text="North", added_on=MONDAY, done_on=MONDAY)
    feeds.items.create(organization=tidewater, text="South", added_on=MONDAY)
    below = put("Token service", quarter, parent=sso)
    carried = conclude_objective(objective=sso, outcome=CARRIED, into=next_quarter, by=ines, now=NOW)
    successor = carried.carried_to
    assert successor is not None
    assert (successor.cycle, successor.team, successor.owner, successor.parent) == (next_quarter, security, ines, parent)
    assert (successor.state, successor.done_means) == ("proposed", "Everybody signs in")
    numbers = {row.title: (row.start_value, row.current_value, row.target_value) for row in successor.key_results.all()}
    assert numbers == {"SSO, counted": (6, 6, 10), "Feeds": (0, 0, 3)}
    assert [item.text for item in KeyResult.objects.get(objective=successor, title="Feeds").items.all()] == ["South"]
    assert fresh(below).parent == sso, "what carries it stays with it until it is carried itself"
    assert (carried.score, successor.health.status) == (carried.original_score, "")


def test_carried_into_a_running_cycle_it_is_under_way_there(quarter: Cycle, marta: Person) -> None:
    running = new_quarter(key="q4", name="Q4 2026")
    carried = conclude_objective(objective=put("SSO", quarter, 6), outcome=CARRIED, into=running, by=marta, now=NOW)
    assert carried.carried_to is not None
    assert carried.carried_to.state == "active"


def test_an_objective_that_is_already_there_may_take_it_on(quarter: Cycle, next_quarter: Cycle, marta: Person) -> None:
    waiting = put("SSO, second half", next_quarter, 0, state="proposed")
    sso = put("SSO", quarter, 6)
    assert conclude_objective(objective=sso, outcome=CARRIED, joins=waiting, by=marta, now=NOW).carried_to == waiting
    conclude_objective(objective=sso, outcome=DROPPED, reason="Bought", by=marta, now=NOW)
    assert fresh(waiting).archived_on is None, "what was there before stays when the choice is made anew"
    with pytest.raises(NotSaid, match="cannot take it on"):
        conclude_objective(objective=sso, outcome=CARRIED, joins=new_objective("Loose"), by=marta, now=NOW)


def test_it_is_carried_to_another_cycle_that_is_open(quarter: Cycle, marta: Person) -> None:
    sso = put("SSO", quarter, 6)
    closed = new_quarter(key="q1", name="Q1 2026", status="closed")
    closing = new_quarter(key="h2", name="H2 2026", closing_on=MONDAY)
    cases = (
        (None, NotSaid, "Choose the cycle"),
        (quarter, NotSaid, "already"),
        (closed, AlreadyClosed, "closed"),
        (closing, OutOfTurn, "closed itself"),
    )
    for into, refusal, words in cases:
        with pytest.raises(refusal, match=words):
            conclude_objective(objective=sso, outcome=CARRIED, into=into, by=marta, now=NOW)
    assert fresh(sso).outcome == ""


def test_sent_twice_it_is_carried_once(quarter: Cycle, next_quarter: Cycle, marta: Person) -> None:
    sso = put("SSO", quarter, 6)
    for _ in range(2):
        conclude_objective(objective=sso, outcome=CARRIED, into=next_quarter, by=marta, now=NOW)
    assert Objective.objects.filter(cycle=next_quarter).count() == 1
    assert Event.objects.filter(name="objective.concluded").count() == 1


def test_a_choice_made_anew_takes_the_successor_back_unless_it_is_worked_on(
    quarter: Cycle, next_quarter: Cycle, marta: Person
) -> None:
    sso, keys = put("SSO", quarter, 6), put("Keys", quarter, 6)
    for objective in (sso, keys):
        conclude_objective(objective=objective, outcome=CARRIED, into=next_quarter, by=marta, now=NOW)
    first = fresh(sso).carried_to
    assert first is not None
    conclude_objective(objective=sso, outcome=DROPPED, reason="Bought", by=marta, now=NOW)
    assert fresh(sso).carried_to is None
    assert (fresh(first).state, fresh(first).archived_on) == ("cancelled", MONDAY)
    worked_on = fresh(keys).carried_to
    assert worked_on is not None
    post_check_in(objective=worked_on, claim=Claim.ON_TRACK, by=marta, now=NOW)
    with pytest.raises(OutOfTurn, match="reported on there"):
        conclude_objective(objective=keys, outcome=DONE, by=marta, now=NOW)


def test_a_cycle_is_not_closed_while_anything_lacks_a_choice(quarter: Cycle, marta: Person) -> None:
    for number in range(5):
        put(f"Goal {number}", quarter, 5)
    with pytest.raises(OutOfTurn, match="5 objectives have no choice yet: “Goal 0”, “Goal 1”, “Goal 2” and 2 more"):
        close_cycle(cycle=quarter, by=marta, now=NOW)
    quarter.refresh_from_db()
    assert quarter.status == "active"


def test_a_closed_cycle_ends_everything_as_it_was_chosen(quarter: Cycle, next_quarter: Cycle, marta: Person, ines: Person) -> None:
    states = {
        "hit": (put("Hit", quarter, 8), {"outcome": DONE}),
        "miss": (put("Miss", quarter, 8, ambition="committed"), {"outcome": DONE}),
        "carried": (put("Carried", quarter, 3), {"outcome": CARRIED, "into": next_quarter}),
        "dropped": (put("Dropped", quarter, 3), {"outcome": DROPPED, "reason": "Bought"}),
        "idea": (put("Idea", quarter, state="proposed"), {"outcome": DROPPED, "reason": "No time"}),
        "later": (put("Later", quarter, 9, start_on=date(2026, 9, 1)), {"outcome": DONE}),
    }
    early = put("Reached in July", quarter, 10, state="completed")
    given_up = put("Given up", quarter, 2, state="cancelled")
    archived = put("Archived", quarter, archived_on=MONDAY)
    for objective, choice in states.values():
        conclude_objective(objective=objective, by=marta, now=NOW, **choice)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        close_cycle(cycle=quarter, by=ines, now=NOW)
    closed = close_cycle(cycle=quarter, by=marta, now=NOW)
    assert (closed.status, closed.closed_on) == ("closed", MONDAY)
    ended = {name: fresh(objective).state for name, (objective, _) in states.items()}
    assert ended == {
        "hit": "completed", "miss": "missed", "carried": "superseded", "dropped": "cancelled", "idea": "rejected",
        "later": "completed",
    }  # fmt: skip
    assert (fresh(early).outcome, fresh(early).score, fresh(given_up).outcome) == ("done", Decimal(1), "dropped")
    assert fresh(archived).outcome == ""
    line = Event.objects.get(name="cycle.closed")
    assert (line.data["done"], line.data["carried"], line.data["dropped"]) == (4, 1, 3)
    with pytest.raises(AlreadyClosed):
        close_cycle(cycle=quarter, by=marta, now=NOW)


def test_a_year_is_not_closed_before_its_quarters(tidewater: Organization, marta: Person) -> None:
    year = new_quarter(key="2026", name="2026", closing_on=MONDAY)
    new_quarter(parent=year)
    with pytest.raises(OutOfTurn, match="“Q3 2026” lies within it"):
        close_cycle(cycle=year, by=marta, now=NOW)


CHOICES = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["done", "carried", "dropped", "close"])), max_size=14)


@settings(max_examples=25)
@given(steps=CHOICES)
def test_whatever_is_chosen_in_whatever_order_nothing_ends_without_a_choice_and_each_carry_has_one_successor(
    tidewater: Organization, marta: Person, steps: list[tuple[int, str]]
) -> None:
    number = Cycle.objects.count()
    closing = new_quarter(key=f"a{number}", name=f"A{number}", closing_on=MONDAY)
    after = new_quarter(key=f"b{number}", name=f"B{number}", status="planned", opened_on=MONDAY)
    objectives = [put(f"Goal {place}", closing, place * 3) for place in range(4)]
    for place, step in steps:
        with contextlib.suppress(Refused):
            if step == "close":
                close_cycle(cycle=closing, by=marta, now=NOW)
            else:
                into = after if step == "carried" else None
                conclude_objective(
                    objective=objectives[place], outcome=Outcome(step), into=into, reason="So it is", by=marta, now=NOW
                )
        closing.refresh_from_db()
        rows = list(Objective.objects.filter(cycle=closing))
        is_closed = closing.status == "closed"
        assert is_closed == all(row.state not in {"active", "proposed"} for row in rows)
        assert not is_closed or all(row.outcome for row in rows)
        assert all((row.carried_to is not None) == (row.outcome == "carried") for row in rows)
        alive = set(Objective.objects.filter(cycle=after, archived_on=None).values_list("pk", flat=True))
        assert alive == {row.carried_to_id for row in rows if row.carried_to_id}

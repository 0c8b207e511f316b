"""The log of decisions and one decision, as a reader finds them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from accountability.models import Commitment
from decisions.models import Decision, DecisionCommitment, DecisionRole, HeldUp, Option, Supersession
from organizations.models import Organization, Person
from rhythm.models import Issue, Meeting, MeetingOutput, MeetingSeries
from tests.cast import MONDAY, NOW, new_objective, new_team
from tests.reading import Reader, in_order


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def reader(marta: Person) -> Reader:
    return Reader(marta)


def ask(title: str, decider: Person, state: str = "proposed", waited: int = 3, **fields: Any) -> Decision:
    values = {"title": title, "state": state, "proposed_on": MONDAY - timedelta(days=waited)} | fields
    decision: Decision = Decision.objects.create(organization=decider.organization, **values)
    DecisionRole.objects.create(organization=decider.organization, decision=decision, person=decider, part="decider")
    return decision


def test_what_waits_is_read_from_the_longest_wait_down_with_whom_it_waits_for(
    tidewater: Organization, reader: Reader, marta: Person, ines: Person
) -> None:
    ask("Tiered support hours", ines, waited=4)
    extend = ask("Extend the Security contractor", marta, waited=9)
    for team in ("Customer Success", "Grid API", "Partnerships"):
        HeldUp.objects.create(organization=tidewater, decision=extend, team=new_team(team))
    ask("Grid API freezes in October", ines, "accepted", waited=6, decided_on=MONDAY - timedelta(days=4))
    page = reader.page("decisions:decisions")
    assert "Two decisions wait; the oldest 9 days. Median this quarter: 2 days." in page
    assert in_order(
        page,
        "[Waiting] Extend the Security contractor",
        "9 days",
        "waits on You, holds up 3 teams",
        "Tiered support hours",
        "4 days",
    )
    assert "Grid API freezes" not in page
    assert in_order(reader.page("decisions:decisions", show="decided"), "[Decided] Grid API freezes", "Thu 13 Aug", "took 2 days")


def test_what_was_decided_comes_back_to_be_looked_at_again(reader: Reader, ines: Person) -> None:
    ask("Depot in the North", ines, "accepted", decided_on=MONDAY, review_on=date(2026, 8, 10))
    ask("Discount ceiling", ines, "accepted", decided_on=MONDAY, review_on=date(2026, 9, 30))
    ask("Reports first", ines, "accepted", decided_on=MONDAY)
    page = reader.page("decisions:decisions", show="revisit")
    assert in_order(page, "Depot in the North", "since Mon 10 Aug", "Discount ceiling", "on Wed 30 Sep")
    assert "Reports first" not in page


def test_the_log_is_narrowed_to_a_team_whoever_decides_and_words(reader: Reader, marta: Person, ines: Person) -> None:
    ask("Extend the contractor", marta, team=new_team("Security"))
    ask("Tiered support hours", ines)
    for asked in ({"team": "secur"}, {"owner": marta.pk}, {"owner": "lindqvist"}, {"q": "contractor"}):
        page = reader.page("decisions:decisions", **asked)
        assert "Extend the contractor" in page
        assert "Tiered support" not in page


def test_a_decision_shows_the_question_the_choice_and_what_hangs_on_it(
    tidewater: Organization, reader: Reader, marta: Person, ines: Person
) -> None:
    objective = new_objective("12 utilities live")
    context, outcome = "One contractor, **three days** a week.", "Yes, to 30 September."
    decision = ask(
        "Extend the contractor",
        marta,
        "accepted",
        asked_by=ines,
        context=context,
        outcome=outcome,
        decided_on=MONDAY,
        objective=objective,
    )
    for position, (text, is_chosen) in enumerate([("To 30 September, €38k", True), ("No", False)]):
        Option.objects.create(organization=tidewater, decision=decision, position=position, text=text, is_chosen=is_chosen)
    DecisionRole.objects.create(organization=tidewater, decision=decision, person=ines, part="contributor")
    done = Commitment.objects.create(organization=tidewater, title="Sign the extension", state="done", owner=ines)
    DecisionCommitment.objects.create(organization=tidewater, decision=decision, commitment=done)
    HeldUp.objects.create(organization=tidewater, decision=decision, team=new_team("Grid API"), objective=objective)
    page = reader.page("decisions:decision", decision.pk)
    assert in_order(page, "Decided", "Decided by", "You", "after 3 days", "Asked by", "Ines Carvalho")
    assert in_order(
        page, "What was decided, and why", "Yes, to 30 September.", "[chosen] To 30 September, €38k", "Held up", "Grid API"
    )
    assert in_order(
        page, "What follows 1 of 1 done", "Sign the extension", "Decides", "Is heard", "Ines Carvalho", "About", "12 utilities"
    )
    assert "<strong>three days</strong>" in reader.source("decisions:decision", decision.pk)


def test_the_chain_of_what_took_whose_place_can_be_walked_both_ways(tidewater: Organization, reader: Reader, ines: Person) -> None:
    days = {"A": MONDAY - timedelta(days=20), "B": MONDAY - timedelta(days=10), "C": MONDAY}
    states = {"A": "superseded", "B": "superseded", "C": "accepted"}
    first, second, third = (
        ask(f"Rate card {version}", ines, states[version], waited=30, decided_on=day) for version, day in days.items()
    )
    for later, earlier in ((second, first), (third, second)):
        Supersession.objects.create(organization=tidewater, decision=later, superseded=earlier)
    page = reader.page("decisions:decision", second.pk)
    assert in_order(
        page,
        "Before and after",
        "Rate card A in force Tue 28 Jul to Fri 7 Aug, then replaced",
        "Rate card B in force Fri 7 Aug to Mon 17 Aug, then replaced",
        "Rate card C in force since Mon 17 Aug",
    )
    source = reader.source("decisions:decision", second.pk)
    assert all(reader.address("decisions:decision", other.pk) in source for other in (first, third))


def test_where_a_decision_was_taken_and_what_it_left_open_comes_from_the_room_above(
    tidewater: Organization, reader: Reader, ines: Person
) -> None:
    decision = ask("Extend the contractor", ines, "accepted")
    weekly = MeetingSeries.objects.create(organization=tidewater, title="Leadership weekly")
    met = Meeting.objects.create(organization=tidewater, series=weekly, planned_at=NOW - timedelta(days=7), state="held")
    MeetingOutput.objects.create(organization=tidewater, series=weekly, meeting=met, decision=decision)
    Issue.objects.create(organization=tidewater, title="Who pays for October", state="open", decision=decision)
    for origin in (reader.slot("rhythm:of_decision", decision.pk), reader.page("rhythm:of_decision", decision.pk)):
        assert in_order(origin, "Leadership weekly", "Mon 10 Aug", "Who pays for October")


def test_an_objective_shows_first_the_decisions_that_it_waits_for(tidewater: Organization, reader: Reader, ines: Person) -> None:
    objective = new_objective("12 utilities live")
    ask("Pilots chosen", ines, "accepted", decided_on=MONDAY, objective=objective)
    holding = ask("Extend the contractor", ines)
    HeldUp.objects.create(organization=tidewater, decision=holding, team=new_team("Grid API"), objective=objective)
    slot = reader.slot("decisions:of_objective", objective.pk)
    assert in_order(slot, "1 waiting", "Extend the contractor", "Pilots chosen")


def test_an_empty_log_says_what_a_decision_is_and_a_cleared_one_that_nothing_waits(reader: Reader, ines: Person) -> None:
    assert "No decisions yet" in reader.page("decisions:decisions")
    ask("Pilots chosen", ines, "accepted", decided_on=MONDAY)
    assert "No decisions are waiting." in reader.page("decisions:decisions")
    assert "No decisions are waiting" in reader.page("decisions:decisions", show="waiting")
